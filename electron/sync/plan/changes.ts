import type { BookingId } from '../../../shared/ids';
import { everywhereOf } from '../../../shared/ids';
import type { Period } from '../../../shared/time';
import { covers, includesPeriod, isSamePeriod, overlaps } from '../../../shared/time';
import type { Change, ChangeReason, Coverage, DesiredPeriod, TargetEntry } from '../model';
import { clipFrom, intersect, isInside, normalise, subtract } from '../model';
import { counts } from '../desired';
import type { Claims } from './claims';
import { askersOf } from './claims';
import type { PlanContext } from './context';

interface ChangeInput {
  readonly context: PlanContext;
  readonly claims: Claims;
  readonly desired: readonly DesiredPeriod[];
  readonly before: readonly Period[];
  readonly entries: readonly TargetEntry[];
  readonly observed: Coverage;
  readonly target: Coverage;
  readonly places: number;
}

/** What one write changes and why, for history and for "Hvorfor er den åben?". In time order. */
export function describeChanges(input: ChangeInput): readonly Change[] {
  const changes: Change[] = [];
  for (const period of input.before) {
    if (input.entries.some((entry) => isSamePeriod(entry.period, period))) continue;
    const change = removal(period, input);
    if (change !== null) changes.push(change);
  }
  for (const entry of input.entries) {
    const isThere = includesPeriod(input.before, entry.period);
    changes.push({
      change: isThere ? 'keep' : 'add',
      period: entry.period,
      reason: isThere ? standingReason(entry) : additionReason(entry, input),
      bookings: entry.bookings,
    });
  }
  return changes.sort((a, b) => a.period.from - b.period.from || a.period.to - b.period.to);
}

function standingReason(entry: TargetEntry): ChangeReason {
  if (entry.isForeign) return 'kept-foreign';
  return entry.isHeld ? 'held' : 'booked';
}

function additionReason(entry: TargetEntry, { context, claims, before, observed, places }: ChangeInput): ChangeReason {
  if (entry.isForeign) return 'kept-foreign';
  const added = subtract(clipFrom([entry.period], context.fromNow), observed);
  if (added.length === 0) {
    if (entry.isHeld) return 'held';
    return covers(entry.period, context.now) && entry.hasStay ? 'cut-short' : 'shortened';
  }
  if (before.some((one) => one.to > context.now && one.from < entry.period.to && entry.period.from < one.to)) {
    return 'prolonged';
  }
  const wasFull = claims.confirmed !== null && claims.confirmed.length >= places;
  return wasFull && entry.bookings.every((id) => isUnchanged(context, id)) ? 'freed-place' : 'booked';
}

function isUnchanged({ knowledge }: PlanContext, id: BookingId): boolean {
  const old = knowledge.remembered(id);
  if (old === undefined) return false;
  const read = knowledge.read(id) ?? old;
  return old.roomId === read.roomId && isSamePeriod(old.period, read.period) && old.status === read.status;
}

/** null when nothing goes: the period is only replaced by a longer or merged one. */
function removal(period: Period, { context, claims, desired, observed, target }: ChangeInput): Change | null {
  if (period.to <= context.now) return { change: 'remove', period, reason: 'ended', bookings: [] };
  const gone = intersect(subtract(observed, target), [period]);
  if (gone.length === 0) return null;
  const ids = gone.flatMap((part) => askersOf(claims.ours, part).bookings);
  const isRunning = covers(period, context.now);
  const isStillHere = (id: BookingId): boolean =>
    desired.some((one) => one.bookings.includes(id) && overlaps(one.period, period));
  const reasons = new Map<BookingId, ChangeReason>();
  for (const id of new Set(ids)) {
    const read = context.knowledge.read(id);
    if (read === undefined) {
      const { isElsewhere } = context.knowledge;
      // An item of several rooms that left this one runs on, maybe in another that opens now.
      const isItemThere = everywhereOf(id) !== id && isElsewhere(everywhereOf(id));
      if (isElsewhere(id)) reasons.set(id, isRunning && !isItemThere ? 'cut-short' : 'moved');
      else if (context.knowledge.hasVanished(id)) reasons.set(id, isRunning ? 'cut-short' : 'vanished');
      continue;
    }
    if (!counts(read.status, context.policy)) reasons.set(id, isRunning ? 'cut-short' : 'ended-by-status');
    else if (!isUnchanged(context, id)) reasons.set(id, isStillHere(id) ? 'shortened' : 'moved');
  }
  for (const reason of ['cut-short', 'ended-by-status', 'moved', 'shortened', 'vanished'] as const) {
    const bookings = [...reasons].filter(([, why]) => why === reason).map(([id]) => id);
    if (bookings.length > 0) return { change: 'remove', period, reason, bookings: bookings.sort() };
  }
  return { change: 'remove', period, reason: 'not-wanted', bookings: [...new Set(ids)].sort() };
}

/** Which way coverage goes from now on (W2). */
export function kindOf(observed: Coverage, target: Coverage): 'narrowing' | 'mixed' | 'widening' {
  if (isInside(target, observed)) return 'narrowing';
  return isInside(observed, target) ? 'widening' : 'mixed';
}

/** The target's coverage from now on. */
export const targetCoverage = (periods: readonly Period[], context: Pick<PlanContext, 'fromNow'>): Coverage =>
  clipFrom(normalise(periods), context.fromNow);
