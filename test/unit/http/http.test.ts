import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../../electron/http';
import { createHttp, failureOf } from '../../../electron/http';
import { isPrivateAddress } from '../../../electron/http/private-addresses';
import type { TestServer } from '../../contract/connectors/support';
import { instant } from '../../../shared/time';
import { createFakeClock, fakeRandom, json, QUICK, refusalOf, startServer } from '../../contract/connectors/support';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const clock = createFakeClock();

function makeHttp(limits = QUICK) {
  const http = createHttp({ limits, clock, random: fakeRandom() });
  closers.push(() => http.close());
  return http;
}

async function serve(handle: Parameters<typeof startServer>[0]): Promise<TestServer> {
  const server = await startServer(handle);
  closers.push(() => server.close());
  return server;
}

const get = (url: string, kind: HttpRequest['kind'] = 'read'): HttpRequest => ({
  kind,
  method: 'GET',
  url,
  headers: {},
  body: null,
});

describe('one http client', () => {
  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('gives status, headers and text of a complete answer, unpacked from %s', async (encoding, pack) => {
    const server = await serve((request, response) => {
      expect(request.headers['accept-encoding']).toContain(encoding);
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': encoding });
      response.end(pack('{"name":"Mødelokale"}'));
    });
    const answer = await makeHttp().send(get(`${server.url}/a?b=c`), null);
    expect(answer).toMatchObject({ status: 200, text: '{"name":"Mødelokale"}' });
    expect(server.seen).toEqual(['GET /a?b=c']);
  });

  it('W10 repeats a read after 500, 503 and a lost connection, a bounded number of times', async () => {
    let turn = 0;
    const server = await serve((_, response) => {
      turn += 1;
      if (turn === 1) response.destroy();
      else if (turn === 2) json(response, {}, 503);
      else json(response, { turn });
    });
    expect((await makeHttp().send(get(server.url), null)).text).toBe('{"turn":3}');
    const always = await serve((_, response) => json(response, {}, 500));
    expect((await makeHttp().send(get(always.url), null)).status).toBe(500);
    expect(always.seen).toHaveLength(QUICK.tries);
  });

  it('W10 repeats a read over a new connection: after a restart of the server every kept one is dead', async () => {
    const known = new Set<Socket>();
    const waiting: (() => void)[] = [];
    const PARALLEL = QUICK.tries + 1;
    const server = await serve((request, response) => {
      if (known.has(request.socket)) {
        request.socket.resetAndDestroy();
      } else if (request.url === '/once-more') {
        json(response, {});
      } else {
        known.add(request.socket);
        waiting.push(() => json(response, {}));
        // All at once, so that each has a connection of its own.
        if (waiting.length === PARALLEL) for (const answer of waiting) answer();
      }
    });
    const http = makeHttp();
    await Promise.all(Array.from({ length: PARALLEL }, () => http.send(get(server.url), null)));
    expect(known.size).toBe(PARALLEL);
    expect((await http.send(get(`${server.url}/once-more`), null)).status).toBe(200);
    expect(server.seen.filter((one) => one.endsWith('/once-more'))).toHaveLength(2);
  });

  it.each(['login', 'write'] as const)('W10 never repeats a %s', async (kind) => {
    const failing = await serve((_, response) => json(response, {}, 500));
    expect((await makeHttp().send(get(failing.url, kind), null)).status).toBe(500);
    expect(failing.seen).toHaveLength(1);
    const cutting = await serve((_, response) => response.destroy());
    expect((await refusalOf(makeHttp().send(get(cutting.url, kind), null))).code).toBe('connection-lost');
    expect(cutting.seen).toHaveLength(1);
  });

  it('honours Retry-After up to its bound, and does not wait beyond it', async () => {
    const asked = async (retryAfter: string) => {
      const server = await serve((_, response) => json(response, {}, 429, { 'Retry-After': retryAfter }));
      const own = createFakeClock();
      const http = createHttp({ limits: QUICK, clock: own, random: fakeRandom() });
      const answer = await http.send(get(server.url), null);
      http.close();
      return { waits: own.waits, failure: failureOf(answer) };
    };
    expect((await asked('7')).waits).toEqual([7000, 7000]);
    const long = await asked('3600');
    expect(long.waits).toEqual([]);
    expect(long.failure).toMatchObject({ code: 'too-many-requests', context: { retryAfterSeconds: 3600 } });
  });

  it('waits a little longer before each new try, and never twice the same for two programs', async () => {
    const waits = async (chance: number) => {
      const server = await serve((_, response) => json(response, {}, 503));
      const own = createFakeClock();
      const http = createHttp({ limits: QUICK, clock: own, random: fakeRandom(chance) });
      await http.send(get(server.url), null);
      http.close();
      return own.waits;
    };
    expect(await waits(0)).toEqual([250, 500]);
    expect(await waits(0.5)).toEqual([500, 1000]);
  });

  it('waits for a cold start as long as its limit for the first answer, not as long as between two pieces', async () => {
    let isWarm = false;
    const server = await serve((_, response) => {
      if (isWarm) return json(response, {});
      isWarm = true;
      setTimeout(() => json(response, { cold: true }), 60);
    });
    const http = makeHttp({ ...QUICK, firstAnswerMs: 5_000, idleMs: 30 });
    expect((await http.send(get(server.url), null)).text).toBe('{"cold":true}');
  });

  it('never follows a redirect and tells where it would lead, without the query', async () => {
    const server = await serve((_, response) => {
      response.writeHead(302, { Location: '/Login?secret=canary' });
      response.end();
    });
    const answer = await makeHttp().send(get(server.url), null);
    expect(server.seen).toHaveLength(1);
    expect(failureOf(answer)).toMatchObject({ code: 'redirected-away', context: { status: 302, to: '/Login' } });
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
  ])('stops an answer larger than the cap, also when it was packed small by %s', async (encoding, pack) => {
    const packed = pack(Buffer.alloc(8 * 1024 * 1024));
    expect(packed.length).toBeLessThan(QUICK.maxAnswerBytes / 50);
    const server = await serve((_, response) => {
      response.writeHead(200, { 'Content-Encoding': encoding });
      response.end(packed);
    });
    expect((await refusalOf(makeHttp().send(get(server.url), null))).code).toBe('answer-too-large');
    expect(server.seen).toHaveLength(1);
  });

  it('gives up when no answer begins, and when one stops in the middle', async () => {
    const silent = await serve(() => undefined);
    expect(await refusalOf(makeHttp({ ...QUICK, firstAnswerMs: 40 }).send(get(silent.url), null))).toMatchObject({
      code: 'timed-out',
      context: { phase: 'first-answer' },
    });
    const stalling = await serve((_, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('half');
    });
    expect(await refusalOf(makeHttp({ ...QUICK, idleMs: 40 }).send(get(stalling.url), null))).toMatchObject({
      code: 'timed-out',
      context: { phase: 'idle' },
    });
  });

  it('gives up when TLS does not come about in time', async () => {
    const sockets: Socket[] = [];
    const mute = createTcpServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    closers.push(() => {
      sockets.forEach((socket) => socket.destroy());
      mute.close();
    });
    const url = `https://127.0.0.1:${String((mute.address() as AddressInfo).port)}`;
    expect(await refusalOf(makeHttp({ ...QUICK, connectMs: 40 }).send(get(url), null))).toMatchObject({
      code: 'timed-out',
      context: { phase: 'connect' },
    });
  });

  it('tells a half answer as a lost connection', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('half', () => response.destroy());
    });
    expect((await refusalOf(makeHttp().send(get(server.url), null))).code).toBe('connection-lost');
    expect(server.seen).toHaveLength(QUICK.tries);
  });

  it('tells names that do not exist and ports where nobody listens', async () => {
    const gone = await startServer(() => undefined);
    await gone.close();
    expect((await refusalOf(makeHttp().send(get(gone.url), null))).code).toBe('connection-refused');
    expect((await refusalOf(makeHttp().send(get('https://nobody.invalid/'), null))).code).toBe('address-not-found');
  });

  it('refuses plain http to public addresses without connecting', async () => {
    expect((await refusalOf(makeHttp().send(get('http://192.0.2.7/'), null))).code).toBe('insecure-address');
    expect((await refusalOf(makeHttp().send(get('http://[2001:db8::1]/'), null))).code).toBe('insecure-address');
  });

  it('allows plain http to a name of this machine', async () => {
    const server = await serve((_, response) => json(response, {}));
    expect((await makeHttp().send(get(`http://localhost:${String(server.port)}/`), null)).status).toBe(200);
  });

  it.each([
    ['127.0.0.1', true],
    ['10.1.2.3', true],
    ['172.31.0.1', true],
    ['172.32.0.1', false],
    ['192.168.1.1', true],
    ['169.254.9.9', true],
    ['8.8.8.8', false],
    ['::1', true],
    ['fd00::1', true],
    ['fe80::1', true],
    ['2001:db8::1', false],
    ['::ffff:10.0.0.1', true],
    ['::ffff:8.8.8.8', false],
    ['no address', false],
  ])('knows whether %s is private: %s', (address, expected) => {
    expect(isPrivateAddress(address)).toBe(expected);
  });

  it('carries cookies from one call to the next, also to parallel ones, until they are forgotten', async () => {
    const cookies: (string | undefined)[] = [];
    const server = await serve((request, response) => {
      cookies.push(request.headers.cookie);
      json(response, {}, 200, { 'Set-Cookie': 'session=abc; Path=/; HttpOnly' });
    });
    const http = makeHttp();
    const first = await http.send(get(server.url), null);
    await Promise.all([http.send(get(server.url), null), http.send(get(server.url), null)]);
    http.forgetLogin();
    await http.send(get(server.url), null);
    expect(cookies).toEqual([undefined, 'session=abc', 'session=abc', undefined]);
    expect(JSON.stringify(first)).not.toContain('abc');
  });

  it.each([
    ['in step', 0, 0],
    ['five minutes ahead', 300_000, 300_000],
    ['five minutes behind', -300_000, -299_001],
  ])('R7 measures a server clock that is %s', async (_, offset, expected) => {
    const server = await serve((__, response) => {
      response.sendDate = false;
      json(response, {}, 200, { Date: new Date(clock.now() + offset).toUTCString() });
    });
    clock.set(instant(Date.UTC(2026, 10, 23, 8)));
    expect((await makeHttp().send(get(server.url), null)).clockSkewMs).toBe(expected);
  });

  it('keeps a connection for the reads that follow, and takes a new one for each write (W10)', async () => {
    const sockets = new Set<unknown>();
    const server = await serve((request, response) => {
      sockets.add(request.socket);
      json(response, {});
    });
    const http = makeHttp();
    for (let turn = 0; turn < 5; turn++) await http.send(get(server.url), null);
    expect(sockets.size).toBe(1);
    for (let turn = 0; turn < 2; turn++) await http.send(get(server.url, 'write'), null);
    expect(sockets.size).toBe(3);
  });

  it('ends at once when aborted, before, between tries and in the middle of an answer', async () => {
    const stalling = await serve((_, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('half');
    });
    const controller = new AbortController();
    const waiting = refusalOf(makeHttp({ ...QUICK, idleMs: 5_000 }).send(get(stalling.url), controller.signal));
    const poll = setInterval(() => stalling.seen.length > 0 && controller.abort(), 5);
    expect((await waiting).code).toBe('cancelled');
    clearInterval(poll);
    expect((await refusalOf(makeHttp().send(get(stalling.url), controller.signal))).code).toBe('cancelled');
  });

  it('P20 keeps passwords and cookies out of what it throws', async () => {
    const server = await serve((_, response) => response.destroy());
    const error = await refusalOf(
      makeHttp().send(
        {
          ...get(`${server.url}/?q=canary-query`, 'write'),
          headers: { Authorization: 'canary-header' },
          body: 'canary-body',
        },
        null,
      ),
    );
    const dumped = [JSON.stringify(error), error.stack, JSON.stringify(error.toWire()), String(error.cause)].join('\n');
    expect(dumped).not.toContain('canary');
  });
});
