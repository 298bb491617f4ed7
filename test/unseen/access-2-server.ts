import type { OperationName, StruckFaults } from '../../electron/simulator/faults';
import type { Instant } from '../../shared/time';
import { addMinutes, instantFromWall, wallFromInstant } from '../../shared/time';
import type { DialectAnswer, DialectRequest, DialectServer, Entrance, Operation, Speech } from '../dialects/server';
import { jsonAnswer, listen } from '../dialects/server';
import type { Circle, Grant, Override, Site, Slot } from './access-2-site';
import { ZONE } from './access-2-site';

/** The key of the program's operator. */
export const KEY = '9F02-41CC-D7E8';

/** The service's own part of every address. */
export const ROOT = '/warden/ws';

const MOST_ROWS = 200;
const MOST_PERIODS = 50;
const LONGEST_MINUTES = 9999;
const WRONG_TO_SHUT = 10;
const SHUT_MINUTES = 15;

const RESULTS = {
  key: [1, 'key unknown or withdrawn'],
  right: [2, 'the operator lacks the right'],
  busy: [5, 'controllers are being loaded'],
  field: [11, 'field'],
  revision: [17, 'changed since'],
  tooMany: [21, 'too many periods'],
  periods: [22, 'periods'],
  unknown: [40, 'no such object'],
} as const;

const result = (code: number, text: string, more: object = {}): DialectAnswer =>
  jsonAnswer({ result: code, text, ...more });
const well = (more: object = {}): DialectAnswer => result(0, 'OK', more);
const failure = (name: keyof typeof RESULTS): DialectAnswer => result(RESULTS[name][0], RESULTS[name][1]);
const misunderstood = (field: string): DialectAnswer => result(11, `field: ${field}`);

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf({ body }: DialectRequest): Fields {
  try {
    const value: unknown = JSON.parse(body);
    return value !== null && typeof value === 'object' ? { ...value } : {};
  } catch {
    // No JSON: nothing of what is asked for is in it.
    return {};
  }
}

/** @returns the first of the given fields that the action does not know, or null */
const strangerAmong = (given: Fields, known: readonly string[]): string | null =>
  Object.keys(given).find((name) => !known.includes(name)) ?? null;

/** One key for every call, and an address that is shut out after ten wrong ones. */
function gate(clock: () => Instant): Entrance {
  let wrong = 0;
  let shutUntil: Instant | null = null;
  let isExpired = false;
  return {
    login: () => null,
    turnAway({ headers }) {
      if (shutUntil !== null && clock() >= shutUntil) [shutUntil, wrong] = [null, 0];
      if (shutUntil !== null) return failure('key');
      if (headers.authorization === `WARDEN-KEY ${KEY}`) return isExpired ? failure('key') : null;
      wrong += 1;
      if (wrong === WRONG_TO_SHUT) shutUntil = addMinutes(clock(), SHUT_MINUTES);
      return failure('key');
    },
    expire() {
      isExpired = true;
      return () => void (isExpired = false);
    },
  };
}

/** The instant of a start; null where it is none, or in the hour that the spring leaves out. */
function startOf(text: unknown): Instant | null {
  const [, date, time] = (typeof text === 'string' && /^(\d{4}-\d\d-\d\d) (\d\d:\d\d)$/.exec(text)) || [];
  if (date === undefined || time === undefined) return null;
  const wall = `${date}T${time}:00`;
  const utc = Date.parse(`${wall}Z`);
  // 30 February is a day in March to the parser.
  if (Number.isNaN(utc) || new Date(utc).toISOString() !== `${wall}.000Z`) return null;
  const at = instantFromWall(wall, ZONE, 'earlier');
  return wallFromInstant(at, ZONE) === wall ? at : null;
}

/** @returns the periods of a write, or what is wrong with them */
function slotsIn(value: unknown, most: number): readonly Slot[] | DialectAnswer {
  if (!Array.isArray(value)) return misunderstood('periods');
  const slots: Slot[] = [];
  let free = -Infinity;
  for (const one of value as readonly unknown[]) {
    const { start, minutes, ...others } = Object(one) as Record<string, unknown>;
    const from = startOf(start);
    if (from === null || !Number.isInteger(minutes) || Object.keys(others).length > 0) return misunderstood('periods');
    const length = Number(minutes);
    if (length < 1 || length > LONGEST_MINUTES || from < free) return failure('periods');
    free = addMinutes(from, length);
    slots.push({ start: String(start), minutes: length });
  }
  return slots.length > most ? failure('tooMany') : slots;
}

const isAnswer = (value: readonly Slot[] | DialectAnswer): value is DialectAnswer => 'status' in value;

/** Rows of a list; `rows` is left out when there are none to give. */
function listed(
  given: Fields,
  known: readonly string[],
  rows: readonly unknown[],
  struck: StruckFaults,
): DialectAnswer {
  const { position, max } = given;
  const stranger = strangerAmong(given, ['action', 'position', 'max', ...known]);
  if (stranger !== null) return misunderstood(stranger);
  if (!Number.isInteger(position) || Number(position) < 0) return misunderstood('position');
  if (!Number.isInteger(max) || Number(max) < 1 || Number(max) > MOST_ROWS) return misunderstood('max');
  const all = struck.get('empty-list') === undefined ? rows : [];
  const isLost = struck.get('lost-page')?.page === Number(position) / Number(max) + 1;
  const page = isLost ? [] : all.slice(Number(position), Number(position) + Number(max));
  return well({
    position,
    returned: page.length,
    total: all.length,
    ...(page.length === 0 ? {} : { rows: page }),
  });
}

const overrideAs = ({ no, caption, places, revision, periods }: Override) => ({
  no,
  caption,
  places,
  revision,
  periods,
});

const grantAs = (grant: Grant) => ({
  holder: grant.holder,
  mode: grant.mode,
  override: grant.mode === 'OVERRIDE' ? grant.override : 0,
  ...(grant.mode === 'TIMED' ? { periods: grant.periods } : {}),
});

/** Lists that are shown as they were before a write, for as many readings as a fault says. */
function lateReadings<T>() {
  const late = new Map<number, { readonly before: T; left: number }>();
  return {
    shown(no: number, now: T): T {
      const lag = late.get(no);
      if (lag === undefined) return now;
      lag.left -= 1;
      if (lag.left <= 0) late.delete(no);
      return lag.before;
    },
    written(no: number, before: T, struck: StruckFaults): void {
      const lag = struck.get('lagging-read');
      if (lag !== undefined) late.set(no, { before, left: lag.reads });
    },
  };
}

/** @returns how a write is met before anybody looks at it, or null */
function metBy(struck: StruckFaults): DialectAnswer | null {
  if (struck.get('refusal') !== undefined) return failure('right');
  return struck.get('version-conflict') === undefined ? null : failure('revision');
}

function speak(site: Site, clock: () => Instant, state: { isBusy: boolean }, log: string[]): Speech {
  const lateOverrides = lateReadings<ReturnType<typeof overrideAs>>();
  const lateCircles = lateReadings<readonly Grant[]>();

  function replace(given: Fields, struck: StruckFaults): DialectAnswer {
    const { no, revision, periods } = given;
    const stranger = strangerAmong(given, ['action', 'no', 'revision', 'periods']);
    if (stranger !== null) return misunderstood(stranger);
    if (!Number.isInteger(no)) return misunderstood('no');
    if (!Number.isInteger(revision)) return misunderstood('revision');
    const override = site.overrides.find((one) => one.no === no);
    if (override === undefined) return failure('unknown');
    const met = metBy(struck);
    if (met !== null) return met;
    if (override.revision !== revision) return failure('revision');
    const slots = slotsIn(periods, override.places);
    if (isAnswer(slots)) return slots;
    lateOverrides.written(override.no, overrideAs(override), struck);
    override.periods = slots;
    override.revision += 1;
    return well({ revision: override.revision });
  }

  function changeGrant(given: Fields, struck: StruckFaults, change: (circle: Circle) => DialectAnswer): DialectAnswer {
    if (!Number.isInteger(given['circle'])) return misunderstood('circle');
    if (!Number.isInteger(given['holder'])) return misunderstood('holder');
    const circle = site.circles.find(({ no }) => no === given['circle']);
    const isHolder = site.holders.some(({ no }) => no === given['holder']);
    if (circle === undefined || !isHolder) return failure('unknown');
    const before = circle.grants;
    const said = metBy(struck) ?? change(circle);
    if (circle.grants !== before) lateCircles.written(circle.no, before, struck);
    return said;
  }

  function grantIn(given: Fields): Grant | DialectAnswer {
    const { mode, override } = given;
    const known = { PERMANENT: [], TIMED: ['periods'], OVERRIDE: ['override'] }[String(mode)];
    if (known === undefined) return misunderstood('mode');
    const stranger = strangerAmong(given, ['action', 'circle', 'holder', 'mode', ...known]);
    if (stranger !== null) return misunderstood(stranger);
    const holder = Number(given['holder']);
    if (mode === 'PERMANENT') return { holder, mode };
    if (mode === 'OVERRIDE')
      return site.overrides.some(({ no }) => no === override)
        ? { holder, mode, override: Number(override) }
        : failure('unknown');
    const periods = slotsIn(given['periods'], MOST_PERIODS);
    return isAnswer(periods) ? periods : { holder, mode: 'TIMED', periods };
  }

  const put = (given: Fields, struck: StruckFaults): DialectAnswer =>
    changeGrant(given, struck, (circle) => {
      const grant = grantIn(given);
      if ('status' in grant) return grant;
      circle.grants = [...circle.grants.filter(({ holder }) => holder !== grant.holder), grant];
      return well();
    });

  const drop = (given: Fields, struck: StruckFaults): DialectAnswer =>
    changeGrant(given, struck, (circle) => {
      const stranger = strangerAmong(given, ['action', 'circle', 'holder']);
      if (stranger !== null) return misunderstood(stranger);
      const left = circle.grants.filter(({ holder }) => holder !== given['holder']);
      if (left.length === circle.grants.length) return failure('unknown');
      circle.grants = left;
      return well();
    });

  function grantsOf(given: Fields, struck: StruckFaults): DialectAnswer {
    const circle = site.circles.find(({ no }) => no === given['circle']);
    if (!Number.isInteger(given['circle'])) return misunderstood('circle');
    if (circle === undefined) return failure('unknown');
    // A reading that lags is one reading, however many pages it has.
    const isFirst = given['position'] === 0;
    const grants = isFirst ? lateCircles.shown(circle.no, circle.grants) : circle.grants;
    return listed(given, ['circle'], grants.map(grantAs), struck);
  }

  function holdersAs(): readonly unknown[] {
    return site.holders.map(({ mail, ...holder }) => ({ ...holder, contact: { mail } }));
  }

  const info = (given: Fields): DialectAnswer => {
    const stranger = strangerAmong(given, ['action']);
    return stranger === null
      ? well({ product: 'Drawbridge Warden', release: '5.4.1', site: 'Havnegade', zone: 'Romance Standard Time' })
      : misunderstood(stranger);
  };

  /** Everything the page has a program call, as "object action". */
  const ACTIONS: Readonly<
    Record<string, readonly [OperationName, (given: Fields, struck: StruckFaults) => DialectAnswer]>
  > = {
    'system info': ['info', info],
    'override list': [
      'exceptions',
      (given, struck) =>
        listed(
          given,
          [],
          site.overrides.map((one) => lateOverrides.shown(one.no, overrideAs(one))),
          struck,
        ),
    ],
    'override replace': ['write-periods', replace],
    'circle list': [
      'groups',
      (given, struck) =>
        listed(
          given,
          [],
          site.circles.map(({ no, caption }) => ({ no, caption })),
          struck,
        ),
    ],
    'holder list': ['persons', (given, struck) => listed(given, [], holdersAs(), struck)],
    'grant list': ['members', grantsOf],
    'grant put': ['write-member', put],
    'grant drop': ['delete-member', drop],
  };

  return {
    entrance: gate(clock),
    denied: failure('key'),
    find(request): Operation {
      const given = fieldsOf(request);
      const object = request.path.startsWith(`${ROOT}/`) ? request.path.slice(ROOT.length + 1) : request.path;
      const call = `${object} ${String(given['action'])}`;
      log.push(call);
      const isSpoken =
        request.method === 'POST' &&
        request.query.size === 0 &&
        /^application\/json\b/.test(request.headers['content-type'] ?? '');
      const [operation, act] = (isSpoken ? ACTIONS[call] : undefined) ?? [
        'info' as const,
        () => misunderstood('action'),
      ];
      return {
        context: {
          operation,
          ...(typeof given['no'] === 'number' ? { exceptionId: String(given['no']) } : {}),
          ...(typeof given['circle'] === 'number' ? { groupId: String(given['circle']) } : {}),
        },
        answer: (struck) => (state.isBusy ? failure('busy') : act(given, struck)),
      };
    },
  };
}

export interface Warden extends DialectServer {
  /** "http://127.0.0.1:port", the host alone. */
  readonly site: string;
  /** "object action" of every call so far. */
  readonly calls: readonly string[];
  /** From here on every call is answered with result 5, or no more. */
  load(isBusy: boolean): void;
}

/** The described server on loopback. */
export async function startWarden(site: Site, clock: () => Instant, port = 0): Promise<Warden> {
  const state = { isBusy: false };
  const calls: string[] = [];
  const server = await listen(speak(site, clock, state, calls), { clock, port });
  return {
    ...server,
    site: `http://127.0.0.1:${String(server.port)}`,
    calls,
    load: (isBusy) => void (state.isBusy = isBusy),
  };
}
