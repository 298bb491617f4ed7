import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { AppError } from '../../../shared/errors';
import { failureReason } from '../failure-reason';

export interface DataFolderLock {
  /** May be called more than once. */
  release(): void;
}

/**
 * Takes the data folder for this process (rule W12): app and command line never work on the same one at once.
 *
 * The lock is the operating system's own lock on an open file, taken through SQLite. It ends with the process, however that ends, so there is
 * no stale lock to judge and no process id that another program may have got meanwhile.
 * @throws AppError `already-running` {folder}; `settings-unwritable` {folder, reason} when the folder cannot be used
 */
export function lockDataFolder(folder: string): DataFolderLock {
  const file = join(folder, 'lock.sqlite');
  const take = (): DataFolderLock => {
    const database = new Database(file);
    try {
      // Held for as long as the program runs; nothing is ever written.
      database.exec('BEGIN EXCLUSIVE');
    } catch (thrown) {
      database.close();
      throw thrown;
    }
    let isHeld = true;
    return {
      release: () => {
        if (!isHeld) return;
        isHeld = false;
        database.exec('ROLLBACK');
        database.close();
      },
    };
  };
  try {
    mkdirSync(folder, { recursive: true });
    try {
      return take();
    } catch (thrown) {
      if (failureReason(thrown) !== 'SQLITE_NOTADB') throw thrown;
      // A disk fault left rubbish in the file. It holds nothing, and must not keep the program from ever starting again.
      rmSync(file, { force: true });
      return take();
    }
  } catch (thrown) {
    const reason = failureReason(thrown);
    if (reason === 'SQLITE_BUSY') throw new AppError('already-running', { folder });
    throw new AppError('settings-unwritable', { folder, reason }, thrown);
  }
}
