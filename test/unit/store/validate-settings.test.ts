import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors';
import { LANGUAGES, sayReason } from '../../../shared/i18n';
import { defaultSettings } from '../../../shared/settings';
import { validateSettings } from '../../../electron/store';
import { houseSettings } from '../../contract/settings/settings.contract';

function refusalOf(work: () => unknown): AppError {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was refused');
}

const line = houseSettings().mapping[0]!;
const groupLine = houseSettings().groupMapping[0]!;

describe('validateSettings', () => {
  it('fills in what a short file leaves out', () => {
    expect(validateSettings({ version: 3 })).toEqual(defaultSettings());
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
    [
      'a password in an address, which would lie in the file',
      { ...houseSettings(), bookings: { ...houseSettings().bookings, address: 'https://user:secret@server.example/' } },
      'bookings.address',
    ],
    [
      'a password in an address without a scheme',
      { ...houseSettings(), access: { ...houseSettings().access, address: 'user:secret@server.example/unilock' } },
      'access.address',
    ],
    ['the same id twice', { ...houseSettings(), locations: [{ id: '1' }, { id: '1' }] }, 'locations[1]'],
    ['a line of a room that is not chosen', { ...houseSettings(), rooms: [] }, 'mapping[0].roomId'],
    ['a room of a location that is not chosen', { ...houseSettings(), locations: [] }, 'rooms[0].locationId'],
    ['a group twice', { ...houseSettings(), groups: [{ id: 'G3' }, { id: 'G3' }] }, 'groups[1]'],
    ['a line to a group that is not chosen', { ...houseSettings(), groups: [] }, 'groupMapping[0].groupId'],
    [
      'a line to a group of a room that is not chosen',
      { ...houseSettings(), groupMapping: [{ ...groupLine, roomId: '12' }] },
      'groupMapping[0].roomId',
    ],
    [
      'the same room and group twice',
      { ...houseSettings(), groupMapping: [groupLine, { ...groupLine, id: 'line-3' }] },
      'groupMapping[1]',
    ],
    [
      'a line to a group with the id of another line',
      { ...houseSettings(), groupMapping: [{ ...groupLine, id: line.id }] },
      'groupMapping[0]',
    ],
    [
      'a lag out of range on a line to a group',
      { ...houseSettings(), groupMapping: [{ ...groupLine, lagMinutes: 121 }] },
      'groupMapping[0].lagMinutes',
    ],
    [
      'D4 a line that gives access to nobody',
      { ...houseSettings(), groupMapping: [{ ...groupLine, who: { organiser: false, participants: false } }] },
      'groupMapping[0].who',
    ],
    ['an exception on a line to a group', { ...houseSettings(), groupMapping: [line] }, 'groupMapping[0].groupId'],
    ['D4 a field that nobody is matched on', { ...houseSettings(), people: { matchBy: 'name' } }, 'people.matchBy'],
    ['people of version 2 in a file of version 1', { version: 1, groups: [] }, 'groups'],
  ])('refuses %s with its path and a reason that is said in both languages', (_, settings, path) => {
    const { code, context } = refusalOf(() => validateSettings(settings));
    expect({ code, path: context['path'] }).toEqual({ code: 'settings-invalid', path });
    const why = String(context['reason']);
    for (const language of LANGUAGES) expect(sayReason(why, language)).not.toBe(why);
    expect(sayReason(why, 'da')).not.toBe(sayReason(why, 'en'));
  });

  it.each([
    [{ version: 3, langauge: 'da' }, 'kendes ikke', 'is not known'],
    [{ version: 3, language: 'no' }, 'skal være en af da, en', 'must be one of da, en'],
    [{ version: 3, timing: { intervalMinutes: 90 } }, 'må højst være 15', 'must be at most 15'],
    [{ version: 3, timing: { intervalMinutes: '5' } }, 'skal være et tal', 'must be a number'],
    [{ version: 3, locations: [{ id: '1' }, { id: '1' }] }, '"1" står der to gange', '"1" is there twice'],
    [{ version: 3, locations: [{}] }, 'mangler', 'is missing'],
    [{ version: 3, locations: [{ id: '' }] }, 'må ikke være tom', 'must not be empty'],
    [{ version: 0 }, 'version 0 har aldrig været i brug', 'version 0 was never in use'],
  ])('says why in Danish and English: %j', (settings, danish, english) => {
    const why = String(refusalOf(() => validateSettings(settings)).context['reason']);
    expect([sayReason(why, 'da'), sayReason(why, 'en')]).toEqual([danish, english]);
  });

  it('a line to a group gives ten minutes on each side to the people of the house, organiser and participants', () => {
    const { groupMapping, people } = validateSettings({
      ...houseSettings(),
      groupMapping: [{ id: 'line-2', roomId: '11', groupId: 'G3' }],
      people: undefined,
    });
    expect(groupMapping).toEqual([
      {
        id: 'line-2',
        roomId: '11',
        groupId: 'G3',
        leadMinutes: 10,
        lagMinutes: 10,
        block: 'meeting',
        longestOpeningHours: 24,
        safeHours: null,
        who: { organiser: true, participants: true, externals: false },
      },
    ]);
    expect(people).toEqual({ matchBy: 'email' });
  });

  it('P21 refuses settings of a newer program as newer, not as invalid', () => {
    expect(() => validateSettings({ version: 4, anything: true })).toThrow(
      expect.objectContaining({ code: 'settings-newer', context: { version: 4, newest: 3 } }),
    );
  });
});
