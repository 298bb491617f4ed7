import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { composeCore } from '../../../electron/compose-core';
import { createMemoryCredentials } from '../../../electron/store';
import { FakeClock, FakeLogger } from '../../fakes';
import { FakeTicker } from '../../fakes/fake-ticker';
import { at } from '../../builders';
import { temporaryFolder } from '../../builders/temporary-folder';

const temporary = temporaryFolder('core');
const folder = temporary.path;
afterEach(() => temporary.remove());

it('M1 a damaged journal stops nothing and is told, and the folder is given free at the end', async () => {
  writeFileSync(join(folder, 'journal.sqlite'), 'this is no database');
  const clock = new FakeClock(at('2026-11-23T08:00'));
  const open = () =>
    composeCore({
      dataFolder: folder,
      clock,
      ticker: new FakeTicker(clock),
      credentials: createMemoryCredentials(),
      logger: new FakeLogger(),
    });
  const core = await open();
  expect(core.status().troubles).toMatchObject([{ side: 'program', trouble: { code: 'journal-damaged' } }]);
  await expect(open()).rejects.toMatchObject({ code: 'already-running' });
  await core.stop();
  const again = await open();
  expect(again.status().troubles).toEqual([]);
  await again.stop();
});
