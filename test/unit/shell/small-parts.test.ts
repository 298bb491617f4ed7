import { existsSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applicationMenu } from '../../../electron/shell/application-menu';
import { autostartFile, writeAutostartFile } from '../../../electron/shell/autostart';
import { createCrashGuard, traceOf } from '../../../electron/shell/crash-guard';
import { desktopEntry } from '../../../electron/shell/desktop-entry';
import { startFailureText } from '../../../electron/shell/start-failure';
import { zoomAfter } from '../../../electron/shell/zoom';
import { AppError, ERROR_CODES } from '../../../shared/errors';
import { temporaryFolder } from '../../builders/temporary-folder';

describe('zoom keys', () => {
  const press = { type: 'keyDown', key: '+', control: true, meta: false, alt: false };
  it('Ctrl with +, - and 0, between 50 % and 300 %', () => {
    expect(zoomAfter(press, 0, false)).toBe(1);
    expect(zoomAfter({ ...press, key: '-' }, 0, false)).toBe(-1);
    expect(zoomAfter({ ...press, key: '0' }, 4, false)).toBe(0);
    expect(zoomAfter(press, 6, false)).toBe(6);
    expect(zoomAfter({ ...press, key: '-' }, -3, false)).toBe(-3);
  });
  it('Cmd on a Mac; nothing else', () => {
    expect(zoomAfter(press, 0, true)).toBeNull();
    expect(zoomAfter({ ...press, control: false, meta: true }, 0, true)).toBe(1);
    expect(zoomAfter({ ...press, key: 'a' }, 0, false)).toBeNull();
    expect(zoomAfter({ ...press, type: 'keyUp' }, 0, false)).toBeNull();
    expect(zoomAfter({ ...press, control: false }, 0, false)).toBeNull();
  });
});

describe('starting with the PC on Linux', () => {
  it('quotes and escapes the command as the desktop entry specification asks', () => {
    const entry = desktopEntry('Mødeklar', [
      '/opt/Møde klar/modeklar',
      '--hidden',
      '--data',
      '/d/50% "x" $HOME `y` \\z',
    ]);
    expect(entry).toContain(
      String.raw`Exec="/opt/Møde klar/modeklar" "--hidden" "--data" "/d/50%% \\"x\\" \\$HOME \\` +
        '`y' +
        String.raw`\\` +
        '` ' +
        String.raw`\\\\z"`,
    );
    expect(entry).toMatch(/^\[Desktop Entry\]\nType=Application\nName=Mødeklar\n/);
    expect(entry).not.toContain('--no-sandbox');
  });

  it('honours XDG_CONFIG_HOME when it is absolute', () => {
    expect(autostartFile('/cfg', '/home/a')).toBe('/cfg/autostart/dk.modeklar.app.desktop');
    expect(autostartFile('cfg', '/home/a')).toBe('/home/a/.config/autostart/dk.modeklar.app.desktop');
    expect(autostartFile(undefined, '/home/a')).toBe('/home/a/.config/autostart/dk.modeklar.app.desktop');
  });

  it('writes the file, leaves an equal one alone, and takes it away again', () => {
    const temporary = temporaryFolder('autostart');
    const folder = temporary.path;
    const file = autostartFile(folder, '/nowhere');
    writeAutostartFile(file, 'a');
    const writtenAt = statSync(file, { bigint: true }).mtimeNs;
    writeAutostartFile(file, 'a');
    expect(statSync(file, { bigint: true }).mtimeNs).toBe(writtenAt);
    writeAutostartFile(file, 'b');
    expect(readFileSync(file, 'utf8')).toBe('b');
    writeAutostartFile(file, null);
    writeAutostartFile(file, null);
    expect(existsSync(file)).toBe(false);
    temporary.remove();
  });
});

describe('what nobody caught', () => {
  it('P20 is logged by kind and place, never by its text', () => {
    const thrown = new TypeError('Fødselsdag hos Anne');
    const trace = traceOf(thrown);
    expect(trace.kind).toBe('TypeError');
    expect(trace.place).toMatch(/^small-parts\.test\.ts:\d+:\d+$/);
    expect(JSON.stringify(traceOf('Anne'))).not.toContain('Anne');
    thrown.stack = 'no frames, but Anne';
    expect(traceOf(thrown)).toEqual({ kind: 'TypeError', place: '' });
  });

  it('the program goes on, and ends in order only when failures keep coming', () => {
    let time = 0;
    let hasGivenUp = 0;
    const lines: string[] = [];
    const log = (event: string): void => void lines.push(event);
    const guard = createCrashGuard(
      { info: log, warn: log },
      () => (hasGivenUp += 1),
      () => time,
    );
    for (let each = 0; each < 200; each += 1) {
      guard(new Error('x'));
      time += 10_000;
    }
    expect(hasGivenUp).toBe(0);
    for (let each = 0; each < 50; each += 1) guard(new Error('x'));
    expect(hasGivenUp).toBe(1);
    expect(lines.filter((line) => line === 'uncaught')).toHaveLength(250);
  });
});

describe('a start that fails', () => {
  it.each(['da', 'en'] as const)('says in %s what is wrong for every code, with the code', (language) => {
    for (const code of ERROR_CODES) {
      const { title, content } = startFailureText(
        new AppError(code, { folder: '/d', path: 'p', reason: 'r' }),
        language,
      );
      expect(title).toMatch(/Mødeklar/);
      expect(content).toContain(code);
      expect(content).not.toContain(`errors.${code}`);
    }
  });

  it('a --data without a folder is told with an example', () => {
    const { content } = startFailureText(new AppError('invalid-argument', { path: '--data' }), 'da');
    expect(content).toBe('--data: mangler en mappe, f.eks. --data "C:\\Mødeklar"');
  });
});

describe('the menu bar', () => {
  it('is there on a Mac only, and quits through the question', () => {
    expect(applicationMenu('win32', () => undefined)).toBeNull();
    expect(applicationMenu('linux', () => undefined)).toBeNull();
    const asked: string[] = [];
    const [own] = applicationMenu('darwin', (action) => asked.push(action))!;
    const quit = (own!.submenu as { id?: string; click?: () => void }[]).find(({ id }) => id === 'quit')!;
    quit.click!();
    expect(asked).toEqual(['quit']);
  });
});
