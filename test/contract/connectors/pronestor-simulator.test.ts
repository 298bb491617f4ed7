import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PronestorSource } from '../../../electron/booking/pronestor';
import { createPronestorSource } from '../../../electron/booking/pronestor';
import type { LoginGuard } from '../../../electron/profile';
import { createLoginGuard, bookingProfileOf } from '../../../electron/profile';
import type { Fault, PronestorSimulator } from '../../../electron/simulator';
import { createPronestorSimulator, House } from '../../../electron/simulator';
import type { ErrorCode } from '../../../shared/errors';
import { locationId, roomId } from '../../../shared/ids';
import type { Instant } from '../../../shared/time';
import { addMinutes, addMs, DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/time';
import type { FakeClock, FakeLogger } from './support';
import { CALL, createFakeClock, createFakeLogger, fakeRandom, PATIENT, QUICK } from './support';

const LOCATIONS = [locationId('12'), locationId('27')];
const ROOMS = ['101', '102', '103', '201'].map(roomId);

let clock: FakeClock;
let logger: FakeLogger;
let guard: LoginGuard;
let house: House;
let server: PronestorSimulator;
let password: string;
let source: PronestorSource;

const room = (id: string, location: string) => ({
  id: roomId(id),
  name: `Lokale ${id}`,
  locationId: locationId(location),
  capacity: 8,
  preparationMinutes: 15,
  followUpMinutes: 5,
});

const window = () => ({ from: addMs(clock.now(), -DAY_MS), to: addMs(clock.now(), 8 * DAY_MS) });
const read = () => source.readBookings({ locations: LOCATIONS, rooms: ROOMS, window: window() }, CALL);

function makeSource(address = server.url, limits = PATIENT): PronestorSource {
  return createPronestorSource({
    profile: bookingProfileOf('pronestor-planner'),
    address,
    userName: 'moedeklar',
    password: () => Promise.resolve(password),
    limits,
    clock,
    random: fakeRandom(),
    logger,
    loginGuard: guard,
  });
}

beforeEach(async () => {
  clock = createFakeClock();
  logger = createFakeLogger();
  guard = createLoginGuard(() => clock.now());
  password = 'canary-password';
  house = new House({
    locations: [
      { id: locationId('12'), name: 'Hovedkontor', timeZone: 'Europe/Copenhagen' },
      { id: locationId('27'), name: 'Nuuk', timeZone: 'America/Nuuk' },
    ],
    rooms: [room('101', '12'), room('102', '12'), room('103', '12'), room('201', '27')],
  });
  // 23 in the first location, so that three pages of ten are needed; 2 in the second.
  for (let n = 0; n < 21; n++)
    house.makeMeeting({
      roomIds: [String(101 + (n % 3))],
      from: at(n * 120),
      to: at(n * 120 + 60),
      title: 'canary-title',
    });
  house.makeMeeting({ roomIds: ['101', '102', '201'], from: at(5000), to: at(5060), isPrivate: true });
  house.makeMeeting({ roomIds: [], from: at(100), to: at(200) });
  house.makeMeeting({ roomIds: ['201'], from: at(60), to: at(120), status: 'NoShow' });
  server = await createPronestorSimulator({ house, clock: clock.now, userName: 'moedeklar', password, pageLimit: 10 });
  source = makeSource();
});
afterEach(async () => {
  source.close();
  await server.close();
  // P20: whatever a test did, neither names nor secrets were logged.
  expect(logger.text()).not.toContain('canary');
});

const at = (minutes: number): Instant => addMinutes(clock.now(), minutes);
const logins = () => server.requests.entries().filter(({ operation }) => operation === 'login').length;

describe('the Pronestor connector against the simulator', () => {
  it('reads every room and booking of both locations, in their own zones, through all pages', async () => {
    const reading = await read();
    expect(reading.completeness).toBe('complete');
    expect(reading.troubles).toEqual([]);
    expect(reading.rooms.map(({ id }) => id).sort()).toEqual([...ROOMS].sort());
    expect(reading.rooms[0]).toMatchObject({ preparationMinutes: 15, followUpMinutes: 5, capacity: 8 });
    expect(reading.locations.map(({ zone }) => zone)).toEqual(['Europe/Copenhagen', 'America/Nuuk']);
    const expected = house.meetings().flatMap((meeting) =>
      meeting.bookings.map((booking) => ({
        id: booking.id,
        roomId: booking.roomId,
        period: { from: meeting.from, to: meeting.to },
      })),
    );
    expect(expected).toHaveLength(25);
    const found = reading.bookings.map(({ id, roomId: inRoom, period }) => ({ id, roomId: inRoom, period }));
    expect(found.sort((a, b) => a.id.localeCompare(b.id))).toEqual(expected.sort((a, b) => a.id.localeCompare(b.id)));
    expect(reading.clockSkewMs).toBe(0);
  });

  it('reads again with one login only, and asks for nothing twice', async () => {
    await read();
    const before = server.requests.entries().length;
    await read();
    expect(logins()).toBe(1);
    // locations, 2 × rooms, bookings: 3 pages and 1.
    expect(server.requests.entries().length - before).toBe(7);
  });

  it('R5 gives each status in our words, and a word it does not know as unknown', async () => {
    for (const [index, status] of (
      ['Confirmed', 'Pending', 'Cancelled', 'Deleted', 'Ended', 'NoShow', 'Empty'] as const
    ).entries())
      house.makeMeeting({ roomIds: ['103'], from: at(8000 + index * 60), to: at(8030 + index * 60), status });
    const statuses = (await read()).bookings
      .filter(({ period }) => period.from >= at(8000))
      .sort((a, b) => a.period.from - b.period.from);
    expect(statuses.map(({ status }) => status)).toEqual([
      'confirmed',
      'pending',
      'cancelled',
      'deleted',
      'ended',
      'no-show',
      'empty',
    ]);
    server.faults.inject({ kind: 'unknown-status', word: 'Vinterdvale' });
    expect(new Set((await read()).bookings.map(({ status }) => status))).toEqual(new Set(['unknown']));
  });

  it('keeps only bookings of asked rooms that overlap the window', async () => {
    const asked = { from: at(120), to: at(180) };
    const reading = await source.readBookings({ locations: LOCATIONS, rooms: [roomId('102')], window: asked }, CALL);
    expect(reading.completeness).toBe('complete');
    expect(reading.bookings.map(({ period }) => period)).toEqual([asked]);
    expect(reading.rooms.map(({ id }) => id)).toEqual(['102']);
  });

  it('R6 a meeting moved to a room that was not asked for is told by its id, nothing else of that room', async () => {
    const rooms = [roomId('101')];
    const asked = { locations: LOCATIONS, rooms, window: window() };
    const meeting = house.makeMeeting({ roomIds: ['101'], from: at(8000), to: at(8060), title: 'canary-moved' });
    const id = meeting.bookings[0]!.id;
    expect((await source.readBookings(asked, CALL)).elsewhere).not.toContain(id);
    house.moveMeeting(meeting.id, { roomIds: ['102'] });
    const reading = await source.readBookings(asked, CALL);
    expect(reading.completeness).toBe('complete');
    expect(reading.bookings.map((booking) => booking.id)).not.toContain(id);
    expect(reading.elsewhere).toContain(id);
    expect(JSON.stringify(reading.elsewhere)).not.toContain('canary');
    expect((await read()).elsewhere).toEqual([]);
  });

  it('R3 a location that the account no longer sees is unread, not empty', async () => {
    server.faults.inject({ kind: 'hidden-location', locationId: '27' });
    const reading = await read();
    expect(reading).toMatchObject({ completeness: 'complete', unreadLocations: ['27'], unreadRooms: ['201'] });
    expect(reading.troubles.map(({ code }) => code)).toEqual(['location-unknown']);
    expect(reading.bookings.length).toBe(23);
  });

  it('R3 a room missing from its list is unread, not empty', async () => {
    server.faults.inject({ kind: 'empty-list', operation: 'rooms', locationId: '27' });
    const reading = await read();
    expect(reading).toMatchObject({ completeness: 'complete', unreadRooms: ['201'] });
    expect(reading.troubles).toEqual([{ code: 'room-unread', context: { roomId: '201' } }]);
  });

  it('R3 a lost page makes the reading partial', async () => {
    server.faults.inject({ kind: 'lost-page', page: 2, locationId: '12' });
    const reading = await read();
    expect(reading.completeness).toBe('partial');
    expect(reading.troubles).toEqual([
      {
        code: 'reading-partial',
        context: { operation: 'bookings', locationId: '12', reason: 'ids-differ', total: 23, distinct: 10 },
      },
    ]);
  });

  it('a location whose bookings cannot be read is unread, and the other one is read all the same', async () => {
    server.faults.inject({ kind: 'server-error', operation: 'bookings', locationId: '12' });
    const reading = await read();
    expect(reading).toMatchObject({ completeness: 'partial', unreadLocations: ['12'], unreadRooms: [] });
    expect(reading.bookings.map((booking) => booking.locationId)).toEqual(['27', '27']);
    expect(reading.troubles).toMatchObject([
      { code: 'server-error', context: { operation: 'bookings', locationId: '12' } },
    ]);
  });

  it('trouble that every call would meet ends the round instead of being met again and again', async () => {
    const many = Array.from({ length: 30 }, (_, index) => locationId(String(1000 + index)));
    const big = new House({
      locations: many.map((id) => ({ id, name: id, timeZone: 'Europe/Copenhagen' })),
      rooms: [],
    });
    const other = await createPronestorSimulator({ house: big, clock: clock.now, userName: 'moedeklar', password });
    other.faults.inject({ kind: 'too-many-requests', operation: 'rooms', retryAfterSeconds: 3600 });
    other.faults.inject({ kind: 'too-many-requests', operation: 'bookings', retryAfterSeconds: 3600 });
    const there = makeSource(other.url);
    const reading = await there.readBookings({ locations: many, rooms: [], window: window() }, CALL);
    there.close();
    await other.close();
    expect(reading.completeness).toBe('unreadable');
    expect(reading.unreadLocations).toHaveLength(30);
    // Login, locations and the four that were under way.
    expect(other.requests.count()).toBeLessThanOrEqual(6);
  });

  it('rows that come twice count once', async () => {
    server.faults.inject({ kind: 'duplicate-rows' });
    const reading = await read();
    expect(reading.completeness).toBe('complete');
    expect(reading.bookings).toHaveLength(25);
  });

  it('a cookie that runs out in the middle of a round is renewed once for all parallel calls', async () => {
    await read();
    server.faults.inject({ kind: 'cookie-expired', operation: 'rooms', times: 1 });
    expect((await read()).completeness).toBe('complete');
    expect(logins()).toBe(2);
    clock.advance(30 * MINUTE_MS);
    expect((await read()).completeness).toBe('complete');
    expect(logins()).toBe(3);
  });

  it.each<[string, Fault, ErrorCode]>([
    ['500', { kind: 'server-error' }, 'server-error'],
    ['429', { kind: 'too-many-requests', retryAfterSeconds: 1 }, 'too-many-requests'],
    ['cut off', { kind: 'cut-off' }, 'connection-lost'],
    ['302 to login', { kind: 'redirect-to-login' }, 'login-expired'],
    ['200 with the login page', { kind: 'login-page' }, 'login-expired'],
    ['200 denied', { kind: 'denied' }, 'login-expired'],
  ])('P6 %s at any operation: nothing is believed, and it recovers', async (_, fault, code) => {
    await read();
    for (const operation of ['locations', 'rooms', 'bookings'] as const) {
      server.faults.inject({ ...fault, operation });
      const reading = await read();
      expect(reading.completeness).toBe('unreadable');
      expect(reading.bookings).toEqual([]);
      expect([...reading.unreadLocations, ...reading.unreadRooms]).toEqual([...LOCATIONS, ...ROOMS]);
      expect(reading.troubles.map((trouble) => trouble.code)).toContain(code);
      server.faults.clear();
      expect((await read()).completeness).toBe('complete');
    }
  });

  it.each<[string, Fault, ErrorCode]>([
    ['500', { kind: 'server-error' }, 'server-error'],
    ['302 to login', { kind: 'redirect-to-login' }, 'redirected-away'],
    ['200 with the login page', { kind: 'login-page' }, 'not-data'],
    ['200 denied', { kind: 'denied' }, 'unexpected-answer'],
    ['cut off', { kind: 'cut-off' }, 'connection-lost'],
  ])('W11 a login answered by %s is no refusal: the next run tries again', async (_, fault, code) => {
    server.faults.inject({ ...fault, operation: 'login', times: 1 });
    const reading = await read();
    expect(reading.completeness).toBe('unreadable');
    expect(reading.troubles.map((trouble) => trouble.code)).toEqual([code]);
    expect(guard.state().refusals).toBe(0);
    expect((await read()).completeness).toBe('complete');
  });

  it('P6 a read that is slower than the limit is given up', async () => {
    source.close();
    source = makeSource(server.url, QUICK);
    server.faults.inject({ kind: 'slow', milliseconds: 2_000, operation: 'bookings', locationId: '27' });
    const reading = await read();
    expect(reading).toMatchObject({ completeness: 'partial', unreadLocations: ['27'] });
    expect(reading.troubles.map(({ code }) => code)).toEqual(['timed-out']);
  });

  it('P6 a server that is down leaves the reading unreadable, and one that came back is read', async () => {
    await server.goDown();
    const reading = await read();
    expect(reading.completeness).toBe('unreadable');
    expect(reading.troubles.map(({ code }) => code)).toEqual(['connection-refused']);
    await server.comeBack();
    expect((await read()).completeness).toBe('complete');
  });

  it('W11 a wrong password is tried at most three times, ten minutes apart, and then not before a person acts', async () => {
    password = 'wrong';
    for (let minute = 0; minute < 60; minute++) {
      await read();
      clock.advance(MINUTE_MS);
    }
    expect(logins()).toBe(3);
    const stopped = await read();
    expect(stopped.completeness).toBe('unreadable');
    expect(stopped.troubles).toEqual([{ code: 'login-stopped', context: { refusals: 3 } }]);
    password = 'canary-password';
    guard.reset();
    expect((await read()).completeness).toBe('complete');
  });

  it('R7 tells how far the server clock is off', async () => {
    server.faults.inject({ kind: 'wrong-clock', minutes: 7 });
    expect(Math.round((await read()).clockSkewMs! / MINUTE_MS)).toBe(7);
  });

  it('tells its progress and ends at once when aborted', async () => {
    const steps: string[] = [];
    await source.readBookings(
      { locations: LOCATIONS, rooms: ROOMS, window: window() },
      { abort: null, onProgress: (done, total) => steps.push(`${String(done)}/${String(total)}`) },
    );
    expect(steps).toEqual(['1/4', '2/4', '3/4', '4/4']);
    const controller = new AbortController();
    controller.abort();
    const reading = await source.readBookings(
      { locations: LOCATIONS, rooms: ROOMS, window: window() },
      { abort: controller.signal, onProgress: null },
    );
    expect(reading.troubles.map(({ code }) => code)).toEqual(['cancelled']);
  });

  it('shows places and the coming week to the set-up', async () => {
    const places = await source.readPlaces(CALL);
    expect(places.locations).toHaveLength(2);
    expect(places.rooms).toHaveLength(4);
    expect(places.troubles).toEqual([]);
    const list = await source.listRooms(['27', '99'], CALL);
    expect(list.rooms).toMatchObject([{ id: '201', locationId: '27', bookingsComingWeek: 1 }]);
    expect(list.unknownLocations).toEqual(['99']);
  });

  it('checks the connection step by step, with counts', async () => {
    const check = await source.check(CALL);
    // Each list once, so that what is counted is what is there.
    expect(server.requests.entries().filter(({ operation }) => operation === 'locations')).toHaveLength(1);
    expect(check.ok).toBe(true);
    expect(check.steps).toEqual([
      { step: 'address', state: 'ok', count: null, trouble: null },
      { step: 'certificate', state: 'skipped', count: null, trouble: null },
      { step: 'login', state: 'ok', count: null, trouble: null },
      { step: 'locations', state: 'ok', count: 2, trouble: null },
      { step: 'rooms', state: 'ok', count: 4, trouble: null },
      // One every two hours from 09:00 to the end of Copenhagen's day; the no-show in Nuuk does not count.
      { step: 'bookings', state: 'ok', count: 8, trouble: null },
    ]);
    expect(check.locations.map(({ id }) => id)).toEqual(['12', '27']);
  });

  it('the check says which step failed and skips the rest', async () => {
    const states = async () => (await source.check(CALL)).steps.map(({ state, trouble }) => trouble?.code ?? state);
    password = 'wrong';
    expect(await states()).toEqual(['ok', 'skipped', 'login-refused', 'skipped', 'skipped', 'skipped']);
    password = 'canary-password';
    guard.reset();
    server.faults.inject({ kind: 'server-error', operation: 'rooms' });
    expect(await states()).toEqual(['ok', 'skipped', 'ok', 'ok', 'server-error', 'skipped']);
    server.faults.clear();
    await server.goDown();
    expect(await states()).toEqual(['connection-refused', 'skipped', 'skipped', 'skipped', 'skipped', 'skipped']);
    await server.comeBack();
  });

  it('an address that cannot be is refused when the connector is made', () => {
    expect(() => makeSource('ftp://pronestor.example')).toThrow(expect.objectContaining({ code: 'invalid-address' }));
  });

  it('an hour that occurs twice is read as the longest period it can mean (R1)', async () => {
    clock.set(Date.UTC(2026, 9, 24, 12) as Instant);
    const from = Date.UTC(2026, 9, 25, 0, 30) as Instant;
    house.makeMeeting({ roomIds: ['103'], from, to: addMs(from, HOUR_MS * 1.25), title: 'canary-night' });
    const night = (await read()).bookings.find(({ period }) => Math.abs(period.from - from) <= HOUR_MS);
    // Written 02:30 to 02:45: from the first 02:30 to the second 02:45.
    expect(night?.period).toEqual({ from, to: addMs(from, HOUR_MS * 1.25) });
  });

  it('the connection test tells how each operation was answered, and that a login is none', async () => {
    const { facts } = await source.check(CALL);
    expect(facts).toMatchObject({
      root: `${server.url}/api.mvc`,
      profile: 'pronestor-planner',
      certificate: null,
      trust: 'system',
      proxy: null,
      login: 'cookie',
      clockSkewMs: expect.any(Number) as number,
    });
    expect(facts?.operations.map(({ operation }) => operation).sort()).toEqual([
      'bookings',
      'locations',
      'login',
      'rooms',
    ]);
    expect(facts?.operations.find(({ operation }) => operation === 'locations')).toMatchObject({
      status: 200,
      contentType: 'application/json',
      requests: 1,
      count: LOCATIONS.length,
      fields: expect.arrayContaining(['Id', 'Name']) as string[],
    });
    const open = createPronestorSource({
      profile: { ...bookingProfileOf('pronestor-planner'), login: { kind: 'none' } },
      address: server.url,
      userName: '',
      password: () => Promise.reject(new Error('the password was asked for')),
      limits: PATIENT,
      clock,
      random: fakeRandom(),
      logger,
      loginGuard: guard,
    });
    expect((await open.check(CALL)).facts?.login).toBe('none');
    open.close();
  });
});
