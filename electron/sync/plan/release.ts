import type { ExceptionId } from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';
import { covers, includesPeriod, isSamePeriod } from '../../../shared/time';
import type {
  Change,
  ConfirmedPeriod,
  Coverage,
  ExceptionAction,
  ObservedException,
  PlannedRelease,
  TargetEntry,
} from '../model';
import { asListed, clipFrom, intersect, isSameCoverage, normalise, subtract, wholeMinutes } from '../model';
import type { Claims } from './claims';
import { askersOf } from './claims';
import { targetCoverage } from './changes';
import type { PlanContext } from './context';
import { leavingTime } from './staying';

/** Exceptions that memory says hold something of ours, but that nobody manages any more. */
export function exceptionsToRelease(
  remembered: Iterable<ExceptionId>,
  managed: ReadonlySet<ExceptionId>,
): ExceptionId[] {
  return [...new Set(remembered)].filter((id) => !managed.has(id)).sort();
}

/** Ours alone: a period that another hand wrote over ours as well stays theirs. */
const oursAlone = (claims: Claims): Coverage => subtract(claims.oursCovered, claims.foreignCovered);

/**
 * Whether the exception holds nothing of ours from now on: then it is released and forgotten (W7). A row of ours beneath another's longer one opens
 * nothing that theirs does not; but when the other hand takes its own away, ours would. What cannot be parted for want of places is theirs.
 */
export function isEmptyOfOurs(observed: ObservedException, claims: Claims, now: Instant): boolean {
  const before = wholeMinutes(observed.periods);
  const isAhead = (one: Period): boolean => one.to > now;
  const rows = before.filter(isAhead);
  const hasRows = isStanding(rows, claims, now);
  if (hasRows && rows.some((row) => oursLike(row, claims).length > 0)) return false;
  const parted = hasRows ? rows : partable(before, claims, observed).filter(isAhead);
  return intersect(clipFrom(normalise(parted), now), oursAlone(claims)).length === 0;
}

/** The rows that lose something once nobody has to leave any more. */
const partable = (before: readonly Period[], claims: Claims, observed: ObservedException): readonly Period[] =>
  fitting(
    before.map((row) => carve(row, claims, [])),
    observed,
  )
    .filter(({ row, entries: [first] }) => first === undefined || !isSamePeriod(first.period, row))
    .map(({ row }) => row);

/** What becomes of one row of the observed list. */
interface Parted {
  readonly row: Period;
  readonly entries: readonly TargetEntry[];
}

const foreignEntry = (period: Period): TargetEntry => ({
  period,
  bookings: [],
  lines: [],
  isHeld: false,
  hasStay: true,
  isForeign: true,
});

const leavingEntry = (claims: Claims, period: Period): TargetEntry => ({
  period,
  ...askersOf(claims.ours, period),
  isHeld: false,
  hasStay: true,
  isForeign: false,
});

/** W4: of a running period of ours, from its From on, what people inside have to leave; null when it goes whole. */
function leaving(ours: Period, lines: ConfirmedPeriod['lines'], context: PlanContext): Period | null {
  if (!covers(ours, context.now) || !lines.some((id) => context.lagOf(id) > 0)) return null;
  const cut = leavingTime(lines, context);
  return cut === null ? null : { from: ours.from, to: cut.to < ours.to ? cut.to : ours.to };
}

/**
 * W7: takes what is ours out of an exception that left the mapping, and only that; the others' periods stay as they came. What is running is cut
 * to the earlier of its written To and now + lag where a line is still known (W4). No action when nothing of ours has to go.
 */
export function planRelease(
  observed: ObservedException,
  claims: Claims,
  context: PlanContext,
): { readonly release: PlannedRelease; readonly action: ExceptionAction | null } {
  const before = wholeMinutes(observed.periods);
  const parted = isStanding(before, claims, context.now)
    ? before.map((row) => partRow(row, claims, context))
    : fitting(
        before.map((row) => carve(row, claims, leavingOurs(claims, context))),
        observed,
      );
  const entries = parted.flatMap((one) => one.entries);
  const release = { exceptionId: observed.id, entries };
  const isTouched = ({ row, entries: left }: Parted): boolean =>
    !isSameCoverage(
      targetCoverage([row], context),
      targetCoverage(
        left.map((one) => one.period),
        context,
      ),
    );
  if (!parted.some(isTouched)) return { release, action: null };
  const after = entries.map((one) => one.period);
  const gone = subtract(targetCoverage(before, context), targetCoverage(after, context));
  return {
    release,
    action: {
      on: 'exception',
      exceptionId: observed.id,
      kind: 'narrowing',
      before: [...observed.periods],
      after: asListed(after, observed.periods),
      changes: changesOf(entries, gone, claims),
      version: observed.version,
    },
  };
}

/** What of ours stays for people to leave, and after it what goes. */
function changesOf(entries: readonly TargetEntry[], gone: Coverage, claims: Claims): readonly Change[] {
  const left = entries.filter((entry) => !entry.isForeign);
  const reasonOf = (part: Period): Change['reason'] =>
    left.some((entry) => entry.period.to === part.from) ? 'cut-short' : 'not-wanted';
  return [
    ...left.map(({ period, bookings }): Change => ({ change: 'keep', period, reason: 'cut-short', bookings })),
    ...gone.map((period): Change => ({
      change: 'remove',
      period,
      reason: reasonOf(period),
      bookings: askersOf(claims.ours, period).bookings,
    })),
  ];
}

/** Whether one of the lists that we know of stands there row by row: then every row more is another's addition, also where it overlaps ours. */
function isStanding(before: readonly Period[], claims: Claims, now: Instant): boolean {
  const lists = [...claims.sent, ...(claims.confirmed === null ? [] : [claims.confirmed])];
  return lists.some((list) => {
    const live = list.filter((one) => one.to > now);
    return live.length > 0 && live.every((one) => includesPeriod(before, one));
  });
}

/** What we wrote with exactly the row's bounds; nothing when another hand wrote the same. */
const oursLike = (row: Period, { ours, foreign }: Claims): readonly ConfirmedPeriod[] =>
  includesPeriod(foreign, row) ? [] : ours.filter(({ period }) => isSamePeriod(period, row));

/** A row exactly as we wrote it is ours; every other stays. */
function partRow(row: Period, claims: Claims, context: PlanContext): Parted {
  const ours = oursLike(row, claims);
  if (ours.length === 0) return { row, entries: [foreignEntry(row)] };
  const lines = ours.flatMap((one) => one.lines);
  const rest = leaving(row, lines, context);
  return { row, entries: rest === null ? [] : [leavingEntry(claims, rest)] };
}

/** What people inside have to leave, of everything that memory says is ours and runs (W4). */
const leavingOurs = ({ ours }: Claims, context: PlanContext): Coverage =>
  normalise(ours.flatMap(({ period, lines }) => leaving(period, lines, context) ?? []));

/**
 * Where the server has merged, or ours was changed by hand, rows cannot be told apart: the coverage is parted instead.
 * @param rests of ours, what stays for people to leave
 */
function carve(row: Period, claims: Claims, rests: Coverage): Parted {
  const alone = oursAlone(claims);
  const theirs = subtract([row], alone);
  const stays = intersect(intersect([row], alone), rests);
  return {
    row,
    entries: [...theirs.map(foreignEntry), ...stays.map((period) => leavingEntry(claims, period))].sort(
      (a, b) => a.period.from - b.period.from,
    ),
  };
}

/**
 * P15: a row that is parted takes more places than before. One that finds none stays whole, as another hand wrote it or the server merged it: a list
 * that is too long would be refused, and then all of ours stays; and to leave out a part of another's would shut a door that is theirs (W8). Nothing
 * is opened by it that is not open, and it ends when the row does (W9). The first as listed are parted first.
 */
function fitting(carved: readonly Parted[], observed: ObservedException): readonly Parted[] {
  // Where UniLock does not say how many there are, it can only be tried: a refusal is told, a row left whole is not.
  const places = observed.maxPeriods ?? Infinity;
  let free = places - carved.filter(({ entries }) => entries.length > 0).length;
  return carved.map((one) => {
    const more = one.entries.length - 1;
    if (more <= 0) return one;
    if (more > free) return { row: one.row, entries: [foreignEntry(one.row)] };
    free -= more;
    return one;
  });
}
