import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockDataFolder, openJournal } from '../../../electron/store';
import { standingClock } from '../../contract/journal/journal.contract';
import { fullMemory } from '../../contract/journal/journal-samples';
import type { ChildBundle } from './child-bundle';
import { bundleChild } from './child-bundle';
import { startChild } from './child-process';
import { temporaryFolder } from '../../builders/temporary-folder';

const temporary = temporaryFolder('crash');
let bundle: ChildBundle;
beforeAll(async () => {
  bundle = await bundleChild(resolve(import.meta.dirname, 'child-program.ts'));
});
afterAll(() => {
  bundle.remove();
  temporary.remove();
});

describe('a process that is stopped by force', () => {
  it('P8 killed between intent and outcome: the intent is in the memory, and the run is told as interrupted', async () => {
    const folder = join(temporary.path, 'killed');
    const child = startChild(process.execPath, [bundle.file, 'intend', folder]);
    expect(await child.next()).toBe('intended');
    await child.kill();

    const journal = openJournal({ file: join(folder, 'journal.sqlite'), clock: standingClock });
    expect(journal.trouble).toBeNull();
    expect(await journal.loadMemory()).toEqual(fullMemory());
    const run = await journal.readRun('run-1');
    expect(run).toMatchObject({ result: 'interrupted', endedAt: null, written: 0, failed: 1 });
    expect(run.actions).toMatchObject([{ exceptionId: 'E1', outcome: null, writtenAt: null }]);
    journal.close();
  });

  it('P12 W12 while one process holds the data folder no other gets it; killed, it leaves nothing that stands in the way', async () => {
    const folder = join(temporary.path, 'locked');
    const child = startChild(process.execPath, [bundle.file, 'lock', folder]);
    expect(await child.next()).toBe('locked');
    expect(() => lockDataFolder(folder)).toThrow(
      expect.objectContaining({ code: 'already-running', context: { folder } }),
    );
    await child.kill();
    const lock = lockDataFolder(folder);
    expect(() => lockDataFolder(folder)).toThrow(expect.objectContaining({ code: 'already-running' }));
    lock.release();
    lock.release();
    lockDataFolder(folder).release();
  });

  it('W12 rubbish in the lock file does not keep the program from starting', () => {
    const folder = join(temporary.path, 'rubbish');
    lockDataFolder(folder).release();
    writeFileSync(join(folder, 'lock.sqlite'), 'x'.repeat(5000));
    const lock = lockDataFolder(folder);
    expect(() => lockDataFolder(folder)).toThrow(expect.objectContaining({ code: 'already-running' }));
    lock.release();
  });

  it('W12 a data folder that cannot be made is named', () => {
    const inTheWay = join(temporary.path, 'in-the-way');
    writeFileSync(inTheWay, '');
    expect(() => lockDataFolder(join(inTheWay, 'data'))).toThrow(
      expect.objectContaining({ code: 'settings-unwritable' }),
    );
  });

  it('a full disk is told by name, and what was there before stays whole', async () => {
    const folder = join(temporary.path, 'full');
    // 200 blocks of 1 KiB are the largest file that this shell and its child may write.
    const child = startChild('bash', [
      '-c',
      'ulimit -f 200; exec "$@"',
      'bash',
      process.execPath,
      bundle.file,
      'fill',
      folder,
    ]);
    expect(await child.next()).toMatchObject({ code: 'journal-unwritable' });
    expect(await child.next()).toBe(10);
    expect(await child.next()).toMatchObject({
      code: 'settings-unwritable',
      context: { folder, reason: 'SHORT_WRITE' },
    });
    expect(await child.next()).toBe(0);
    await child.kill();
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([]);
    const journal = openJournal({ file: join(folder, 'journal.sqlite'), clock: standingClock });
    expect(await journal.loadMemory()).toEqual(fullMemory(10));
    journal.close();
    expect(existsSync(join(folder, 'settings.json'))).toBe(true);
  });
});
