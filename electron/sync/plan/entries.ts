import type { Instant, Period } from '../../../shared/time';
import { covers, DAY_MS, isSamePeriod } from '../../../shared/time';
import type { HoldReason, Overflow, TargetEntry } from '../model';
import { ascending } from '../desired';
import type { Stay } from './staying';

const isHold = (why: Stay['why']): why is HoldReason =>
  why !== 'unknown-status' && why !== 'odd' && why !== 'kept-open' && why !== 'early-end' && why !== 'foreign';

/** Joins what touches, remembering everything of both. */
function joinTouching(candidates: readonly TargetEntry[]): readonly TargetEntry[] {
  const joined: TargetEntry[] = [];
  for (const next of [...candidates].sort((a, b) => a.period.from - b.period.from)) {
    const last = joined.at(-1);
    if (last === undefined || next.period.from > last.period.to) {
      joined.push(next);
      continue;
    }
    joined[joined.length - 1] = {
      period: { from: last.period.from, to: last.period.to > next.period.to ? last.period.to : next.period.to },
      bookings: ascending([...last.bookings, ...next.bookings]),
      lines: ascending([...last.lines, ...next.lines]),
      isHeld: last.isHeld || next.isHeld,
      isForeign: false,
      // Two wanted ones never touch (D2).
      hasStay: true,
    };
  }
  return joined;
}

/**
 * W3: the From of a running period is never clipped to now; the earliest observed period that covers now lends its own.
 * @param before ascending
 */
function lendFrom(candidate: TargetEntry, before: readonly Period[], now: Instant): TargetEntry {
  const lender = before.find((one) => covers(one, now));
  return lender === undefined ? candidate : { ...candidate, period: { from: lender.from, to: candidate.period.to } };
}

/**
 * What an exception should hold if it had places without end: wanted and staying parts of ours united (D2), others' beside them unmerged (W6).
 * @param before as observed, ascending
 */
export function candidatesOf(
  wanted: readonly TargetEntry[],
  stays: readonly Stay[],
  before: readonly Period[],
  now: Instant,
): readonly TargetEntry[] {
  if (stays.length === 0 && !isRunning(wanted[0], now)) return wanted;
  const ours = [...wanted];
  const foreign: TargetEntry[] = [];
  for (const { period, bookings, lines, why, isForeign } of stays) {
    (isForeign ? foreign : ours).push({ period, bookings, lines, isHeld: isHold(why), hasStay: true, isForeign });
  }
  const united = joinTouching(ours);
  const first = united[0];
  if (isRunning(first, now)) {
    // Only the earliest can be running: what has ended is not wanted, and nothing touches.
    const lenders = before.filter((one) => !foreign.some(({ period }) => isSamePeriod(period, one)));
    return [lendFrom(first, lenders, now), ...united.slice(1), ...foreign];
  }
  return [...united, ...foreign];
}

const isRunning = (entry: TargetEntry | undefined, now: Instant): entry is TargetEntry =>
  entry !== undefined && entry.period.from <= now;

/** D3: the running period first, then held ones, then kept foreign ones, then the soonest. */
function rank(candidate: TargetEntry, now: Instant, goesFirst: (one: TargetEntry) => boolean): number {
  if (goesFirst(candidate)) return -1;
  if (candidate.isForeign) return 2;
  if (covers(candidate.period, now)) return 0;
  return candidate.hasStay ? 1 : 3;
}

const byTime = (a: TargetEntry, b: TargetEntry): number => a.period.from - b.period.from || a.period.to - b.period.to;

function inTime(candidates: readonly TargetEntry[]): readonly TargetEntry[] {
  let previous: TargetEntry | null = null;
  for (const one of candidates) {
    if (previous !== null && byTime(previous, one) > 0) return [...candidates].sort(byTime);
    previous = one;
  }
  return candidates;
}

/**
 * D3: the first that fit, ascending in time, and what does not fit.
 * @param goesFirst what keeps its place before everything else (R7)
 */
export function fitPlaces(
  candidates: readonly TargetEntry[],
  places: number,
  now: Instant,
  goesFirst: (one: TargetEntry) => boolean,
): { readonly entries: readonly TargetEntry[]; readonly leftOut: readonly TargetEntry[] } {
  if (candidates.length <= places) return { entries: inTime(candidates), leftOut: [] };
  const ranked = [...candidates].sort((a, b) => rank(a, now, goesFirst) - rank(b, now, goesFirst) || byTime(a, b));
  return { entries: ranked.slice(0, places).sort(byTime), leftOut: ranked.slice(places).sort(byTime) };
}

/** D3: whether a left-out start is less than 24 hours away. */
export const isOverflowUrgent = (leftOut: readonly TargetEntry[], now: Instant): boolean =>
  leftOut.some(({ period }) => period.from - now < DAY_MS);

/** D3: overflow is always listed, and urgent when a left-out start is less than 24 hours away. */
export function overflowOf(
  exceptionId: Overflow['exceptionId'],
  places: number,
  leftOut: readonly TargetEntry[],
  now: Instant,
): Overflow | null {
  if (leftOut.length === 0) return null;
  return {
    exceptionId,
    places,
    periods: leftOut.map(({ period, bookings, lines }) => ({ period, bookings, lines })),
    isUrgent: isOverflowUrgent(leftOut, now),
  };
}
