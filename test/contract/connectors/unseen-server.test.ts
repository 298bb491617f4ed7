import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPronestorSource } from '../../../electron/booking/pronestor';
import type { LoginGuard } from '../../../electron/profile';
import { createLoginGuard } from '../../../electron/profile';
import { House } from '../../../electron/simulator';
import { compareHouse } from '../../../electron/sync/compare';
import { EMPTY_MEMORY } from '../../../electron/sync/model';
import { bookingId, locationId } from '../../../shared/ids';
import { parseBookingProfile } from '../../../shared/profile';
import type { Period } from '../../../shared/time';
import { MINUTE_MS } from '../../../shared/time';
import { aLine, aPolicy } from '../../builders';
import { AUTUMN, during, HALLS, INSIDER, makeHouse, PROPERTIES, VISITOR } from '../../unseen/house';
import type { UnseenServer, WayOfExpiry } from '../../unseen/server';
import { changesAmong, READER, ROOT, startUnseenServer } from '../../unseen/server';
import type { FakeClock } from './support';
import { CALL, createFakeClock, createFakeLogger, fakeRandom, PATIENT } from './support';

const PROFILE = parseBookingProfile(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../data/unseen-server.json'), 'utf8')),
);
const LOCATIONS = PROPERTIES.map(({ id }) => id);
const ROOMS = HALLS.map(({ id }) => id);
const DAY = during('2026-11-23T00:00:00Z', '2026-11-24T00:00:00Z');

/** Everything that the page has a reader do, as "METHOD /path?query". */
const READS = [
  /^POST \/rw\/connect\/v4\/tickets$/,
  /^GET \/rw\/connect\/v4\/properties$/,
  /^GET \/rw\/connect\/v4\/halls\?include=all$/,
  /^POST \/rw\/connect\/v4\/occupations\/query$/,
  /^GET \/rw\/connect\/v4\/occupations\/next\?token=[0-9a-f-]+$/,
];

let clock: FakeClock;
let guard: LoginGuard;
let server: UnseenServer;
let closers: (() => Promise<void> | void)[] = [];

/** The program's own connector, made of nothing but the profile and what a person types. */
function connect(given: { readonly passphrase?: string; readonly typed?: string } = {}) {
  const { passphrase = READER.passphrase, typed = '' } = given;
  const source = createPronestorSource({
    profile: PROFILE,
    address: `${server.site}${typed}`,
    userName: READER.login,
    password: () => Promise.resolve(passphrase),
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

async function serve(house: House): Promise<void> {
  server = await startUnseenServer(house, () => clock.now());
  closers.push(() => server.close());
}
const timesSeen = (call: string): number => server.seen.filter((line) => line.startsWith(call)).length;
const logins = (): number => timesSeen(`POST ${ROOT}/tickets`);

beforeEach(async () => {
  clock = createFakeClock();
  guard = createLoginGuard(() => clock.now());
  await serve(makeHouse());
});
afterEach(async () => {
  // Whatever a test did: nobody has changed the calendar, and nothing was asked that the page has no reader ask.
  expect(changesAmong(server.seen)).toEqual([]);
  expect(server.seen.filter((line) => !READS.some((read) => read.test(line)))).toEqual([]);
  for (const close of closers.reverse()) await close();
  closers = [];
});

describe('a server that nobody here has programmed for, by a profile that was written from its page', () => {
  it.each(['', '/', `${ROOT}/`])(
    'R1 lists the properties in their own zones, and the halls with preparation and follow-up, typed as site%s',
    async (typed) => {
      const { locations, rooms, rejected, troubles } = await connect({ typed }).source.readPlaces(CALL);
      expect([rejected, troubles]).toEqual([[], []]);
      expect(locations).toMatchObject([
        { id: 'P-01', name: 'Havnegade', zone: 'Europe/Copenhagen' },
        { id: 'P-02', name: 'Esplanadi', zone: 'Europe/Kiev' },
        { id: 'P-03', name: 'Strand', zone: 'Europe/London' },
      ]);
      expect(rooms).toEqual(HALLS);
    },
  );

  it('R3 reads every page of every property, each occupation at its instant', async () => {
    const reading = await connect().read();
    expect(reading).toMatchObject({ completeness: 'complete', rejected: [], troubles: [], unreadRooms: [] });
    expect(Object.fromEntries(reading.bookings.map(({ id, period }) => [id, period.from]))).toEqual({
      1: during('2026-11-23T07:00:00Z', '2026-11-23T08:00:00Z').from,
      ...Object.fromEntries([11, 12, 13, 14, 15, 16].map((id, index) => [id, Date.UTC(2026, 10, 23, 8 + index)])),
      21: Date.UTC(2026, 10, 23, 7),
    });
    // Seven occupations of the first property, two on each page; the one of the second is on its only page.
    expect(timesSeen(`POST ${ROOT}/occupations/query`)).toBe(3);
    expect(timesSeen(`GET ${ROOT}/occupations/next`)).toBe(3);
    expect(logins()).toBe(1);
  });

  it('R5 takes each phase for what it means', async () => {
    const { bookings } = await connect().read();
    const ofFirst = bookings.filter(({ roomId }) => roomId === 'H-101').sort((a, b) => a.period.from - b.period.from);
    expect(ofFirst.map(({ status }) => status)).toEqual([
      'confirmed',
      'pending',
      'cancelled',
      'deleted',
      'ended',
      'no-show',
    ]);
  });

  it('D4 tells who arranged it and who comes, and who of them is a visitor', async () => {
    const { bookings } = await connect().read();
    const booking = bookings.find(({ id }) => id === '11');
    expect(booking).toMatchObject({ meetingId: '1011', isPrivate: false });
    expect(booking?.organiser).toMatchObject({ email: 'arranger@hus.example', isExternal: false });
    expect(booking?.participants.map(({ email, isExternal }) => [email, isExternal])).toEqual([
      [INSIDER.email, false],
      [VISITOR.email, true],
    ]);
    expect(booking?.participants.every(({ name }) => name !== '')).toBe(true);
  });

  it('M3 shows a hidden occupation without its subject and its arranger, and any other with them', async () => {
    const reading = await connect().read();
    const policy = aPolicy([aLine('H-101', 'e1'), aLine('H-102', 'e2')]);
    const { rooms } = compareHouse(
      DAY,
      {
        policy,
        bookings: reading,
        access: null,
        plan: null,
        memory: EMPTY_MEMORY,
        now: clock.now(),
        houseZone: null,
        canReadBack: true,
      },
      false,
    );
    const shown = (room: string, id: string) =>
      rooms.find(({ roomId }) => roomId === room)?.bookings.find(({ bookingId: of }) => of === bookingId(id));
    expect(shown('H-102', '1')).toMatchObject({ isPrivate: true, title: null, organiser: null });
    const open = shown('H-101', '11');
    expect(open?.isPrivate).toBe(false);
    expect([open?.title, open?.organiser].every((text) => typeof text === 'string' && text !== '')).toBe(true);
  });

  it('R1 P11 reads the hour that comes twice as long as it can be, in the zone of each property', async () => {
    const reading = await connect().read(AUTUMN);
    expect(reading.completeness).toBe('complete');
    expect(Object.fromEntries(reading.bookings.map(({ id, period }) => [id, period]))).toEqual({
      31: during('2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'),
      // 02:15 is told without its offset: it may be the later one.
      32: during('2026-10-24T23:00:00Z', '2026-10-25T01:15:00Z'),
      33: during('2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'),
    });
  });

  it.each<WayOfExpiry>([440, 302])(
    'a ticket that runs out in the middle of a round, told by %i, is got anew once for all calls',
    async (way) => {
      const { read } = connect();
      await read();
      server.expireBy(way);
      const done = server.expireAt('bookings');
      const reading = await read();
      done();
      expect(reading).toMatchObject({ completeness: 'complete', troubles: [] });
      expect(reading.bookings).toHaveLength(8);
      expect(logins()).toBe(2);
      clock.advance(21 * MINUTE_MS);
      expect((await read()).completeness).toBe('complete');
      expect(logins()).toBe(3);
    },
  );

  it('W11 a rejected passphrase is a refusal, and is not tried again before ten minutes are over', async () => {
    const { read } = connect({ passphrase: 'wrong' });
    for (const reading of [await read(), await read()]) {
      expect(reading).toMatchObject({ completeness: 'unreadable', bookings: [], unreadLocations: LOCATIONS });
      expect(reading.troubles.map(({ code }) => code)).toEqual(['login-refused']);
    }
    expect(server.seen).toEqual([`POST ${ROOT}/tickets`]);
    expect(guard.state().refusals).toBe(1);
  });

  it('W11 a wrong passphrase never locks the account: five in a row would', async () => {
    const { read } = connect({ passphrase: 'wrong' });
    for (let minute = 0; minute < 120; minute += 5) {
      await read();
      clock.advance(5 * MINUTE_MS);
    }
    expect(logins()).toBe(3);
    guard.reset();
    expect((await connect().read()).completeness).toBe('complete');
  });

  it.each(['locations', 'rooms', 'bookings'] as const)(
    'P10 waits as long as a 429 at the %s says, then goes on',
    async (operation) => {
      server.faults.inject({ kind: 'too-many-requests', operation, times: 1, retryAfterSeconds: 7 });
      expect(await connect().read()).toMatchObject({ completeness: 'complete', troubles: [] });
      expect(clock.waits).toEqual([7000]);
    },
  );

  it('R3 a page that comes without its rows makes the reading partial', async () => {
    server.faults.inject({ kind: 'lost-page', page: 2, operation: 'bookings', locationId: 'P-01' });
    const { completeness, troubles } = await connect().read();
    expect(completeness).toBe('partial');
    expect(troubles).toMatchObject([
      { code: 'reading-partial', context: { operation: 'bookings', locationId: 'P-01' } },
    ]);
  });

  it('P10 makes four calls at a time and never more, however many properties there are', async () => {
    const many = Array.from({ length: 12 }, (_, index) => locationId(`P-${String(index + 10)}`));
    await serve(
      new House({
        locations: many.map((id) => ({ id, name: id, timeZone: 'Europe/Copenhagen' })),
        rooms: [],
      }),
    );
    const { source } = connect();
    let atOnce = 0;
    let most = 0;
    const begun = (): void => void (most = Math.max(most, (atOnce += 1)));
    const ended = (): void => void (atOnce -= 1);
    subscribe('http.client.request.start', begun);
    subscribe('http.client.response.finish', ended);
    const reading = await source.readBookings({ locations: many, rooms: [], window: DAY }, CALL);
    unsubscribe('http.client.request.start', begun);
    unsubscribe('http.client.response.finish', ended);
    expect(reading.completeness).toBe('complete');
    expect([most, atOnce]).toEqual([4, 0]);
  });
});
