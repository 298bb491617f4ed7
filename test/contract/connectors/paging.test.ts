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
import type { FieldEquals, Paging, RequestBody } from '../../../shared/profile';
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
  { empty = null, texts = [] }: { readonly empty?: FieldEquals | null; readonly texts?: string[] } = {},
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
    expiredLogin: { statuses: [], redirectsTo: [], isHtml: false, texts, fields: [] },
    root: `${server.url}/api`,
    http,
    userName: '',
    password: () => Promise.resolve(''),
    loginGuard: createLoginGuard(() => clock.now()),
  });
  const client = createProfileClient(`${server.url}/api`, session);
  const work = client.readList(
    'rows',
    { ...asked, path: '/rows', query: {}, answer: 'json', fields: {}, list, paging, empty },
    { values: {}, id: createField(['Id']), context: {} },
    startConversation(null),
  );
  return { work, server };
}

const rows = (from: number, count: number) => Array.from({ length: count }, (_, index) => ({ Id: from + index }));
const size = { parameter: 'size', value: 10 };
const PAGES: Paging = { kind: 'page', in: 'query', parameter: 'page', first: 1, size, total: ['Total'] };
const PAGES_WITHOUT_TOTAL: Paging = { ...PAGES, total: null };
const SKIP: Paging = {
  kind: 'skip-take',
  in: 'query',
  skip: 'skip',
  take: { parameter: 'take', value: 10 },
  total: ['Total'],
};
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

  it.each<[string, Paging, RequestBody, readonly string[]]>([
    [
      'skip and take as numbers in JSON',
      { ...SKIP, in: 'body' },
      { format: 'json', content: { action: 'list' } },
      ['{"action":"list","skip":0,"take":10}', '{"action":"list","skip":10,"take":10}'],
    ],
    [
      'a page at a dotted path, beside what stands there',
      { ...PAGES, in: 'body', parameter: 'request.page.no', size: { parameter: 'request.page.size', value: 10 } },
      { format: 'json', content: { request: { of: 'all' } } },
      ['{"request":{"of":"all","page":{"no":1,"size":10}}}', '{"request":{"of":"all","page":{"no":2,"size":10}}}'],
    ],
    [
      'a page as a text in a form, its name as it stands',
      { ...PAGES, in: 'body', parameter: 'page.no' },
      { format: 'form', content: { of: 'all rooms' } },
      ['of=all+rooms&page.no=1&size=10', 'of=all+rooms&page.no=2&size=10'],
    ],
  ])('in the body: %s', async (_, paging, body, sent) => {
    const bodies: string[] = [];
    const { work, server } = await readList(
      paging,
      (__, response, ___, text) => {
        bodies.push(text);
        json(response, { Rows: rows((bodies.length - 1) * 10, bodies.length === 1 ? 10 : 3), Total: 13 });
      },
      'Rows',
      { method: 'POST', body },
    );
    expect(await work).toMatchObject({ items: rows(0, 13), faults: [] });
    expect(bodies).toEqual(sent);
    expect(server.seen).toEqual(['POST /api/rows', 'POST /api/rows']);
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
    const read = (paging: Paging, handle: (query: URLSearchParams) => unknown, path = 'data.content[].spaces') =>
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
      const deep = await read({ kind: 'none' }, () => houses, 'data[].floors[].spaces');
      expect((await deep.work).items).toEqual([...rows(0, 2), ...rows(5, 1)]);
      const lone = await read(
        { kind: 'none' },
        () => [{ spaces: { Id: 1 } }, { spaces: { error: 'none' } }],
        'data[].spaces',
      );
      expect(await lone.work).toMatchObject({ items: [{ Id: 1 }], faults: [{ context: { rows: 1 } }] });
      const bare = await readList({ kind: 'none' }, (_, response) => json(response, FLOORS), '[].spaces');
      expect((await bare.work).items).toEqual(ROOMS);
    });

    it('R3 a list that stands where an object was expected is no list, least of all an empty one', async () => {
      for (const answer of [[], FLOORS, { data: [] }, { data: FLOORS }, { data: { spaces: [] } }])
        for (const path of ['spaces', 'data.content.spaces', 'data.content[].spaces']) {
          const { work } = await readList({ kind: 'none' }, (_, response) => json(response, answer), path);
          expect((await refusalOf(work)).code).toBe('unexpected-answer');
        }
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

  describe('a list that is left out', () => {
    const NONE: Paging = { kind: 'none' };
    const EMPTY = { at: ['returned'], equals: 0 };
    const asked = { method: 'GET', body: null } as const;
    const readAs = (answer: unknown, empty: FieldEquals | null, list = 'Rows', texts: string[] = []) =>
      readList(NONE, (_, response) => json(response, answer), list, asked, { empty, texts });

    it('is an empty one where the answer says so', async () => {
      const { work } = await readAs({ returned: 0, total: 0 }, EMPTY);
      expect(await work).toEqual({ items: [], faults: [] });
      const { work: asNull } = await readAs({ returned: 0, Rows: null }, EMPTY);
      expect(await asNull).toEqual({ items: [], faults: [] });
      const { work: within } = await readAs(
        { page: { returned: 0 } },
        { at: ['page.returned'], equals: 0 },
        'page.Rows',
      );
      expect(await within).toEqual({ items: [], faults: [] });
    });

    it.each<[string, unknown, FieldEquals | null]>([
      ['nothing says what that means', { returned: 0 }, null],
      ['the answer says something else', { returned: 3 }, EMPTY],
      ['the answer says it with another type', { returned: '0' }, EMPTY],
      ['the answer does not say it', { result: 5, text: 'busy' }, EMPTY],
      ['something else stands in its place', { returned: 0, Rows: 'none' }, EMPTY],
      ['the answer is no object', [{ returned: 0 }], EMPTY],
    ])('is no list where %s (no list is not an empty list)', async (_, answer, empty) => {
      const { work } = await readAs(answer, empty);
      expect((await refusalOf(work)).code).toBe('unexpected-answer');
    });

    it('is no empty list where a text says that the login has run out', async () => {
      const { work } = await readAs({ returned: 0, text: 'You are logged out' }, EMPTY, 'Rows', ['logged out']);
      expect((await refusalOf(work)).code).toBe('access-denied');
    });

    it('ends the pages, and a total that is not reached is told all the same', async () => {
      const pages = (total: number | null) =>
        reasons(
          readList(
            { ...SKIP, total: total === null ? null : ['Total'] },
            (query, response) =>
              json(
                response,
                query.get('skip') === '0' ? { Rows: rows(0, 10), Total: total } : { returned: 0, Total: total },
              ),
            'Rows',
            asked,
            { empty: EMPTY },
          ),
        );
      expect(await pages(null)).toEqual({ count: 10, reasons: [] });
      expect(await pages(15)).toEqual({ count: 10, reasons: ['ids-differ'] });
    });
  });

  it('what is no JSON is told as no data', async () => {
    for (const text of ['', '<!doctype html><html></html>', '{"Rows":[{"Id":1}', 'OK']) {
      const { work } = await readList({ kind: 'none' }, (_, response) => response.end(text));
      expect((await refusalOf(work)).code).toBe('not-data');
    }
  });
});
