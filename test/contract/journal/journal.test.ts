import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createMemoryJournal, openJournal } from '../../../electron/store';
import { describeJournal, standingClock } from './journal.contract';

const folder = mkdtempSync(join(tmpdir(), 'journal-contract-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
describeJournal('in SQLite', () => {
  count += 1;
  return openJournal({ file: join(folder, String(count), 'journal.sqlite'), clock: standingClock });
});
describeJournal('in memory', () => createMemoryJournal({ clock: standingClock }));
