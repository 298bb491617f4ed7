import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../shared/settings';
import { validateSettings } from '../../../electron/store';
import { houseSettings } from '../../contract/settings/settings.contract';

const line = houseSettings().mapping[0]!;

describe('validateSettings', () => {
  it('fills in what a short file leaves out', () => {
    expect(validateSettings({ version: 1 })).toEqual(defaultSettings());
  });

  it.each([
    ['no object', 'text', '.'],
    ['null', null, '.'],
    ['a list', [], '.'],
    ['no version', {}, 'version'],
    ['a version that is text', { version: '1' }, 'version'],
    ['a version that never was', { version: 0 }, 'version'],
    ['an unknown key', { version: 1, langauge: 'da' }, 'langauge'],
    ['an unknown key further in', { version: 1, timing: { interval: 5 } }, 'timing.interval'],
    [
      'a number out of range',
      { ...houseSettings(), mapping: [line, { ...line, id: 'line-2', leadMinutes: 121 }] },
      'mapping[1].leadMinutes',
    ],
    [
      'safe hours backwards',
      { ...houseSettings(), mapping: [{ ...line, safeHours: { fromMinute: 600, toMinute: 60 } }] },
      'mapping[0].safeHours',
    ],
    ['the same id twice', { ...houseSettings(), locations: [{ id: '1' }, { id: '1' }] }, 'locations[1]'],
    ['a line of a room that is not chosen', { ...houseSettings(), rooms: [] }, 'mapping[0].roomId'],
    ['a room of a location that is not chosen', { ...houseSettings(), locations: [] }, 'rooms[0].locationId'],
  ])('refuses %s with its path and a reason', (_, settings, path) => {
    expect(() => validateSettings(settings)).toThrow(
      expect.objectContaining({
        code: 'settings-invalid',
        context: { path, reason: expect.stringMatching(/\S/) as string },
      }),
    );
  });

  it('P21 refuses settings of a newer program as newer, not as invalid', () => {
    expect(() => validateSettings({ version: 2, anything: true })).toThrow(
      expect.objectContaining({ code: 'settings-newer', context: { version: 2, newest: 1 } }),
    );
  });
});
