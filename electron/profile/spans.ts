import type { EndFields, TimeFields } from '../../shared/profile';
import type { Instant, ZoneName } from '../../shared/time';
import { addMinutes } from '../../shared/time';
import { createField, createTimeField } from './fields';
import type { TimeReader } from './times';
import { wholeNumber } from './values';

/** A century: what is longer is no length. */
const MOST_MINUTES = 100 * 366 * 24 * 60;

/** A start and an end as the server tells them, or which of the two could not be read. The end may be before the start. */
export type ReadSpan =
  | {
      readonly from: Instant;
      readonly to: Instant;
      /** The end is told by its distance from a start that occurs twice, or not at all. */
      readonly isUncertain: boolean;
    }
  | { readonly unread: 'from' | 'to' };

/**
 * Compiles where a start and its end stand. A local time that has two meanings is read outwards (rule R1): a start as the earlier, an end as the
 * later; an end that is told in minutes from the start counts from the later start.
 */
export function createSpanReader(
  names: { readonly from: TimeFields; readonly to: EndFields },
  readTime: TimeReader,
): (item: unknown, zone: ZoneName) => ReadSpan {
  const start = createTimeField(names.from);
  if (!('minutes' in names.to)) {
    const end = createTimeField(names.to);
    return (item, zone) => {
      const from = readTime(start(item), zone, 'earlier');
      if (from === null) return { unread: 'from' };
      const to = readTime(end(item), zone, 'later');
      return to === null ? { unread: 'to' } : { from, to, isUncertain: false };
    };
  }
  const length = createField(names.to.minutes);
  return (item, zone) => {
    const text = start(item);
    const from = readTime(text, zone, 'earlier');
    const latest = readTime(text, zone, 'later');
    if (from === null || latest === null) return { unread: 'from' };
    const minutes = wholeNumber(length(item), 0);
    if (minutes === null || minutes > MOST_MINUTES) return { unread: 'to' };
    return { from, to: addMinutes(latest, minutes), isUncertain: from !== latest };
  };
}
