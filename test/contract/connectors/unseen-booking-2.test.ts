import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPronestorSource } from '../../../electron/booking/pronestor';
import type { LoginGuard } from '../../../electron/profile';
import { createLoginGuard } from '../../../electron/profile';
import type { Booking, BookingReading } from '../../../electron/sync/model';
import { locationId, roomId } from '../../../shared/ids';
import { parseBookingProfile } from '../../../shared/profile';
import type { Period } from '../../../shared/time';
import { addMinutes, addMs, DAY_MS, instantFromIso, MINUTE_MS } from '../../../shared/time';
import type { Diary } from '../../unseen/booking-2-house';
import {
  bookingGuid,
  BUILDINGS,
  makeDiary,
  meetingSpaces,
  spaceGuid,
  STAFF,
  VISITOR,
} from '../../unseen/booking-2-house';
import type { VenueDesk } from '../../unseen/booking-2-server';
import { changesAmong, READER, ROOT, startVenueDesk } from '../../unseen/booking-2-server';
import type { FakeClock } from './support';
import { CALL, createFakeClock, createFakeLogger, fakeRandom, PATIENT } from './support';

const PROFILE = parseBookingProfile(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../data/unseen-booking-2.json'), 'utf8')),
);
const LOCATIONS = BUILDINGS.map(({ id }) => locationId(id));
const ROOMS = BUILDINGS.flatMap(meetingSpaces).map(({ id }) => roomId(id));
const MONDAY = instantFromIso('2026-11-23T00:00:00Z');
const DAY: Period = { from: MONDAY, to: addMs(MONDAY, DAY_MS) };

/** Everything that the page has a reader do, as "METHOD /path?query". */
const READS = [
  /^POST \/venuedesk\/api\/v2\/session$/,
  /^GET \/venuedesk\/api\/v2\/buildings(\?[^/]*)?$/,
  /^GET \/venuedesk\/api\/v2\/buildings\/[0-9a-f-]{36}\/floors(\?[^/]*)?$/,
  /^POST \/venuedesk\/api\/v2\/bookings\/search(\?[^/]*)?$/,
];

let clock: FakeClock;
let guard: LoginGuard;
let diary: Diary;
let server: VenueDesk;
let closers: (() => Promise<void> | void)[] = [];

/** The program's own connector, made of nothing but the profile and what a person types. */
function connect(given: { readonly password?: string; readonly typed?: string } = {}) {
  const { password = READER.password, typed = '' } = given;
  const source = createPronestorSource({
    profile: PROFILE,
    address: `${server.site}${typed}`,
    userName: READER.user,
    password: () => Promise.resolve(password),
    limits: PATIENT,
    clock,
    random: fakeRandom(),
    logger: createFakeLogger(),
    loginGuard: guard,
  });
  closers.push(() => source.close());
  return {
    source,
    read: (window: Period = DAY) => source.readBookings({ locations: LOCATIONS, rooms: ROOMS, window }, CALL),
  };
}
const timesSeen = (call: string): number => server.seen.filter((line) => line.startsWith(call)).length;
const logins = (): number => timesSeen(`POST ${ROOT}/session`);
const inSpace = ({ bookings }: Pick<BookingReading, 'bookings'>, number: number): readonly Booking[] =>
  bookings.filter((one) => one.roomId === spaceGuid(number)).sort((a, b) => a.period.from - b.period.from);

/** What stands in the diary between two instants, one line for each space of each booking. */
const expected = ({ from, to }: Period): readonly string[] =>
  diary.bookings
    .filter((booking) => booking.to > from && booking.from < to)
    .flatMap((booking) => booking.spaces.map((id) => `${id} ${String(booking.from)} ${String(booking.to)}`))
    .sort();
const asLines = ({ bookings }: BookingReading): readonly string[] =>
  bookings.map((one) => `${one.roomId} ${String(one.period.from)} ${String(one.period.to)}`).sort();

beforeEach(async () => {
  clock = createFakeClock();
  guard = createLoginGuard(() => clock.now());
  diary = makeDiary(MONDAY);
  server = await startVenueDesk(diary, () => clock.now());
  closers.push(() => server.close());
});
afterEach(async () => {
  // Whatever a test did: nobody has changed the diary, and nothing was asked that the page has no reader ask.
  expect(changesAmong(server.seen)).toEqual([]);
  expect(server.seen.filter((line) => !READS.some((read) => read.test(line)))).toEqual([]);
  for (const close of closers.reverse()) await close();
  closers = [];
});

describe('VenueDesk, that nobody here has programmed for, by a profile that was written from its page', () => {
  it.each(['', '/', `${ROOT}/`])(
    'R1 lists the buildings in their own zones, and the spaces of all their floors, typed as site%s',
    async (typed) => {
      const { locations, rooms, rejected, troubles } = await connect({ typed }).source.readPlaces(CALL);
      expect([rejected, troubles]).toEqual([[], []]);
      expect(locations).toEqual(BUILDINGS.map(({ id, name, zone }) => ({ id, name, zone })));
      // Desks and parking lots may be left out or not: the page says what they are, not that they are no rooms.
      expect(rooms.filter(({ id }) => ROOMS.includes(id))).toEqual(
        BUILDINGS.flatMap((building) =>
          meetingSpaces(building).map((space) => ({
            id: space.id,
            name: space.name,
            locationId: building.id,
            capacity: space.seats,
            preparationMinutes: space.setupMinutes,
            followUpMinutes: space.teardownMinutes,
          })),
        ),
      );
    },
  );

  it('R3 reads every page of every building, each booking at its instant', async () => {
    const reading = await connect().read();
    expect(reading).toMatchObject({ completeness: 'complete', troubles: [], unreadRooms: [], unreadLocations: [] });
    expect(asLines(reading)).toEqual(expected(DAY));
    // 133 of the first building's rooms and one of the second's.
    expect(reading.bookings).toHaveLength(134);
    expect(logins()).toBe(1);
  });

  it('R3 a booking of several spaces books each of them', async () => {
    const reading = await connect().read();
    const [first, second] = [202, 203].map((number) => inSpace(reading, number).at(-1));
    const period = { from: addMinutes(MONDAY, 660), to: addMinutes(MONDAY, 750) };
    expect([first, second]).toMatchObject([
      { period, status: 'confirmed' },
      { period, status: 'confirmed' },
    ]);
    expect(first?.meetingId).toBe(second?.meetingId);
  });

  it('R3 a booking of catering alone is no booking of a room, and no fault either', async () => {
    const reading = await connect().read();
    expect(reading.rejected).toEqual([]);
    expect(reading.bookings.some(({ id }) => id.startsWith(bookingGuid(41)))).toBe(false);
  });

  it('R2 reads the program’s own eleven days whole, though the server gives seven at a time', async () => {
    const window = { from: addMs(MONDAY, -DAY_MS), to: addMs(MONDAY, 10 * DAY_MS) };
    const reading = await connect().read(window);
    expect(reading).toMatchObject({ completeness: 'complete', troubles: [] });
    expect(asLines(reading)).toEqual(expected(window));
  });

  it('R5 takes each status for what it means', async () => {
    const statuses = inSpace(await connect().read(), 201).map(({ status }) => status);
    expect(statuses.slice(0, 6)).toEqual(['pending', 'confirmed', 'confirmed', 'ended', 'cancelled', 'no-show']);
    // Closed for maintenance: nobody's meeting.
    expect(['empty', 'cancelled', 'unknown']).toContain(statuses[6]);
  });

  it('R5 a status that the page does not know is unknown', async () => {
    server.faults.inject({ kind: 'unknown-status', bookingId: bookingGuid(12) });
    const reading = await connect().read();
    expect(reading.completeness).toBe('complete');
    expect(inSpace(reading, 201)[1]?.status).toBe('unknown');
  });

  it('D4 tells who hosts it and who comes, and who of them is a visitor', async () => {
    const reading = await connect().read();
    const booking = inSpace(reading, 201)[1];
    expect(booking?.organiser).toMatchObject({ email: 'host@hus.example', isExternal: false });
    const { participants = [] } = booking ?? {};
    expect(
      participants.filter(({ email }) => email !== null && email !== '').map((one) => [one.email, one.isExternal]),
    ).toEqual([
      [STAFF.mail, false],
      [VISITOR.mail, true],
    ]);
    expect(participants.every(({ name }) => name !== '')).toBe(true);
    expect(inSpace(reading, 202)[2]?.organiser ?? null).toBeNull();
  });

  it('M3 a booking is private unless its sensitivity is Normal', async () => {
    const reading = await connect().read();
    expect(inSpace(reading, 202).map(({ isPrivate }) => isPrivate)).toEqual([true, true, true, false]);
    expect(inSpace(reading, 201).map(({ isPrivate }) => isPrivate)).toEqual([0, 1, 2, 3, 4, 5, 6].map(() => false));
  });

  it('a token that runs out in the middle of a round is got anew once for all calls', async () => {
    const { read } = connect();
    await read();
    const done = server.expireAt('bookings');
    const reading = await read();
    done();
    expect(reading).toMatchObject({ completeness: 'complete', troubles: [] });
    expect(reading.bookings).toHaveLength(134);
    expect(logins()).toBe(2);
    clock.advance(16 * MINUTE_MS);
    expect((await read()).completeness).toBe('complete');
    expect(logins()).toBe(3);
  });

  it('W11 a wrong password is a refusal, is not tried again before ten minutes are over, and never blocks the user', async () => {
    const { read } = connect({ password: 'wrong' });
    for (const reading of [await read(), await read()]) {
      expect(reading).toMatchObject({ completeness: 'unreadable', bookings: [], unreadLocations: LOCATIONS });
      expect(reading.troubles.map(({ code }) => code)).toEqual(['login-refused']);
    }
    expect(server.seen).toEqual([`POST ${ROOT}/session`]);
    for (let minute = 0; minute < 120; minute += 5) {
      await read();
      clock.advance(5 * MINUTE_MS);
    }
    expect(logins()).toBe(3);
    guard.reset();
    expect((await connect().read()).completeness).toBe('complete');
  });

  it('W11 a user who is blocked is told so, and is no reason to go on trying', async () => {
    for (let time = 0; time < 5; time++)
      await fetch(`${server.site}${ROOT}/session`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-VD-Client': 'somebody-else' },
        body: JSON.stringify({ user: READER.user, password: 'wrong' }),
      });
    const { read } = connect();
    expect((await read()).troubles.map(({ code }) => code)).toEqual(['login-refused']);
    await read();
    expect(logins()).toBe(6);
  });

  it('R4 a fault inside 200 is no empty list', async () => {
    server.faults.inject({ kind: 'denied', operation: 'bookings', locationId: BUILDINGS[0]?.id ?? '' });
    const reading = await connect().read();
    expect(reading.completeness).not.toBe('complete');
    expect(inSpace(reading, 201)).toEqual([]);
  });

  it('R3 a building that is not listed any more is unread, not empty', async () => {
    const [, second] = LOCATIONS;
    server.faults.inject({ kind: 'hidden-location', locationId: String(second) });
    expect(await connect().read()).toMatchObject({ completeness: 'complete', unreadLocations: [second] });
  });

  it.each([1, 2])('R3 page %i that comes without its rows makes the reading partial', async (page) => {
    server.faults.inject({ kind: 'lost-page', page, operation: 'bookings', locationId: BUILDINGS[0]?.id ?? '' });
    const { completeness, troubles } = await connect().read();
    expect(completeness).toBe('partial');
    expect(troubles).toMatchObject([{ code: 'reading-partial', context: { operation: 'bookings' } }]);
  });

  it.each(['locations', 'rooms', 'bookings'] as const)(
    'P10 waits as long as a 429 at the %s says, then goes on',
    async (operation) => {
      server.faults.inject({ kind: 'too-many-requests', operation, times: 1, retryAfterSeconds: 7 });
      expect(await connect().read()).toMatchObject({ completeness: 'complete', troubles: [] });
      expect(clock.waits).toContain(7000);
    },
  );

  it('P10 makes two calls at a time and never more: a third would be turned away', async () => {
    const { read } = connect();
    let atOnce = 0;
    let most = 0;
    const begun = (): void => void (most = Math.max(most, (atOnce += 1)));
    const ended = (): void => void (atOnce -= 1);
    subscribe('http.client.request.start', begun);
    subscribe('http.client.response.finish', ended);
    const reading = await read();
    unsubscribe('http.client.request.start', begun);
    unsubscribe('http.client.response.finish', ended);
    expect(reading.completeness).toBe('complete');
    expect(most).toBeLessThanOrEqual(2);
    expect(clock.waits).toEqual([]);
  });
});
