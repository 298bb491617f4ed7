import type { BookingId, MappingLineId } from '../../../shared/ids';
import type { Period } from '../../../shared/time';
import type { TargetEntry } from '../model';
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

/**
 * D2: the union of what bookings ask for; overlapping and touching periods become one that remembers all that asked. In the form in which a
 * whole list has them, so that most are never made a second time.
 */
export function mergeAsks(asks: readonly Ask[]): readonly TargetEntry[] {
  const merged: TargetEntry[] = [];
  let last: Ask | null = null;
  let growing: Growing | null = null;
  const end = (): void => {
    if (growing !== null) {
      merged.push({
        period: growing.period,
        bookings: ascending(growing.bookings),
        lines: ascending(growing.lines),
        isHeld: false,
        hasStay: false,
        isForeign: false,
      });
    } else if (last !== null) {
      const { period, bookings, lines } = last;
      merged.push({ period, bookings, lines, isHeld: false, hasStay: false, isForeign: false });
    }
  };
  for (const ask of inOrder(asks)) {
    if (last === null || ask.period.from > (growing ?? last).period.to) {
      end();
      last = ask;
      growing = null;
      continue;
    }
    growing ??= { period: last.period, bookings: [...last.bookings], lines: [...last.lines] };
    if (ask.period.to > growing.period.to) growing.period = { from: growing.period.from, to: ask.period.to };
    growing.bookings.push(ask.booking);
    growing.lines.push(ask.line);
  }
  end();
  return merged;
}
