import type { ExceptionId } from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';
import type { Coverage, ExceptionAction, ObservedException } from '../model';
import { clipFrom, intersect, isInside, normalise, subtract, wholeMinutes } from '../model';
import type { Claims } from './claims';
import { askersOf } from './claims';
import { targetCoverage } from './changes';

/** Exceptions that memory says hold something of ours, but that nobody manages any more. */
export function exceptionsToRelease(
  remembered: Iterable<ExceptionId>,
  managed: ReadonlySet<ExceptionId>,
): ExceptionId[] {
  return [...new Set(remembered)].filter((id) => !managed.has(id)).sort();
}

/** Ours alone: a period that another hand wrote over ours as well stays theirs. */
const oursAlone = (claims: Claims): Coverage => subtract(claims.oursCovered, claims.foreignCovered);

/** Whether the exception holds nothing of ours from now on: then it is released and forgotten (W7). */
export const isEmptyOfOurs = (observed: ObservedException, claims: Claims, fromNow: Instant): boolean =>
  intersect(clipFrom(normalise(wholeMinutes(observed.periods)), fromNow), oursAlone(claims)).length === 0;

/**
 * W7: takes what is ours out of an exception that left the mapping, and only that; the others' periods stay as they are, unmerged.
 * null when nothing of ours is there.
 */
export function releaseAction(
  observed: ObservedException,
  claims: Claims,
  context: { readonly fromNow: Instant },
): ExceptionAction | null {
  if (isEmptyOfOurs(observed, claims, context.fromNow)) return null;
  const before = wholeMinutes(observed.periods);
  const after: Period[] = before.flatMap((one) => {
    const rest = subtract([one], oursAlone(claims));
    return isInside([one], rest) ? [one] : rest;
  });
  const now = targetCoverage(before, context);
  const gone = subtract(now, targetCoverage(after, context));
  return {
    on: 'exception',
    exceptionId: observed.id,
    kind: 'narrowing',
    before: [...observed.periods],
    after,
    changes: gone.map((period) => ({
      change: 'remove',
      period,
      reason: 'not-wanted',
      bookings: askersOf(claims.ours, period).bookings,
    })),
    version: observed.version,
  };
}
