import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PronestorOptions, PronestorSimulator } from '../../../electron/simulator';
import { createPronestorSimulator, House } from '../../../electron/simulator';
import { locationId, roomId } from '../../../shared/ids';
import type { Instant } from '../../../shared/time';
import { addMinutes, instantFromIso } from '../../../shared/time';
import type { Answer } from './client';
import { ask, bytesOf } from './client';

const START = instantFromIso('2026-11-23T07:00:00Z');
const WINDOW = 'from=2026-11-22T00:00:00&to=2026-12-01T00:00:00';

interface Bookings {
  readonly Items: readonly {
    readonly Id: number;
    readonly Status: string;
    readonly Start: string;
    readonly RoomId: number;
  }[];
  readonly TotalCount: number;
}

const room = (id: string, location: string) => ({
  id: roomId(id),
  name: `Lokale ${id}`,
  locationId: locationId(location),
  capacity: 8,
  preparationMinutes: 15,
  followUpMinutes: 5,
});

function createHouse(): House {
  const house = new House({
    locations: [
      { id: locationId('12'), name: 'Hovedkontor', timeZone: 'Europe/Copenhagen' },
      { id: locationId('27'), name: 'Nuuk', timeZone: 'America/Nuuk' },
    ],
    rooms: [room('101', '12'), room('102', '12'), room('201', '27')],
  });
  for (let hour = 0; hour < 5; hour += 1) {
    const from = addMinutes(START, 60 * (hour + 1));
    house.makeMeeting({ roomIds: ['101'], from, to: addMinutes(from, 45) });
  }
  return house;
}

describe('Pronestor twin', () => {
  let now: Instant;
  let house: House;
  let simulator: PronestorSimulator;
  let waited: number[];

  const restart = async (options: Partial<PronestorOptions> = {}): Promise<void> => {
    await simulator.close();
    simulator = await start(options);
  };
  const start = (options: Partial<PronestorOptions> = {}): Promise<PronestorSimulator> =>
    createPronestorSimulator({
      house,
      clock: () => now,
      userName: 'moedeklar',
      password: 'hemmelig ø',
      wait: (milliseconds) => {
        waited.push(milliseconds);
        return Promise.resolve();
      },
      ...options,
    });

  beforeEach(async () => {
    now = START;
    waited = [];
    house = createHouse();
    simulator = await start();
  });
  afterEach(() => simulator.close());

  const login = (password = 'hemmelig ø'): Promise<Answer> =>
    ask(`${simulator.url}/api.mvc/v1/Authenticate`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ Username: 'moedeklar', Password: password }),
    });
  const newCookie = async (): Promise<string> => (await login()).headers.get('set-cookie')?.split(';')[0] ?? '';
  const read = (path: string, cookie: string): Promise<Answer> =>
    ask(`${simulator.url}/api.mvc/v1/${path}`, { headers: { Cookie: cookie } });
  const bookings = async (query: string, cookie: string, location = '12'): Promise<Bookings> =>
    (await read(`RoomBookings?locationId=${location}&${query}`, cookie)).json() as Bookings;

  it('speaks the default shapes', async () => {
    house.makeMeeting({
      roomIds: ['102', '201'],
      from: addMinutes(START, 60),
      to: addMinutes(START, 120),
      title: 'MUS',
      isPrivate: true,
      status: 'Pending',
      organiser: { name: 'Anna Holm', email: 'anna@firma.example', isExternal: false },
      attendees: [{ name: 'Ulla Bang', email: 'ulla@kunde.example', isExternal: true }],
    });
    const cookie = await newCookie();
    expect((await read('Locations', cookie)).json()).toEqual([
      { Id: 12, Name: 'Hovedkontor', TimeZone: 'Europe/Copenhagen' },
      { Id: 27, Name: 'Nuuk', TimeZone: 'America/Nuuk' },
    ]);
    expect((await read('Rooms?locationId=27', cookie)).json()).toEqual([
      { Id: 201, Name: 'Lokale 201', LocationId: 27, Capacity: 8, PreparationMinutes: 15, FollowUpMinutes: 5 },
    ]);
    const nuuk = await bookings(`${WINDOW}&page=1&pageSize=500`, cookie, '27');
    expect(nuuk).toEqual({
      Items: [
        {
          Id: 9007,
          MeetingId: 7006,
          RoomId: 201,
          Start: '2026-11-23T06:00:00',
          End: '2026-11-23T07:00:00',
          Subject: 'MUS',
          IsPrivate: true,
          Status: 'Pending',
          Organizer: { Name: 'Anna Holm', Email: 'anna@firma.example' },
          Attendees: [{ Name: 'Ulla Bang', Email: 'ulla@kunde.example', IsExternal: true }],
        },
      ],
      TotalCount: 1,
    });
    const copenhagen = await bookings(WINDOW, cookie);
    expect(copenhagen.Items.find((item) => item.RoomId === 102)?.Start).toBe('2026-11-23T09:00:00');
  });

  it('shows every status word, and a room taken out as Empty', async () => {
    const [first, second, third] = house.meetings();
    if (first === undefined || second === undefined || third === undefined) throw new Error('too few meetings');
    house.setStatus(first.id, 'NoShow');
    house.moveMeeting(second.id, { roomIds: [] });
    house.removeMeeting(third.id);
    house.makeMeeting({ roomIds: [], from: first.from, to: first.to });
    const { Items, TotalCount } = await bookings(WINDOW, await newCookie());
    expect(Items.map((item) => item.Status)).toEqual(['NoShow', 'Empty', 'Confirmed', 'Confirmed']);
    expect(TotalCount).toBe(4);
  });

  it('finds what overlaps the window, not what touches it', async () => {
    const cookie = await newCookie();
    const of = async (from: string, to: string) =>
      (await bookings(`from=2026-11-23T${from}&to=2026-11-23T${to}`, cookie)).TotalCount;
    expect(await of('09:44:00', '10:01:00')).toBe(2);
    expect(await of('09:45:00', '10:00:00')).toBe(0);
    expect((await read('RoomBookings?locationId=12', cookie)).status).toBe(400);
    expect((await read(`RoomBookings?locationId=99&${WINDOW}`, cookie)).status).toBe(404);
  });

  it('pages with a total, and never gives more rows than its limit', async () => {
    await restart({ pageLimit: 2 });
    const cookie = await newCookie();
    const pages = [1, 2, 3, 4].map((page) => bookings(`${WINDOW}&page=${String(page)}&pageSize=500`, cookie));
    const answers = await Promise.all(pages);
    expect(answers.map((answer) => answer.Items.length)).toEqual([2, 2, 1, 0]);
    expect(answers.map((answer) => answer.TotalCount)).toEqual([5, 5, 5, 5]);
    const ids = answers.flatMap((answer) => answer.Items.map((item) => item.Id));
    expect(new Set(ids).size).toBe(5);
  });

  it('refuses a wrong login with 200 and Success false, and gives no cookie', async () => {
    const refused = await login('forkert');
    expect(refused.status).toBe(200);
    expect(refused.json()).toMatchObject({ Success: false });
    expect(refused.headers.get('set-cookie')).toBeNull();
    expect((await login()).json()).toEqual({ Success: true });
  });

  it('answers 302 to /Login without a cookie and with one that has expired', async () => {
    expect((await read('Locations', '')).status).toBe(302);
    const cookie = await newCookie();
    now = addMinutes(START, 19);
    expect((await read('Locations', cookie)).status).toBe(200);
    now = addMinutes(START, 20);
    const expired = await read('Locations', cookie);
    expect(expired.status).toBe(302);
    expect(expired.headers.get('location')).toMatch(/^\/Login/);
    expect((await ask(`${simulator.url}/Login`)).text).toContain('<form');
    expect((await read('Locations', await newCookie())).status).toBe(200);
  });

  it('needs no login where the server bypasses it', async () => {
    await restart({ authenticationBypass: true });
    expect((await read('Locations', '')).status).toBe(200);
  });

  it('dates every answer by the injected clock, or wrongly when told so', async () => {
    expect((await login()).headers.get('date')).toBe('Mon, 23 Nov 2026 07:00:00 GMT');
    simulator.faults.inject({ kind: 'wrong-clock', minutes: 5 });
    expect((await login()).headers.get('date')).toBe('Mon, 23 Nov 2026 07:05:00 GMT');
  });

  it('keeps a log of what was asked', async () => {
    const cookie = await newCookie();
    await read('Locations', cookie);
    await read('Nothing', cookie);
    const [first, second, third] = simulator.requests.entries();
    expect(first).toEqual({
      at: START,
      operation: 'login',
      method: 'POST',
      path: '/api.mvc/v1/Authenticate',
      status: 200,
    });
    expect(second).toMatchObject({ operation: 'locations', status: 200 });
    expect(third).toMatchObject({ operation: null, status: 404 });
    expect(simulator.requests.count('locations')).toBe(1);
    simulator.requests.clear();
    expect(simulator.requests.count()).toBe(0);
  });

  it('refuses connections while it is down and comes back on the same port', async () => {
    const { url } = simulator;
    await simulator.goDown();
    await expect(login()).rejects.toThrow();
    await simulator.comeBack();
    expect((await login()).json()).toEqual({ Success: true });
    expect(simulator.url).toBe(url);
  });

  it('says when its port is taken', async () => {
    const port = Number(new URL(simulator.url).port);
    await expect(start({ port })).rejects.toMatchObject({ code: 'port-in-use', context: { port } });
  });

  describe('faults', () => {
    it.each([
      [{ kind: 'server-error' } as const, 500],
      [{ kind: 'server-error', status: 503 } as const, 503],
      [{ kind: 'too-many-requests', retryAfterSeconds: 7 } as const, 429],
      [{ kind: 'redirect-to-login' } as const, 302],
      [{ kind: 'login-page' } as const, 200],
      [{ kind: 'denied' } as const, 200],
    ])('%o happens at each operation for one call only', async (fault, status) => {
      for (const operation of ['login', 'locations', 'rooms', 'bookings'] as const) {
        const cookie = await newCookie();
        const call = () =>
          operation === 'login'
            ? login()
            : read(
                {
                  locations: 'Locations',
                  rooms: 'Rooms?locationId=12',
                  bookings: `RoomBookings?locationId=12&${WINDOW}`,
                }[operation],
                cookie,
              );
        const good = await call();
        simulator.faults.inject({ ...fault, operation, times: 1 });
        const bad = await call();
        expect(bad.status).toBe(status);
        expect(bad.text).not.toBe(good.text);
        if (fault.kind === 'too-many-requests') expect(bad.headers.get('retry-after')).toBe('7');
        if (fault.kind === 'login-page') expect(bad.headers.get('content-type')).toContain('text/html');
        if (fault.kind === 'denied')
          expect(bad.json()).toEqual({ Message: expect.stringContaining('denied') as string });
        expect((await call()).text).toBe(good.text);
      }
    });

    it('slow waits through the injected wait', async () => {
      simulator.faults.inject({ kind: 'slow', milliseconds: 45_000, operation: 'login', times: 1 });
      await login();
      await login();
      expect(waited).toEqual([45_000]);
    });

    it('cut-off breaks in the middle of the body', async () => {
      const cookie = await newCookie();
      simulator.faults.inject({ kind: 'cut-off', operation: 'locations' });
      await expect(read('Locations', cookie)).rejects.toThrow();
      const { promised, received } = await bytesOf(`${simulator.url}/api.mvc/v1/Locations`, { Cookie: cookie });
      expect(promised).toBeGreaterThan(0);
      expect(received).toBe(Math.floor(promised / 2));
    });

    it('empty list, lost page, duplicate rows and unknown status bend the bookings', async () => {
      await restart({ pageLimit: 2 });
      const cookie = await newCookie();
      const page = (number: number) => bookings(`${WINDOW}&page=${String(number)}`, cookie);
      const { faults } = simulator;
      faults.inject({ kind: 'empty-list', operation: 'bookings' });
      expect(await page(1)).toEqual({ Items: [], TotalCount: 0 });
      faults.clear();
      faults.inject({ kind: 'lost-page', page: 2 });
      expect((await page(1)).Items).toHaveLength(2);
      expect(await page(2)).toEqual({ Items: [], TotalCount: 5 });
      faults.clear();
      faults.inject({ kind: 'duplicate-rows', operation: 'bookings' });
      const twice = await page(1);
      expect(twice.Items.map((item) => item.Id)).toEqual([9001, 9001, 9002, 9002]);
      expect(twice.TotalCount).toBe(5);
      faults.clear();
      faults.inject({ kind: 'unknown-status', bookingId: '9002' });
      expect((await page(1)).Items.map((item) => item.Status)).toEqual(['Confirmed', 'Tentative']);
    });

    it('hides one location, its rooms and its bookings, and no other', async () => {
      const cookie = await newCookie();
      simulator.faults.inject({ kind: 'hidden-location', locationId: '12' });
      expect((await read('Locations', cookie)).json()).toEqual([{ Id: 27, Name: 'Nuuk', TimeZone: 'America/Nuuk' }]);
      expect((await read('Rooms?locationId=12', cookie)).json()).toEqual([]);
      expect(await bookings(WINDOW, cookie)).toEqual({ Items: [], TotalCount: 0 });
      expect((await read('Rooms?locationId=27', cookie)).json()).toHaveLength(1);
    });

    it('forgets the cookie in the middle of a round; a new login helps', async () => {
      const cookie = await newCookie();
      simulator.faults.inject({ kind: 'cookie-expired', operation: 'bookings', times: 1 });
      expect((await read('Rooms?locationId=12', cookie)).status).toBe(200);
      expect((await read(`RoomBookings?locationId=12&${WINDOW}`, cookie)).status).toBe(302);
      expect((await read('Rooms?locationId=12', cookie)).status).toBe(302);
      expect((await bookings(WINDOW, await newCookie())).TotalCount).toBe(5);
    });
  });
});
