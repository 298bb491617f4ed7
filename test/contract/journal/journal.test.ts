import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createMemoryJournal, openJournal } from '../../../electron/store';
import { describeJournal, standingClock } from './journal.contract';
import { temporaryFolder } from '../../builders/temporary-folder';

const folder = temporaryFolder('journal-contract');
afterAll(() => folder.remove());

let count = 0;
describeJournal('in SQLite', () => {
  count += 1;
  return openJournal({ file: join(folder.path, String(count), 'journal.sqlite'), clock: standingClock });
});
describeJournal('in memory', () => createMemoryJournal({ clock: standingClock }));
