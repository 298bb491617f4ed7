import { describe, expect, it } from 'vitest';
import { Building, buildingStateAt, nextChangeOf } from '../../../electron/simulator';
import { equipRoom } from '../../../electron/simulator/demo-world';
import { exceptionId, groupId, personId, roomId } from '../../../shared/ids';
import type { Instant } from '../../../shared/time';
import { addMinutes, instant, instantFromIso } from '../../../shared/time';

const ROOM = { id: roomId('101'), name: 'Lokale 1' };
const { points, equipment } = equipRoom(ROOM, '7');
const ANNA = personId('55');
const BENT = personId('56');
const MEMBERS = groupId('3');

const WRITTEN = instantFromIso('2026-11-23T06:00:00Z');
const FROM = instantFromIso('2026-11-23T07:50:00Z');
const TO = instantFromIso('2026-11-23T09:10:00Z');
const WALL = { from: '2026-11-23T08:50:00', to: '2026-11-23T10:10:00' };

const person = (id: typeof ANNA, keys: number) => ({
  id,
  name: 'Anna Holm',
  email: '',
  employeeNumber: '',
  initials: '',
  keys: Array.from({ length: keys }, (_, index) => ({ kind: 'card' as const, number: String(1000 + index) })),
  validity: [],
});

function createBuilding(): Building {
  return new Building({
    zone: 'Europe/Copenhagen',
    points: equipment.map((one) => one.point),
    tables: equipment.map((one) => one.table),
    exceptions: [{ id: exceptionId('7'), name: 'Lokale 1', maxPeriods: 8, periods: [] }],
    persons: [person(ANNA, 1), person(BENT, 0)],
    groups: [{ id: MEMBERS, name: 'Lokale 1, mødedeltagere', doorIds: [points.doorId], hours: null }],
  });
}

const write = (building: Building, at: Instant, periods = [WALL]) =>
  building.savePeriods({ exceptionId: '7', periods, expectedVersion: null, at });

/** "door alarm light ventilation" at the instant. */
const at = (building: Building, when: Instant): string =>
  buildingStateAt(building.record(), when)
    .points.map((point) => point.state)
    .join(' ');

const CLOSED = 'locked armed off off';
const OPEN = 'unlocked disarmed on on';

describe('building state', () => {
  it('says the mission at five instants: before, lead, in the meeting, lag, after', () => {
    const building = createBuilding();
    write(building, WRITTEN);
    const meeting = { from: addMinutes(FROM, 10), to: addMinutes(TO, -10) };
    expect(at(building, addMinutes(FROM, -10))).toBe(CLOSED);
    expect(at(building, addMinutes(meeting.from, -5))).toBe(OPEN);
    expect(at(building, addMinutes(meeting.from, 30))).toBe(OPEN);
    expect(at(building, addMinutes(meeting.to, 5))).toBe(OPEN);
    expect(at(building, addMinutes(TO, 10))).toBe(CLOSED);
  });

  it('is half-open to the millisecond', () => {
    const building = createBuilding();
    write(building, WRITTEN);
    expect(at(building, instant(FROM - 1))).toBe(CLOSED);
    expect(at(building, FROM)).toBe(OPEN);
    expect(at(building, instant(TO - 1))).toBe(OPEN);
    expect(at(building, TO)).toBe(CLOSED);
  });

  it('names the exception and the place that caused it', () => {
    const building = createBuilding();
    write(building, WRITTEN);
    const state = buildingStateAt(building.record(), FROM);
    expect(state.point(points.doorId).because).toEqual({ kind: 'exception', exceptionId: '7', place: 1 });
    expect(buildingStateAt(building.record(), TO).point(points.doorId).because).toEqual({ kind: 'normal' });
  });

  it('tells of the past what the doors knew then, and a value handed out does not change', () => {
    const building = createBuilding();
    write(building, WRITTEN);
    const record = building.record();
    const during = addMinutes(FROM, 30);
    write(building, during, []);
    expect(at(building, addMinutes(during, -1))).toBe(OPEN);
    expect(at(building, during)).toBe(CLOSED);
    expect(buildingStateAt(record, during).point(points.doorId).state).toBe('unlocked');
  });

  it('acts on a late write only from the write on', () => {
    const building = createBuilding();
    const late = addMinutes(FROM, 20);
    write(building, late);
    expect(at(building, addMinutes(late, -1))).toBe(CLOSED);
    expect(at(building, late)).toBe(OPEN);
  });

  it('lets the Poller carry changes after its delay', () => {
    const building = createBuilding();
    building.setPollerDelay(5 * 60_000);
    write(building, FROM);
    expect(at(building, addMinutes(FROM, 4))).toBe(CLOSED);
    expect(at(building, addMinutes(FROM, 5))).toBe(OPEN);
  });

  it('without contact a door keeps to the list it knows, and takes the new one when contact is back', () => {
    const building = createBuilding();
    write(building, WRITTEN);
    building.loseContact(points.doorId, addMinutes(WRITTEN, 10));
    write(building, addMinutes(WRITTEN, 20), []);
    expect(buildingStateAt(building.record(), FROM).point(points.doorId).state).toBe('unlocked');
    expect(buildingStateAt(building.record(), FROM).point(points.lightId).state).toBe('off');
    building.regainContact(points.doorId, addMinutes(FROM, 15));
    expect(buildingStateAt(building.record(), addMinutes(FROM, 14)).point(points.doorId).state).toBe('unlocked');
    expect(buildingStateAt(building.record(), addMinutes(FROM, 15)).point(points.doorId).state).toBe('locked');
  });

  it('lets everyone through an unlocked door and nobody without a membership through a locked one', () => {
    const building = createBuilding();
    write(building, WRITTEN);
    const open = buildingStateAt(building.record(), FROM);
    expect(open.access(BENT, points.doorId)).toMatchObject({
      isLetIn: true,
      because: 'door-unlocked',
      exceptionId: '7',
    });
    const shut = buildingStateAt(building.record(), TO);
    expect(shut.access(ANNA, points.doorId)).toMatchObject({ isLetIn: false, because: 'no-group' });
    expect(shut.access('999', points.doorId)).toMatchObject({ isLetIn: false, because: 'person-unknown' });
  });

  it('lets a member in within their periods only, and says why', () => {
    const building = createBuilding();
    building.saveMember({ groupId: MEMBERS, personId: ANNA, periods: [WALL], at: WRITTEN });
    building.saveMember({ groupId: MEMBERS, personId: BENT, periods: [WALL], at: WRITTEN });
    const inside = buildingStateAt(building.record(), FROM);
    expect(inside.access(ANNA, points.doorId)).toMatchObject({
      isLetIn: true,
      because: 'member-in-period',
      groupId: '3',
    });
    expect(inside.access(BENT, points.doorId)).toMatchObject({ isLetIn: false, because: 'no-key' });
    const after = buildingStateAt(building.record(), TO);
    expect(after.access(ANNA, points.doorId)).toMatchObject({ isLetIn: false, because: 'outside-periods' });
    building.deleteMember({ groupId: MEMBERS, personId: ANNA, at: addMinutes(FROM, 5) });
    const taken = buildingStateAt(building.record(), addMinutes(FROM, 6));
    expect(taken.access(ANNA, points.doorId)).toMatchObject({ isLetIn: false, because: 'no-group' });
  });

  it('lets an offline door miss the starts and ends of memberships', () => {
    const building = createBuilding();
    building.saveMember({ groupId: MEMBERS, personId: ANNA, periods: [WALL], at: WRITTEN });
    building.loseContact(null, addMinutes(FROM, -5));
    building.regainContact(null, addMinutes(FROM, 30));
    building.loseContact(null, addMinutes(TO, -5));
    const isLetIn = (when: Instant) => buildingStateAt(building.record(), when).access(ANNA, points.doorId).isLetIn;
    expect(isLetIn(addMinutes(FROM, 10))).toBe(false);
    expect(isLetIn(addMinutes(FROM, 30))).toBe(true);
    expect(isLetIn(addMinutes(TO, 60))).toBe(true);
  });

  it('follows a shared exception where the membership does', () => {
    const building = createBuilding();
    const validity = { kind: 'exception' as const, exceptionId: exceptionId('7') };
    building.giveByHand({ groupId: MEMBERS, personId: ANNA, validity }, WRITTEN);
    building.giveByHand({ groupId: MEMBERS, personId: BENT, validity: { kind: 'always' } }, WRITTEN);
    // The door itself does not hear of the list, so that the membership alone decides.
    const membersOnly = new Building({
      zone: 'Europe/Copenhagen',
      points: [{ id: 'door', name: 'Dør', kind: 'door', tableId: 'shut' }],
      tables: [{ id: 'shut', name: 'Lukket', kind: 'door', normal: 'locked', weekly: [], places: [] }],
      exceptions: [{ id: exceptionId('7'), name: 'Lokale 1', maxPeriods: 8, periods: [WALL] }],
      persons: [person(ANNA, 1)],
      groups: [{ id: MEMBERS, name: 'Gruppe', doorIds: ['door'], hours: null }],
      memberships: [{ groupId: MEMBERS, personId: ANNA, validity }],
    });
    const inside = buildingStateAt(membersOnly.record(), FROM).access(ANNA, 'door');
    expect(inside).toMatchObject({ isLetIn: true, because: 'member-by-exception', exceptionId: '7' });
    expect(buildingStateAt(membersOnly.record(), TO).access(ANNA, 'door').because).toBe('outside-periods');
    expect(buildingStateAt(building.record(), TO).access(ANNA, points.doorId).because).toBe('outside-periods');
  });

  it('lets the first exception place win, and falls back to the weekly hours of the table', () => {
    const monday = { weekday: 1, fromMinute: 7 * 60, toMinute: 17 * 60, function: 'unlocked' as const };
    const building = new Building({
      zone: 'Europe/Copenhagen',
      points: [{ id: 'door', name: 'Dør', kind: 'door', tableId: 'table' }],
      tables: [
        {
          id: 'table',
          name: 'Tabel',
          kind: 'door',
          normal: 'locked',
          weekly: [monday],
          places: [
            { exceptionId: exceptionId('1'), function: 'locked' },
            { exceptionId: exceptionId('2'), function: 'unlocked' },
          ],
        },
      ],
      exceptions: [
        {
          id: exceptionId('1'),
          name: 'Lukket',
          maxPeriods: 8,
          periods: [{ from: '2026-11-23T09:00:00', to: '2026-11-23T10:00:00' }],
        },
        {
          id: exceptionId('2'),
          name: 'Åbent',
          maxPeriods: 8,
          periods: [{ from: '2026-11-23T09:30:00', to: '2026-11-23T20:00:00' }],
        },
      ],
    });
    const door = (wallTime: string) =>
      buildingStateAt(building.record(), instantFromIso(`2026-11-23T${wallTime}+01:00`)).point('door');
    expect(door('06:59:00').state).toBe('locked');
    expect(door('08:00:00')).toMatchObject({ state: 'unlocked', because: { kind: 'weekly' } });
    expect(door('09:45:00')).toMatchObject({
      state: 'locked',
      because: { kind: 'exception', exceptionId: '1', place: 1 },
    });
    expect(door('10:00:00')).toMatchObject({
      state: 'unlocked',
      because: { kind: 'exception', exceptionId: '2', place: 2 },
    });
    expect(door('20:00:00').state).toBe('locked');
    const next = (wallTime: string) => {
      const from = instantFromIso(`2026-11-23T${wallTime}+01:00`);
      return nextChangeOf(building.record(), 'door', from, addMinutes(from, 14 * 24 * 60));
    };
    expect(next('00:00:00')).toBe(instantFromIso('2026-11-23T07:00:00+01:00'));
    expect(next('07:00:00')).toBe(instantFromIso('2026-11-23T09:00:00+01:00'));
    expect(next('12:00:00')).toBe(instantFromIso('2026-11-23T20:00:00+01:00'));
    expect(next('20:00:00')).toBe(instantFromIso('2026-11-30T07:00:00+01:00'));
  });

  it('finds the next change of one point or any, and none where all goes on', () => {
    const building = createBuilding();
    expect(nextChangeOf(building.record(), null, WRITTEN, addMinutes(TO, 60))).toBeNull();
    write(building, WRITTEN);
    expect(nextChangeOf(building.record(), points.alarmId, WRITTEN, addMinutes(TO, 60))).toBe(FROM);
    expect(nextChangeOf(building.record(), null, FROM, addMinutes(TO, 60))).toBe(TO);
    expect(nextChangeOf(building.record(), null, FROM, addMinutes(TO, -1))).toBeNull();
    expect(() => nextChangeOf(building.record(), 'nothing', FROM, TO)).toThrow(RangeError);
  });

  it('reads a doubled local hour as the earlier one, and a missing one as the hour before', () => {
    const building = createBuilding();
    const night = instantFromIso('2026-10-24T12:00:00Z');
    write(building, night, [{ from: '2026-10-25T02:30:00', to: '2026-10-25T03:00:00' }]);
    // 02:30 first passes at 00:30Z; 03:00 exists once, at 02:00Z.
    expect(building.periodsOf('7')).toEqual([
      { from: instantFromIso('2026-10-25T00:30:00Z'), to: instantFromIso('2026-10-25T02:00:00Z') },
    ]);
    write(building, night, [{ from: '2027-03-28T02:30:00', to: '2027-03-28T03:30:00' }]);
    expect(building.periodsOf('7')).toEqual([
      { from: instantFromIso('2027-03-28T00:30:00Z'), to: instantFromIso('2027-03-28T01:30:00Z') },
    ]);
  });
});
