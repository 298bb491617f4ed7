import type { BookingId, MappingLineId } from '../../../shared/ids';
import type { Period } from '../../../shared/time';
import type { DesiredPeriod } from '../model';
import type { Ask } from './openings';

/** Ascending and distinct, so that the same inputs give the same plan. */
export function ascending<Id extends string>(ids: readonly Id[]): readonly Id[] {
  return ids.length < 2 ? ids : [...new Set(ids)].sort();
}

/** Asks come in order from each room; only several rooms into one exception need sorting. */
function inOrder(asks: readonly Ask[]): readonly Ask[] {
  let previous = -Infinity;
  for (const { period } of asks) {
    if (period.from < previous) return [...asks].sort((a, b) => a.period.from - b.period.from);
    previous = period.from;
  }
  return asks;
}

/** A period that may still grow. */
interface Growing {
  period: Period;
  readonly bookings: BookingId[];
  readonly lines: MappingLineId[];
}

/** D2: the union of what bookings ask for; overlapping and touching periods become one that remembers all that asked. */
export function mergeAsks(asks: readonly Ask[]): readonly DesiredPeriod[] {
  const merged: Growing[] = [];
  let last: Growing | null = null;
  for (const { period, booking, line } of inOrder(asks)) {
    if (last === null || period.from > last.period.to) {
      last = { period, bookings: [booking], lines: [line] };
      merged.push(last);
      continue;
    }
    if (period.to > last.period.to) last.period = { from: last.period.from, to: period.to };
    last.bookings.push(booking);
    last.lines.push(line);
  }
  return merged.map((one) =>
    one.bookings.length === 1
      ? one
      : { period: one.period, bookings: ascending(one.bookings), lines: ascending(one.lines) },
  );
}
