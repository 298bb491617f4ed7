import type { HouseState, LastingTroubleDto, RunDto, Status } from '../../shared/dto';
import { questionsOf } from '../../shared/dto';
import type { ErrorCode, Trouble } from '../../shared/errors';
import { ERROR_TRAITS } from '../../shared/errors';
import type { Instant, Period, ZoneName } from '../../shared/time';
import { MINUTE_MS, addDays, covers, startOfDate, wallParts } from '../../shared/time';
import type {
  AccessReading,
  BookingReading,
  ConfirmedList,
  Memory,
  PeopleReading,
  Plan,
  RunResult,
} from '../sync/model';
import { readsBookings } from '../sync/model';
import type { Names } from './names';
import type { RunningRun } from './run-queue';
import type { SidedTrouble } from './trouble-side';
import { consentView, holdView, overflowView, withoutAccessView } from './views';

/** What was read last, and what the plan over it said. */
export interface Seen {
  readonly bookings: BookingReading | null;
  readonly access: AccessReading | null;
  readonly people: PeopleReading | null;
  readonly plan: Plan | null;
  /** W1: what the next run is told with a consent; null: nothing is asked. */
  readonly hashToAccept: string | null;
  /** Exceptions whose coverage differs from the target. */
  readonly differing: readonly string[];
  /** How many memberships differ from theirs. */
  readonly differingMemberships: number;
}

/** When each side was last read completely. */
export interface ReadTimes {
  readonly bookings: Instant | null;
  readonly access: Instant | null;
}

/** Everything the status is derived from: values only. */
export interface StatusFacts {
  readonly now: Instant;
  readonly isDemo: boolean;
  readonly isSetUp: boolean;
  readonly settingsTrouble: Trouble | null;
  readonly intervalMinutes: number;
  /** The zone typed for the house; null: UniLock's own counts. */
  readonly typedZone: ZoneName | null;
  readonly viewerZone: ZoneName;
  readonly managed: readonly string[];
  readonly names: Names;
  readonly seen: Seen;
  readonly readTimes: ReadTimes;
  /** By file: since when a file waited when the program looked at its start; null: none did, or it did not look. */
  readonly waitingAtStart: Instant | null;
  /** The newest run that has ended, and the newest that read both sides: a refill cannot know whether the house is ready (P13). */
  readonly lastRun: RunDto | null;
  readonly lastPoll: RunDto | null;
  readonly memory: Memory;
  readonly troubles: readonly LastingTroubleDto[];
  readonly running: RunningRun | null;
  readonly pausedUntil: Instant | null;
  readonly nextRunAt: Instant | null;
  readonly missedPolls: number;
}

/** A reading older than this many intervals is not fresh (rule M2). */
export const FRESH_INTERVALS = 2;
/** From this many missed polls in a row on, the state says so (P22). */
export const VISIBLE_MISSED_POLLS = 2;
const MOST_OPENINGS = 10;

/** Said by holds, consents and overflow with their own facts: as troubles they would count twice. */
const SAID_ELSEWHERE: readonly ErrorCode[] = ['consent-needed', 'removals-held'];

/** What a person answers for each exception or location by itself; of other troubles one answer mends all. */
const ANSWERED_EACH: readonly ErrorCode[] = ['mapping-target-missing', 'other-writer', 'location-unknown'];

/** One trouble in changing clothes: the exception does not hold what it should, since the first of them. */
const WRITE_CODES: readonly ErrorCode[] = ['write-refused', 'write-unconfirmed', 'write-conflict'];

/**
 * The program's state in one value, for tray, top line and overview. `ready` only on fresh, complete, equal readings of both sides with nothing
 * held (M2, P13); after trouble the worst that a person should know comes first.
 */
export function deriveStatus(facts: StatusFacts): Status {
  const { now, seen, names, memory, lastRun } = facts;
  const holds = seen.plan?.holds.map((hold) => holdView(hold, names)) ?? [];
  const overflow = seen.plan?.overflow.map((one) => overflowView(one, names)) ?? [];
  const consents = seen.plan?.consents.map((consent) => consentView(consent, names)) ?? [];
  const settingsTroubles: LastingTroubleDto[] =
    facts.settingsTrouble === null ? [] : [{ side: 'program', since: now, trouble: { ...facts.settingsTrouble } }];
  const troubles = [...settingsTroubles, ...facts.troubles];
  const followsUntil = latestEnd(memory.confirmed, facts.managed, now);
  const noContact = noContactOf(troubles, followsUntil);
  const waiting =
    questionsOf(holds).filter(({ canBeConfirmed, reason }) => canBeConfirmed || reason === 'vanished').length +
    consents.length +
    overflow.filter(({ isUrgent }) => isUrgent).length +
    new Set(troubles.filter(({ trouble }) => needsPerson(trouble)).map(answerKeyOf)).size;
  const status: Omit<Status, 'state'> = {
    now,
    isDemo: facts.isDemo,
    houseZone: seen.access?.zone ?? facts.typedZone,
    differences: seen.differing.length + seen.differingMemberships,
    waiting,
    noContact,
    followsUntil,
    pausedUntil: facts.pausedUntil,
    lastReadAt: olderOf(facts.readTimes),
    bookingsReadAt: facts.readTimes.bookings,
    accessReadAt: facts.readTimes.access,
    waitingSince: seen.access === null ? facts.waitingAtStart : (seen.access.waitingSince ?? null),
    nextRunAt: facts.nextRunAt,
    missedPolls: facts.missedPolls,
    running: facts.running === null ? null : { ...facts.running },
    lastRun,
    troubles: troubles.map((one) => ({ ...one, about: aboutOf(one.trouble, names) })),
    holds,
    overflow,
    withoutAccess: withoutAccessView(seen.plan, seen.bookings, names),
    consents,
    planHash: seen.hashToAccept,
    nextOpenings: nextOpenings(facts),
  };
  return { ...status, state: stateOf(facts, status) };
}

function stateOf(facts: StatusFacts, status: Omit<Status, 'state'>): HouseState {
  if (facts.settingsTrouble !== null) return 'attention';
  if (!facts.isSetUp) return 'not-set-up';
  if (status.running !== null) return 'syncing';
  if (status.pausedUntil !== null && status.pausedUntil > facts.now) return 'paused';
  if (status.noContact !== null) return 'no-contact';
  const isQuiet =
    status.differences === 0 &&
    status.waiting === 0 &&
    status.troubles.length === 0 &&
    status.holds.length === 0 &&
    status.missedPolls < VISIBLE_MISSED_POLLS;
  if (!isQuiet) return 'attention';
  if (facts.lastPoll?.result === 'handed-over' && isFresh(facts, facts.readTimes.bookings)) return 'handed-over';
  const isReady =
    facts.lastPoll?.result === 'equal' &&
    isFresh(facts, facts.readTimes.bookings) &&
    isFresh(facts, facts.readTimes.access);
  return isReady ? 'ready' : 'attention';
}

/** Whether a reading is at most two intervals old (rule M2); one from the future is the clock's mistake, not fresh. */
export function isFresh(
  facts: { readonly now: Instant; readonly intervalMinutes: number },
  readAt: Instant | null,
): boolean {
  if (readAt === null) return false;
  const age = facts.now - readAt;
  return age >= -MINUTE_MS && age <= FRESH_INTERVALS * facts.intervalMinutes * MINUTE_MS;
}

const olderOf = ({ bookings, access }: ReadTimes): Instant | null =>
  bookings === null || access === null ? null : bookings < access ? bookings : access;

/** What a trouble is about, with its name; null when it is about a whole side. */
function aboutOf({ context }: Trouble, names: Names): Status['troubles'][number]['about'] {
  const { exceptionId, groupId, roomId, locationId } = context;
  if (typeof exceptionId === 'string')
    return { kind: 'exception', id: exceptionId, name: names.exception(exceptionId) };
  if (typeof groupId === 'string') return { kind: 'group', id: groupId, name: names.group(groupId) };
  if (typeof roomId === 'string') return { kind: 'room', id: roomId, name: names.room(roomId) };
  if (typeof locationId === 'string') return { kind: 'location', id: locationId, name: names.location(locationId) };
  return null;
}

const answerKeyOf = ({ side, trouble }: LastingTroubleDto): string =>
  ANSWERED_EACH.includes(trouble.code) ? troubleKey(side, trouble) : JSON.stringify([side, trouble.code]);

/** Trouble that a person has to end: nobody else can. */
function needsPerson({ code }: Trouble): boolean {
  const { class: who, retry } = ERROR_TRAITS[code];
  return retry === 'never' && (who === 'user' || who === 'safety' || who === 'local') && !SAID_ELSEWHERE.includes(code);
}

/**
 * A side that cannot be reached or understood, and since when. A refused login or a missing password is contact: it waits for a person instead.
 */
function noContactOf(troubles: readonly LastingTroubleDto[], followsUntil: Instant | null): Status['noContact'] {
  // One exception's write that got no answer is that exception's trouble: the side itself was read.
  const lost = troubles.filter(
    ({ side, trouble }) => side !== 'program' && NO_CONTACT.includes(trouble.code) && !isOfTarget(trouble),
  );
  const first = lost.reduce<LastingTroubleDto | null>(
    (best, one) => (best === null || one.since < best.since ? one : best),
    null,
  );
  if (first === null || first.side === 'program') return null;
  return { side: first.side, since: first.since, followsUntil };
}

/** The codes that mean: the other side did not answer, or not as itself. */
const NO_CONTACT: readonly ErrorCode[] = [
  'address-not-found',
  'connection-refused',
  'connection-lost',
  'timed-out',
  'server-error',
  'too-many-requests',
  'redirected-away',
  'login-expired',
  'not-data',
  'unexpected-answer',
  'answer-too-large',
  'import-folder-unreachable',
];

/** Until when the managed doors follow what is confirmed written (W9); null when nothing still to come is. */
function latestEnd(confirmed: readonly ConfirmedList[], managed: readonly string[], now: Instant): Instant | null {
  const ends = confirmed
    .filter(({ exceptionId }) => managed.includes(exceptionId))
    .flatMap(({ periods }) => periods.map(({ period }) => period.to))
    .filter((to) => to > now);
  return ends.reduce<Instant | null>((latest, to) => (latest === null || to > latest ? to : latest), null);
}

interface Opening {
  readonly exceptionId: string;
  readonly period: Period;
  readonly bookings: readonly string[];
}

/** Today's openings that have not ended, soonest first: as planned, or as remembered where this program has not planned yet. */
function nextOpenings(facts: StatusFacts): Status['nextOpenings'] {
  const { now, seen, names, memory } = facts;
  const zone = seen.access?.zone ?? facts.typedZone ?? facts.viewerZone;
  const tomorrow = startOfDate(addDays(wallParts(now, zone).date, 1), zone);
  const planned: Opening[] | undefined = seen.plan?.targets.flatMap(({ exceptionId, entries }) =>
    entries.map(({ period, bookings }) => ({ exceptionId, period, bookings })),
  );
  const remembered: Opening[] = memory.confirmed.flatMap(({ exceptionId, periods }) =>
    periods.map(({ period, bookings }) => ({ exceptionId, period, bookings })),
  );
  const roomOf = new Map<string, string>();
  for (const { id, roomId } of memory.reading?.bookings ?? []) roomOf.set(id, roomId);
  for (const { id, roomId } of seen.bookings?.bookings ?? []) roomOf.set(id, roomId);
  const observed = new Map<string, readonly Period[]>(seen.access?.exceptions.map(({ id, periods }) => [id, periods]));
  return (planned ?? remembered)
    .filter(
      ({ exceptionId, period }) => facts.managed.includes(exceptionId) && period.to > now && period.from < tomorrow,
    )
    .sort((a, b) => a.period.from - b.period.from || a.exceptionId.localeCompare(b.exceptionId))
    .slice(0, MOST_OPENINGS)
    .map(({ exceptionId, period, bookings }) => ({
      exceptionId,
      exceptionName: names.exception(exceptionId),
      rooms: [...new Set(bookings.flatMap((id) => roomOf.get(id) ?? []))]
        .map((id) => names.room(id))
        .sort((a, b) => a.localeCompare(b)),
      period: { from: period.from, to: period.to },
      isOpenNow: (observed.get(exceptionId) ?? (planned === undefined ? [period] : [])).some((one) => covers(one, now)),
    }));
}

/** The trouble list after a run: what was there before keeps its since, what is gone has ended. */
export function lastingTroubles(
  before: readonly LastingTroubleDto[],
  troubles: readonly SidedTrouble[],
  at: Instant,
): LastingTroubleDto[] {
  const earlier = new Map(before.map((one) => [troubleKey(one.side, one.trouble), one]));
  const now = new Map<string, LastingTroubleDto>();
  for (const { side, trouble, isResting } of troubles) {
    const key = troubleKey(side, trouble);
    const known = earlier.get(key);
    const told = isResting === true && known !== undefined ? known.trouble : trouble;
    if (!now.has(key)) now.set(key, { side, since: known?.since ?? at, trouble: { ...told } });
  }
  return [...now.values()];
}

/**
 * The troubles that a run could not settle, because it did not look: a refill and a removal read UniLock only and says nothing about Pronestor, and a run
 * without a plan says nothing about single exceptions.
 */
export function unsettledBy(
  { trigger, plan }: Pick<RunResult, 'trigger' | 'plan'>,
  before: readonly LastingTroubleDto[],
): LastingTroubleDto[] {
  return before.filter(
    ({ side, trouble }) => (!readsBookings(trigger) && side === 'bookings') || (plan === null && isOfTarget(trouble)),
  );
}

/** Whether a trouble is about one exception, or about one group or membership of it, rather than about a whole side. */
const isOfTarget = ({ context }: Trouble): boolean =>
  context['exceptionId'] !== undefined || context['groupId'] !== undefined;

function troubleKey(side: string, { code, context }: Trouble): string {
  const { exceptionId = null, groupId = null, personId = null, locationId = null, roomId = null } = context;
  const isOfWrite =
    (exceptionId !== null || personId !== null) && (WRITE_CODES.includes(code) || NO_CONTACT.includes(code));
  return JSON.stringify([side, isOfWrite ? 'write' : code, exceptionId, groupId, personId, locationId, roomId]);
}
