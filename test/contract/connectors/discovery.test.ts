import { afterEach, describe, expect, it } from 'vitest';
import pronestor from '../../../build/profiles/pronestor-planner.json';
import { createLoginGuard, discoverServer, readProfileText } from '../../../electron/profile';
import type { Discovery } from '../../../shared/dto';
import { parseBookingProfile } from '../../../shared/profile';
import { CALL, createFakeClock, createFakeLogger, fakeRandom, json, PATIENT, startServer } from './support';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A server that shows its root, with or without the login of the profile, and notes every request. */
async function discover(
  page: string | object,
  options: { readonly needsLogin?: boolean; readonly acceptedPosts?: readonly string[] } = {},
): Promise<{ readonly found: Discovery; readonly seen: readonly string[] }> {
  const server = await startServer((request, response, body) => {
    if (request.url === '/api.mvc/v1/Authenticate') {
      const isRight = (JSON.parse(body) as { Password?: string }).Password === 'p';
      return json(response, { Success: isRight }, 200, { 'Set-Cookie': 'in=yes; Path=/' });
    }
    if (options.needsLogin === true && request.headers.cookie !== 'in=yes') {
      response.writeHead(302, { Location: '/Login' });
      return void response.end();
    }
    if (request.url !== '/api.mvc') return json(response, {}, 404);
    if (typeof page !== 'string') return json(response, page);
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(page);
  });
  closers.push(server.close);
  const clock = createFakeClock();
  const found = await discoverServer(
    {
      profile: parseBookingProfile(pronestor),
      address: server.url,
      userName: 'u',
      password: () => Promise.resolve('p'),
      limits: PATIENT,
      clock,
      random: fakeRandom(),
      logger: createFakeLogger(),
      loginGuard: createLoginGuard(() => clock.now()),
      acceptedPosts: options.acceptedPosts ?? [],
      draftId: 'found',
      draftTitle: (host) => host,
      zone: 'Europe/Copenhagen',
    },
    CALL,
  );
  return { found, seen: server.seen };
}

const proposed = ({ proposals }: Discovery): string[] =>
  proposals.map(({ operation, found }) => `${operation}: ${found ?? '-'}`);
const confidenceOf = ({ proposals }: Discovery, operation: string): number =>
  proposals.find((each) => each.operation === operation)?.confidence ?? -1;
const draftOf = ({ draft }: Discovery) => {
  const { profile, faults } = readProfileText(draft ?? '');
  expect(faults).toEqual([]);
  if (profile?.kind !== 'booking-source') throw new Error('no draft of a booking source');
  return profile;
};

/** As a helpful server writes it: a table of methods, tables of types, and much that changes things. */
const TABLE = `<!doctype html><html><head><title>API</title><script>var a = "GET /v1/Trap";</script></head><body>
<h1>Planner API</h1><p>Use <code>POST /v2/Session/Login</code> first.</p>
<table><tr><th>Method</th><th>HTTP verb</th><th>Parameters</th><th>Returns</th></tr>
<tr><td><a href="/api.mvc/v2/sites">sites</a></td><td>GET</td><td></td><td>List&lt;Site&gt;</td></tr>
<tr><td>/v2/sites/{siteId}/meetingRooms</td><td>GET</td><td>siteId: int</td><td>MeetingRoom[]</td></tr>
<tr><td>/v2/roomReservations</td><td>GET</td><td>int siteId, DateTime startDate, DateTime endDate, int offset, int limit</td><td>ReservationPage</td></tr>
<tr><td>/v2/roomReservations</td><td>POST</td><td>Reservation r</td><td>int</td></tr>
<tr><td>/v2/roomReservations/{id}/cancel</td><td>GET</td><td>id: int</td><td>bool</td></tr>
<tr><td>/v2/meetingRooms/{id}</td><td>DELETE</td><td>id</td><td></td></tr>
</table>
<h2>Site</h2><table><tr><th>Field</th><th>Type</th></tr><tr><td>SiteId</td><td>int</td></tr><tr><td>DisplayName</td><td>string</td></tr><tr><td>TimeZoneId</td><td>string</td></tr></table>
<h2>MeetingRoom</h2><ul><li>RoomCode : string</li><li>Name : string</li><li>Seats : int</li></ul>
<h2>ReservationPage</h2><table><tr><th>Field</th><th>Type</th></tr><tr><td>Results</td><td>Reservation[]</td></tr><tr><td>TotalCount</td><td>int</td></tr></table>
<h2>Reservation</h2><table><tr><th>Field</th><th>Type</th></tr><tr><td>ReservationId</td><td>int</td></tr><tr><td>RoomId</td><td>string</td></tr><tr><td>StartTime</td><td>DateTime</td></tr><tr><td>EndTime</td><td>DateTime</td></tr><tr><td>Title</td><td>string</td></tr><tr><td>State</td><td>string</td></tr><tr><td>Owner</td><td>Person</td></tr></table>
</body></html>`;

describe('what a server says of itself', () => {
  it('is read from tables of methods and types, and becomes a draft that the program takes', async () => {
    const { found } = await discover(TABLE);
    expect(proposed(found)).toEqual([
      'login: POST /v2/Session/Login',
      'locations: GET /v2/sites',
      'rooms: GET /v2/sites/{siteId}/meetingRooms',
      'bookings: GET /v2/roomReservations',
    ]);
    for (const operation of ['locations', 'rooms', 'bookings'])
      expect(confidenceOf(found, operation)).toBeGreaterThan(0.7);
    const { operations, login } = draftOf(found);
    expect(login).toMatchObject({ kind: 'cookie', request: { path: '/v2/Session/Login' } });
    expect(operations.locations.fields).toMatchObject({ id: ['SiteId'], name: ['DisplayName'], zone: ['TimeZoneId'] });
    expect(operations.rooms).toMatchObject({
      path: '/v2/sites/{locationId}/meetingRooms',
      asked: 'per-location',
      fields: { id: ['RoomCode'], capacity: ['Seats'] },
    });
    expect(operations.bookings).toMatchObject({
      query: { siteId: '{locationId}', startDate: '{from}', endDate: '{to}' },
      asked: 'per-location',
      list: 'Results',
      paging: { kind: 'skip-take', skip: 'offset', take: { parameter: 'limit' }, total: ['TotalCount'] },
      fields: { id: ['ReservationId'], start: ['StartTime'], end: ['EndTime'], status: ['State'], room: ['RoomId'] },
    });
    expect(operations.bookings.fields.organiser?.at).toEqual(['Owner']);
  });

  it('is read from a bare list of links and from lines of text, with less confidence', async () => {
    const page = `<ul><li><a href="/api.mvc/v1/Locations">Locations</a><li><a href="v1/Rooms?locationId=1">Rooms</a>
      <li><a href='/api.mvc/v1/RoomBookings?locationId=1&from=x&to=y'>RoomBookings</a><li><a href="/api.mvc/v1/CancelBooking?id=1">CancelBooking</a>
      <li><a href="/help/contact">Contact</a><li><a href="mailto:x@y.z">Mail</a></ul><pre>bool DeleteRoom(int id)\nRoom[] GetRooms(int locationId)</pre>`;
    const { found } = await discover(page);
    expect(proposed(found).slice(1)).toEqual([
      'locations: GET /v1/Locations',
      'rooms: GET /v1/Rooms',
      'bookings: GET /v1/RoomBookings',
    ]);
    expect(confidenceOf(found, 'bookings')).toBeLessThan(0.7);
    expect(
      found.operations
        .filter(({ use }) => use === 'change')
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['/DeleteRoom', '/v1/CancelBooking']);
    expect(draftOf(found).operations.bookings.query).toEqual({
      locationId: '{locationId}',
      from: '{from}',
      to: '{to}',
    });
  });

  it('is read from OpenAPI, types and all', async () => {
    const list = (name: string) => ({
      responses: {
        200: {
          content: {
            'application/json': { schema: { type: 'array', items: { $ref: `#/components/schemas/${name}` } } },
          },
        },
      },
    });
    const query = (...names: string[]) => names.map((name) => ({ name, in: 'query', schema: { type: 'string' } }));
    const { found } = await discover({
      openapi: '3.0.1',
      paths: {
        '/locations': { get: list('Location'), post: {} },
        '/rooms': { get: { ...list('Room'), parameters: query('locationId') }, put: {} },
        '/bookings': { get: { ...list('Booking'), parameters: query('roomId', 'from', 'to') }, delete: {} },
      },
      components: {
        schemas: {
          Location: { properties: { id: { type: 'integer' }, name: { type: 'string' } } },
          Room: { properties: { id: { type: 'integer' }, name: {}, locationId: {} } },
          Booking: { properties: { id: {}, roomId: {}, start: {}, end: {}, subject: {}, status: {} } },
        },
      },
    });
    expect(found.format).toBe('json');
    expect(proposed(found).slice(1)).toEqual([
      'locations: GET /locations',
      'rooms: GET /rooms',
      'bookings: GET /bookings',
    ]);
    const { operations, times } = draftOf(found);
    expect(operations.bookings).toMatchObject({ asked: 'per-room', query: { roomId: '{roomId}' }, list: '' });
    // No zone is described, so one is assumed.
    expect(times.zone).toEqual({ fixed: 'Europe/Copenhagen' });
    expect(found.operations.filter(({ use }) => use !== 'change').map(({ verb }) => verb)).toEqual([
      'GET',
      'GET',
      'GET',
    ]);
  });

  it('is read from a list of a house’s own, as objects or as texts', async () => {
    const { found } = await discover({
      methods: [
        { name: 'GetLocations', httpMethod: 'GET', parameters: [], returns: 'Location[]' },
        { name: 'GetRooms', httpMethod: 'GET', parameters: [{ name: 'locationId', type: 'int' }], returns: 'Room[]' },
        'GET /v1/Bookings?locationId={locationId}&start={start}&end={end}',
        { name: 'SaveBooking', httpMethod: 'GET', parameters: [{ name: 'id', type: 'int' }], returns: 'bool' },
      ],
      types: [{ name: 'Room', fields: ['Id: int', 'Name: string', 'Capacity: int'] }],
    });
    expect(proposed(found).slice(1)).toEqual([
      'locations: GET /GetLocations',
      'rooms: GET /GetRooms',
      'bookings: GET /v1/Bookings',
    ]);
    expect(found.operations.find(({ name }) => name === 'SaveBooking')).toMatchObject({
      use: 'change',
      because: 'save',
    });
    expect(draftOf(found).operations.rooms.fields.capacity).toEqual(['Capacity']);
  });

  it('is asked for with the login where it is shown to nobody else', async () => {
    const { found, seen } = await discover(TABLE, { needsLogin: true });
    expect(found.neededLogin).toBe(true);
    expect(confidenceOf(found, 'bookings')).toBeGreaterThan(0.7);
    expect(seen.filter((line) => line.startsWith('POST'))).toEqual(['POST /api.mvc/v1/Authenticate']);
  });

  it('calls nothing that is listed: only descriptions are read', async () => {
    const { seen } = await discover(TABLE);
    expect(seen).toEqual(['GET /api.mvc']);
  });

  it('takes a POST that is named like a read only when a person says so, and no other', async () => {
    const page = '<pre>POST /v1/SearchBookings\nPOST /v1/CreateBooking\nPOST /v1/Rooms\nGET /v1/Locations</pre>';
    const without = await discover(page);
    expect(proposed(without.found)[3]).toBe('bookings: -');
    const accepted = ['/v1/SearchBookings', '/v1/CreateBooking', '/v1/Rooms'];
    const { found } = await discover(page, { acceptedPosts: accepted });
    expect(proposed(found).slice(2)).toEqual(['rooms: -', 'bookings: POST /v1/SearchBookings']);
    expect(draftOf(found).operations.bookings.method).toBe('POST');
    expect(found.draft).not.toContain('CreateBooking');
  });

  it.each([
    ['a page of nothing', '<html><body><h1>Welcome</h1></body></html>'],
    ['a list of nothing but changes', '<ul><li>POST /v1/CreateBooking<li>GET /v1/DeleteRoom<li>PUT /v1/Rooms</ul>'],
    ['broken HTML', '<table><tr><td><ul><li><a href="'],
    ['an empty object', {}],
    ['data instead of a list', [{ Id: 1, Name: 'x', Type: 'GET' }]],
  ])('makes no draft of %s', async (_name, page) => {
    const { found } = await discover(page);
    expect(found.draft).toBeNull();
    expect(proposed(found)).toEqual(['login: -', 'locations: -', 'rooms: -', 'bookings: -']);
  });
});
