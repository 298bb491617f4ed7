import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttp } from '../../../electron/http';
import {
  createField,
  createLoginGuard,
  createProfileClient,
  createSession,
  startConversation,
} from '../../../electron/profile';
import type { Paging, RequestBody } from '../../../shared/profile';
import type { TestServer } from './support';
import { createFakeClock, fakeRandom, json, PATIENT, refusalOf, startServer } from './support';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Asks a list of a server that answers by `handle(query)`. */
async function readList(
  paging: Paging,
  handle: (query: URLSearchParams, response: ServerResponse, server: () => TestServer, body: string) => void,
  list = 'Rows',
  asked: { readonly method: 'GET' | 'POST'; readonly body: RequestBody | null } = { method: 'GET', body: null },
) {
  let server: TestServer | null = null;
  server = await startServer((request, response, body) =>
    handle(new URL(request.url ?? '', 'http://x').searchParams, response, () => server as TestServer, body),
  );
  const clock = createFakeClock();
  const http = createHttp({ limits: PATIENT, clock, random: fakeRandom() });
  closers.push(server.close, http.close);
  const session = createSession({
    login: { kind: 'none' },
    expiredLogin: { statuses: [], redirectsTo: [], isHtml: false, texts: [], fields: [] },
    root: `${server.url}/api`,
    http,
    userName: '',
    password: () => Promise.resolve(''),
    loginGuard: createLoginGuard(() => clock.now()),
  });
  const client = createProfileClient(`${server.url}/api`, session);
  const work = client.readList(
    'rows',
    { ...asked, path: '/rows', query: {}, answer: 'json', fields: {}, list, paging },
    { values: {}, id: createField(['Id']), context: {} },
    startConversation(null),
  );
  return { work, server };
}

const rows = (from: number, count: number) => Array.from({ length: count }, (_, index) => ({ Id: from + index }));
const size = { parameter: 'size', value: 10 };
const PAGES: Paging = { kind: 'page', parameter: 'page', first: 1, size, total: ['Total'] };
const PAGES_WITHOUT_TOTAL: Paging = { ...PAGES, total: null };
const SKIP: Paging = { kind: 'skip-take', skip: 'skip', take: { parameter: 'take', value: 10 }, total: ['Total'] };
const LINKS: Paging = { kind: 'next-link', next: ['Next'], total: null };

const reasons = async (work: ReturnType<typeof readList>) => {
  const { items, faults } = await (await work).work;
  return { count: items.length, reasons: faults.map(({ code, context }) => context['reason'] ?? code) };
};

describe('paging (R3)', () => {
  it.each<[string, Paging]>([
    ['page numbers with a total', PAGES],
    ['page numbers without a total', PAGES_WITHOUT_TOTAL],
    ['skip and take with a total', SKIP],
    ['skip and take without a total', { ...SKIP, total: null }],
  ])('%s: every page is read, though the server gives less than asked for', async (_, paging) => {
    const found = reasons(
      readList(paging, (query, response) => {
        const skip = query.has('skip') ? Number(query.get('skip')) : (Number(query.get('page')) - 1) * 7;
        json(response, { Rows: rows(skip, 30).filter(({ Id }) => Id < 23 && Id < skip + 7), Total: 23 });
      }),
    );
    expect(await found).toEqual({ count: 23, reasons: [] });
  });

  it('next links: followed to the end, relative or absolute', async () => {
    const found = reasons(
      readList(LINKS, (query, response, server) => {
        const at = Number(query.get('at') ?? 0);
        const next = [`rows?at=1`, `${server().url}/api/rows?at=2`, null][at];
        json(response, { Rows: rows(at * 5, 5), Next: next });
      }),
    );
    expect(await found).toEqual({ count: 15, reasons: [] });
  });

  it('next links: followed by GET without a body, also where the list itself was asked for by POST', async () => {
    const bodies: string[] = [];
    const { work, server } = await readList(
      LINKS,
      (query, response, _, body) => {
        bodies.push(body);
        json(response, query.has('at') ? { Rows: rows(5, 5) } : { Rows: rows(0, 5), Next: 'rows?at=1' });
      },
      'Rows',
      { method: 'POST', body: { format: 'json', content: { of: 'all' } } },
    );
    expect(await work).toMatchObject({ items: rows(0, 10), faults: [] });
    expect(server.seen).toEqual(['POST /api/rows', 'GET /api/rows?at=1']);
    expect(bodies).toEqual(['{"of":"all"}', '']);
  });

  it.each([
    ['another host', 'https://elsewhere.example/api/rows'],
    ['out of the API', '/other/rows'],
  ])('next links: never to %s', async (_, next) => {
    const { work, server } = await readList(LINKS, (__, response) => json(response, { Rows: rows(0, 1), Next: next }));
    expect((await refusalOf(work)).code).toBe('redirected-away');
    expect(server.seen).toHaveLength(1);
  });

  describe('a list in the rows of a list, of which the pages count the rows', () => {
    /** Floors of the house: the rooms 0-9 on the first, none on the next, and so on. */
    const FLOORS = Array.from({ length: 7 }, (_, floor) => ({ spaces: floor % 3 === 1 ? [] : rows(floor * 10, 4) }));
    const ROOMS = FLOORS.flatMap(({ spaces }) => spaces);
    const page = (query: URLSearchParams, of: readonly unknown[] = FLOORS, each = 2) => {
      const skip = query.has('skip') ? Number(query.get('skip')) : (Number(query.get('page') ?? 1) - 1) * each;
      return { content: of.slice(skip, skip + each), total: of.length };
    };
    const read = (paging: Paging, handle: (query: URLSearchParams) => unknown, path = 'data.content.spaces') =>
      readList(paging, (query, response) => json(response, { data: handle(query) }), path);
    const TOLD: Paging = { ...PAGES, total: ['data.total'] };

    it.each<[string, Paging]>([
      ['page numbers with a total', TOLD],
      ['page numbers without', PAGES_WITHOUT_TOTAL],
      ['skip and take with a total', { ...SKIP, total: ['data.total'] }],
      ['skip and take without', { ...SKIP, total: null }],
    ])('%s: every row of every page', async (_, paging) => {
      const { work } = await read(paging, (query) => page(query));
      expect(await work).toEqual({ items: ROOMS, faults: [] });
    });

    it('an empty outer list is an empty list; rows that are all empty are too', async () => {
      for (const of of [[], [{ spaces: [] }], [{ spaces: [] }, { spaces: [] }, { spaces: [] }]])
        for (const paging of [TOLD, PAGES_WITHOUT_TOTAL, { kind: 'none' } as const])
          expect(await reasons(read(paging, (query) => page(query, of, 10)))).toEqual({ count: 0, reasons: [] });
    });

    it('R3 a row without its list is a fault, not an empty list; the others are read', async () => {
      for (const broken of [{}, { spaces: null }, { spaces: 'none' }, null, 7]) {
        const found = await reasons(read(TOLD, (query) => page(query, [FLOORS[0], broken, FLOORS[2]])));
        expect(found).toEqual({ count: 8, reasons: ['inner-list-missing'] });
      }
    });

    it('R3 no outer list is no list', async () => {
      for (const nothing of [{}, { content: null }, { content: {} }]) {
        const { work } = await read(TOLD, () => nothing);
        expect((await refusalOf(work)).code).toBe('unexpected-answer');
      }
    });

    it('R3 a row that stands on two pages, and so hides another, is told; so is a page that comes again and again', async () => {
      const shifted = [...FLOORS.slice(0, 2), ...FLOORS.slice(1, 2), ...FLOORS.slice(0, 1), ...FLOORS.slice(4)];
      expect((await reasons(read(TOLD, (query) => page(query, shifted)))).reasons).toEqual(['ids-differ']);
      const { work, server } = await read(PAGES_WITHOUT_TOTAL, () => ({ content: [{ spaces: [] }] }));
      expect((await work).faults).toMatchObject([{ context: { reason: 'page-repeated' } }]);
      expect(server.seen).toHaveLength(2);
    });

    it('lists in lists in lists, a bare list, and one object in place of an inner list', async () => {
      const houses = [
        { floors: [{ spaces: rows(0, 2) }, { spaces: [] }] },
        { floors: [] },
        { floors: [{ spaces: rows(5, 1) }] },
      ];
      const deep = await read({ kind: 'none' }, () => houses, 'data.floors.spaces');
      expect((await deep.work).items).toEqual([...rows(0, 2), ...rows(5, 1)]);
      const lone = await read(
        { kind: 'none' },
        () => [{ spaces: { Id: 1 } }, { spaces: { error: 'none' } }],
        'data.spaces',
      );
      expect(await lone.work).toMatchObject({ items: [{ Id: 1 }], faults: [{ context: { rows: 1 } }] });
      const bare = await readList({ kind: 'none' }, (_, response) => json(response, FLOORS), 'spaces');
      expect((await bare.work).items).toEqual(ROOMS);
    });
  });

  it('a total that changes between pages is told', async () => {
    const found = reasons(
      readList(PAGES, (query, response) =>
        json(response, { Rows: rows(Number(query.get('page')) * 10, 10), Total: 25 + Number(query.get('page')) }),
      ),
    );
    expect((await found).reasons).toEqual(['total-changed']);
  });

  it('a page that is empty before the total is reached is told', async () => {
    const found = reasons(
      readList(PAGES, (query, response) =>
        json(response, { Rows: query.get('page') === '1' ? rows(0, 10) : [], Total: 25 }),
      ),
    );
    expect(await found).toEqual({ count: 10, reasons: ['ids-differ'] });
  });

  it('more distinct ids than the total are told', async () => {
    const found = reasons(readList(PAGES, (_, response) => json(response, { Rows: rows(0, 10), Total: 9 })));
    expect((await found).reasons).toEqual(['ids-differ']);
  });

  it('a server that knows no paging and gives the same page again and again is told, not asked for ever', async () => {
    const { work, server } = await readList(PAGES_WITHOUT_TOTAL, (_, response) =>
      json(response, { Rows: rows(0, 10) }),
    );
    expect((await work).faults.map(({ context }) => context['reason'])).toEqual(['page-repeated']);
    expect(server.seen.length).toBeLessThan(4);
  });

  it('a later page that fails is told, and what came is kept', async () => {
    const found = reasons(
      readList(PAGES, (query, response) =>
        query.get('page') === '1' ? json(response, { Rows: rows(0, 10), Total: 20 }) : json(response, {}, 500),
      ),
    );
    expect(await found).toEqual({ count: 10, reasons: ['server-error', 'page-missing'] });
  });

  it('an item without id counts as one of its own', async () => {
    const found = reasons(
      readList(PAGES, (_, response) => json(response, { Rows: [...rows(0, 2), {}, null], Total: 4 })),
    );
    expect(await found).toEqual({ count: 4, reasons: [] });
  });

  it('one object instead of a list is a list of one; an error message is not', async () => {
    expect(await reasons(readList({ kind: 'none' }, (_, response) => json(response, { Rows: { Id: 1 } })))).toEqual({
      count: 1,
      reasons: [],
    });
    expect(await reasons(readList({ kind: 'none' }, (_, response) => json(response, { Id: 1 }), ''))).toEqual({
      count: 1,
      reasons: [],
    });
    for (const answer of [{ Message: 'An error has occurred.' }, { Rows: null }, { Rows: 'none' }, null, 7, {}]) {
      const { work } = await readList({ kind: 'none' }, (_, response) => json(response, answer));
      expect((await refusalOf(work)).code).toBe('unexpected-answer');
    }
    const { work } = await readList(
      { kind: 'none' },
      (_, response) => json(response, { Message: 'An error has occurred.' }),
      '',
    );
    expect((await refusalOf(work)).code).toBe('unexpected-answer');
  });

  it('what is no JSON is told as no data', async () => {
    for (const text of ['', '<!doctype html><html></html>', '{"Rows":[{"Id":1}', 'OK']) {
      const { work } = await readList({ kind: 'none' }, (_, response) => response.end(text));
      expect((await refusalOf(work)).code).toBe('not-data');
    }
  });
});
