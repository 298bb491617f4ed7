import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { StruckFaults } from '../../electron/simulator/faults';
import type { Instant } from '../../shared/time';
import { addMinutes, addMs, instant } from '../../shared/time';
import type {
  Counter,
  DialectAnswer,
  DialectRequest,
  DialectServer,
  Entrance,
  Operation,
  Speech,
} from '../dialects/server';
import { jsonAnswer, listen } from '../dialects/server';
import type { Diary, DiaryBooking, DiaryBuilding } from './booking-2-house';

/** Whom the server knows; outside ASCII, because passwords are. */
export const READER = { user: 'læser', password: 'sæk"<ret>\\+1 =%' } as const;

/** The API's own part of every address. */
export const ROOT = '/venuedesk/api/v2';

const TOKEN_SECONDS = 900;
const WRONG_TO_BLOCK = 5;
const BLOCKED_MINUTES = 30;
const WIDEST_SECONDS = 604_800;
const CALLS_AT_ONCE = 2;
/** How long the server works at one call. */
const WORK_MS = 3;

const CODES = {
  wrong: [1101, 'user or password wrong'],
  blocked: [1102, 'user blocked'],
  token: [1103, 'token'],
  right: [1104, 'right Planner needed'],
  tooWide: [1210, 'window'],
  noBuilding: [1404, 'building'],
} as const;

const envelope = (code: number, message: string, data?: unknown): DialectAnswer =>
  jsonAnswer({ code, message, ...(data === undefined ? {} : { data }) });
const well = (data: unknown): DialectAnswer => envelope(0, 'OK', data);
const fault = (name: keyof typeof CODES): DialectAnswer => envelope(CODES[name][0], CODES[name][1]);
const argument = (name: string): DialectAnswer => envelope(1200, `argument: ${name}`);

/** "Calls that change": "METHOD /path". */
const CHANGES = /^POST \/venuedesk\/api\/v2\/bookings(\/[^/?]+\/(cancel|checkin))?$/;

/** Those of the calls ("METHOD /path?query") that change the diary. */
export const changesAmong = (seen: readonly string[]): readonly string[] =>
  seen.filter((line) => CHANGES.test(line.replace(/\?.*$/, '')));

type Fields = Readonly<Record<string, unknown>>;

/** @returns the fields of a JSON object, or null for anything else */
function fieldsOf({ headers, body }: DialectRequest): Fields | null {
  if (!/^application\/json\b/.test(headers['content-type'] ?? '')) return null;
  try {
    const value: unknown = JSON.parse(body);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

const bearerOf = (headers: DialectRequest['headers']): string =>
  /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1] ?? '';

/** Sessions of 15 minutes, and a user who is blocked. */
function frontDesk(clock: () => Instant): Entrance {
  const validUntil = new Map<string, Instant>();
  let wrong = 0;
  let blockedUntil: Instant | null = null;

  function signIn(request: DialectRequest): DialectAnswer {
    const { user, password, ...others } = fieldsOf(request) ?? {};
    if (request.query.size > 0 || typeof user !== 'string' || typeof password !== 'string') return argument('user');
    if (Object.keys(others).length > 0) return argument(Object.keys(others).join());
    if (blockedUntil !== null && clock() >= blockedUntil) [blockedUntil, wrong] = [null, 0];
    if (blockedUntil !== null) return fault('blocked');
    if (user !== READER.user || password !== READER.password) {
      wrong += 1;
      if (wrong === WRONG_TO_BLOCK) blockedUntil = addMinutes(clock(), BLOCKED_MINUTES);
      return fault('wrong');
    }
    wrong = 0;
    const token = randomUUID();
    validUntil.set(token, addMs(clock(), TOKEN_SECONDS * 1000));
    return well({ token, validSeconds: TOKEN_SECONDS });
  }

  return {
    login: (request) =>
      request.method === 'POST' && request.path === `${ROOT}/session`
        ? { context: { operation: 'login' }, answer: () => clientFault(request) ?? signIn(request) }
        : null,
    turnAway: ({ headers }) => ((validUntil.get(bearerOf(headers)) ?? 0) > clock() ? null : fault('token')),
    expire() {
      validUntil.clear();
      return () => undefined;
    },
  };
}

/** Every call tells which program makes it. */
const clientFault = ({ headers }: DialectRequest): DialectAnswer | null =>
  /^[A-Za-z0-9-]{3,40}$/.test(String(headers['x-vd-client'] ?? '')) ? null : argument('X-VD-Client');

/** Two calls at a time for each token. */
function counter(): Counter {
  const atWork = new Map<string, number>();
  return {
    arrive(headers) {
      const token = bearerOf(headers);
      const others = atWork.get(token) ?? 0;
      const isTooMany = token !== '' && others >= CALLS_AT_ONCE;
      if (isTooMany)
        return { turnedAway: { status: 429, headers: { 'Retry-After': '1' }, body: '' }, leave: () => undefined };
      atWork.set(token, others + 1);
      return { turnedAway: null, leave: () => void atWork.set(token, (atWork.get(token) ?? 1) - 1) };
    },
    work: () => setTimeout(WORK_MS),
  };
}

/** Which page is asked for; null: not understood. */
function pageAsked(query: URLSearchParams): { readonly page: number; readonly size: number } | null {
  const names = [...query.keys()];
  if (names.some((name) => name !== 'page' && name !== 'size') || new Set(names).size < names.length) return null;
  const number = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : NaN);
  const page = number(query.get('page') ?? '0');
  const size = number(query.get('size') ?? '20');
  return page >= 0 && size >= 1 && size <= 100 ? { page, size } : null;
}

function listed(rows: readonly unknown[], query: URLSearchParams, struck: StruckFaults): DialectAnswer {
  const asked = pageAsked(query);
  if (asked === null) return argument('page, size');
  const { page, size } = asked;
  const all = struck.get('empty-list') === undefined ? rows : [];
  const isLost = struck.get('lost-page')?.page === page + 1;
  return well({
    content: isLost ? [] : all.slice(page * size, (page + 1) * size),
    number: page,
    size,
    totalPages: Math.ceil(all.length / size),
    totalElements: all.length,
  });
}

const seconds = (at: Instant): number => Math.trunc(at / 1000);

const bookingAs = (booking: DiaryBooking, statusId: number) => ({
  bookingId: booking.id,
  reservationId: booking.reservation,
  spaceIds: booking.spaces,
  start: seconds(booking.from),
  end: seconds(booking.to),
  statusId,
  subject: booking.subject,
  sensitivity: booking.sensitivity,
  host: booking.host,
  participants: { staff: booking.staff, visitors: booking.visitors },
});

const floorAs = ({ name, spaces }: DiaryBuilding['floors'][number]) => ({
  floor: name,
  spaces: spaces.map((space) => ({
    spaceId: space.id,
    description: space.name,
    kind: space.kind,
    seats: space.seats,
    setupMinutes: space.setupMinutes,
    teardownMinutes: space.teardownMinutes,
  })),
});

/** A status that the page does not know. */
const ODD_STATUS = 7;

function speak(diary: Diary, isHidden: (building: string) => boolean, clock: () => Instant): Speech {
  const seenBuildings = () => diary.buildings.filter(({ id }) => !isHidden(id));
  const saying = (operation: Operation['context']['operation'], said: DialectAnswer): Operation => ({
    context: { operation },
    answer: () => said,
  });

  function searched(request: DialectRequest): Operation {
    const { buildingId, endsAfter, startsBefore, ...others } = fieldsOf(request) ?? {};
    const isTime = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
    if (typeof buildingId !== 'string') return saying('bookings', argument('buildingId'));
    if (!isTime(endsAfter) || !isTime(startsBefore) || startsBefore <= endsAfter)
      return saying('bookings', argument('endsAfter, startsBefore'));
    if (Object.keys(others).length > 0) return saying('bookings', argument(Object.keys(others).join()));
    if (startsBefore - endsAfter > WIDEST_SECONDS) return saying('bookings', fault('tooWide'));
    const [after, before] = [instant(endsAfter * 1000), instant(startsBefore * 1000)];
    return {
      context: { operation: 'bookings', locationId: buildingId },
      answer(struck) {
        if (!seenBuildings().some(({ id }) => id === buildingId)) return fault('noBuilding');
        const odd = struck.get('unknown-status');
        const rows = diary.bookings
          .filter(({ building, from, to }) => building === buildingId && to > after && from < before)
          .map((booking) => {
            const isOdd = odd !== undefined && (odd.bookingId === undefined || odd.bookingId === booking.id);
            return bookingAs(booking, isOdd ? ODD_STATUS : booking.statusId);
          });
        return listed(rows, request.query, struck);
      },
    };
  }

  function found(request: DialectRequest): Operation {
    const { method, path, query } = request;
    if (CHANGES.test(`${method} ${path}`)) return saying('bookings', fault('right'));
    if (method === 'POST' && path === `${ROOT}/bookings/search`) return searched(request);
    if (method === 'GET' && path === `${ROOT}/buildings`)
      return {
        context: { operation: 'locations' },
        answer: (struck) =>
          listed(
            seenBuildings().map(({ id, name, zone }) => ({ buildingId: id, description: name, zone: { iana: zone } })),
            query,
            struck,
          ),
      };
    const [, asked] = /^\/venuedesk\/api\/v2\/buildings\/([^/]+)\/floors$/.exec(path) ?? [];
    if (method !== 'GET' || asked === undefined) return saying('bookings', argument('no such call'));
    return {
      context: { operation: 'rooms', locationId: asked },
      answer(struck) {
        const building = seenBuildings().find(({ id }) => id === asked);
        return building === undefined ? fault('noBuilding') : listed(building.floors.map(floorAs), query, struck);
      },
    };
  }

  return {
    entrance: frontDesk(clock),
    denied: fault('token'),
    counter: counter(),
    find(request) {
      const said = clientFault(request);
      return said === null ? found(request) : saying('bookings', said);
    },
  };
}

export interface VenueDesk extends DialectServer {
  /** "http://127.0.0.1:port", the host alone. */
  readonly site: string;
}

/** The described server on loopback. */
export async function startVenueDesk(diary: Diary, clock: () => Instant, port = 0): Promise<VenueDesk> {
  const isHidden = (building: string): boolean =>
    server.faults.active().some((fault_) => fault_.kind === 'hidden-location' && fault_.locationId === building);
  const server: DialectServer = await listen(speak(diary, isHidden, clock), { clock, port });
  return { ...server, site: `http://127.0.0.1:${String(server.port)}` };
}
