import type { Fault, OperationName, StruckFaults } from '../../electron/simulator/faults';
import type { Guest } from '../../electron/simulator';
import type { Period } from '../../shared/time';
import type { BookingWorld, Row } from './booking-world';
import { pageOf } from './booking-world';
import { ACCOUNT, basicEntrance, cookieEntrance, headerEntrance, openDoor } from './entrances';
import type { DialectAnswer, DialectRequest, Operation, Speech } from './server';
import { htmlAnswer, jsonAnswer } from './server';
import {
  dayMonthYear,
  daysBetween,
  dotnetDate,
  element,
  isoLocal,
  isoOffset,
  isoSpace,
  isoUtc,
  wallOf,
  windowOf,
  xmlAnswer,
} from './wording';

/** One way in which a booking system may talk. Its profile is `profiles/<name>.json`. */
export interface BookingDialect {
  readonly name: string;
  /** What a person types after the host. */
  readonly typed: string;
  readonly password: string;
  /** Where it stands; left out: plain http on this network. */
  readonly stands?: 'behind-a-proxy' | 'under-a-private-authority';
  /** What is in rooms that nobody asks for is never seen. */
  readonly isAskedPerRoom?: boolean;
  /** One page of the first location lost, in a way that this dialect can notice. */
  readonly lostPage: Fault;
  speak(world: BookingWorld): Speech;
}

const TOKEN = '6d1f.token-for-tests';
const PAGE_OF_FIRST: Fault = { kind: 'lost-page', page: 1, operation: 'bookings', locationId: '1' };

const reads = (
  operation: OperationName,
  answer: (struck: StruckFaults) => DialectAnswer,
  locationId?: string,
): Operation => ({ context: { operation, ...(locationId === undefined ? {} : { locationId }) }, answer });

/** The bookings of one location under the faults, or the answer to a caller who does not speak the dialect. */
const inWindow = (
  window: Period | null,
  answer: (window: Period) => DialectAnswer,
  misunderstood: DialectAnswer = jsonAnswer({ message: 'from and to, please' }, 400),
): DialectAnswer => (window === null ? misunderstood : answer(window));

const NOT_THERE = jsonAnswer({ message: 'no such page' }, 404);
const isLost = (struck: StruckFaults, index = 0): boolean => struck.get('lost-page')?.page === index + 1;
const wholeOf = (text: unknown): number => (/^\d+$/.test(String(text)) ? Number(text) : Number.NaN);
const wordOf = (words: Readonly<Record<string, string | number>>, status: string): string | number =>
  words[status] ?? status;
const jsonOf = (request: DialectRequest): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(request.body) as Record<string, unknown>;
  } catch {
    // Another dialect's body: nothing of what is asked for is in it.
    return {};
  }
};
/** "/a/{1}/b" against the path: the parts in braces, or null. */
const partsOf = (pattern: RegExp, path: string): readonly string[] | null => pattern.exec(path)?.slice(1) ?? null;

const xmlWindowsZones: BookingDialect = {
  name: 'xml-windows-zones',
  typed: '/planner/service/',
  password: ACCOUNT.password,
  lostPage: PAGE_OF_FIRST,
  speak(world) {
    const no = xmlAnswer(element('Fault', {}, [element('Reason', {}, { text: 'Adgang nægtet' })]), 403);
    const result = (ok: boolean) => xmlAnswer(element('LoginResult', {}, [element('Ok', {}, { text: String(ok) })]));
    const text = (name: string, value: unknown): string => element(name, {}, { text: String(value) });
    const person = (name: string, { name: called, email, isExternal }: Guest): string =>
      element(name, { External: String(isExternal) }, [text('Name', called), text('Mail', email)]);
    const entry = (row: Row): string =>
      element('Entry', { Key: row.id }, [
        text('Meeting', row.meetingId),
        text('RoomNumber', row.room.id),
        text('Begin', isoLocal.write(row.from, row.zone)),
        text('Finish', isoLocal.write(row.to, row.zone)),
        text('Heading', row.title),
        text('Private', row.isPrivate ? 1 : 0),
        text('State', row.status.toUpperCase()),
        person('Owner', row.organiser),
        element(
          'Guests',
          {},
          row.attendees.map((guest) => person('Guest', guest)),
        ),
      ]);
    return {
      entrance: cookieEntrance('planner.sid', {
        isLogin: ({ method, path }) => method === 'POST' && path === '/planner/service/logon',
        given: ({ body }) => {
          const [, user = '', secret = ''] = /<User>(.*)<\/User><Secret>(.*)<\/Secret>/.exec(body) ?? [];
          const plain = (escaped: string): string =>
            escaped.replace(/&(amp|lt|gt);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>' })[name] ?? '');
          return [plain(user), plain(secret)];
        },
        welcome: result(true),
        refusal: result(false),
        stranger: no,
      }),
      denied: { ...no, status: 200 },
      find({ path, query }) {
        if (path === '/planner/service/locations')
          return reads('locations', (struck) =>
            xmlAnswer(
              element(
                'Locations',
                { xmlns: 'urn:planner' },
                world
                  .locations(struck)
                  .map(({ id, name }) =>
                    element('Location', { No: id }, [text('Title', name), text('Zone', 'Romance Standard Time')]),
                  ),
              ),
            ),
          );
        const [at] = partsOf(/^\/planner\/service\/locations\/(\d+)\/rooms$/, path) ?? [];
        if (at !== undefined)
          return reads(
            'rooms',
            (struck) =>
              xmlAnswer(
                element(
                  'Rooms',
                  {},
                  world
                    .rooms(at, struck)
                    .map((room) =>
                      element('Room', { No: room.id, Seats: room.capacity }, [
                        text('Title', room.name),
                        element('Margins', { Before: room.preparationMinutes, After: room.followUpMinutes }),
                      ]),
                    ),
                ),
              ),
            at,
          );
        if (path !== '/planner/service/calendar') return null;
        const location = query.get('loc') ?? '';
        return reads(
          'bookings',
          (struck) =>
            inWindow(
              windowOf(isoLocal, query.get('begin'), query.get('finish'), world.zoneOf(location)),
              (window) => {
                const rows = world.bookings({ location, window }, struck);
                const page = pageOf(rows, wholeOf(query.get('page')), wholeOf(query.get('rows')), struck);
                return xmlAnswer(
                  element('Calendar', { Total: rows.length }, [element('Entries', {}, page.map(entry))]),
                );
              },
              { ...no, status: 400 },
            ),
          location,
        );
      },
    };
  },
};

const skipTakeWrapped: BookingDialect = {
  name: 'skip-take-wrapped',
  typed: '/odata',
  password: TOKEN,
  lostPage: PAGE_OF_FIRST,
  speak(world) {
    const wrapped = (results: readonly unknown[], count: number) => jsonAnswer({ d: { results, __count: count } });
    const all = (rows: readonly unknown[]) => wrapped(rows, rows.length);
    return {
      entrance: headerEntrance('x-api-key', TOKEN, jsonAnswer({ error: { code: 'Unauthorized' } }, 401)),
      denied: jsonAnswer({ error: 'Access denied' }),
      find({ path, query }) {
        const location = query.get('site') ?? '';
        switch (path) {
          case '/odata/Sites':
            return reads('locations', (struck) =>
              all(world.locations(struck).map((site) => ({ SiteId: site.id, Tz: { Iana: site.timeZone } }))),
            );
          case '/odata/Spaces':
            return reads(
              'rooms',
              (struck) =>
                all(
                  world.rooms(location, struck).map((room) => ({
                    SpaceId: room.id,
                    Label: room.name,
                    Buffer: { Before: String(room.preparationMinutes), After: String(room.followUpMinutes) },
                  })),
                ),
              location,
            );
          case '/odata/Reservations':
            return reads(
              'bookings',
              (struck) =>
                inWindow(
                  windowOf(isoOffset, query.get('from'), query.get('until'), world.zoneOf(location)),
                  (window) => {
                    const rows = world.bookings({ location, window }, struck);
                    const [skip, top] = [wholeOf(query.get('$skip')), wholeOf(query.get('$top'))];
                    const page = pageOf(rows, skip / top, top, struck);
                    return wrapped(
                      page.map((row) => ({
                        ReservationId: Number(row.id),
                        Parent: { MeetingId: Number(row.meetingId) },
                        Space: { SpaceId: Number(row.room.id) },
                        When: { Start: isoOffset.write(row.from, row.zone), Stop: isoOffset.write(row.to, row.zone) },
                        Secret: row.isPrivate,
                        Title: row.title,
                        State: row.status.toLowerCase(),
                        People: row.attendees.map(({ email, isExternal }) => ({ email, guest: isExternal })),
                      })),
                      rows.length,
                    );
                  },
                ),
              location,
            );
          default:
            return null;
        }
      },
    };
  },
};

const nextLinks: BookingDialect = {
  name: 'next-links',
  typed: '',
  password: TOKEN,
  lostPage: PAGE_OF_FIRST,
  speak(world) {
    const PAGE = 1;
    return {
      entrance: headerEntrance('authorization', `Bearer ${TOKEN}`, jsonAnswer({ title: 'Unauthorized' }, 401)),
      denied: jsonAnswer({ title: 'Request denied', status: 'forbidden' }),
      find({ path, query }) {
        if (path === '/v3/locations')
          return reads('locations', (struck) =>
            jsonAnswer({
              _embedded: {
                locations: world.locations(struck).map(({ id, name, timeZone }) => ({ id, name, zone: timeZone })),
              },
              _links: {},
            }),
          );
        const [rooms] = partsOf(/^\/v3\/locations\/(\d+)\/rooms$/, path) ?? [];
        if (rooms !== undefined)
          return reads(
            'rooms',
            (struck) =>
              jsonAnswer({
                _embedded: {
                  rooms: world.rooms(rooms, struck).map((room) => ({
                    id: room.id,
                    name: room.name,
                    setup: room.preparationMinutes,
                    teardown: room.followUpMinutes,
                  })),
                },
              }),
            rooms,
          );
        const [location] = partsOf(/^\/v3\/locations\/(\d+)\/bookings$/, path) ?? [];
        if (location === undefined) return null;
        return reads(
          'bookings',
          (struck) =>
            inWindow(windowOf(isoUtc, query.get('from'), query.get('to'), 'UTC'), (window) => {
              const rows = world.bookings({ location, window }, struck);
              const index = wholeOf(query.get('cursor') ?? '0');
              // Nothing counts the rows, so a lost page is one that does not come.
              if (isLost(struck, index)) return NOT_THERE;
              const onward = new URLSearchParams([...query].filter(([name]) => name !== 'cursor'));
              onward.set('cursor', String(index + 1));
              const hasMore = (index + 1) * PAGE < rows.length;
              return jsonAnswer({
                _embedded: {
                  bookings: pageOf(rows, index, PAGE, struck).map((row) => ({
                    id: row.id,
                    meeting: { id: row.meetingId },
                    room: { id: row.room.id },
                    start: isoUtc.write(row.from, 'UTC'),
                    end: isoUtc.write(row.to, 'UTC'),
                    subject: row.title,
                    confidential: row.isPrivate ? 'yes' : 'no',
                    status: row.status,
                    organizer: row.organiser,
                    participants: row.attendees,
                  })),
                },
                _links: hasMore ? { next: { href: `/v3/locations/${location}/bookings?${onward.toString()}` } } : {},
              });
            }),
          location,
        );
      },
    };
  },
};

const dotnetDenied: BookingDialect = {
  name: 'dotnet-denied',
  typed: '/Planner.asmx',
  password: ACCOUNT.password,
  lostPage: PAGE_OF_FIRST,
  speak(world) {
    // This serialiser escapes the slashes of its dates.
    const wrapped = (d: unknown): DialectAnswer => {
      const answer = jsonAnswer({ d });
      return { ...answer, body: (answer.body ?? '').replace(/\/(Date\(\d+\+0100\))\//g, '\\/$1\\/') };
    };
    const denied = jsonAnswer({ Message: 'Access is denied.', StackTrace: null, ExceptionType: 'Planner.NoAccess' });
    const states = { Confirmed: 'Bekræftet', Pending: 'Afventer', Cancelled: 'Aflyst', NoShow: 'Udeblevet' };
    return {
      entrance: cookieEntrance('.ASPXAUTH', {
        isLogin: ({ path }) => path === '/Planner.asmx/LogOn',
        given: (request) => [jsonOf(request)['user'], jsonOf(request)['pass']],
        welcome: wrapped(true),
        refusal: wrapped(false),
        stranger: denied,
      }),
      denied,
      find(request) {
        if (request.method !== 'POST') return null;
        const asked = jsonOf(request);
        const location = String(asked['locationId']);
        switch (request.path) {
          case '/Planner.asmx/GetLocations':
            return reads('locations', (struck) =>
              wrapped(
                world.locations(struck).map((one) => ({
                  __type: 'Planner.Location',
                  LocationID: Number(one.id),
                  LocationName: one.name,
                  TimeZoneId: 'Romance Standard Time',
                })),
              ),
            );
          case '/Planner.asmx/GetRooms':
            return reads(
              'rooms',
              (struck) =>
                wrapped(
                  world.rooms(location, struck).map((room) => ({
                    ResourceID: Number(room.id),
                    ResourceName: room.name,
                    PrepTime: room.preparationMinutes,
                    CleanTime: room.followUpMinutes,
                  })),
                ),
              location,
            );
          case '/Planner.asmx/GetBookings':
            return reads(
              'bookings',
              (struck) =>
                inWindow(windowOf(dotnetDate, asked['start'], asked['end'], 'UTC'), (window) =>
                  isLost(struck)
                    ? wrapped(null)
                    : wrapped(
                        world.bookings({ location, window }, struck).map((row) => ({
                          BookingID: Number(row.id),
                          MeetingID: Number(row.meetingId),
                          ResourceID: Number(row.room.id),
                          StartTime: dotnetDate.write(row.from, row.zone),
                          EndTime: dotnetDate.write(row.to, row.zone),
                          Title: row.title,
                          IsPrivate: row.isPrivate,
                          StateText: wordOf(states, row.status),
                          OrganizerName: row.organiser.name,
                          OrganizerMail: row.organiser.email,
                        })),
                      ),
                ),
              location,
            );
          default:
            return null;
        }
      },
    };
  },
};

const onPremiseBypass: BookingDialect = {
  name: 'on-premise-bypass',
  typed: '/Intranet/Planner/api.mvc/',
  password: '',
  lostPage: PAGE_OF_FIRST,
  speak(world) {
    const states = { Confirmed: 1, Pending: 2, Cancelled: 3, Deleted: 4, Ended: 5, NoShow: 6, Empty: 7, Tentative: 99 };
    return {
      entrance: openDoor(),
      denied: jsonAnswer({ Message: 'Authorization has been denied for this request.' }),
      find({ path, query }) {
        const location = query.get('Location') ?? '';
        switch (path) {
          case '/Intranet/Planner/api.mvc/Locations/List':
            return reads('locations', (struck) =>
              jsonAnswer(
                world.locations(struck).map((one) => ({ ID: one.id, Navn: one.name, Tidszone: one.timeZone })),
              ),
            );
          case '/Intranet/Planner/api.mvc/Rooms/List':
            return reads(
              'rooms',
              (struck) =>
                jsonAnswer(
                  world.rooms(location, struck).map((room) => ({
                    ID: room.id,
                    Navn: room.name,
                    Pladser: String(room.capacity),
                    Forberedelse: room.preparationMinutes,
                    Oprydning: room.followUpMinutes,
                  })),
                ),
              location,
            );
          case '/Intranet/Planner/api.mvc/Bookings/List':
            return reads(
              'bookings',
              (struck) =>
                inWindow(windowOf(isoLocal, query.get('Fra'), query.get('Til'), world.zoneOf(location)), (window) =>
                  isLost(struck)
                    ? NOT_THERE
                    : jsonAnswer(
                        world.bookings({ location, window }, struck).map((row) => ({
                          ID: row.id,
                          MoedeID: row.meetingId,
                          LokaleID: row.room.id,
                          Start: isoLocal.write(row.from, row.zone),
                          Slut: isoLocal.write(row.to, row.zone),
                          Emne: row.title,
                          Privat: row.isPrivate,
                          Status: wordOf(states, row.status),
                        })),
                      ),
                ),
              location,
            );
          default:
            return null;
        }
      },
    };
  },
};

const behindProxy: BookingDialect = {
  name: 'behind-proxy',
  typed: '/api/',
  password: ACCOUNT.password,
  stands: 'behind-a-proxy',
  lostPage: PAGE_OF_FIRST,
  speak(world) {
    return {
      entrance: basicEntrance(jsonAnswer({ error_text: 'unauthorized' }, 401)),
      denied: jsonAnswer({ error_text: 'permission denied' }),
      find({ path, query }) {
        const location = query.get('in') ?? '';
        switch (path) {
          case '/api/locations.json':
            return reads('locations', (struck) =>
              jsonAnswer({
                locations: world.locations(struck).map((one) => ({ location_id: one.id, time_zone: one.timeZone })),
              }),
            );
          case '/api/rooms.json':
            return reads('rooms', (struck) =>
              jsonAnswer({
                rooms: world.rooms(null, struck).map((room) => ({
                  room_id: room.id,
                  room_name: room.name,
                  location_id: room.locationId,
                  minutes_before: room.preparationMinutes,
                  minutes_after: room.followUpMinutes,
                })),
              }),
            );
          case '/api/bookings.json':
            return reads(
              'bookings',
              (struck) =>
                inWindow(windowOf(isoSpace, query.get('from'), query.get('to'), world.zoneOf(location)), (window) =>
                  isLost(struck)
                    ? jsonAnswer({ error_text: 'timeout in database' })
                    : jsonAnswer({
                        bookings: world.bookings({ location, window }, struck).map((row) => ({
                          booking_id: row.id,
                          meeting_id: row.meetingId,
                          room_id: row.room.id,
                          starts_at: isoSpace.write(row.from, row.zone),
                          ends_at: isoSpace.write(row.to, row.zone),
                          title: row.title,
                          is_private: row.isPrivate ? 1 : 0,
                          booking_state: row.status,
                        })),
                      }),
                ),
              location,
            );
          default:
            return null;
        }
      },
    };
  },
};

const privateAuthority: BookingDialect = {
  name: 'private-authority',
  typed: '/booking',
  password: TOKEN,
  stands: 'under-a-private-authority',
  lostPage: PAGE_OF_FIRST,
  speak(world) {
    return {
      entrance: headerEntrance(
        'x-planner-login',
        `${ACCOUNT.userName}:${TOKEN}`,
        jsonAnswer({ 'error-text': 'who are you?' }, 403),
      ),
      denied: jsonAnswer({ 'error-text': 'access denied' }),
      find({ path, query }) {
        const [location] = partsOf(/^\/booking\/rest\/location\/(\d+)\/(?:rooms|bookings)$/, path) ?? [];
        if (path === '/booking/rest/location')
          return reads('locations', (struck) =>
            jsonAnswer({
              data: world.locations(struck).map((one) => ({
                'location-id': Number(one.id),
                'location-name': one.name,
                'time-zone': one.timeZone,
              })),
            }),
          );
        if (location === undefined) return null;
        if (path.endsWith('/rooms'))
          return reads(
            'rooms',
            (struck) =>
              jsonAnswer({
                data: world.rooms(location, struck).map((room) => ({
                  'room-id': Number(room.id),
                  'room-name': room.name,
                  'minutes-before': room.preparationMinutes,
                  'minutes-after': room.followUpMinutes,
                })),
              }),
            location,
          );
        return reads(
          'bookings',
          (struck) =>
            inWindow(windowOf(isoOffset, query.get('from'), query.get('to'), 'UTC'), (window) => {
              const rows = world.bookings({ location, window }, struck);
              return jsonAnswer({
                meta: { total: rows.length },
                data: pageOf(rows, wholeOf(query.get('p')) - 1, 2, struck).map((row) => ({
                  'booking-id': Number(row.id),
                  'meeting-id': Number(row.meetingId),
                  'room-id': Number(row.room.id),
                  'starts-at': isoOffset.write(row.from, row.zone),
                  'ends-at': isoOffset.write(row.to, row.zone),
                  state: row.status,
                  subject: row.title,
                })),
              });
            }),
          location,
        );
      },
    };
  },
};

const perRoom: BookingDialect = {
  name: 'per-room',
  typed: '',
  password: TOKEN,
  isAskedPerRoom: true,
  lostPage: PAGE_OF_FIRST,
  speak(world) {
    return {
      entrance: headerEntrance('token', TOKEN, jsonAnswer({ fault: 'token' }, 401)),
      denied: jsonAnswer({ fault: 'Denied' }),
      find({ path, query }) {
        if (path === '/houses')
          return reads('locations', (struck) =>
            jsonAnswer({ houses: world.locations(struck).map((one) => ({ key: one.id, tz: one.timeZone })) }),
          );
        const [house] = partsOf(/^\/houses\/(\d+)\/rooms$/, path) ?? [];
        if (house !== undefined)
          return reads(
            'rooms',
            (struck) =>
              jsonAnswer({
                rooms: world.rooms(house, struck).map((room) => ({
                  key: room.id,
                  title: room.name,
                  lead: room.preparationMinutes,
                  tail: room.followUpMinutes,
                })),
              }),
            house,
          );
        const [room] = partsOf(/^\/rooms\/(\d+)\/calendar$/, path) ?? [];
        if (room === undefined) return null;
        return reads(
          'bookings',
          (struck) =>
            inWindow(daysBetween(query.get('first'), query.get('before'), world.zoneOfRoom(room)), (window) =>
              isLost(struck)
                ? NOT_THERE
                : jsonAnswer({
                    calendar: {
                      events: world.bookings({ room, window }, struck).map((row) => ({
                        key: row.id,
                        series: row.meetingId,
                        begins: isoOffset.write(row.from, row.zone),
                        ends: isoOffset.write(row.to, row.zone),
                        text: row.title,
                        is: row.status,
                      })),
                    },
                  }),
            ),
          room.startsWith('2') ? '2' : '1',
        );
      },
    };
  },
};

const twoFields: BookingDialect = {
  name: 'two-fields',
  typed: '/rest/1.0',
  password: ACCOUNT.password,
  lostPage: PAGE_OF_FIRST,
  speak(world) {
    return {
      entrance: basicEntrance({ status: 401, headers: { 'WWW-Authenticate': 'Basic realm="planner"' }, body: 'No.' }),
      denied: jsonAnswer({ result: 'ACCESS DENIED' }),
      find({ path, query }) {
        const location = query.get('location') ?? '';
        switch (path) {
          case '/rest/1.0/locations':
            return reads('locations', (struck) =>
              jsonAnswer(
                world
                  .locations(struck)
                  .map((one) => ({ LOCATION: one.id, TXT: one.name, TZ: 'W. Europe Standard Time' })),
              ),
            );
          case '/rest/1.0/rooms':
            return reads(
              'rooms',
              (struck) =>
                jsonAnswer(
                  world.rooms(location, struck).map((room) => ({
                    ROOM: room.id,
                    TXT: room.name,
                    PRE_MIN: room.preparationMinutes,
                    POST_MIN: room.followUpMinutes,
                  })),
                ),
              location,
            );
          case '/rest/1.0/bookings':
            return reads(
              'bookings',
              (struck) =>
                inWindow(windowOf(isoLocal, query.get('begin'), query.get('end'), world.zoneOf(location)), (window) => {
                  const [offset, limit] = [wholeOf(query.get('offset')), wholeOf(query.get('limit'))];
                  if (isLost(struck, offset / limit)) return NOT_THERE;
                  const rows = world.bookings({ location, window }, struck).slice(offset, offset + limit);
                  const told = (at: Row['from'], zone: string) => {
                    const { date, hour, minute } = wallOf(at, zone);
                    return { date: `${date}T00:00:00`, time: `${hour}:${minute}` };
                  };
                  return jsonAnswer(
                    rows.map((row) => ({
                      BOOKING: row.id,
                      MEETING: row.meetingId,
                      ROOM: row.room.id,
                      BEGIN_DATE: told(row.from, row.zone).date,
                      BEGIN_TIME: told(row.from, row.zone).time,
                      END_DATE: told(row.to, row.zone).date,
                      END_TIME: told(row.to, row.zone).time,
                      STATUS: row.status.slice(0, 2).toUpperCase(),
                      TXT: row.title,
                    })),
                  );
                }),
              location,
            );
          default:
            return null;
        }
      },
    };
  },
};

const camelDayFirst: BookingDialect = {
  name: 'camel-day-first',
  typed: '/api/v2/',
  password: TOKEN,
  lostPage: PAGE_OF_FIRST,
  speak(world) {
    const PAGE = 2;
    return {
      entrance: headerEntrance('authorization', `Bearer ${TOKEN}`, { status: 401 }),
      denied: jsonAnswer({ errorMessage: 'denied' }),
      find({ path, query }) {
        const location = query.get('locationId') ?? '';
        switch (path) {
          case '/api/v2/locations':
            return reads('locations', (struck) =>
              jsonAnswer({
                items: world.locations(struck).map((one) => ({ locationId: one.id, timeZoneName: one.timeZone })),
              }),
            );
          case '/api/v2/meetingRooms':
            return reads(
              'rooms',
              (struck) =>
                jsonAnswer({
                  items: world.rooms(location, struck).map((room) => ({
                    meetingRoomId: room.id,
                    displayName: room.name,
                    setUpMinutes: room.preparationMinutes,
                    cleanUpMinutes: room.followUpMinutes,
                  })),
                }),
              location,
            );
          case '/api/v2/roomBookings':
            return reads(
              'bookings',
              (struck) =>
                inWindow(
                  windowOf(dayMonthYear, query.get('startDate'), query.get('endDate'), world.zoneOf(location)),
                  (window) => {
                    const index = wholeOf(query.get('pageNumber')) - 1;
                    if (isLost(struck, index)) return NOT_THERE;
                    return jsonAnswer({
                      items: pageOf(world.bookings({ location, window }, struck), index, PAGE, struck).map((row) => ({
                        bookingId: row.id,
                        meetingId: row.meetingId,
                        meetingRoomId: row.room.id,
                        startTime: dayMonthYear.write(row.from, row.zone),
                        endTime: dayMonthYear.write(row.to, row.zone),
                        bookingStatus: row.status.charAt(0).toLowerCase() + row.status.slice(1),
                        isPrivate: String(row.isPrivate),
                        meetingTitle: row.title,
                        bookedBy: { fullName: row.organiser.name, emailAddress: row.organiser.email },
                      })),
                    });
                  },
                ),
              location,
            );
          default:
            return null;
        }
      },
    };
  },
};

const onceFixedZone: BookingDialect = {
  name: 'once-fixed-zone',
  typed: '/export',
  password: TOKEN,
  // The newest first, one on each page: the first page holds what is in the second location.
  lostPage: { kind: 'lost-page', page: 2, operation: 'bookings' },
  speak(world) {
    return {
      entrance: headerEntrance('x-key', TOKEN, jsonAnswer('key?', 401)),
      denied: jsonAnswer({ info: 'key denied' }),
      find({ path, query }) {
        switch (path) {
          case '/export/places':
            return reads('locations', (struck) => jsonAnswer(world.locations(struck).map(({ id }) => ({ place: id }))));
          case '/export/rooms':
            return reads('rooms', (struck) =>
              jsonAnswer(
                world.rooms(null, struck).map((room) => ({
                  room: room.id,
                  place: room.locationId,
                  before: room.preparationMinutes,
                  after: room.followUpMinutes,
                })),
              ),
            );
          case '/export/bookings':
            return reads('bookings', (struck) =>
              inWindow(windowOf(isoUtc, query.get('from'), query.get('to'), 'UTC'), (window) => {
                const rows = world.bookings({ window }, struck).slice().reverse();
                const [skip, take] = [wholeOf(query.get('skip')), wholeOf(query.get('take'))];
                return jsonAnswer({
                  count: rows.length,
                  rows: pageOf(rows, skip / take, take, struck).map((row) => ({
                    no: row.id,
                    meeting: row.meetingId,
                    room: row.room.id,
                    from: isoLocal.write(row.from, 'UTC'),
                    to: isoLocal.write(row.to, 'UTC'),
                    status: row.status,
                  })),
                });
              }),
            );
          default:
            return null;
        }
      },
    };
  },
};

const formLogin: BookingDialect = {
  name: 'form-login',
  typed: '/web',
  password: ACCOUNT.password,
  lostPage: PAGE_OF_FIRST,
  speak(world) {
    return {
      entrance: cookieEntrance('SESSION', {
        isLogin: ({ method, path }) => method === 'POST' && path === '/web/logind',
        given: ({ body }) => {
          const form = new URLSearchParams(body);
          return [form.get('bruger'), form.get('kode')];
        },
        welcome: htmlAnswer(302, { Location: '/web/forside' }),
        refusal: htmlAnswer(401),
        stranger: htmlAnswer(),
      }),
      denied: jsonAnswer({ besked: 'Adgang nægtet' }),
      find({ path, query }) {
        const location = query.get('afdeling') ?? '';
        switch (path) {
          case '/web/data/afdelinger':
            return reads('locations', (struck) =>
              jsonAnswer({
                afdelinger: world.locations(struck).map((one) => ({ nr: one.id, titel: one.name, zone: one.timeZone })),
              }),
            );
          case '/web/data/lokaler':
            return reads(
              'rooms',
              (struck) =>
                jsonAnswer({
                  lokaler: world.rooms(location, struck).map((room) => ({
                    nr: room.id,
                    titel: room.name,
                    klargoering: room.preparationMinutes,
                    oprydning: room.followUpMinutes,
                  })),
                }),
              location,
            );
          case '/web/data/bookinger':
            return reads(
              'bookings',
              (struck) =>
                inWindow(windowOf(isoLocal, query.get('fra'), query.get('til'), world.zoneOf(location)), (window) => {
                  const rows = world.bookings({ location, window }, struck);
                  const page = pageOf(rows, wholeOf(query.get('side')) - 1, wholeOf(query.get('antal')), struck);
                  return jsonAnswer({
                    ialt: String(rows.length),
                    bookinger: page.map((row) => ({
                      nr: row.id,
                      moede: row.meetingId,
                      lokale: { nr: row.room.id },
                      start: isoLocal.write(row.from, row.zone),
                      slut: isoLocal.write(row.to, row.zone),
                      status: row.status,
                      emne: row.title,
                    })),
                  });
                }),
              location,
            );
          default:
            return null;
        }
      },
    };
  },
};

export const BOOKING_DIALECTS: readonly BookingDialect[] = [
  xmlWindowsZones,
  skipTakeWrapped,
  nextLinks,
  dotnetDenied,
  onPremiseBypass,
  behindProxy,
  privateAuthority,
  perRoom,
  twoFields,
  camelDayFirst,
  onceFixedZone,
  formLogin,
];
