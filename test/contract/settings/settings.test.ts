import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createMemorySettingsStore, createSettingsStore } from '../../../electron/store';
import { standingClock } from '../journal/journal.contract';
import { describeSettingsStore } from './settings.contract';

const folder = mkdtempSync(join(tmpdir(), 'settings-contract-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
describeSettingsStore('on disk', () => {
  count += 1;
  return createSettingsStore({ folder: join(folder, String(count)), clock: standingClock });
});
describeSettingsStore('in memory', createMemorySettingsStore);
