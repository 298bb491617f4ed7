import { request as plainRequest } from 'node:http';
import { request } from 'node:https';
import type { Socket } from 'node:net';
import { connect } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { createPronestorSource } from '../../../electron/booking/pronestor';
import { createLoginGuard } from '../../../electron/profile';
import { House } from '../../../electron/simulator';
import { locationId } from '../../../shared/ids';
import { BOOKING_DIALECTS } from '../../dialects/booking-dialects';
import { ACCOUNT } from '../../dialects/entrances';
import type { DialectProxy } from '../../dialects/proxy';
import { AUTHORITY, bookingProfileFor, HOST_BEHIND_PROXY, standingServer } from '../../dialects/start';
import { CALL, createFakeClock, createFakeLogger, fakeRandom, QUICK } from './support';

const clock = createFakeClock();
const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function standing(where: 'behind-a-proxy' | 'under-a-private-authority') {
  const dialect = BOOKING_DIALECTS.find(({ stands }) => stands === where);
  if (dialect === undefined) throw new RangeError(`none stands ${where}`);
  const locations = [{ id: locationId('1'), name: 'Sted', timeZone: 'Europe/Copenhagen' }];
  const stood = await standingServer(dialect, new House({ locations, rooms: [] }), clock);
  closers.push(stood.close);
  return { dialect, ...stood };
}

/** Status of a GET over TLS, by a socket where one was made. */
const statusOf = (url: URL, headers: Record<string, string>, tunnel?: Socket): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request(url, {
      headers,
      ca: AUTHORITY,
      ...(tunnel === undefined
        ? { agent: false }
        : { createConnection: () => connect({ socket: tunnel, servername: url.hostname, ca: AUTHORITY }) }),
    })
      .on('response', (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });

/** A tunnel through the proxy, or the status of its refusal. */
const tunnelTo = (proxy: DialectProxy, host: string): Promise<Socket | number | undefined> =>
  new Promise((resolve, reject) => {
    plainRequest(proxy.url, { method: 'CONNECT', path: `${host}:443`, agent: false })
      .on('connect', ({ statusCode }, socket: Socket) => {
        if (statusCode === 200) return resolve(socket);
        socket.destroy();
        resolve(statusCode);
      })
      .on('error', reject)
      .end();
  });

describe('servers that stand where not everybody gets to', () => {
  it('one under a private authority speaks to whoever believes it, and the program tells that it does not', async () => {
    const { dialect, address } = await standing('under-a-private-authority');
    const headers = { 'x-planner-login': `${ACCOUNT.userName}:${dialect.password}` };
    expect(await statusOf(new URL(`${address}/rest/location`), headers)).toBe(200);
    const source = createPronestorSource({
      profile: bookingProfileFor(dialect),
      address,
      userName: ACCOUNT.userName,
      password: () => Promise.resolve(dialect.password),
      limits: { ...QUICK, connectMs: 10_000, firstAnswerMs: 10_000 },
      clock,
      random: fakeRandom(),
      logger: createFakeLogger(),
      loginGuard: createLoginGuard(() => clock.now()),
    });
    closers.push(() => source.close());
    const { troubles } = await source.readPlaces(CALL);
    expect(troubles.map(({ code }) => code)).toEqual(['certificate-not-trusted']);
  });

  it('one behind a proxy is reached through its tunnel alone', async () => {
    const { address, proxy } = await standing('behind-a-proxy');
    if (proxy === null) throw new RangeError('no proxy');
    expect(await tunnelTo(proxy, 'elsewhere.example')).toBe(403);
    const tunnel = await tunnelTo(proxy, HOST_BEHIND_PROXY);
    if (typeof tunnel !== 'object') throw new RangeError('no tunnel');
    const login = Buffer.from(`${ACCOUNT.userName}:${ACCOUNT.password}`, 'utf8').toString('base64');
    const headers = { Authorization: `Basic ${login}`, Connection: 'close' };
    expect(await statusOf(new URL(`${address}locations.json`), headers, tunnel)).toBe(200);
    expect(proxy.asked).toEqual(['elsewhere.example:443', `${HOST_BEHIND_PROXY}:443`]);
  });
});
