import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createSettingsStore } from '../../../electron/store';
import { SETTINGS_VERSIONS } from '../../../electron/store/settings/settings-versions';
import { standingClock } from '../../contract/journal/journal.contract';
import { temporaryFolder } from '../../builders/temporary-folder';

const data = resolve(import.meta.dirname, '../../data');
const temporary = temporaryFolder('frozen-settings');
afterAll(() => temporary.remove());

/** Every settings file of every version that ever left the house, with what it must mean today beside it. */
const frozen = readdirSync(data)
  .filter((name) => /^settings-v\d+$/.test(name))
  .flatMap((folder) => readdirSync(join(data, folder)).map((name) => join(folder, name)))
  .filter((name) => name.endsWith('.json') && !name.endsWith('.expected.json'));

describe('frozen settings', () => {
  it('every version is among them', () => {
    expect(frozen).toEqual(
      expect.arrayContaining(
        SETTINGS_VERSIONS.flatMap(({ version }) =>
          ['house.json', 'smallest.json'].map((file) => join(`settings-v${version}`, file)),
        ),
      ),
    );
  });

  it.each(frozen)('P21 %s opens and means what it meant', (name) => {
    const folder = join(temporary.path, name);
    mkdirSync(folder, { recursive: true });
    copyFileSync(join(data, name), join(folder, 'settings.json'));
    const expected: unknown = JSON.parse(readFileSync(join(data, name.replace(/\.json$/, '.expected.json')), 'utf8'));
    const { settings, trouble } = createSettingsStore({ folder, clock: standingClock }).read();
    expect(trouble).toBeNull();
    expect(settings).toEqual(expected);
  });
});
