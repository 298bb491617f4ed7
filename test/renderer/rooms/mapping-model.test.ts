import { describe, expect, it } from 'vitest';
import type { Choice, MappingValue } from '../../../renderer/features/rooms/mapping-model';
import {
  addGroupLines,
  addLines,
  changeException,
  changeGroupLine,
  changeLine,
  choicesFrom,
  copyToRooms,
  groupChoicesFrom,
  groupWarningsOf,
  mappedRooms,
  removeGroupLine,
  removeLine,
  warningsOf,
} from '../../../renderer/features/rooms/mapping-model';
import { EXCEPTIONS } from '../fake-bridge';

const choices: Choice[] = choicesFrom(EXCEPTIONS, [], new Set());
const empty: MappingValue = { mapping: [], exceptions: [], groupMapping: [], groups: [] };
const lineOf = (value: MappingValue, roomId: string, exceptionId: string): MappingValue['mapping'][number] => {
  const line = value.mapping.find((each) => each.roomId === roomId && each.exceptionId === exceptionId);
  if (line === undefined) throw new Error(`no line ${roomId} ${exceptionId}`);
  return line;
};

describe('editing the mapping', () => {
  it('D1 makes a line with ten minutes of lead and lag, and the exception ours with the places that UniLock tells', () => {
    const value = addLines(
      empty,
      [
        { roomId: '101', exceptionId: '1' },
        { roomId: '103', exceptionId: '3' },
      ],
      choices,
    );
    expect(lineOf(value, '101', '1')).toMatchObject({
      leadMinutes: 10,
      lagMinutes: 10,
      block: 'meeting',
      longestOpeningHours: 24,
    });
    expect(value.exceptions).toEqual([
      { id: '1', name: 'Lokale 1', places: 8, foreignEdits: 'replace' },
      { id: '3', name: 'Store Sal, dør', places: 8, foreignEdits: 'replace' },
    ]);
  });

  it('never maps the same room and exception twice', () => {
    const once = addLines(empty, [{ roomId: '101', exceptionId: '1' }], choices);
    expect(addLines(once, [{ roomId: '101', exceptionId: '1' }], choices)).toEqual(once);
  });

  it('W7 lets an exception go with its last line, and keeps it while another room uses it', () => {
    const both = addLines(
      empty,
      [
        { roomId: '101', exceptionId: '5' },
        { roomId: '102', exceptionId: '5' },
      ],
      choices,
    );
    const one = removeLine(both, lineOf(both, '101', '5').id, choices);
    expect(one.exceptions.map(({ id }) => id)).toEqual(['5']);
    const none = removeLine(one, lineOf(one, '102', '5').id, choices);
    expect(none).toEqual(empty);
  });

  it('keeps what was set for an exception when lines change', () => {
    const value = changeException(addLines(empty, [{ roomId: '101', exceptionId: '1' }], choices), '1', {
      places: 3,
      foreignEdits: 'keep',
    });
    expect(addLines(value, [{ roomId: '101', exceptionId: '2' }], choices).exceptions[0]).toMatchObject({
      places: 3,
      foreignEdits: 'keep',
    });
  });

  it('copies a room’s times to the lines of others, and its exceptions only on request', () => {
    let value = addLines(
      empty,
      [
        { roomId: '101', exceptionId: '1' },
        { roomId: '101', exceptionId: '5' },
        { roomId: '102', exceptionId: '2' },
        { roomId: '103', exceptionId: '3' },
      ],
      choices,
    );
    value = changeLine(value, lineOf(value, '101', '1').id, {
      leadMinutes: 30,
      lagMinutes: 5,
      block: 'with-preparation',
    });
    value = changeLine(value, lineOf(value, '101', '5').id, { leadMinutes: 45 });

    const times = copyToRooms(value, '101', ['102'], { withTargets: false }, { exceptions: choices, groups: [] });
    expect(lineOf(times, '102', '2')).toMatchObject({ leadMinutes: 30, lagMinutes: 5, block: 'with-preparation' });
    expect(lineOf(times, '103', '3')).toEqual(lineOf(value, '103', '3'));
    expect(times.mapping).toHaveLength(4);

    const all = copyToRooms(value, '101', ['102', '103'], { withTargets: true }, { exceptions: choices, groups: [] });
    expect(lineOf(all, '103', '5')).toMatchObject({ leadMinutes: 45, lagMinutes: 10 });
    expect(all.mapping).toHaveLength(8);
    expect(new Set(all.mapping.map(({ id }) => id)).size).toBe(8);
  });

  it('warns when rooms share an exception, and when it already holds periods', () => {
    const value = addLines(
      empty,
      [
        { roomId: '101', exceptionId: '5' },
        { roomId: '102', exceptionId: '5' },
        { roomId: '103', exceptionId: '3' },
      ],
      choices,
    );
    expect(warningsOf(lineOf(value, '101', '5'), value, choices)).toEqual({
      sharedWith: ['102'],
      futurePeriods: 0,
      isMissing: false,
    });
    expect(warningsOf(lineOf(value, '103', '3'), value, choices)).toEqual({
      sharedWith: [],
      futurePeriods: 3,
      isMissing: false,
    });
  });

  it('keeps a mapped exception that UniLock no longer lists, and says so; without a list it accuses nobody', () => {
    const managed = [{ id: '9', name: 'Gammel', places: 8, foreignEdits: 'replace' as const }];
    expect(choicesFrom(EXCEPTIONS, managed, new Set()).find(({ id }) => id === '9')).toMatchObject({
      name: 'Gammel',
      isThere: false,
    });
    expect(choicesFrom(null, managed, new Set())).toEqual([
      { id: '9', name: 'Gammel', maxPeriods: null, futurePeriods: 0, isThere: true },
    ]);
  });

  it('is not surprised by the periods that the program wrote itself', () => {
    expect(choicesFrom(EXCEPTIONS, [], new Set(['3'])).find(({ id }) => id === '3')?.futurePeriods).toBe(0);
  });
});

describe('editing the mapping to person groups', () => {
  const GROUPS = [
    { id: '3', name: 'Lokale 1, mødedeltagere' },
    { id: '4', name: 'Gæster' },
  ];
  const groups = groupChoicesFrom(GROUPS, []);
  const both = { exceptions: choices, groups };
  const groupLineOf = (value: MappingValue, roomId: string, groupId: string): MappingValue['groupMapping'][number] => {
    const line = value.groupMapping.find((each) => each.roomId === roomId && each.groupId === groupId);
    if (line === undefined) throw new Error(`no line ${roomId} ${groupId}`);
    return line;
  };

  it('D1 D4 makes a line with ten minutes of lead and lag for organiser and participants of the house, and the group ours', () => {
    const value = addGroupLines(empty, [{ roomId: '101', groupId: '3' }], groups);
    expect(groupLineOf(value, '101', '3')).toMatchObject({
      leadMinutes: 10,
      lagMinutes: 10,
      block: 'meeting',
      who: { organiser: true, participants: true, externals: false },
    });
    expect(value.groups).toEqual([GROUPS[0]]);
    expect(value).toMatchObject({ mapping: [], exceptions: [] });
    expect(addGroupLines(value, [{ roomId: '101', groupId: '3' }], groups)).toEqual(value);
    expect([...mappedRooms(value)]).toEqual(['101']);
  });

  it('W8 lets a group go with its last line, and keeps it while another room uses it', () => {
    const shared = addGroupLines(
      empty,
      [
        { roomId: '101', groupId: '4' },
        { roomId: '102', groupId: '4' },
      ],
      groups,
    );
    const one = removeGroupLine(shared, groupLineOf(shared, '101', '4').id, groups);
    expect(one.groups.map(({ id }) => id)).toEqual(['4']);
    expect(removeGroupLine(one, groupLineOf(one, '102', '4').id, groups)).toEqual(empty);
  });

  it('copies times to the groups of others, and groups with who gets access only on request', () => {
    let value = addGroupLines(
      addLines(empty, [{ roomId: '102', exceptionId: '2' }], choices),
      [
        { roomId: '101', groupId: '3' },
        { roomId: '102', groupId: '4' },
      ],
      groups,
    );
    value = changeGroupLine(value, groupLineOf(value, '101', '3').id, {
      leadMinutes: 30,
      who: { organiser: true, participants: false, externals: true },
    });

    const times = copyToRooms(value, '101', ['102'], { withTargets: false }, both);
    expect(lineOf(times, '102', '2').leadMinutes).toBe(30);
    expect(groupLineOf(times, '102', '4')).toMatchObject({
      leadMinutes: 30,
      who: { organiser: true, participants: true, externals: false },
    });
    expect(times.groupMapping).toHaveLength(2);

    const all = copyToRooms(value, '101', ['102', '103'], { withTargets: true }, both);
    for (const roomId of ['102', '103']) {
      expect(groupLineOf(all, roomId, '3')).toMatchObject({
        leadMinutes: 30,
        who: { organiser: true, participants: false, externals: true },
      });
    }
    expect(all.mapping).toHaveLength(1);
  });

  it('warns when rooms share a group, and when UniLock no longer lists it', () => {
    const listed = groupChoicesFrom(GROUPS, [{ id: '9', name: 'Gammel' }]);
    const value = addGroupLines(
      empty,
      [
        { roomId: '101', groupId: '4' },
        { roomId: '102', groupId: '4' },
        { roomId: '103', groupId: '9' },
      ],
      listed,
    );
    const warnings = (roomId: string, groupId: string) =>
      groupWarningsOf(groupLineOf(value, roomId, groupId), value, listed);
    expect(warnings('101', '4')).toMatchObject({ sharedWith: ['102'], isMissing: false });
    expect(warnings('103', '9')).toMatchObject({ sharedWith: [], isMissing: true });
    expect(groupChoicesFrom(null, value.groups).every(({ isThere }) => isThere)).toBe(true);
  });
});
