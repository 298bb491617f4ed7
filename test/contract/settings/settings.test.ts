import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createMemorySettingsStore, createSettingsStore } from '../../../electron/store';
import { standingClock } from '../journal/journal.contract';
import { describeSettingsStore } from './settings.contract';
import { temporaryFolder } from '../../builders/temporary-folder';

const folder = temporaryFolder('settings-contract');
afterAll(() => folder.remove());

let count = 0;
describeSettingsStore('on disk', () => {
  count += 1;
  return createSettingsStore({ folder: join(folder.path, String(count)), clock: standingClock });
});
describeSettingsStore('in memory', createMemorySettingsStore);
