import { describe, expect, it } from 'vitest';
import { createUnilockWebApi } from '../../../electron/access/unilock-webapi';
import { createPronestorSource } from '../../../electron/booking/pronestor';
import { createHttp } from '../../../electron/http';
import { accessProfileOf, bookingProfileOf, createLoginGuard } from '../../../electron/profile';
import { createPoliteHttp } from '../../../electron/profile/polite-http';
import { Building, createPronestorSimulator, createUnilockSimulator, House } from '../../../electron/simulator';
import { groupId, locationId, roomId } from '../../../shared/ids';
import { addMs, DAY_MS } from '../../../shared/time';
import { CALL, createFakeClock, createFakeLogger, fakeRandom, PATIENT, refusalOf, startServer, json } from './support';

const ZONE = 'Europe/Copenhagen';
const TWELVE = Array.from({ length: 12 }, (_, n) => String(n + 1));

/**
 * Holds every slow answer until nothing more comes: for so long as it takes to ask another server twenty times. Tells the most that were held at
 * once.
 */
async function createGate() {
  const other = await startServer((_request, response) => json(response, {}));
  const held: (() => void)[] = [];
  let most = 0;
  let isWatched = false;
  async function letGo(): Promise<void> {
    for (let seen = -1, quiet = 0; quiet < 20; quiet = held.length === seen ? quiet + 1 : 0) {
      seen = held.length;
      await (await fetch(other.url)).text();
    }
    isWatched = false;
    for (const go of held.splice(0)) go();
  }
  return {
    most: () => most,
    wait: () =>
      new Promise<void>((go) => {
        held.push(go);
        most = Math.max(most, held.length);
        if (isWatched) return;
        isWatched = true;
        void letGo();
      }),
    close: () => other.close(),
  };
}

const clock = createFakeClock();
const account = { userName: 'moedeklar', password: 'canary-password' };
const ports = () => ({
  userName: account.userName,
  password: () => Promise.resolve(account.password),
  limits: PATIENT,
  clock,
  random: fakeRandom(),
  logger: createFakeLogger(),
  loginGuard: createLoginGuard(() => clock.now()),
});

describe('how much is asked at once', () => {
  it.each([1, 2])(
    'as little as the profile says (%s), login included, and every call carries its headers',
    async (most) => {
      const gate = await createGate();
      const heard = new Set<string>();
      const server = await startServer((request, response) => {
        heard.add(
          [request.headers['x-vd-client'], request.headers.accept, request.headers.authorization ?? 'no token'].join(),
        );
        const { pathname } = new URL(request.url ?? '', 'http://x');
        const answer = pathname.endsWith('/session')
          ? { token: 'tok' }
          : pathname.endsWith('/Locations')
            ? TWELVE.map((Id) => ({ Id, Name: `Sted ${Id}`, TimeZone: ZONE }))
            : [];
        void gate.wait().then(() => json(response, answer));
      });
      const shipped = bookingProfileOf('pronestor-planner');
      const { bookings } = shipped.operations;
      const source = createPronestorSource({
        ...ports(),
        profile: {
          ...shipped,
          headers: { 'X-VD-Client': 'modeklar', accept: 'application/vnd.desk+json' },
          parallel: most,
          login: {
            kind: 'token',
            request: { method: 'POST', path: '/session', query: {}, body: null },
            success: { statuses: [200], field: null },
            refused: { statuses: [401], field: null },
            token: ['token'],
            header: 'Authorization',
            value: 'Bearer {token}',
          },
          operations: { ...shipped.operations, bookings: { ...bookings, list: '', paging: { kind: 'none' } } },
        },
        address: server.url,
      });
      const now = clock.now();
      const asked = { locations: TWELVE.map(locationId), rooms: [], window: { from: now, to: addMs(now, DAY_MS) } };
      const readings = await Promise.all([source.readBookings(asked, CALL), source.readBookings(asked, CALL)]);
      source.close();
      await server.close();
      await gate.close();
      expect(readings).toMatchObject([{ completeness: 'complete' }, { completeness: 'complete' }]);
      expect(gate.most()).toBe(most);
      expect([...heard].sort()).toEqual([
        'modeklar,application/vnd.desk+json,Bearer tok',
        'modeklar,application/vnd.desk+json,no token',
      ]);
    },
  );

  it('what only waits for its turn is given up at once, and is not sent', async () => {
    const waiting: (() => void)[] = [];
    const server = await startServer((_, response) => void waiting.push(() => json(response, {})));
    const http = createPoliteHttp(createHttp({ limits: PATIENT, clock, random: fakeRandom() }), {
      headers: {},
      parallel: 1,
    });
    const request = { kind: 'read', method: 'GET', url: server.url, headers: {}, body: null } as const;
    const first = http.send(request, null);
    await expect.poll(() => waiting).toHaveLength(1);
    const controller = new AbortController();
    const second = refusalOf(http.send(request, controller.signal));
    controller.abort();
    expect((await second).code).toBe('cancelled');
    waiting.forEach((go) => go());
    expect((await first).status).toBe(200);
    http.close();
    await server.close();
    expect(server.seen).toHaveLength(1);
  });

  it('of Pronestor four things, however many locations there are', async () => {
    const gate = await createGate();
    const house = new House({
      locations: TWELVE.map((id) => ({ id: locationId(id), name: `Sted ${id}`, timeZone: ZONE })),
      rooms: TWELVE.map((id) => ({
        id: roomId(`1${id}`),
        name: `Lokale ${id}`,
        locationId: locationId(id),
        capacity: 8,
        preparationMinutes: 0,
        followUpMinutes: 0,
      })),
    });
    const server = await createPronestorSimulator({ house, clock: clock.now, ...account, wait: gate.wait });
    server.faults.inject({ kind: 'slow', milliseconds: 1, operation: 'rooms' });
    server.faults.inject({ kind: 'slow', milliseconds: 1, operation: 'bookings' });
    const source = createPronestorSource({
      ...ports(),
      profile: bookingProfileOf('pronestor-planner'),
      address: server.url,
    });
    const now = clock.now();
    const window = { from: addMs(now, -DAY_MS), to: addMs(now, DAY_MS) };
    const reading = await source.readBookings(
      { locations: TWELVE.map(locationId), rooms: TWELVE.map((id) => roomId(`1${id}`)), window },
      CALL,
    );
    source.close();
    await server.close();
    await gate.close();
    expect(reading).toMatchObject({ completeness: 'complete', troubles: [] });
    expect(reading.rooms).toHaveLength(12);
    expect(gate.most()).toBe(4);
  });

  it('of UniLock four groups, however many there are', async () => {
    const gate = await createGate();
    const building = new Building({
      zone: ZONE,
      points: [],
      tables: [],
      exceptions: [],
      groups: TWELVE.map((id) => ({ id: groupId(id), name: `Gruppe ${id}`, doorIds: [], hours: [] })),
    });
    const server = await createUnilockSimulator({ building, clock: clock.now, ...account, wait: gate.wait });
    server.faults.inject({ kind: 'slow', milliseconds: 1, operation: 'members' });
    const access = createUnilockWebApi({
      ...ports(),
      profile: accessProfileOf('unilock-webapi'),
      address: server.url,
    });
    const reading = await access.observePeople({ groups: TWELVE.map(groupId), withPersons: false, zone: ZONE }, CALL);
    access.close();
    await server.close();
    await gate.close();
    expect(reading.groups).toHaveLength(12);
    expect(gate.most()).toBe(4);
  });
});
