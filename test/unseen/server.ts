import { randomUUID } from 'node:crypto';
import { createFaultPlan } from '../../electron/simulator/faults';
import type { Guest, House } from '../../electron/simulator';
import type { Instant, Period, ZoneName } from '../../shared/time';
import { addMinutes, addMs, HOUR_MS } from '../../shared/time';
import type { BookingWorld, Row } from '../dialects/booking-world';
import { createBookingWorld, pageOf } from '../dialects/booking-world';
import type { DialectAnswer, DialectRequest, DialectServer, Entrance, Operation, Speech } from '../dialects/server';
import { jsonAnswer, listen } from '../dialects/server';
import { isoSpace, windowOf } from '../dialects/wording';

/** Whom the server knows; outside ASCII, because passphrases are. */
export const READER = { login: 'læser@hus', passphrase: 'sæk&<ret>+1 =%' } as const;

/** The API's own part of every address. */
export const ROOT = '/rw/connect/v4';
/** Occupations on one page; the page does not tell, so it is few. */
export const PAGE_SIZE = 2;

const TICKET_MINUTES = 20;
const REJECTIONS_TO_LOCK = 5;

/** The Windows names of the zones in which its properties may stand. */
const CLOCKS: Readonly<Record<ZoneName, string>> = {
  'Europe/Copenhagen': 'Romance Standard Time',
  'Europe/London': 'GMT Standard Time',
  'Europe/Helsinki': 'FLE Standard Time',
};

/** A room taken out of its meeting ("Empty") is no occupation. */
const PHASES: Readonly<Record<string, string>> = {
  Confirmed: 'FIRM',
  Pending: 'OPTION',
  Cancelled: 'WITHDRAWN',
  Deleted: 'ERASED',
  Ended: 'CONCLUDED',
  NoShow: 'UNUSED',
};

/** "Calls that change the calendar", as "METHOD /path". */
const CHANGES: readonly RegExp[] = [
  /^(PUT|DELETE) \/rw\/connect\/v4\/occupations\/[^/?]+$/,
  /^GET \/rw\/connect\/v4\/occupations\/[^/?]+\/withdraw$/,
  /^POST \/rw\/connect\/v4\/occupations$/,
];

const isChange = (call: string): boolean => CHANGES.some((change) => change.test(call));

/** Those of the calls ("METHOD /path?query") that change the calendar. */
export const changesAmong = (seen: readonly string[]): readonly string[] =>
  seen.filter((line) => isChange(line.replace(/\?.*$/, '')));

/** What an expired ticket is answered. */
export type WayOfExpiry = 440 | 302;

/** Tickets of 20 minutes, and an account that locks. */
function ticketOffice(clock: () => Instant, expiry: () => WayOfExpiry): Entrance {
  const validUntil = new Map<string, Instant>();
  let rejections = 0;
  let lockedUntil: Instant | null = null;

  function signIn(form: URLSearchParams): DialectAnswer {
    if (lockedUntil !== null && clock() >= lockedUntil) [lockedUntil, rejections] = [null, 0];
    const isRight = form.get('login') === READER.login && form.get('passphrase') === READER.passphrase;
    if (lockedUntil !== null || !isRight) {
      rejections += 1;
      if (rejections === REJECTIONS_TO_LOCK) lockedUntil = addMs(clock(), HOUR_MS);
      return jsonAnswer({ result: 'rejected' });
    }
    rejections = 0;
    const ticket = randomUUID();
    validUntil.set(ticket, addMinutes(clock(), TICKET_MINUTES));
    return jsonAnswer({ result: 'granted' }, 200, { 'Set-Cookie': `RWTICKET=${ticket}; Path=/rw; HttpOnly` });
  }

  return {
    login: (request) =>
      request.method === 'POST' && request.path === `${ROOT}/tickets`
        ? {
            context: { operation: 'login' },
            answer: () =>
              /^application\/x-www-form-urlencoded\b/.test(request.headers['content-type'] ?? '')
                ? signIn(new URLSearchParams(request.body))
                : jsonAnswer({ error: 'a form, please' }, 415),
          }
        : null,
    turnAway({ headers }) {
      const [, ticket = ''] = /(?:^|;\s*)RWTICKET=([^;]*)/.exec(headers.cookie ?? '') ?? [];
      if ((validUntil.get(ticket) ?? 0) > clock()) return null;
      return expiry() === 440
        ? jsonAnswer({ error: 'ticket' }, 440)
        : { status: 302, headers: { Location: '/rw/signon' }, body: '' };
    },
    expire() {
      validUntil.clear();
      return () => undefined;
    },
  };
}

const person = ({ name, email }: Guest) => ({ display: name, mailbox: email });

const occupation = (row: Row) => ({
  ref: Number(row.id),
  gathering: Number(row.meetingId),
  hall: { ref: row.room.id },
  span: { begin: isoSpace.write(row.from, row.zone), finish: isoSpace.write(row.to, row.zone) },
  phase: PHASES[row.status] ?? row.status,
  subject_line: row.title,
  hidden: row.isPrivate,
  arranger: person(row.organiser),
  crowd: row.attendees.map((guest) => ({ ...person(guest), visitor: guest.isExternal })),
});

const bodyOf = ({ body }: DialectRequest): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(body);
    return value !== null && typeof value === 'object' ? { ...value } : {};
  } catch {
    // No JSON: nothing of what is asked for is in it.
    return {};
  }
};

const BAD = jsonAnswer({ error: 'not understood' }, 400);
const WRONG_METHOD = jsonAnswer({ error: 'method' }, 405);
const NO_PLANNER = jsonAnswer({ error: 'role planner needed' }, 403);

function speak(world: BookingWorld, clock: () => Instant, expiry: () => WayOfExpiry): Speech {
  /** What the tokens of `more` stand for. */
  const onward = new Map<string, { readonly property: string; readonly window: Period; readonly index: number }>();

  /** "The window gives every occupation that touches it": one that only borders on it too. */
  const touching = ({ from, to }: Period): Period => ({ from: addMs(from, -1), to: addMs(to, 1) });

  const page = (property: string, window: Period, index: number): Operation => ({
    context: { operation: 'bookings', locationId: property },
    answer(struck) {
      const rows = world
        .bookings({ location: property, window: touching(window) }, struck)
        .filter(({ status }) => status !== 'Empty');
      let more = {};
      if ((index + 1) * PAGE_SIZE < rows.length) {
        const token = randomUUID();
        onward.set(token, { property, window, index: index + 1 });
        more = { more: `${ROOT}/occupations/next?token=${token}` };
      }
      return jsonAnswer({
        page: { ...more, count_all: rows.length },
        occupations: pageOf(rows, index, PAGE_SIZE, struck).map(occupation),
      });
    },
  });
  const saying = (operation: Operation['context']['operation'], said: DialectAnswer): Operation => ({
    context: { operation },
    answer: () => said,
  });

  function queried(request: DialectRequest): Operation {
    const { property, begin, finish, ...others } = bodyOf(request);
    const at = world.locations(NONE).find(({ id }) => id === property);
    const window = at === undefined ? null : windowOf(isoSpace, begin, finish, at.timeZone);
    if (at === undefined || window === null || Object.keys(others).length > 0) return saying('bookings', BAD);
    return page(at.id, window, 0);
  }

  function found(request: DialectRequest): Operation | null {
    const { method, path, query } = request;
    const only = (allowed: string, operation: Operation): Operation =>
      method === allowed ? operation : saying(operation.context.operation, WRONG_METHOD);
    if (isChange(`${method} ${path}`)) return saying('bookings', NO_PLANNER);
    switch (path) {
      case `${ROOT}/properties`:
        return only('GET', {
          context: { operation: 'locations' },
          answer: (struck) =>
            jsonAnswer({
              properties: world
                .locations(struck)
                .map(({ id, name, timeZone }) => ({ ref: id, caption: name, clock: CLOCKS[timeZone] })),
            }),
        });
      case `${ROOT}/halls`:
        return query.toString() !== 'include=all'
          ? saying('rooms', BAD)
          : only('GET', {
              context: { operation: 'rooms' },
              answer: (struck) =>
                jsonAnswer({
                  halls: world.rooms(null, struck).map((room) => ({
                    ref: room.id,
                    caption: room.name,
                    property: { ref: room.locationId },
                    places: room.capacity,
                    prep: { before_min: room.preparationMinutes, after_min: room.followUpMinutes },
                  })),
                }),
            });
      case `${ROOT}/occupations/query`:
        return only('POST', queried(request));
      case `${ROOT}/occupations/next`: {
        const next = onward.get(query.get('token') ?? '');
        return only('GET', next === undefined ? saying('bookings', BAD) : page(next.property, next.window, next.index));
      }
      default:
        return null;
    }
  }

  return {
    entrance: ticketOffice(clock, expiry),
    denied: jsonAnswer({ error: 'ticket' }, 440),
    find: (request) =>
      request.headers.accept === 'application/json'
        ? found(request)
        : saying('bookings', jsonAnswer({ error: 'Accept: application/json' }, 406)),
  };
}

/** No fault strikes. */
const NONE = createFaultPlan().take({ operation: 'locations' });

export interface UnseenServer extends DialectServer {
  /** "http://127.0.0.1:port", the host alone. */
  readonly site: string;
  /** How an expired ticket is answered from here on; at first 440. */
  expireBy(way: WayOfExpiry): void;
}

/** The described server on loopback. Its house may stand in the zones of `CLOCKS` only. */
export async function startUnseenServer(house: House, clock: () => Instant): Promise<UnseenServer> {
  let way: WayOfExpiry = 440;
  const world = createBookingWorld(house, () => server.faults);
  const server: DialectServer = await listen(
    speak(world, clock, () => way),
    { clock },
  );
  return {
    ...server,
    site: `http://127.0.0.1:${String(server.port)}`,
    expireBy: (next) => void (way = next),
  };
}
