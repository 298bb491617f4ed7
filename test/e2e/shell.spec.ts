import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { lockDataFolder } from '../../electron/store/lock';
import type { Bridge } from '../../shared/ipc';
import { expect, runToEnd, test } from './support/program';

const openWindows = (app: ElectronApplication): Promise<number> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

test.describe('tray and window', () => {
  test('starts to the tray without a window, and a click opens it', async ({ launch }) => {
    const { app, tray, page } = await launch({ isHidden: true });
    expect(await openWindows(app)).toBe(0);
    expect(await tray.tooltip()).toBe('Ikke sat op');
    expect(await tray.labels()).toEqual(['Ikke sat op', '—', 'Synkroniser nu', 'Åbn Mødeklar', 'Pause', '—', 'Afslut']);
    expect(await tray.item('sync-now')).toMatchObject({ enabled: false });
    await tray.click('open');
    expect((await page()).url()).toBe('app://modeklar/index.html');
  });

  test('started by hand it opens its window; Danish, titled, never under 1024×700', async ({ launch }) => {
    const { app, page } = await launch();
    const shown = await page();
    expect(await shown.evaluate(() => document.documentElement.lang)).toBe('da');
    await expect
      .poll(() =>
        app.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows().map((each) => [each.getTitle(), each.isVisible()]),
        ),
      )
      .toEqual([['Mødeklar', true]]);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getMinimumSize())).toEqual([
      1024, 700,
    ]);
  });

  test('closing destroys the window, the program lives on, and says so once', async ({ launch }) => {
    const { app, tray, page, dataFolder } = await launch();
    for (let time = 0; time < 2; time += 1) {
      const shown = await page();
      await Promise.all([
        shown.waitForEvent('close'),
        app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().forEach((each) => each.close())),
      ]);
      await expect.poll(() => openWindows(app)).toBe(0);
      await expect.poll(() => app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(0);
      expect((await tray.notifications()).map(({ title }) => title)).toEqual(['Mødeklar kører videre']);
      await tray.click('open');
    }
    await page();
    expect(existsSync(join(dataFolder, 'window.json'))).toBe(true);
  });

  test('a second start opens the window of the first and ends', async ({ launch, folder }) => {
    const { app, page, dataFolder } = await launch({ isHidden: true });
    expect(await openWindows(app)).toBe(0);
    const second = await runToEnd({ dataFolder }, folder);
    expect(second.code).toBe(0);
    await page();
    expect(await openWindows(app)).toBe(1);
  });

  test('W12 does not start while the command line works on the data folder, and says so', async ({ folder }) => {
    const dataFolder = join(folder, 'data');
    const lock = lockDataFolder(dataFolder);
    const { code, output } = await runToEnd({ dataFolder, isHidden: true }, folder);
    lock.release();
    expect(code).toBe(1);
    expect(output).toContain('Mødeklar kan ikke starte');
    expect(output).toContain('already-running');
  });

  test('a --data without a folder is one clear message and exit 2', async ({ folder }) => {
    const { code, output } = await runToEnd({ dataFolder: '--hidden' }, folder);
    expect(code).toBe(2);
    expect(output).toContain('--data: mangler en mappe');
  });

  test('Afslut asks, says what the doors do, and ends in order', async ({ launch }) => {
    const { app, tray } = await launch({ isHidden: true });
    await app.evaluate(({ dialog }) => {
      const asked: unknown[] = [];
      Object.assign(globalThis, { asked });
      dialog.showMessageBox = (options: unknown) => {
        asked.push(options);
        return Promise.resolve({ response: asked.length === 1 ? 1 : 0, checkboxChecked: false });
      };
    });
    await tray.click('quit');
    const asked = () => app.evaluate(() => (globalThis as unknown as { asked: { detail: string }[] }).asked);
    await expect.poll(async () => (await asked()).length).toBe(1);
    expect((await asked())[0]).toMatchObject({
      message: 'Vil du afslutte Mødeklar?',
      detail: 'Der er ikke skrevet noget til dørene. Møder når ikke frem til dem, før Mødeklar kører igen.',
      buttons: ['Afslut', 'Annuller'],
    });
    expect(await tray.tooltip()).toBe('Ikke sat op');
    const ended = app.waitForEvent('close');
    await tray.click('quit');
    await ended;
  });

  test('language and look follow the settings without a restart', async ({ launch }) => {
    const { app, tray, page, request } = await launch();
    const shown = await page();
    await shown.evaluate(() => {
      const heard: unknown[] = [];
      Object.assign(window, { heard });
      (window as unknown as { modeklar: Bridge }).modeklar.listen('app/look-changed', (look) => heard.push(look));
    });
    await request(shown, 'settings/save', { language: 'en', theme: 'dark' });
    await expect
      .poll(() => shown.evaluate(() => (window as unknown as { heard: unknown[] }).heard))
      .toContainEqual({ isDark: true, language: 'en' });
    await expect.poll(() => tray.labels()).toContain('Open Mødeklar');
    await expect.poll(() => shown.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
    await request(shown, 'settings/save', { theme: 'light' });
    await expect.poll(() => shown.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(false);
    expect(await app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('light');
  });

  test('in the demo house title and tray say so; leaving it shows the real one again', async ({ launch }) => {
    const { app, tray, page, request } = await launch();
    const shown = await page();
    const title = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());
    await request(shown, 'demo/start', null);
    expect(await title()).toBe('Mødeklar – Demohus');
    expect(await tray.tooltip()).toBe('Demohus: Ikke sat op');
    await request(shown, 'demo/leave', null);
    expect(await title()).toBe('Mødeklar');
    expect(await tray.tooltip()).toBe('Ikke sat op');
  });

  test('a program that is set up starts with the PC, hidden, until it is told not to', async ({ launch, folder }) => {
    const dataFolder = join(folder, 'data');
    mkdirSync(dataFolder);
    writeFileSync(join(dataFolder, 'settings.json'), JSON.stringify({ version: 1, isSetUp: true }));
    const { tray, page, request, configFolder } = await launch({ dataFolder });
    const entry = join(configFolder, 'autostart', 'dk.modeklar.app.desktop');
    expect(readFileSync(entry, 'utf8')).toMatch(/^Exec="[^"]+" "[^"]+" "--hidden" "--data" "[^"]+"$/m);
    expect(readFileSync(entry, 'utf8')).not.toContain('sandbox');
    await expect.poll(async () => (await tray.item('sync-now'))?.enabled).toBe(true);
    await request(await page(), 'settings/save', { startWithComputer: false });
    await expect.poll(() => existsSync(entry)).toBe(false);
  });

  test('a pause from the menu is timed, shown, and ended by Fortsæt nu', async ({ launch, folder }) => {
    const dataFolder = join(folder, 'data');
    mkdirSync(dataFolder);
    writeFileSync(join(dataFolder, 'settings.json'), JSON.stringify({ version: 1, isSetUp: true }));
    const { tray } = await launch({ dataFolder, isHidden: true });
    await expect.poll(async () => (await tray.item('sync-now'))?.enabled).toBe(true);
    await tray.click('pause-1-hour');
    await expect.poll(() => tray.tooltip()).toMatch(/^Pause til (i morgen )?\d\d:\d\d$/);
    expect(await tray.labels()).toContain('Fortsæt nu');
    await tray.click('resume');
    await expect.poll(() => tray.labels()).toContain('Pause');
  });

  test('damaged settings show themselves, also after a hidden start', async ({ launch, folder }) => {
    const dataFolder = join(folder, 'data');
    mkdirSync(dataFolder);
    writeFileSync(join(dataFolder, 'settings.json'), '{"version":1,');
    const { page, request } = await launch({ dataFolder, isHidden: true });
    expect(await request(await page(), 'settings/trouble', null)).toMatchObject({ code: 'settings-damaged' });
  });

  test('a program that was never set up does not start with the PC', async ({ launch }) => {
    const { configFolder } = await launch({ isHidden: true });
    expect(existsSync(join(configFolder, 'autostart'))).toBe(false);
  });

  test('P20 nothing of a page is kept on disk', async ({ launch }) => {
    const { page, dataFolder, close } = await launch();
    const shown = await page();
    await shown.evaluate(() => localStorage.setItem('canary', 'Kanariefugl'));
    await close();
    for (const entry of readdirSync(dataFolder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile())
        expect(readFileSync(join(entry.parentPath, entry.name)).includes('Kanariefugl'), entry.name).toBe(false);
    }
  });
});

test.describe('the window is a cage', () => {
  test('sandboxed, isolated, without Node', async ({ launch }) => {
    const { app, page } = await launch();
    const shown = await page();
    const globals = await shown.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in window),
    );
    expect(globals).toEqual([]);
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]!.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      return contents.getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
    });
  });

  test('the bridge is frozen and knows the contract’s names only', async ({ launch }) => {
    const { page } = await launch();
    const shown = await page();
    const found = await shown.evaluate(async () => {
      const { modeklar } = window as unknown as { modeklar: Bridge };
      const names = Object.keys(modeklar).sort();
      const change = (): boolean => {
        try {
          (modeklar as { request: unknown }).request = null;
        } catch {
          // Frozen objects refuse, silently or not.
        }
        return typeof modeklar.request === 'function';
      };
      let isListeningRefused = false;
      try {
        modeklar.listen('status/get' as never, () => undefined);
      } catch {
        isListeningRefused = true;
      }
      return {
        names,
        isUnchanged: change(),
        isListeningRefused,
        unknown: await modeklar.request('secrets/get' as never, null),
        event: await modeklar.request('job/changed' as never, null),
      };
    });
    const refused = { ok: false, error: { code: 'request-refused', context: {} } };
    expect(found).toEqual({
      names: ['listen', 'request'],
      isUnchanged: true,
      isListeningRefused: true,
      unknown: refused,
      event: refused,
    });
  });

  test('navigation, new windows, embedded pages and permissions are denied', async ({ launch }) => {
    const { app, page } = await launch();
    const shown = await page();
    await shown.evaluate(() => {
      location.href = 'https://example.org/';
    });
    await shown.evaluate(() => {
      location.href = 'app://modeklar/other.html';
    });
    expect(await shown.evaluate(() => window.open('https://example.org/'))).toBeNull();
    expect(await shown.evaluate(() => window.open('app://modeklar/index.html'))).toBeNull();
    await shown.evaluate(() => {
      const webview = document.createElement('webview');
      webview.setAttribute('src', 'https://example.org/');
      const frame = document.createElement('iframe');
      frame.src = 'https://example.org/';
      document.body.append(webview, frame);
    });
    const permission = await shown.evaluate(() => Notification.requestPermission());
    expect(permission).toBe('denied');
    expect(shown.url()).toBe('app://modeklar/index.html');
    expect(await openWindows(app)).toBe(1);
    expect(
      await app.evaluate(({ webContents }) => webContents.getAllWebContents().map((each) => each.getURL())),
    ).toEqual(['app://modeklar/index.html']);
  });

  test('the policy is there: no eval, no inline script, nothing from elsewhere; the UI kit’s styles work', async ({
    launch,
  }) => {
    const { page } = await launch();
    const shown = await page();
    const policy = await shown.evaluate(async () =>
      (await fetch('app://modeklar/index.html')).headers.get('Content-Security-Policy'),
    );
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; /);
    expect(policy).not.toContain('unsafe');

    const found = await shown.evaluate(
      () =>
        // In a turn of the page's own: what the debugger runs itself is not judged by the policy.
        new Promise<Record<string, unknown>>((done) =>
          setTimeout(() => {
            const outcome = (work: () => unknown): unknown => {
              try {
                return work();
              } catch (thrown) {
                return (thrown as Error).name;
              }
            };
            const probe = document.createElement('p');
            document.body.append(probe);
            const colour = (): string => getComputedStyle(probe).color;
            const before = colour();

            const evaluated = outcome(() => (0, eval)('1 + 1'));
            // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- what has to be refused
            const made: unknown = outcome(() => new Function('return 1')());
            const script = document.createElement('script');
            script.textContent = 'window.wasInlineRun = true';
            document.head.append(script);
            const handler = document.createElement('p');
            handler.setAttribute('onclick', 'window.wasHandlerRun = true');
            handler.click();

            const text = document.createElement('style');
            text.textContent = 'p { color: rgb(1, 1, 1) }';
            document.head.append(text);
            const isTextStyleRefused = colour() === before;
            probe.setAttribute('style', 'color: rgb(2, 2, 2)');
            const isAttributeRefused = colour() === before;
            // As Griffel does it: an empty element, then rules through the object model.
            const empty = document.createElement('style');
            document.head.append(empty);
            empty.sheet?.insertRule('p { color: rgb(3, 3, 3) }');
            const griffel = colour();
            // As React does it.
            probe.style.color = 'rgb(4, 4, 4)';
            const react = colour();
            done({
              evaluated,
              made,
              wasInlineRun: 'wasInlineRun' in window,
              wasHandlerRun: 'wasHandlerRun' in window,
              isTextStyleRefused,
              isAttributeRefused,
              griffel,
              react,
            });
          }),
        ),
    );
    expect(found).toEqual({
      evaluated: 'EvalError',
      made: 'EvalError',
      wasInlineRun: false,
      wasHandlerRun: false,
      isTextStyleRefused: true,
      isAttributeRefused: true,
      griffel: 'rgb(3, 3, 3)',
      react: 'rgb(4, 4, 4)',
    });
  });

  test('the program’s own page breaks neither its policy nor itself', async ({ launch }) => {
    const { page } = await launch();
    const shown = await page();
    const complaints: string[] = [];
    shown.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    shown.on('pageerror', (error) => complaints.push(error.message));
    await shown.reload();
    await shown.waitForLoadState('networkidle');
    expect(complaints).toEqual([]);
    expect(await shown.evaluate(() => getComputedStyle(document.body).fontFamily)).not.toBe('');
  });

  test('the page reads its own files and no others', async ({ launch }) => {
    const { page } = await launch();
    const shown = await page();
    const urls = [
      'app://modeklar/index.html',
      'app://modeklar/..%2f..%2fpackage.json',
      'app://modeklar/..%2fmain%2fmain.js',
      'app://modeklar/missing.html',
      'app://other/index.html',
      'file:///etc/passwd',
      'https://example.org/',
    ];
    const statuses = await shown.evaluate(async (asked) => {
      const status = async (url: string): Promise<number | string> => {
        try {
          return (await fetch(url)).status;
        } catch (thrown) {
          return (thrown as Error).name;
        }
      };
      return Promise.all(asked.map(status));
    }, urls);
    expect(statuses).toEqual([200, 404, 404, 404, 'TypeError', 'TypeError', 'TypeError']);
  });

  test('a window that the program did not make is refused, from anywhere', async ({ launch }) => {
    const { app, page } = await launch();
    await page();
    const answers = await app.evaluate(async ({ app: program, BrowserWindow }) => {
      const own = BrowserWindow.getAllWindows()[0]!;
      const preload = `${program.getAppPath()}/out/preload/preload.js`;
      const ask = async (url: string): Promise<unknown> => {
        const foreign = new BrowserWindow({
          show: false,
          webPreferences: { preload, session: own.webContents.session },
        });
        await foreign.loadURL(url);
        const answer: unknown = await foreign.webContents.executeJavaScript(
          `window.modeklar.request('settings/get', null)`,
        );
        foreign.destroy();
        return answer;
      };
      return [await ask('app://modeklar/index.html'), await ask('data:text/html,x')];
    });
    const refused = { ok: false, error: { code: 'request-refused', context: {} } };
    expect(answers).toEqual([refused, refused]);
  });

  test('a frame inside the page has no bridge', async ({ launch }) => {
    const { page } = await launch();
    const shown = await page();
    const bridge = await shown.evaluate(() => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      return typeof (frame.contentWindow as unknown as { modeklar?: unknown }).modeklar;
    });
    expect(bridge).toBe('undefined');
  });

  test('a page that dies takes its window along, and the next click opens a new one', async ({ launch }) => {
    const { app, tray, page } = await launch();
    await page();
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
    await expect.poll(() => openWindows(app)).toBe(0);
    await tray.click('open');
    await expect.poll(() => openWindows(app)).toBe(1);
  });
});
