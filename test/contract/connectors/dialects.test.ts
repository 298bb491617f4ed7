import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import pronestor from '../../../build/profiles/pronestor-planner.json';
import unilock from '../../../build/profiles/unilock-webapi.json';
import { createUnilockWebApi } from '../../../electron/access/unilock-webapi';
import { createPronestorSource } from '../../../electron/booking/pronestor';
import { createLoginGuard } from '../../../electron/profile';
import { createCheckReport } from '../../../shared/check-report';
import { AppError } from '../../../shared/errors';
import { exceptionId, locationId, roomId } from '../../../shared/ids';
import { parseAccessProfile, parseBookingProfile } from '../../../shared/profile';
import type { Instant } from '../../../shared/time';
import { addMs, DAY_MS } from '../../../shared/time';
import { CALL, createFakeClock, createFakeLogger, fakeRandom, json, PATIENT, startServer } from './support';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const clock = createFakeClock();
const common = {
  userName: 'u',
  password: () => Promise.resolve('p'),
  limits: PATIENT,
  clock,
  random: fakeRandom(),
  logger: createFakeLogger(),
};
const freshGuard = () => createLoginGuard(() => clock.now());
const WINDOW = { from: addMs(clock.now(), -DAY_MS), to: addMs(clock.now(), DAY_MS) };

type Answers = Record<string, unknown>;
/** A server that answers GET paths (with their query) by a table or a function; anything else is 404. */
async function serve(answers: Answers | ((path: string, response: ServerResponse) => void)) {
  const server = await startServer((request, response) => {
    const path = request.url ?? '';
    if (typeof answers === 'function') return answers(path, response);
    const key = Object.keys(answers).find((start) => path.startsWith(start));
    return key === undefined ? json(response, {}, 404) : json(response, answers[key]);
  });
  closers.push(server.close);
  return server;
}

const BASE = { ...pronestor, root: {}, login: { kind: 'none' }, expiredLogin: {} };
const LOCATIONS = [{ Id: 1, Name: 'A', TimeZone: 'Romance Standard Time' }];
const ROOMS = [{ Id: 10, Name: 'R', PreparationMinutes: '7', FollowUpMinutes: 2.5 }];
const booking = (Id: unknown, more: object = {}) => ({
  Id,
  RoomId: 10,
  Start: '2026-11-23T10:00:00',
  End: '2026-11-23T11:00:00',
  Status: 'Confirmed',
  ...more,
});

function makeSource(address: string, profile: unknown = BASE) {
  const source = createPronestorSource({
    ...common,
    profile: parseBookingProfile(profile),
    address,
    loginGuard: freshGuard(),
  });
  closers.push(() => source.close());
  return (locations = ['1'], rooms = ['10']) =>
    source.readBookings({ locations: locations.map(locationId), rooms: rooms.map(roomId), window: WINDOW }, CALL);
}

async function readBookingsOf(items: readonly unknown[], rooms: unknown = ROOMS) {
  const server = await serve({
    '/v1/Locations': LOCATIONS,
    '/v1/Rooms': rooms,
    '/v1/RoomBookings': { Items: items, TotalCount: items.length },
  });
  return makeSource(server.url)();
}

describe('a login for a token', () => {
  it('P20 the token is told nobody: not in the check, the report for support, the log or an error', async () => {
    let isGivenUp = false;
    const server = await startServer((request, response) => {
      const path = request.url ?? '';
      if (path === '/session') json(response, { data: { token: 'canary-token' } });
      else if (request.headers.authorization !== 'Bearer canary-token') json(response, {}, 404);
      else if (isGivenUp) json(response, { code: 1103, canary: 'canary-token' });
      else if (path.startsWith('/v1/Locations')) json(response, LOCATIONS);
      else if (path.startsWith('/v1/Rooms')) json(response, ROOMS);
      else json(response, { Items: [booking(1)], TotalCount: 1 });
    });
    const logger = createFakeLogger();
    const source = createPronestorSource({
      ...common,
      logger,
      profile: parseBookingProfile({
        ...BASE,
        login: { kind: 'token', request: { method: 'POST', path: '/session' }, success: {}, token: 'data.token' },
        expiredLogin: { fields: [{ at: 'code', equals: 1103 }] },
      }),
      address: server.url,
      loginGuard: freshGuard(),
    });
    closers.push(server.close, () => source.close());
    const check = await source.check(CALL);
    expect([check.ok, check.facts?.login]).toEqual([true, 'token']);
    isGivenUp = true;
    const failed = await source.check(CALL);
    expect(failed.steps.map(({ step, state }) => [step, state])).toContainEqual(['locations', 'failed']);
    const report = [check, failed]
      .map((bookings) =>
        createCheckReport(
          { bookings, access: null },
          { program: 'Mødeklar', platform: 'test', runtime: 'Node', madeAt: clock.now() },
          (key) => key,
        ),
      )
      .join();
    expect(report).toContain('login: token');
    expect([JSON.stringify([check, failed]), report, logger.text()].join()).not.toContain('canary');
  });
});

describe('what a field of a 200 says of a read', () => {
  const told = async (bookings: unknown, outcome: object) => {
    const server = await serve({
      '/v1/Locations': { code: 0, data: LOCATIONS },
      '/v1/Rooms': { code: 0, data: ROOMS },
      '/v1/RoomBookings': bookings,
    });
    const { locations, rooms, bookings: list } = BASE.operations;
    const inside = { list: 'data', paging: { kind: 'none' } };
    const operations = {
      locations: { ...locations, ...inside },
      rooms: { ...rooms, ...inside },
      bookings: { ...list, ...inside },
    };
    const reading = await makeSource(server.url, { ...BASE, outcome, operations })();
    return {
      bookings: reading.bookings.length,
      text: JSON.stringify(reading),
      troubles: reading.troubles.map(({ code, context }) => [code, context['operation'], context['answered']]),
    };
  };
  const OUTCOME = { ok: { at: 'code', equals: [0, 'OK'] }, denied: { at: 'code', equals: 1104 } };
  const whole = [booking(1)];

  it.each<[string, unknown, unknown[]]>([
    ['all is well', { code: 0, data: whole }, []],
    ['all is well, in another word', { code: 'OK', data: whole }, []],
    ['the account has no right', { code: 1104, message: 'canary' }, [['access-denied', 'bookings', undefined]]],
    ['an error, by its number', { code: 1500, message: 'canary' }, [['server-error', 'bookings', 1500]]],
    ['an error with an empty list beside it', { code: 1500, data: [] }, [['server-error', 'bookings', 1500]]],
    [
      'an error in words, which may hold anything',
      { code: 'canary', data: whole },
      [['server-error', 'bookings', undefined]],
    ],
    ['nothing', { data: whole }, [['server-error', 'bookings', undefined]]],
  ])('R4 %s', async (_, answer, troubles) => {
    const found = await told(answer, OUTCOME);
    expect(found.troubles).toEqual(troubles);
    expect(found.bookings).toBe(troubles.length === 0 ? 1 : 0);
    expect(found.text).not.toContain('canary');
  });

  it('without such a field an answer without its list is one that looks different than expected', async () => {
    expect((await told({ code: 1500 }, {})).troubles).toEqual([['unexpected-answer', 'bookings', undefined]]);
  });
});

describe('tolerant parsing, strict believing', () => {
  it('camel case, ids as texts, Windows zones, times of older .NET, and fields nobody knows', async () => {
    const server = await serve({
      '/v1/Locations': [{ id: '1', name: 'A', timezone: 'Romance Standard Time', extra: {} }],
      '/v1/Rooms': [{ id: '10', name: 'R' }],
      '/v1/RoomBookings': {
        items: [
          {
            id: 'b1',
            roomId: '10',
            start: '/Date(1795428000000)/',
            end: '/Date(1795431600000)/',
            status: 'CONFIRMED',
            isPrivate: 1,
            attendees: { name: 'B' },
          },
          {
            id: 'b2',
            roomId: '10',
            start: '2026-11-23T12:00:00+01:00',
            end: '2026-11-23T12:00:00Z',
            status: 'confirmed',
            organizer: { email: 'c@x' },
          },
        ],
        totalCount: 2,
      },
    });
    const reading = await makeSource(server.url)();
    expect(reading).toMatchObject({ completeness: 'complete', rejected: [] });
    expect(reading.bookings).toMatchObject([
      {
        id: 'b1',
        period: { from: 1795428000000, to: 1795431600000 },
        status: 'confirmed',
        isPrivate: true,
        participants: [{ name: 'B', email: null }],
        organiser: null,
      },
      {
        id: 'b2',
        period: { from: Date.UTC(2026, 10, 23, 11), to: Date.UTC(2026, 10, 23, 12) },
        organiser: { name: '', email: 'c@x' },
      },
    ]);
  });

  it('rounds minutes around a meeting up, and does not believe a room whose minutes make no sense', async () => {
    expect((await readBookingsOf([])).rooms).toMatchObject([{ preparationMinutes: 7, followUpMinutes: 3 }]);
    const odd = await readBookingsOf([], [{ ...ROOMS[0], PreparationMinutes: 'ten' }]);
    expect(odd).toMatchObject({ completeness: 'complete', unreadRooms: ['10'] });
  });

  it.each<[string, object, string, string]>([
    ['without id', booking(null), 'bookings[1].Id', 'id'],
    ['without start', booking(2, { Start: undefined }), 'bookings[1].Start', 'start'],
    ['with an end that is no time', booking(2, { End: 'soon' }), 'bookings[1].End', 'end'],
    ['that ends before it starts', booking(2, { End: '2026-11-23T09:00:00' }), 'bookings[1].End', 'end-before-start'],
    ['without length', booking(2, { End: '2026-11-23T10:00:00' }), 'bookings[1].End', 'end-before-start'],
  ])('rejects a booking %s by its path, without its values', async (_, item, path, reason) => {
    const reading = await readBookingsOf([booking(1), item]);
    expect(reading).toMatchObject({
      completeness: 'complete',
      rejected: [{ path, reason, roomId: '10', locationId: '1' }],
    });
    expect(reading.bookings.map(({ id }) => id)).toEqual(['1']);
  });

  it('a booking without room is rejected for its location, one of a room that nobody asked for is not', async () => {
    const reading = await readBookingsOf([booking(1, { RoomId: null }), booking(null, { RoomId: 77 })]);
    expect(reading.rejected).toEqual([{ path: 'bookings[0].RoomId', reason: 'room', roomId: null, locationId: '1' }]);
  });

  it('R5 a meeting that was ended at its start stays as evidence', async () => {
    const reading = await readBookingsOf([booking(1, { End: '2026-11-23T10:00:00', Status: 'NoShow' })]);
    expect(reading.rejected).toEqual([]);
    expect(reading.bookings).toMatchObject([{ status: 'no-show', period: { to: Date.UTC(2026, 10, 23, 9, 1) } }]);
  });

  it('equal rows of one id are one booking; rows that contradict each other are none, in both rooms', async () => {
    const reading = await readBookingsOf([
      booking(1),
      booking(1, { Subject: 'other title' }),
      booking(2),
      booking(2, { End: '2026-11-23T12:00:00' }),
    ]);
    expect(reading.bookings.map(({ id }) => id)).toEqual(['1']);
    expect(reading.rejected).toMatchObject([{ reason: 'duplicate', roomId: '10' }]);
    // Two distinct ids of four rows: the total differs too.
    expect(reading.completeness).toBe('partial');
  });

  it.each([
    [2, 20, 'complete'],
    [3, 60, 'complete'],
    [3, 59, 'partial'],
    [4, 20, 'partial'],
  ])('R3 %i of %i rejected: %s', async (bad, all, completeness) => {
    const items = Array.from({ length: all }, (_, index) => booking(index, index < bad ? { Start: null } : {}));
    const reading = await readBookingsOf(items);
    expect([reading.completeness, reading.rejected.length]).toEqual([completeness, bad]);
  });

  it('R1 a location whose zone nobody knows is unread', async () => {
    const server = await serve({
      '/v1/Locations': [...LOCATIONS, { Id: 2, TimeZone: 'Mars/Olympus' }],
      '/v1/Rooms': ROOMS,
      '/v1/RoomBookings': { Items: [], TotalCount: 0 },
    });
    const reading = await makeSource(server.url)(['1', '2']);
    expect(reading).toMatchObject({
      completeness: 'partial',
      unreadLocations: ['2'],
      troubles: [{ code: 'unexpected-answer', context: { locationId: '2', reason: 'unknown-zone' } }],
    });
  });
});

describe('other shapes, reached by a profile alone', () => {
  const bookingsAsked = (asked: string, query: object) => ({
    ...BASE,
    operations: {
      ...BASE.operations,
      bookings: { ...BASE.operations.bookings, asked, query: { ...query, from: '{from}' }, paging: { kind: 'none' } },
    },
  });

  it('bookings asked per room', async () => {
    const server = await serve({
      '/v1/Locations': LOCATIONS,
      '/v1/Rooms': [...ROOMS, { Id: 11 }, { Id: 12 }],
      '/v1/RoomBookings?room=10': { Items: [booking(1)] },
      '/v1/RoomBookings?room=11': { Items: [booking(2, { RoomId: undefined })] },
    });
    const reading = await makeSource(server.url, bookingsAsked('per-room', { room: '{roomId}' }))(['1'], ['10', '11']);
    expect(reading.completeness).toBe('complete');
    expect(reading.bookings.map(({ id, roomId: inRoom }) => [id, inRoom])).toEqual([
      ['1', '10'],
      ['2', '11'],
    ]);
    expect(server.seen.filter((line) => line.includes('room=12'))).toEqual([]);
  });

  it('rooms and bookings asked once for all locations, each in its own zone', async () => {
    const server = await serve({
      '/v1/Locations': [...LOCATIONS, { Id: 2, TimeZone: 'America/Nuuk' }],
      '/v1/Rooms': [
        { Id: 10, LocationId: 1 },
        { Id: 20, LocationId: 2 },
      ],
      '/v1/RoomBookings': { Items: [booking(1), booking(2, { RoomId: 20 })] },
    });
    const base = bookingsAsked('once', {});
    const profile = {
      ...base,
      operations: { ...base.operations, rooms: { ...base.operations.rooms, asked: 'once', query: {} } },
    };
    const reading = await makeSource(server.url, profile)(['1', '2'], ['10', '20']);
    expect(reading.completeness).toBe('complete');
    expect(reading.bookings.map(({ period }) => period.from)).toEqual([
      Date.UTC(2026, 10, 23, 9),
      Date.UTC(2026, 10, 23, 12),
    ]);
  });

  it('a fixed zone for a server that tells none', async () => {
    const profile = {
      ...BASE,
      times: { ...BASE.times, zone: { fixed: 'UTC' }, write: 'iso-utc' },
      operations: { ...BASE.operations, locations: { ...BASE.operations.locations, fields: { id: 'Id' } } },
    };
    const server = await serve({
      '/v1/Locations': [{ Id: 1 }],
      '/v1/Rooms': ROOMS,
      '/v1/RoomBookings': { Items: [booking(1)], TotalCount: 1 },
    });
    expect((await makeSource(server.url, profile)()).bookings[0]?.period.from).toBe(Date.UTC(2026, 10, 23, 10));
    expect(server.seen.at(-1)).toContain('from=2026-11-21T08%3A00%3A00Z');
  });
});

describe('UniLock answers that are not as expected', () => {
  const good = {
    Id: 7,
    Name: 'L',
    MaxPeriods: 8,
    Version: '5',
    Periods: [{ From: '2026-11-23T08:45:00', To: '2026-11-23T10:10:00' }],
  };
  async function observe(items: unknown, zone: unknown = 'Europe/Copenhagen', typed: string | null = null) {
    const server = await serve({ '/Info': { TimeZone: zone }, '/SharedExceptions': { Items: items } });
    const access = createUnilockWebApi({
      ...common,
      profile: parseAccessProfile({ ...unilock, root: {} }),
      address: server.url,
      loginGuard: freshGuard(),
    });
    closers.push(() => access.close());
    return access.observe(typed, CALL);
  }

  it.each<[string, object, string]>([
    ['without id', { ...good, Id: '' }, 'exceptions[1].Id'],
    ['without its list of periods', { ...good, Id: 8, Periods: null }, 'exceptions[1].Periods'],
    [
      'with a From that is no time',
      { ...good, Id: 8, Periods: [{ From: 'x', To: 'y' }] },
      'exceptions[1].Periods[0].From',
    ],
    [
      'without a To',
      { ...good, Id: 8, Periods: [good.Periods[0], { From: '2026-11-24T08:45:00' }] },
      'exceptions[1].Periods[1].To',
    ],
    ['that contradicts another', { ...good, Version: '6' }, 'exceptions[1].Id'],
  ])('an exception %s is not believed empty, and the reading is not complete', async (_, item, path) => {
    const reading = await observe([good, item]);
    expect(reading).toMatchObject({ completeness: 'partial', rejected: [{ path }] });
    expect(reading.exceptions.some(({ periods }) => periods.length === 0)).toBe(false);
    expect(reading.troubles).toMatchObject([{ code: 'reading-partial' }]);
  });

  it('a period that does not end after it starts covers nothing', async () => {
    const reading = await observe([
      { ...good, MaxPeriods: 0, Periods: [{ From: '2026-11-23T10:00:00', To: '2026-11-23T10:00:00' }] },
    ]);
    expect(reading).toMatchObject({ completeness: 'complete', exceptions: [{ periods: [], maxPeriods: null }] });
  });

  it('R1 without any zone nothing is read; with a typed one it is; a Windows name is understood', async () => {
    expect(await observe([good], null)).toMatchObject({
      completeness: 'unreadable',
      troubles: [{ code: 'zone-unsettled' }],
    });
    expect(await observe([good], 'Mars/Olympus', 'America/Nuuk')).toMatchObject({
      completeness: 'complete',
      zone: null,
    });
    expect(await observe([good], 'Romance Standard Time')).toMatchObject({
      completeness: 'complete',
      zone: 'Europe/Copenhagen',
    });
  });

  it('R1 a doubled hour is read as the longest opening it can be', async () => {
    const reading = await observe([{ ...good, Periods: [{ From: '2026-10-25T02:30:00', To: '2026-10-25T02:15:00' }] }]);
    expect(reading.exceptions[0]?.periods).toEqual([
      { from: Date.UTC(2026, 9, 25, 0, 30), to: Date.UTC(2026, 9, 25, 1, 15) },
    ]);
  });

  it('writes what the profile says: method, path, version, wall times', async () => {
    const sent: { method: string; path: string; version: unknown; body: unknown }[] = [];
    const server = await startServer((request, response, body) => {
      sent.push({
        method: request.method ?? '',
        path: request.url ?? '',
        version: request.headers['if-match'],
        body: JSON.parse(body),
      });
      response.writeHead(204, { ETag: 'W/"6"' }).end();
    });
    closers.push(server.close);
    const access = createUnilockWebApi({
      ...common,
      profile: parseAccessProfile(unilock),
      address: server.url,
      loginGuard: freshGuard(),
    });
    closers.push(() => access.close());
    const period = { from: Date.UTC(2026, 6, 1, 6) as Instant, to: Date.UTC(2026, 6, 1, 7) as Instant };
    const answer = await access.writePeriods(
      { exceptionId: exceptionId('a/b'), periods: [period], version: '5', zone: 'Europe/Copenhagen' },
      CALL,
    );
    expect(answer).toEqual({ kind: 'accepted', version: '6' });
    expect(sent).toEqual([
      {
        method: 'PUT',
        path: '/api/v1/SharedExceptions/a%2Fb/Periods',
        version: '"5"',
        body: { Periods: [{ From: '2026-07-01T08:00:00', To: '2026-07-01T09:00:00' }] },
      },
    ]);
  });

  it('a password that the keychain does not give is told, and nothing is sent', async () => {
    const server = await serve({});
    const missing = (): Promise<string> => Promise.reject<string>(new AppError('password-missing'));
    const access = createUnilockWebApi({
      ...common,
      password: missing,
      profile: parseAccessProfile(unilock),
      address: server.url,
      loginGuard: freshGuard(),
    });
    closers.push(() => access.close());
    expect((await access.observe('UTC', CALL)).troubles).toEqual([{ code: 'password-missing', context: {} }]);
    expect(server.seen).toEqual([]);
  });
});
