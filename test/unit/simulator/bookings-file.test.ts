import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHouseFromBookings, parseBookingsFile, shiftFor } from '../../../electron/simulator';
import { AppError } from '../../../shared/errors';
import { addMinutes, instantFromIso } from '../../../shared/time';

const FOSDEM = readFileSync(resolve(import.meta.dirname, '../../data/fosdem-2025.json'), 'utf8');
const NOW = instantFromIso('2026-11-23T09:30:40Z');

const GOOD = {
  timeZone: 'Europe/Brussels',
  rooms: [{ id: 101, name: 'A' }],
  people: 1,
  bookings: [
    {
      id: 1,
      roomId: 101,
      start: '2025-02-01T09:00:00+01:00',
      end: '2025-02-01T10:00:00+01:00',
      title: 'T',
      people: [1],
    },
  ],
};

function refusalOf(value: unknown): { path: unknown; reason: unknown } {
  try {
    parseBookingsFile(typeof value === 'string' ? value : JSON.stringify(value));
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'bookings-file-invalid') {
      return { path: thrown.context['path'], reason: thrown.context['reason'] };
    }
    throw thrown;
  }
  throw new Error('the file was taken');
}

describe('bookings file', () => {
  it('reads the real schedule: 40 rooms, 943 bookings in 29 of them, 992 people', () => {
    const file = parseBookingsFile(FOSDEM);
    const { house, building, suggestedMapping } = createHouseFromBookings(file, { shiftMinutes: 0 });
    expect(house.rooms()).toHaveLength(40);
    expect(house.meetings()).toHaveLength(943);
    expect(new Set(house.meetings().flatMap((meeting) => meeting.bookings.map((booking) => booking.roomId))).size).toBe(
      29,
    );
    expect(building.exceptions()).toHaveLength(41);
    expect(building.exception('1')).toMatchObject({ name: 'Hovedindgang', maxPeriods: 200 });
    expect(building.exception('101').name).toBe('J.1.106');
    expect(building.persons()).toHaveLength(992);
    expect(suggestedMapping).toHaveLength(80);
    expect(building.record().points).toHaveLength(161);
  });

  it('moves every booking by whole minutes and names people by number', () => {
    const file = parseBookingsFile(FOSDEM);
    const { house } = createHouseFromBookings(file, { shiftMinutes: 61, maxPeriods: 2 });
    const meeting = house.meeting('6256');
    expect(meeting.from).toBe(instantFromIso('2025-02-01T10:01:00+01:00'));
    expect(meeting.organiser).toEqual({ name: 'Person 211', email: 'person-211@fosdem.example', isExternal: false });
    expect(meeting.bookings).toEqual([{ id: '6256', roomId: '112', isTakenOut: false }]);
  });

  it('gives every room a person group that is let in at its door, with nobody in it, and everybody an address and a card', () => {
    const { building, roomPoints } = createHouseFromBookings(parseBookingsFile(FOSDEM), { shiftMinutes: 0 });
    expect(building.groups()).toHaveLength(41);
    for (const { roomId, doorId } of roomPoints)
      expect(building.groups().find(({ id }) => (id as string) === roomId)?.doorIds).toEqual([doorId]);
    expect(building.groups().flatMap(({ id }) => building.members(id))).toEqual([]);
    expect(building.persons().find(({ id }) => id === '211')).toMatchObject({
      email: 'person-211@fosdem.example',
      employeeNumber: '211',
      keys: [{ kind: 'card' }],
      validity: [],
    });
  });

  it('gives every exception the wanted number of places', () => {
    const { building } = createHouseFromBookings(parseBookingsFile(FOSDEM), { shiftMinutes: 0, maxPeriods: 2 });
    expect(new Set(building.exceptions().map((exception) => exception.maxPeriods))).toEqual(new Set([2]));
  });

  it('gives the entrance another id where a room has the first', () => {
    const file = parseBookingsFile(
      JSON.stringify({
        ...GOOD,
        rooms: [
          { id: 1, name: 'A' },
          { id: 101, name: 'B' },
        ],
      }),
    );
    const { building, mainEntrance } = createHouseFromBookings(file, { shiftMinutes: 0 });
    expect(mainEntrance.exceptionId).toBe('102');
    expect(building.exception('102').name).toBe('Hovedindgang');
  });

  it('makes the given time now, to the whole minute', () => {
    const shift = shiftFor('2025-01-31T12:00:00+01:00', NOW);
    expect(Number.isInteger(shift)).toBe(true);
    expect(addMinutes(instantFromIso('2025-01-31T12:00:00+01:00'), shift)).toBe(instantFromIso('2026-11-23T09:30:00Z'));
  });

  it.each(['2025-01-31T12:00:00', 'nu', ''])('refuses the clock %o, which is no instant', (clock) => {
    expect(() => shiftFor(clock, NOW)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  });

  it.each([
    ['{', '$'],
    [[], '$'],
    [{ ...GOOD, timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ ...GOOD, rooms: [] }, 'rooms'],
    [{ ...GOOD, rooms: [...GOOD.rooms, ...GOOD.rooms] }, 'rooms[1].id'],
    [{ ...GOOD, bookings: [{ ...GOOD.bookings[0], start: '2025-02-01T09:00:00' }] }, 'bookings[0].start'],
    [{ ...GOOD, bookings: [{ ...GOOD.bookings[0], start: '2025-02-31T09:00:00Z' }] }, 'bookings[0].start'],
    [{ ...GOOD, bookings: [{ ...GOOD.bookings[0], end: GOOD.bookings[0]?.start }] }, 'bookings[0].end'],
    [{ ...GOOD, bookings: [{ ...GOOD.bookings[0], roomId: 7 }] }, 'bookings[0].roomId'],
    [{ ...GOOD, bookings: [...GOOD.bookings, ...GOOD.bookings] }, 'bookings[1].id'],
    [{ ...GOOD, bookings: [{ ...GOOD.bookings[0], people: ['x'] }] }, 'bookings[0].people[0]'],
  ])('refuses a wrong file with the path (%#)', (value, path) => {
    const refusal = refusalOf(value);
    expect(refusal.path).toBe(path);
    expect(refusal.reason).toMatch(/\w+/);
  });
});
