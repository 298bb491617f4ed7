import { afterEach, describe, expect, it } from 'vitest';
import pronestor from '../../../build/profiles/pronestor-planner.json';
import { createPronestorSource } from '../../../electron/booking/pronestor';
import { knowBookings, missingFrom } from '../../../electron/sync/desired';
import type { AccessReading, BookingReading, RememberedReading } from '../../../electron/sync/model';
import { locationId, roomId } from '../../../shared/ids';
import { parseBookingProfile } from '../../../shared/profile';
import { addMs, DAY_MS } from '../../../shared/time';
import { aLine, aPolicy, COPENHAGEN } from '../../builders';
import { CALL, createFakeClock, json, plainConnection, startServer } from './support';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const clock = createFakeClock();
const WINDOW = { from: addMs(clock.now(), -DAY_MS), to: addMs(clock.now(), DAY_MS) };
const LOCATIONS = [
  { Id: 1, Name: 'A', TimeZone: 'Europe/Copenhagen' },
  { Id: 2, Name: 'B', TimeZone: 'Europe/London' },
];
const ROOMS = [
  { Id: 'a', LocationId: 1 },
  { Id: 'b', LocationId: 1 },
  { Id: 'x', LocationId: 2 },
];
const ACCESS: AccessReading = {
  readAt: clock.now(),
  completeness: 'complete',
  exceptions: [],
  zone: COPENHAGEN,
  rejected: [],
  clockSkewMs: 0,
  troubles: [],
};
const HOURS = { Start: '2026-11-23T10:00:00', End: '2026-11-23T11:00:00', Status: 'Confirmed' };
const item = (Id: unknown, Rooms: unknown, more: object = {}) => ({ Id, Rooms, ...HOURS, ...more });

interface Asked {
  readonly items: (location: string | null) => readonly unknown[];
  readonly asked?: 'once' | 'per-location';
  readonly rooms?: { readonly at: string; readonly id?: string };
  readonly chosen?: readonly string[];
  readonly participants?: readonly object[];
}

async function read({
  items,
  asked = 'per-location',
  rooms = { at: 'Rooms' },
  chosen = ['a', 'b', 'x'],
  participants,
}: Asked) {
  const server = await startServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    const location = searchParams.get('locationId');
    if (pathname.endsWith('/Locations')) json(response, LOCATIONS);
    else if (pathname.endsWith('/Rooms'))
      json(
        response,
        ROOMS.filter((room) => String(room.LocationId) === location),
      );
    else json(response, items(location));
  });
  const { operations } = pronestor;
  const { RoomId: _, ...query } = { RoomId: '', ...operations.bookings.query };
  const { room: __, ...fields } = operations.bookings.fields;
  const { locationId: ___, ...unplaced } = query;
  const source = createPronestorSource({
    profile: parseBookingProfile({
      ...pronestor,
      root: {},
      login: { kind: 'none' },
      expiredLogin: {},
      operations: {
        ...operations,
        bookings: {
          ...operations.bookings,
          asked,
          query: asked === 'once' ? unplaced : query,
          list: '',
          paging: { kind: 'none' },
          fields: { ...fields, rooms, ...(participants === undefined ? {} : { participants }) },
        },
      },
    }),
    ...plainConnection(server.url, clock),
  });
  closers.push(server.close, () => source.close());
  const reading = await source.readBookings(
    { locations: ['1', '2'].map(locationId), rooms: chosen.map(roomId), window: WINDOW },
    CALL,
  );
  return {
    reading,
    bookings: reading.bookings.map(({ id, roomId: room, locationId: at, meetingId, period }) => [
      id,
      room,
      at,
      meetingId,
      new Date(period.from).toISOString().slice(11, 16),
    ]),
    rejected: reading.rejected.map(({ path, reason, roomId: room, locationId: at }) => [path, reason, room, at]),
  };
}
const at1 = (items: readonly unknown[]) => (location: string | null) => (location === '1' ? items : []);

describe('one booking of several rooms', () => {
  it.each<[string, unknown, Asked['rooms']]>([
    ['a list of ids', ['a', 'b'], { at: 'Rooms' }],
    ['a list of objects', [{ Room: { Id: 'a' } }, { Room: { Id: 'b' } }], { at: 'Rooms', id: 'Room.Id' }],
    ['a room twice', ['a', 'b', 'a'], { at: 'Rooms' }],
  ])('%s: each room is a booking of its own, and all of them one meeting', async (_, list, rooms) => {
    const { reading, bookings, rejected } = await read({ items: at1([item(9, list)]), rooms });
    expect(bookings).toEqual([
      ['9@a', 'a', '1', '9', '09:00'],
      ['9@b', 'b', '1', '9', '09:00'],
    ]);
    expect([reading.completeness, rejected, reading.elsewhere]).toEqual(['complete', [], ['9@*']]);
  });

  it('one room that is no list is a list of one, and a meeting’s own id is kept', async () => {
    const { bookings } = await read({ items: at1([item(9, 'a', { MeetingId: 70 })]) });
    expect(bookings).toEqual([['9@a', 'a', '1', '70', '09:00']]);
    const lone = await read({ items: at1([item(9, { Id: 'b' })]), rooms: { at: 'Rooms', id: 'Id' } });
    expect(lone.bookings).toEqual([['9@b', 'b', '1', '9', '09:00']]);
  });

  it('R6 what it lost, or never had, costs nothing to tell: one mark for the item', async () => {
    const { bookings, reading } = await read({
      items: at1([item(9, ['b', 'other']), item(8, ['other'])]),
      chosen: ['a', 'b'],
    });
    expect(bookings.map(([id]) => id)).toEqual(['9@b']);
    expect(reading.elsewhere).toEqual(['9@*', '8@*']);
  });

  it.each<[string, readonly string[] | null, 'free' | 'stays']>([
    ['it moved from room a to b', ['b'], 'free'],
    ['it lost room a', [], 'free'],
    ['it moved to a room that nobody chose', ['other'], 'free'],
    ['room b came to it', ['a', 'b'], 'stays'],
    ['its rooms cannot be told', null, 'stays'],
  ])('R6 from one reading to the next: %s', async (_, rooms, door) => {
    const policy = aPolicy([aLine('a', 'e1'), aLine('b', 'e2')], { locations: [locationId('1'), locationId('2')] });
    const known = (reading: BookingReading, memory: RememberedReading | null) => ({
      missing: missingFrom(reading, { policy, memory, now: clock.now() }),
      knowledge: knowBookings({
        reading,
        access: ACCESS,
        policy,
        matcher: null,
        memory,
        vanished: new Set(),
        guard: null,
      }),
    });
    const chosen = ['a', 'b'];
    const before = await read({ items: at1([item(9, ['a'])]), chosen });
    const { toRemember } = known(before.reading, null).knowledge;
    const after = await read({ items: at1([item(9, rooms)]), chosen });
    // The test's clock is not the server's.
    const reading = { ...after.reading, clockSkewMs: 0 };
    const { missing, knowledge } = known(reading, toRemember);
    // Evidence, not absence: nothing has to be looked for a second time.
    expect(missing).toEqual([]);
    const wanted = [...knowledge.counting, ...knowledge.sticking.map(({ fact }) => fact)].map(({ id }) => String(id));
    expect(wanted.includes('9@a')).toBe(door === 'stays');
  });

  it('an empty list is no booking of a room: not rejected, not counted, but there', async () => {
    const { bookings, rejected, reading } = await read({ items: at1([item(9, []), item(null, [])]) });
    expect([bookings, rejected, reading.elsewhere, reading.completeness]).toEqual([[], [], ['9@*'], 'complete']);
  });

  it.each<[string, unknown]>([
    ['no list', undefined],
    ['null', null],
    ['a room without id', ['a', null]],
    ['an empty id', ['a', ' ']],
    ['an object where an id should be', [{ Id: 'a' }]],
    ['an empty text', ''],
  ])('R3 %s: the item is rejected whole, blocks its location and is evidence of nothing', async (_, list) => {
    const { bookings, rejected, reading } = await read({ items: at1([item(9, list)]) });
    expect([bookings, reading.elsewhere]).toEqual([[], []]);
    expect(rejected).toEqual([['bookings[0].Rooms', 'room', null, '1']]);
  });

  it('R3 an item without its end blocks each of its rooms and is evidence of nothing', async () => {
    const { rejected, reading } = await read({ items: at1([item(9, ['a', 'b'], { End: null })]) });
    expect(rejected).toEqual([
      ['bookings[0].End', 'end', 'a', '1'],
      ['bookings[0].End', 'end', 'b', '1'],
    ]);
    expect(reading.elsewhere).toEqual([]);
  });

  it('R3 an item that is there twice with other rooms, or at another time, is believed in none of them', async () => {
    const rooms = await read({ items: at1([item(9, ['a']), item(9, ['a', 'b']), item(8, ['b'])]) });
    expect(rooms.bookings.map(([id]) => id)).toEqual(['8@b']);
    expect(rooms.rejected.map(([, reason, room]) => [reason, room])).toEqual([
      ['duplicate', 'a'],
      ['duplicate', 'b'],
    ]);
    expect(rooms.reading.elsewhere).toEqual(['8@*']);
    const later = { Start: '2026-11-23T10:30:00' };
    const times = await read({ items: at1([item(9, ['a', 'b']), item(9, ['b', 'a'], later)]) });
    expect([times.bookings, times.rejected.length, times.reading.elsewhere]).toEqual([[], 2, []]);
    const gone = await read({ items: at1([item(9, ['a']), item(9, [])]) });
    expect([gone.bookings, gone.rejected.length, gone.reading.elsewhere]).toEqual([[], 1, []]);
  });

  it('its people may stand in several lists, one of them of guests', async () => {
    const people = { Staff: [{ Mail: 'a@x.example' }], Guests: [{ Mail: 'b@y.example' }, { Mail: null }] };
    const { reading } = await read({
      items: at1([item(9, ['a'], people)]),
      participants: [
        { at: 'Staff', email: 'Mail' },
        { at: 'Guests', email: 'Mail', isExternal: true },
      ],
    });
    expect(reading.bookings[0]?.participants.map(({ email, isExternal }) => [email, isExternal])).toEqual([
      ['a@x.example', false],
      ['b@y.example', true],
    ]);
  });

  it('over two locations: each room at its own, whichever of them the item was listed at', async () => {
    const same = await read({ items: () => [item(9, ['a', 'x'], { Start: `${HOURS.Start}Z`, End: `${HOURS.End}Z` })] });
    expect(same.bookings).toEqual([
      ['9@a', 'a', '1', '9', '10:00'],
      ['9@x', 'x', '2', '9', '10:00'],
    ]);
    expect(same.rejected).toEqual([]);
    // A server may tell at each place of the rooms there alone.
    const parted = await read({ items: (location) => [item(9, location === '1' ? ['a'] : ['x'])] });
    expect([parted.bookings.map(([id]) => id), parted.rejected]).toEqual([['9@a', '9@x'], []]);
    const once = await read({ items: () => [item(9, ['a', 'x'])], asked: 'once' });
    expect(once.bookings.map(([id, , at]) => [id, at])).toEqual([
      ['9@a', '1'],
      ['9@x', '2'],
    ]);
  });
});
