import type { WrittenTime } from '../../../shared/profile';
import type { Period } from '../../../shared/time';
import { addMs, ceilMinute, DAY_MS, floorMinute, MINUTE_MS } from '../../../shared/time';
import type { Field, ListReading } from '../../profile';
import { idText } from '../../profile';

/** By how much a wall clock may be put forward in one window, and so tell more time than has gone. */
const CLOCK_CHANGE_MS = 60 * MINUTE_MS;

/**
 * So much of the one before is asked for again: what begins and ends at the very bound, e.g. a meeting that was ended at its start, lies in neither
 * window of a server that counts what ends after the one bound and begins before the other.
 */
const AGAIN_MS = MINUTE_MS;

/** The longest time of which one call may ask, so that it is no more days than that in the way it is written. */
function longestOf(days: number, write: WrittenTime): number {
  switch (write) {
    case 'iso-utc':
    case 'iso-offset':
    case 'dotnet-date':
    case 'epoch-seconds':
    case 'epoch-milliseconds':
      return days * DAY_MS;
    case 'iso-local':
    case 'iso-space':
    case 'day-month-year':
    case 'iso-local-minutes':
    case 'iso-space-minutes':
    case 'day-month-year-minutes':
      return days * DAY_MS - CLOCK_CHANGE_MS;
    case 'iso-date':
      // Told by days, a window ends with the day after.
      return (days - 1) * DAY_MS - CLOCK_CHANGE_MS;
  }
}

/**
 * The windows in which a longer one is asked for: each begins a minute before the one before it ends.
 * @param days the most of one call, at least 1 (told by days: 2); null: there is no such limit
 */
export function windowsOf(window: Period, days: number | null, write: WrittenTime): Period[] {
  if (days === null) return [window];
  const longest = longestOf(days, write);
  // Rounded outwards first: a bound that is cut to the second would make a window longer than was counted.
  const end = ceilMinute(window.to);
  const windows: Period[] = [];
  for (let from = floorMinute(window.from); from < end;) {
    const next = addMs(from, longest);
    const to = next < end ? next : end;
    windows.push({ from, to });
    from = to < end ? addMs(to, -AGAIN_MS) : end;
  }
  return windows;
}

/**
 * Lists read window by window as the one list that a single window would have given. An item that stands in two windows is one; where they tell
 * different things of it both stay, to be judged as any two items of one id.
 */
export function joinWindows(lists: readonly ListReading[], id: Field): ListReading {
  const [only] = lists;
  if (lists.length === 1 && only !== undefined) return only;
  /** What earlier windows told of each id; "" for items without. */
  const told = new Map<string, Set<string>>();
  const items: unknown[] = [];
  for (const list of lists) {
    const keyed = list.items.map((item) => ({ item, key: idText(id(item)) ?? '', text: JSON.stringify(item) }));
    for (const { item, key, text } of keyed) if (told.get(key)?.has(text) !== true) items.push(item);
    for (const { key, text } of keyed) told.set(key, (told.get(key) ?? new Set<string>()).add(text));
  }
  return { items, faults: lists.flatMap(({ faults }) => faults) };
}
