import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttp } from '../../../electron/http';
import type { LoginGuard, SessionRequest } from '../../../electron/profile';
import { createLoginGuard, createSession, isObject, startConversation } from '../../../electron/profile';
import type { ExpiredLogin, Login } from '../../../shared/profile';
import { createFakeClock, fakeRandom, json, PATIENT, refusalOf, startServer } from './support';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const COOKIE: Login = {
  kind: 'cookie',
  request: {
    method: 'POST',
    path: '/login',
    query: {},
    body: { format: 'form', content: { u: '{userName}', p: '{password}' } },
  },
  success: { statuses: [200], field: null },
  refused: { statuses: [401], field: null },
};
const REFUSED = { statuses: [401], field: null };
const BASIC: Login = { kind: 'basic', refused: REFUSED };
const TOKEN: Login = {
  ...COOKIE,
  kind: 'token',
  refused: { statuses: [401], field: { at: ['code'], equals: [1101, 1102] } },
  token: ['data.token'],
  header: 'X-Session',
  value: 'Bearer {token}',
};
const EXPIRED: ExpiredLogin = {
  statuses: [401],
  redirectsTo: ['/login'],
  isHtml: true,
  texts: ['denied'],
  fields: [{ at: ['code'], equals: 1103 }],
};

async function makeSession(
  login: Login,
  handle: (request: IncomingMessage, response: ServerResponse, body: string) => void,
  guard?: LoginGuard,
  password = () => Promise.resolve('pa:ss"word'),
) {
  const server = await startServer(handle);
  const clock = createFakeClock();
  const http = createHttp({ limits: PATIENT, clock, random: fakeRandom() });
  closers.push(server.close, http.close);
  const session = createSession({
    login,
    expiredLogin: EXPIRED,
    root: server.url,
    http,
    userName: 'anna',
    password,
    loginGuard: guard ?? createLoginGuard(() => clock.now()),
  });
  const ask = (path = '/data') => session.send(request(`${server.url}${path}`), startConversation(null));
  return { server, session, ask };
}

const request = (url: string): SessionRequest => ({
  operation: 'data',
  kind: 'read',
  method: 'GET',
  url,
  headers: {},
  body: null,
  format: 'json',
  hasData: (answer) => isObject(answer) && 'Rows' in answer,
});

describe('login by cookie', () => {
  it('logs in once for parallel calls, by form, and once again when the cookie runs out for all', async () => {
    let valid = '';
    let count = 0;
    const { server, ask } = await makeSession(COOKIE, (incoming, response, body) => {
      if (incoming.url === '/login') {
        expect(new URLSearchParams(body).get('p')).toBe('pa:ss"word');
        valid = `s${String((count += 1))}`;
        json(response, {}, 200, { 'Set-Cookie': `s=${valid}; Path=/` });
      } else if (incoming.headers.cookie === `s=${valid}`) json(response, { Rows: [] });
      else json(response, {}, 302, { Location: '/LOGIN?again=1' });
    });
    await Promise.all(Array.from({ length: 6 }, () => ask()));
    expect(count).toBe(1);
    valid = 'gone';
    const replies = await Promise.all(Array.from({ length: 6 }, () => ask()));
    expect(replies.every(({ answer }) => answer.status === 200)).toBe(true);
    expect(count).toBe(2);
    expect(server.seen.filter((line) => line.includes('/login'))).toHaveLength(2);
  });

  it.each([
    ['/front-page', null],
    ['/login?failed=1', 'redirected-away'],
  ])('where a redirect is the success, what counts is where it leads: %s', async (to, refused) => {
    const form: Login = { ...COOKIE, success: { statuses: [302], field: null } };
    const { ask } = await makeSession(form, (incoming, response) => {
      if (incoming.url !== '/login') return json(response, { Rows: [] });
      response.writeHead(302, { Location: to, 'Content-Type': 'text/html' }).end('<html>Object moved</html>');
    });
    if (refused === null) expect((await ask()).data).toEqual({ Rows: [] });
    else expect(await refusalOf(ask())).toMatchObject({ code: refused, context: { operation: 'login' } });
  });

  it('a call that learns late that its cookie ran out uses the login that others have made since', async () => {
    let valid = '';
    let count = 0;
    let late: (() => void) | null = null;
    const { ask } = await makeSession(COOKIE, (incoming, response) => {
      if (incoming.url === '/login') {
        valid = `s${String((count += 1))}`;
        json(response, {}, 200, { 'Set-Cookie': `s=${valid}; Path=/` });
      } else if (incoming.headers.cookie === `s=${valid}`) json(response, { Rows: [] });
      else if (incoming.url === '/late') late = () => json(response, {}, 401);
      else json(response, {}, 401);
    });
    await ask();
    valid = 'gone';
    const slow = ask('/late');
    await expect.poll(() => late).not.toBeNull();
    expect((await ask()).answer.status).toBe(200);
    expect(count).toBe(2);
    late!();
    expect((await slow).answer.status).toBe(200);
    expect(count).toBe(2);
  });

  it('one new login per failed call: a login that never holds is told, not tried for ever', async () => {
    const { server, ask } = await makeSession(COOKIE, (incoming, response) =>
      incoming.url === '/login' ? json(response, {}) : json(response, { Message: 'Access DENIED.' }),
    );
    expect((await refusalOf(ask())).code).toBe('login-expired');
    expect(server.seen).toHaveLength(4);
  });

  it('a meeting that is called "denied" is data', async () => {
    const { ask, server } = await makeSession(COOKIE, (incoming, response) =>
      incoming.url === '/login' ? json(response, {}) : json(response, { Rows: [{ Title: 'denied' }], Note: 'denied' }),
    );
    expect((await ask()).answer.status).toBe(200);
    expect(server.seen).toHaveLength(2);
  });

  it('403 where only 401 means expired is for the caller to judge', async () => {
    const { ask } = await makeSession(COOKIE, (incoming, response) =>
      incoming.url === '/login' ? json(response, {}) : json(response, {}, 403),
    );
    expect((await ask()).answer.status).toBe(403);
  });

  it('an abort ends the waiting for a shared login, not the login', async () => {
    let release: (() => void) | null = null;
    const { server, session, ask } = await makeSession(COOKIE, (incoming, response) => {
      if (incoming.url === '/login') release = () => json(response, {});
      else json(response, { Rows: [] });
    });
    const controller = new AbortController();
    const aborted = refusalOf(session.send(request(`${server.url}/data`), startConversation(controller.signal)));
    const patient = ask();
    await expect.poll(() => release).not.toBeNull();
    controller.abort();
    expect((await aborted).code).toBe('cancelled');
    release!();
    expect((await patient).answer.status).toBe(200);
    expect(server.seen.filter((line) => line.includes('/login'))).toHaveLength(1);
  });
});

describe('login by a token in the answer', () => {
  const shut = (response: ServerResponse) => json(response, { code: 1103, message: 'token', data: { Rows: [] } });

  it('one login for parallel calls and one more when a field inside a 200 says that it has run out, data or none', async () => {
    let valid = '';
    let count = 0;
    const { server, ask } = await makeSession(TOKEN, (incoming, response) => {
      if (incoming.url === '/login') {
        expect(incoming.headers['x-session']).toBeUndefined();
        valid = `t-${String((count += 1))}`;
        json(response, { code: 0, data: { token: valid } });
      } else if (incoming.headers['x-session'] === `Bearer ${valid}`) json(response, { code: 0, Rows: [1] });
      else shut(response);
    });
    await Promise.all(Array.from({ length: 6 }, () => ask()));
    expect(count).toBe(1);
    valid = 'gone';
    const replies = await Promise.all(Array.from({ length: 6 }, () => ask()));
    expect(replies.map(({ data }) => data)).toEqual(Array.from({ length: 6 }, () => ({ code: 0, Rows: [1] })));
    expect(server.seen.filter((line) => line.includes('/login'))).toHaveLength(2);
  });

  it('a login that never holds is told, not tried for ever', async () => {
    const { server, ask } = await makeSession(TOKEN, (incoming, response) =>
      incoming.url === '/login' ? json(response, { data: { token: 'x' } }) : shut(response),
    );
    expect(await refusalOf(ask())).toMatchObject({ code: 'login-expired', context: { operation: 'data' } });
    expect(server.seen).toHaveLength(4);
  });

  it.each([
    ['without it', { code: 0, data: {} }],
    ['with an empty one', { code: 0, data: { token: ' ' } }],
    ['with one that no header can carry', { code: 0, data: { token: 'secret-canary\r\nX-Evil: 1' } }],
    ['with something else in its place', { code: 0, data: { token: { secret: 'secret-canary' } } }],
  ])('an answer %s is trouble with the server, no success and no refusal', async (_, answer) => {
    const guard = createLoginGuard(() => createFakeClock().now(), { refusals: 1, lastRefusedAt: null });
    const { server, ask } = await makeSession(TOKEN, (__, response) => json(response, answer), guard);
    const refusal = await refusalOf(ask());
    expect(refusal).toMatchObject({ code: 'unexpected-answer', context: { operation: 'login', path: 'data.token' } });
    expect(JSON.stringify(refusal.toWire())).not.toContain('canary');
    expect(guard.state().refusals).toBe(1);
    expect(server.seen).toHaveLength(1);
  });

  it.each([1101, 1102])(
    'W11 a refusal is one of several values of a field (%s); parallel calls are one',
    async (code) => {
      const guard = createLoginGuard(() => createFakeClock().now());
      const { server, ask } = await makeSession(TOKEN, (_, response) => json(response, { code }), guard);
      const codes = await Promise.all(Array.from({ length: 5 }, async () => (await refusalOf(ask())).code));
      expect(new Set(codes)).toEqual(new Set(['login-refused']));
      expect(guard.state().refusals).toBe(1);
      expect(server.seen).toHaveLength(1);
    },
  );
});

describe('a field inside a 200 that says that the login has run out', () => {
  it.each<[string, unknown, number]>([
    ['the value itself', { code: 1103, Rows: [] }, 4],
    ['the value as a text is another one', { code: '1103', Rows: [] }, 2],
    ['a field of an item is none of the answer', { Rows: [{ code: 1103 }] }, 2],
    ['a bare list has no fields', [{ code: 1103 }], 2],
  ])('%s', async (_, answer, calls) => {
    const { server, ask } = await makeSession(COOKIE, (incoming, response) =>
      json(response, incoming.url === '/login' ? {} : answer),
    );
    await ask().catch((thrown: unknown) => expect(thrown).toMatchObject({ code: 'login-expired' }));
    expect(server.seen).toHaveLength(calls);
  });

  it('counts in a 2xx alone', async () => {
    const { server, ask } = await makeSession(COOKIE, (incoming, response) =>
      incoming.url === '/login' ? json(response, {}) : json(response, { code: 1103 }, 404),
    );
    expect((await ask()).answer.status).toBe(404);
    expect(server.seen).toHaveLength(2);
  });
});

describe('a password that is changed while the program runs', () => {
  it.each<[string, Login]>([
    ['cookie', COOKIE],
    ['basic', BASIC],
    ['header', { kind: 'header', header: 'X-Key', value: '{password}', refused: REFUSED }],
    ['token', { ...TOKEN, header: 'X-Key', value: '{token}' }],
  ])('is asked for anew at the next login by %s, without a restart', async (_, login) => {
    let right = 'old';
    let typed = 'old';
    const guard = createLoginGuard(() => createFakeClock().now());
    const isRight = (incoming: IncomingMessage, body: string): boolean =>
      incoming.headers['x-key'] === right ||
      incoming.headers.authorization === `Basic ${Buffer.from(`anna:${right}`).toString('base64')}` ||
      new URLSearchParams(body).get('p') === right ||
      incoming.headers.cookie === `s=${right}`;
    const { ask } = await makeSession(
      login,
      (incoming, response, body) => {
        if (!isRight(incoming, body)) json(response, {}, 401);
        else json(response, { Rows: [], data: { token: right } }, 200, { 'Set-Cookie': `s=${right}; Path=/` });
      },
      guard,
      () => Promise.resolve(typed),
    );
    expect((await ask()).answer.status).toBe(200);
    right = 'new';
    expect((await refusalOf(ask())).code).toBe('login-refused');
    typed = 'new';
    guard.reset();
    expect((await ask()).answer.status).toBe(200);
    expect(guard.state().refusals).toBe(0);
  });
});

describe('a server without login', () => {
  it('is sent neither password nor cookie of its own making, and its refusal counts as no refused login', async () => {
    let status = 200;
    const guard = createLoginGuard(() => createFakeClock().now());
    const sent: unknown[] = [];
    const { ask } = await makeSession(
      { kind: 'none' },
      (incoming, response) => {
        sent.push(incoming.headers.authorization, incoming.headers.cookie);
        json(response, { Rows: [] }, status);
      },
      guard,
      () => Promise.reject(new Error('the password was asked for')),
    );
    expect((await ask()).answer.status).toBe(200);
    status = 401;
    expect((await refusalOf(ask())).code).toBe('access-denied');
    expect(guard.state().refusals).toBe(0);
    expect(new Set(sent)).toEqual(new Set([undefined]));
  });
});

describe('login with every request', () => {
  it.each<[Login, string, string]>([
    [BASIC, 'authorization', `Basic ${Buffer.from('anna:pa:ss"word').toString('base64')}`],
    [
      { kind: 'header', header: 'X-Api-Key', value: '{userName}/{password}', refused: REFUSED },
      'x-api-key',
      'anna/pa:ss"word',
    ],
    [{ kind: 'none' }, 'authorization', ''],
  ])('%j', async (login, header, expected) => {
    const { ask } = await makeSession(login, (incoming, response) =>
      json(response, { Rows: [], sent: incoming.headers[header] ?? '' }),
    );
    expect((await ask()).data).toMatchObject({ sent: expected });
  });

  it('W11 parallel calls with a wrong password are one refusal, because one goes ahead alone', async () => {
    const { server, ask } = await makeSession(BASIC, (_, response) => json(response, {}, 401));
    const codes = await Promise.all(Array.from({ length: 5 }, async () => (await refusalOf(ask())).code));
    expect(new Set(codes)).toEqual(new Set(['login-refused']));
    expect(server.seen).toHaveLength(1);
  });

  describe.each<[string, (refused: Extract<Login, { kind: 'basic' }>['refused']) => Login]>([
    ['basic', (refused) => ({ kind: 'basic', refused })],
    ['header', (refused) => ({ kind: 'header', header: 'X-Key', value: '{password}', refused })],
  ])('refused inside a 200, by %s', (_, loginWith) => {
    const IN_ANSWER = { statuses: [401], field: { at: ['result'], equals: 1 } };
    /** A server that knows one key, says all with 200, and answers reads and writes alike. */
    const strict = async (right: () => string, guard?: LoginGuard, refused = IN_ANSWER, typed = () => 'typed') =>
      makeSession(
        loginWith(refused),
        (incoming, response) => {
          const sent = [incoming.headers['x-key'], incoming.headers.authorization];
          const key = right();
          const isRight = sent.includes(key) || sent.includes(`Basic ${Buffer.from(`anna:${key}`).toString('base64')}`);
          json(response, isRight ? { result: 0, Rows: [] } : { result: 1, text: 'key unknown' });
        },
        guard,
        () => Promise.resolve(typed()),
      );
    const write = (url: string): SessionRequest => ({
      ...request(url),
      kind: 'write',
      method: 'POST',
      body: '{}',
      format: null,
      hasData: null,
    });

    it('W11 parallel calls with a wrong key are one refusal and one call', async () => {
      const { server, ask } = await strict(() => 'another');
      const codes = await Promise.all(Array.from({ length: 5 }, async () => (await refusalOf(ask())).code));
      expect(new Set(codes)).toEqual(new Set(['login-refused']));
      expect(server.seen).toHaveLength(1);
    });

    it('W11 a write with a wrong key is the login’s refusal, and nothing is sent in the pause after it', async () => {
      const { server, session, ask } = await strict(() => 'another');
      const sent = session.send(write(`${server.url}/data`), startConversation(null));
      expect((await refusalOf(sent)).code).toBe('login-refused');
      expect((await refusalOf(ask())).code).toBe('login-refused');
      expect(server.seen).toHaveLength(1);
    });

    it('a key that is withdrawn later is refused then, once for all who have it under way', async () => {
      let key = 'typed';
      let typed = 'typed';
      const guard = createLoginGuard(() => createFakeClock().now());
      const { ask } = await strict(
        () => key,
        guard,
        IN_ANSWER,
        () => typed,
      );
      expect((await ask()).data).toMatchObject({ result: 0 });
      key = 'new';
      const codes = await Promise.all(Array.from({ length: 3 }, async () => (await refusalOf(ask())).code));
      expect(new Set(codes)).toEqual(new Set(['login-refused']));
      expect(guard.state().refusals).toBe(1);
      typed = 'new';
      guard.reset();
      expect((await ask()).data).toMatchObject({ result: 0 });
    });

    it('a 401 counts only where it is named, and is no proof of the key where it is not', async () => {
      const guard = createLoginGuard(() => createFakeClock().now());
      const { server, ask } = await makeSession(
        loginWith({ statuses: [418], field: null }),
        (incoming, response) => json(response, {}, incoming.url === '/teapot' ? 418 : 401),
        guard,
      );
      expect((await refusalOf(ask())).code).toBe('access-denied');
      expect(guard.state().refusals).toBe(0);
      const codes = await Promise.all([1, 2, 3].map(async () => (await refusalOf(ask('/teapot'))).code));
      expect(new Set(codes)).toEqual(new Set(['login-refused']));
      expect([guard.state().refusals, server.seen.filter((line) => line.includes('teapot')).length]).toEqual([1, 1]);
    });
  });

  it('trouble of the server is no proof of the password, and no refusal either', async () => {
    let status = 500;
    const { ask } = await makeSession(BASIC, (_, response) => json(response, { Rows: [] }, status));
    expect((await ask()).answer.status).toBe(500);
    status = 200;
    expect((await Promise.all([ask(), ask()])).map(({ answer }) => answer.status)).toEqual([200, 200]);
  });

  it.each([
    ['granted', { statuses: [200], field: { at: ['result'], equals: 'granted' } }, null],
    ['rejected', { statuses: [200], field: { at: ['result'], equals: 'granted' } }, 'login-refused'],
    ['rejected', { statuses: [200], field: null }, 'login-refused'],
    ['granted', { statuses: [200], field: null }, null],
  ] as const)(
    'W11 a server that says yes and no with one status: the field decides (%s)',
    async (result, success, refused) => {
      const { ask } = await makeSession(
        {
          ...COOKIE,
          success: { ...success, statuses: [...success.statuses] },
          refused: { statuses: [200], field: { at: ['result'], equals: 'rejected' } },
        },
        (incoming, response) => {
          if (incoming.url === '/login') json(response, { result }, 200, { 'Set-Cookie': 's=1; Path=/' });
          else if (incoming.headers.cookie === undefined) json(response, {}, 401);
          else json(response, { Rows: [] });
        },
      );
      if (refused === null) expect((await ask()).answer.status).toBe(200);
      else expect((await refusalOf(ask())).code).toBe(refused);
    },
  );
});
