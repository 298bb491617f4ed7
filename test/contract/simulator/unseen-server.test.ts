import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addMs, HOUR_MS, instant, MINUTE_MS } from '../../../shared/time';
import { makeHouse } from '../../unseen/house';
import type { UnseenServer } from '../../unseen/server';
import { changesAmong, READER, ROOT, startUnseenServer } from '../../unseen/server';

const START = Date.UTC(2026, 10, 23, 6);
let now = instant(START);
let server: UnseenServer;
beforeEach(async () => {
  now = instant(START);
  server = await startUnseenServer(makeHouse(), () => now);
});
afterEach(() => server.close());

const ask = (
  path: string,
  headers: Readonly<Record<string, string>> = {},
  more: { readonly method?: string; readonly body?: string | URLSearchParams } = {},
): Promise<Response> =>
  fetch(`${server.site}${path}`, { redirect: 'manual', headers: { Accept: 'application/json', ...headers }, ...more });
const dataOf = async <T>(answer: Promise<Response>): Promise<T> => (await (await answer).json()) as T;

const signIn = async (passphrase: string = READER.passphrase) => {
  const body = new URLSearchParams({ login: READER.login, passphrase });
  const answer = await ask(`${ROOT}/tickets`, {}, { method: 'POST', body });
  const cookie = (answer.headers.get('set-cookie') ?? '').replace(/;.*$/, '');
  return { status: answer.status, said: (await answer.json()) as unknown, cookie };
};
const query = (cookie: string, body: object) =>
  ask(`${ROOT}/occupations/query`, { Cookie: cookie }, { method: 'POST', body: JSON.stringify(body) });

interface Page {
  readonly page: { readonly more?: string; readonly count_all: number };
  readonly occupations: readonly { readonly ref: number }[];
}

const DAY = { property: 'P-01', begin: '2026-11-23 00:00:00', finish: '2026-11-24 00:00:00' };

describe('the server that the invented vendor describes', () => {
  it('gives a ticket of 20 minutes; with an expired one it answers 440, or 302 to its sign-on', async () => {
    const { status, said, cookie } = await signIn();
    expect([status, said]).toEqual([200, { result: 'granted' }]);
    expect(cookie).toMatch(/^RWTICKET=./);
    const statusNow = async () => (await ask(`${ROOT}/properties`, { Cookie: cookie })).status;
    now = addMs(now, 20 * MINUTE_MS - 1);
    expect(await statusNow()).toBe(200);
    now = addMs(now, 1);
    expect(await statusNow()).toBe(440);
    server.expireBy(302);
    const away = await ask(`${ROOT}/properties`, { Cookie: cookie });
    expect([away.status, away.headers.get('location')]).toEqual([302, '/rw/signon']);
  });

  it('rejects a wrong passphrase with 200, and after five in a row everybody for an hour', async () => {
    for (let time = 1; time <= 5; time++)
      expect(await signIn('wrong')).toEqual({ status: 200, said: { result: 'rejected' }, cookie: '' });
    expect((await signIn()).said).toEqual({ result: 'rejected' });
    now = addMs(now, HOUR_MS);
    expect((await signIn()).said).toEqual({ result: 'granted' });
  });

  it('lists properties with the Windows name of their zone, and the halls of all at once', async () => {
    const headers = { Cookie: (await signIn()).cookie };
    expect(await dataOf(ask(`${ROOT}/properties`, headers))).toMatchObject({
      properties: [{ ref: 'P-01', caption: 'Havnegade', clock: 'Romance Standard Time' }, {}, {}],
    });
    expect(await dataOf(ask(`${ROOT}/halls?include=all`, headers))).toMatchObject({
      halls: [
        { ref: 'H-101', property: { ref: 'P-01' }, places: 12, prep: { before_min: 15, after_min: 10 } },
        { ref: 'H-102' },
        { ref: 'H-201', property: { ref: 'P-02' } },
        { ref: 'H-301' },
      ],
    });
    expect((await ask(`${ROOT}/halls`, headers)).status).toBe(400);
  });

  it('reads a property by POST, and its further pages by GET alone, the last one without "more"', async () => {
    const { cookie } = await signIn();
    let answer = await dataOf<Page>(query(cookie, DAY));
    expect(answer.occupations[1]).toMatchObject({
      ref: 11,
      gathering: 1011,
      hall: { ref: 'H-101' },
      span: { begin: '2026-11-23 09:00:00', finish: '2026-11-23 09:45:00' },
      phase: 'FIRM',
      hidden: false,
    });
    const refs: number[] = [];
    for (;;) {
      expect(answer.page.count_all).toBe(7);
      refs.push(...answer.occupations.map(({ ref }) => ref));
      const { more } = answer.page;
      if (more === undefined) break;
      expect((await ask(more, { Cookie: cookie }, { method: 'POST', body: '{}' })).status).toBe(405);
      answer = await dataOf<Page>(ask(more, { Cookie: cookie }));
    }
    expect(refs).toEqual([1, 11, 12, 13, 14, 15, 16]);
  });

  it('gives what touches the window, and understands no other body, time or header', async () => {
    const { cookie } = await signIn();
    const touching = { ...DAY, begin: '2026-11-23 07:30:00', finish: '2026-11-23 08:00:00' };
    expect(await dataOf(query(cookie, touching))).toMatchObject({ page: { count_all: 1 } });
    for (const wrong of [
      { ...DAY, begin: '2026-11-23T00:00:00' },
      { ...DAY, property: 'P-99' },
      { ...DAY, page: 1 },
    ])
      expect((await query(cookie, wrong)).status).toBe(400);
    expect((await ask(`${ROOT}/properties`, { Cookie: cookie, Accept: '*/*' })).status).toBe(406);
  });

  it('knows a call that changes the calendar when it sees one, and a reader may make none', async () => {
    const { cookie } = await signIn();
    const changes = [
      ['PUT', '/occupations/11'],
      ['DELETE', '/occupations/11'],
      ['GET', '/occupations/11/withdraw'],
      ['POST', '/occupations'],
    ] as const;
    for (const [method, path] of changes)
      expect((await ask(`${ROOT}${path}`, { Cookie: cookie }, { method })).status).toBe(403);
    await query(cookie, DAY);
    expect(changesAmong(server.seen)).toEqual(changes.map(([method, path]) => `${method} ${ROOT}${path}`));
  });
});
