import { execFileSync, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { _electron, expect, test as base } from '@playwright/test';
import type { Bridge, InputOf, OutputOf, RequestName } from '../../../shared/ipc';
import { TrayProbe } from './tray';
import { temporaryFolder } from '../../builders/temporary-folder';

export const root = resolve(__dirname, '../../..');
const probe = join(__dirname, 'tray-probe.cjs');

let found: string | null = null;
/** The real Electron that `npm run runtime` found. */
export function electronPath(): string {
  found ??=
    execFileSync(process.execPath, [join(root, 'build/scripts/runtime.mjs')], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .at(-1) ?? '';
  return found;
}

export interface LaunchOptions {
  /** The data folder; a fresh one without. */
  readonly dataFolder?: string;
  /** Without a window, as the PC's own start does it. */
  readonly isHidden?: boolean;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The program in operation: tray up, core composed. */
export interface LaunchedApp {
  readonly app: ElectronApplication;
  readonly tray: TrayProbe;
  readonly dataFolder: string;
  readonly configFolder: string;
  /** The open window's page; waits for one. */
  page(): Promise<Page>;
  /** Asks over the page's own bridge; fails the test when the answer is an error. */
  request<K extends RequestName>(page: Page, name: K, input: InputOf<K>): Promise<OutputOf<K>>;
  /** What the windows complained about so far: errors on the console, uncaught ones, violations of the policy. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** Everything that comes before the program's own switches. Only tests run as root, and Chromium has no sandbox for root. */
const startArgs = (options: LaunchOptions, dataFolder: string): string[] => [
  '-r',
  probe,
  ...(process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  root,
  '--data',
  dataFolder,
  ...(options.isHidden === true ? ['--hidden'] : []),
  ...(options.args ?? []),
];

const environment = (configFolder: string, options: LaunchOptions): Record<string, string> => {
  const { ELECTRON_RUN_AS_NODE: _asNode, NODE_OPTIONS: _options, ...inherited } = process.env;
  const own = Object.fromEntries(
    Object.entries(inherited).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  return { ...own, XDG_CONFIG_HOME: configFolder, ...options.env };
};

/** Starts the program with a data folder and a configuration folder of its own and waits until its tray is in operation. */
export async function launchApp(options: LaunchOptions, folder: string): Promise<LaunchedApp> {
  const dataFolder = options.dataFolder ?? join(folder, 'data');
  const configFolder = join(folder, 'config');
  const app = await _electron.launch({
    executablePath: electronPath(),
    args: startArgs(options, dataFolder),
    env: environment(configFolder, options),
    // Playwright would otherwise make every page light, whatever the program says.
    colorScheme: null,
  });
  const complaints: string[] = [];
  const listenTo = (page: Page): void => {
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (thrown) => complaints.push(thrown.stack ?? thrown.message));
  };
  app.windows().forEach(listenTo);
  app.on('window', listenTo);
  const tray = new TrayProbe(app);
  await tray.untilReady();
  return {
    app,
    tray,
    dataFolder,
    configFolder,
    complaints,
    async page() {
      const page = app.windows()[0] ?? (await app.waitForEvent('window'));
      // A window that is just being made is an empty page first, which counts as loaded too.
      await page.waitForURL(/^app:/);
      return page;
    },
    async request(page, name, input) {
      const answer = await page.evaluate(
        ([asked, given]) => (window as unknown as { modeklar: Bridge }).modeklar.request(asked, given),
        [name, input] as const,
      );
      expect(answer, name).toMatchObject({ ok: true });
      return (answer as { value: unknown }).value as never;
    },
    close: () => app.close(),
  };
}

/** Runs the program as a second process to its end, e.g. when it is expected not to start. */
export function runToEnd(
  options: LaunchOptions & { readonly dataFolder: string },
  folder: string,
): Promise<{ code: number | null; output: string }> {
  return new Promise((done, fail) => {
    const child = spawn(electronPath(), startArgs(options, options.dataFolder), {
      env: environment(join(folder, 'config'), options),
    });
    let output = '';
    child.stdout.on('data', (part: Buffer) => (output += part.toString()));
    child.stderr.on('data', (part: Buffer) => (output += part.toString()));
    const limit = setTimeout(() => child.kill('SIGKILL'), 20_000);
    child.on('error', fail);
    child.on('close', (code) => {
      clearTimeout(limit);
      done({ code, output });
    });
  });
}

interface Fixtures {
  /** A folder of this test, gone after it. */
  readonly folder: string;
  /** Starts the program; whatever was started is ended after the test. */
  readonly launch: (options?: LaunchOptions) => Promise<LaunchedApp>;
}

export const test = base.extend<Fixtures>({
  folder: async ({}, use) => {
    const temporary = temporaryFolder('e2e');
    await use(temporary.path);
    temporary.remove();
  },
  launch: async ({ folder }, use) => {
    const launched: LaunchedApp[] = [];
    await use(async (options = {}) => {
      const app = await launchApp(options, folder);
      launched.push(app);
      return app;
    });
    for (const each of launched) await each.close();
  },
});

export { expect };
