import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createFileLog } from '../../../electron/log';
import { standingClock } from '../../contract/journal/journal.contract';
import { temporaryFolder } from '../../builders/temporary-folder';

const temporary = temporaryFolder('log');
const root = temporary.path;
afterAll(() => temporary.remove());

const lines = (file: string): unknown[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

describe('the log file', () => {
  it('holds one JSON object per line, with time, level, event and fields', () => {
    const folder = join(root, 'new', 'logs');
    const log = createFileLog({ folder, clock: standingClock });
    log.info('run-started', { runId: 'run-1', count: 2, isDemo: false, until: null });
    log.warn('100%d of\n%s lines', { path: 'a\nb' });
    expect(lines(join(folder, 'modeklar.log'))).toEqual([
      {
        at: '2026-11-23T08:01:00Z',
        level: 'info',
        event: 'run-started',
        runId: 'run-1',
        count: 2,
        isDemo: false,
        until: null,
      },
      { at: '2026-11-23T08:01:00Z', level: 'warn', event: '100%d of\n%s lines', path: 'a\nb' },
    ]);
  });

  it('P20 a secret that is handed in is in no byte of it', () => {
    const folder = join(root, 'secret');
    const log = createFileLog({ folder, clock: standingClock });
    log.warn('login failed at https://hanne:kanariefugl@host/x?key=kanariefugl', {
      password: 'kanariefugl',
      title: 'kanariefugl',
    });
    const written = readFileSync(join(folder, 'modeklar.log'), 'utf8');
    expect(written).toContain('login failed at https://host/x');
    expect(written).not.toContain('kanariefugl');
  });

  it('is put away when it is full; the oldest file goes, and the others stay whole', () => {
    const folder = join(root, 'rotating');
    const log = createFileLog({ folder, clock: standingClock, maxBytes: 1000, keptFiles: 2 });
    for (let number = 0; number < 100; number += 1) log.info('line', { number });
    expect(readdirSync(folder).sort()).toEqual(['modeklar.1.log', 'modeklar.2.log', 'modeklar.log']);
    const numbers = ['modeklar.2.log', 'modeklar.1.log', 'modeklar.log'].flatMap((name) =>
      lines(join(folder, name)).map((line) => (line as { number: number }).number),
    );
    expect(numbers.at(-1)).toBe(99);
    expect(numbers).toEqual(numbers.map((_, index) => numbers[0]! + index));
  });

  it('two logs in two folders do not mix', () => {
    const [one, two] = [join(root, 'one'), join(root, 'two')];
    const [first, second] = [one, two].map((folder) => createFileLog({ folder, clock: standingClock }));
    first!.info('first');
    second!.info('second');
    expect(lines(join(one, 'modeklar.log'))).toMatchObject([{ event: 'first' }]);
    expect(lines(join(two, 'modeklar.log'))).toMatchObject([{ event: 'second' }]);
    expect(existsSync(join(one, 'modeklar.1.log'))).toBe(false);
  });
});
