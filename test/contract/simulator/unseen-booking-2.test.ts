import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Instant } from '../../../shared/time';
import { addMinutes, addMs, instantFromIso } from '../../../shared/time';
import { bookingGuid, BUILDINGS, makeDiary, spaceGuid } from '../../unseen/booking-2-house';
import type { VenueDesk } from '../../unseen/booking-2-server';
import { changesAmong, READER, ROOT, startVenueDesk } from '../../unseen/booking-2-server';

const DAY = instantFromIso('2026-11-23T00:00:00Z');
const [HAVNEGADE = '', ESPLANADI = '', STRAND = ''] = BUILDINGS.map(({ id }) => id);

let now: Instant;
let server: VenueDesk;
beforeEach(async () => {
  now = DAY;
  server = await startVenueDesk(makeDiary(DAY), () => now);
});
afterEach(() => server.close());

interface Envelope {
  readonly code: number;
  readonly data?: {
    readonly token?: string;
    readonly content?: readonly Readonly<Record<string, unknown>>[];
    readonly number?: number;
    readonly size?: number;
    readonly totalPages?: number;
    readonly totalElements?: number;
  };
}
const ask = (path: string, token: string | null, body?: object, headers: Record<string, string> = {}) =>
  fetch(`${server.site}${ROOT}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      'X-VD-Client': 'a-test',
      'Content-Type': 'application/json',
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
async function told(answer: Promise<Response>): Promise<Envelope> {
  const response = await answer;
  expect(response.status).toBe(200);
  return (await response.json()) as Envelope;
}
const signIn = (password: string = READER.password) => told(ask('/session', null, { user: READER.user, password }));
const tokenNow = async (): Promise<string> => (await signIn()).data?.token ?? '';
const [AFTER, BEFORE] = [DAY / 1000, DAY / 1000 + 86_400];
const search = (token: string, more: object = {}, page = '?page=0&size=100') =>
  told(
    ask(`/bookings/search${page}`, token, { buildingId: HAVNEGADE, endsAfter: AFTER, startsBefore: BEFORE, ...more }),
  );

describe('VenueDesk, as its vendor describes it', () => {
  it('gives a token for 15 minutes, which use does not renew, and blocks a user after five wrong passwords', async () => {
    const token = await tokenNow();
    now = addMs(now, 899_999);
    expect((await told(ask('/buildings', token))).code).toBe(0);
    now = addMs(now, 1);
    expect(await told(ask('/buildings', token))).toEqual({ code: 1103, message: 'token' });
    for (let time = 1; time <= 5; time++) expect((await signIn('wrong')).code).toBe(1101);
    expect((await signIn()).code).toBe(1102);
    now = addMinutes(now, 30);
    expect((await signIn()).code).toBe(0);
  });

  it('wants the name of the caller with every call, and no argument that it does not know', async () => {
    const token = await tokenNow();
    const codeOf = async (answer: Promise<Response>): Promise<number> => (await told(answer)).code;
    expect(await codeOf(ask('/buildings', token, undefined, { 'X-VD-Client': 'a b' }))).toBe(1200);
    for (const query of ['?page=-1', '?size=101', '?size=0', '?sort=name', '?page=0&page=0'])
      expect(await codeOf(ask(`/buildings${query}`, token))).toBe(1200);
    for (const wrong of [{ endsAfter: String(AFTER) }, { startsBefore: AFTER }, { statusId: 2 }])
      expect((await search(token, wrong)).code).toBe(1200);
    expect((await search(token, { startsBefore: AFTER + 604_800 })).code).toBe(0);
    expect((await search(token, { startsBefore: AFTER + 604_801 })).code).toBe(1210);
    expect((await search(token, { buildingId: 'x' })).code).toBe(1404);
    expect(await codeOf(ask('/buildings/x/floors', token))).toBe(1404);
  });

  it('lists buildings, and floors with their spaces, in pages counted from 0', async () => {
    const token = await tokenNow();
    expect(await told(ask('/buildings?page=1&size=2', token))).toMatchObject({
      data: {
        content: [{ buildingId: STRAND, description: 'Strand 9', zone: { iana: 'Europe/London' } }],
        ...{ number: 1, size: 2, totalPages: 2, totalElements: 3 },
      },
    });
    const { data } = await told(ask(`/buildings/${HAVNEGADE}/floors`, token));
    expect(data).toMatchObject({ number: 0, size: 20, totalElements: 4 });
    expect(data?.content?.slice(1, 3)).toMatchObject([
      { floor: '1. sal', spaces: [] },
      { spaces: [{ spaceId: spaceGuid(201), kind: 'MEETING', setupMinutes: 15, teardownMinutes: 10 }, {}, {}, {}] },
    ]);
  });

  it('finds what overlaps the window, in seconds, with all spaces of a booking in one', async () => {
    const token = await tokenNow();
    expect((await search(token)).data).toMatchObject({ totalElements: 133, totalPages: 2 });
    expect((await search(token, {}, '?page=1&size=100')).data?.content).toHaveLength(33);
    expect((await search(token, { buildingId: ESPLANADI })).data).toMatchObject({ totalElements: 1 });
    expect((await search(token, { buildingId: STRAND })).data).toMatchObject({ totalElements: 0, totalPages: 0 });
    const [both] = (await search(token)).data?.content?.filter(({ bookingId }) => bookingId === bookingGuid(31)) ?? [];
    expect(both).toMatchObject({
      spaceIds: [spaceGuid(202), spaceGuid(203)],
      start: AFTER + 11 * 3600,
      end: AFTER + 12.5 * 3600,
      statusId: 2,
      sensitivity: 'Normal',
    });
  });

  it('works at two calls of a token at a time and turns a third away', async () => {
    const token = await tokenNow();
    const answers = await Promise.all([1, 2, 3, 4].map(() => ask('/buildings', token)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.slice(0, 2)).toEqual([200, 200]);
    expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('1');
  });

  it('knows a call that changes the diary, and a reader may make none', async () => {
    const token = await tokenNow();
    const changes = ['/bookings', '/bookings/x/cancel', '/bookings/x/checkin'];
    for (const path of changes) expect((await told(ask(path, token, {}))).code).toBe(1104);
    expect(changesAmong(server.seen)).toEqual(changes.map((path) => `POST ${ROOT}${path}`));
  });
});
