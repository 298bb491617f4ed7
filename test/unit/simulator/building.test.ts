import { describe, expect, it } from 'vitest';
import { Building } from '../../../electron/simulator';
import { exceptionId, groupId, personId } from '../../../shared/ids';
import { addMinutes, instantFromIso } from '../../../shared/time';

const NOW = instantFromIso('2026-11-23T06:00:00Z');
const hour = (number: number) => ({
  from: `2026-11-${String(Math.floor(number / 10) + 10)}T1${String(number % 10)}:00:00`,
  to: `2026-11-${String(Math.floor(number / 10) + 10)}T1${String(number % 10)}:30:00`,
});
const hours = (count: number) => Array.from({ length: count }, (_, index) => hour(index));

const createBuilding = () =>
  new Building({
    zone: 'Europe/Copenhagen',
    points: [],
    tables: [],
    exceptions: [{ id: exceptionId('7'), name: 'Lokale 1', maxPeriods: 8, periods: [] }],
    persons: [
      { id: personId('55'), name: 'Anna Holm', email: '', employeeNumber: '', initials: '', keys: [], validity: [] },
    ],
    groups: [{ id: groupId('3'), name: 'Gruppe', doorIds: [], hours: null }],
  });

const save = (building: Building, periods: { from: string; to: string }[], expectedVersion: string | null = null) =>
  building.savePeriods({ exceptionId: '7', periods, expectedVersion, at: NOW });

describe('limits that refuse', () => {
  it('takes MaxPeriods periods and refuses one more, changing nothing', () => {
    const building = createBuilding();
    expect(save(building, hours(8))).toEqual({ kind: 'saved', version: 2 });
    const before = building.snapshot();
    expect(save(building, hours(9)).kind).toBe('refused');
    expect(building.snapshot()).toBe(before);
  });

  it('refuses a From that is not before its To, and texts that are no local time', () => {
    const building = createBuilding();
    for (const [from, to] of [
      ['2026-11-23T10:00:00', '2026-11-23T10:00:00'],
      ['2026-11-23T10:00:00', '2026-11-23T09:00:00'],
      ['2026-11-23T10:00:00Z', '2026-11-23T11:00:00Z'],
      ['2026-02-30T10:00:00', '2026-11-23T11:00:00'],
      ['i morgen', '2026-11-23T11:00:00'],
    ] as const) {
      expect(save(building, [{ from, to }]).kind).toBe('refused');
    }
    expect(building.exception('7').version).toBe(1);
  });

  it('takes 50 validity periods of a membership and refuses 51', () => {
    const building = createBuilding();
    const give = (count: number) =>
      building.saveMember({ groupId: '3', personId: '55', periods: hours(count), at: NOW }).kind;
    expect(give(51)).toBe('refused');
    expect(building.members('3')).toEqual([]);
    expect(give(50)).toBe('saved');
    expect(building.members('3')).toHaveLength(1);
  });

  it('meets a stale version with a conflict, the newest and none with a save', () => {
    const building = createBuilding();
    expect(save(building, hours(1), '1')).toEqual({ kind: 'saved', version: 2 });
    expect(save(building, hours(2), '1')).toEqual({ kind: 'conflict' });
    expect(save(building, hours(2), '2')).toEqual({ kind: 'saved', version: 3 });
    expect(save(building, hours(3))).toEqual({ kind: 'saved', version: 4 });
  });

  it('does not know what is not there', () => {
    const building = createBuilding();
    expect(building.savePeriods({ exceptionId: '8', periods: [], expectedVersion: null, at: NOW }).kind).toBe(
      'unknown',
    );
    expect(building.saveMember({ groupId: '4', personId: '55', periods: [], at: NOW }).kind).toBe('unknown');
    expect(building.deleteMember({ groupId: '3', personId: '55', at: NOW }).kind).toBe('unknown');
  });

  it('refuses to be built with nine exception places, or with a function of another kind', () => {
    const table = (places: number, word: 'unlocked' | 'on') => () =>
      new Building({
        zone: 'Europe/Copenhagen',
        points: [],
        tables: [
          {
            id: 't',
            name: 'Tabel',
            kind: 'door',
            normal: 'locked',
            weekly: [],
            places: Array.from({ length: places }, () => ({ exceptionId: exceptionId('7'), function: word })),
          },
        ],
        exceptions: [{ id: exceptionId('7'), name: 'Lokale 1', maxPeriods: 8, periods: [] }],
      });
    expect(table(8, 'unlocked')).not.toThrow();
    expect(table(9, 'unlocked')).toThrow(RangeError);
    expect(table(1, 'on')).toThrow(RangeError);
  });
});

describe('snapshot', () => {
  it('P5 is the same text as long as nothing is touched, and another after any write', () => {
    const building = createBuilding();
    const texts = [building.snapshot()];
    const note = () => texts.push(building.snapshot());
    expect(building.snapshot()).toBe(texts[0]);
    save(building, hours(1));
    note();
    save(building, hours(1));
    note();
    building.saveMember({ groupId: '3', personId: '55', periods: hours(1), at: NOW });
    note();
    building.editByHand({ exceptionId: '7', periods: [{ from: NOW, to: addMinutes(NOW, 30) }], at: NOW });
    note();
    building.deleteMember({ groupId: '3', personId: '55', at: NOW });
    note();
    expect(new Set(texts).size).toBe(texts.length);
    expect(building.exception('7').periods).toEqual([{ from: '2026-11-23T07:00:00', to: '2026-11-23T07:30:00' }]);
  });
});
