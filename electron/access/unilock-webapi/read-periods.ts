import type { Period, ZoneName } from '../../../shared/time';
import { doubledHours, writablePeriod } from '../../../shared/time';
import type { AnswerFormat, EndFields, TimeFields } from '../../../shared/profile';
import type { TimeReader } from '../../profile';
import { createListField, createSpanReader, fieldName } from '../../profile';

/** A list of periods, or the path of the part that could not be understood. */
export type ReadPeriods = { readonly periods: readonly Period[] } | { readonly fault: string; readonly reason: string };

/**
 * Compiles the fields of an item's list of periods. Local times without offset are read in the house's zone; in the doubled hour of the autumn
 * night a From is taken as the earlier and a To as the later of its two meanings (rule R1), so what others wrote is never believed shorter than
 * it may be. Where the end is told in minutes, a start of two meanings is moved to the last minute before them: written again, its minutes count
 * from there to the same end whatever the server takes it for, and it does not grow with each run that keeps it.
 */
export function createPeriodsReader(
  names: { readonly at: readonly string[]; readonly from: TimeFields; readonly to: EndFields },
  format: AnswerFormat,
  readTime: TimeReader,
): (item: unknown, zone: ZoneName) => ReadPeriods {
  const periodsOf = createListField(names.at, format);
  const spanOf = createSpanReader(names, readTime);
  return (item, zone) => {
    // No list is not an empty list: what is believed empty would be filled again, and its foreign periods lost unseen.
    const list = periodsOf(item);
    if (list === null) return { fault: fieldName(names.at), reason: 'periods' };
    const periods: Period[] = [];
    for (const [index, each] of list.entries()) {
      const path = `${fieldName(names.at)}[${String(index)}]`;
      const span = spanOf(each, zone);
      if ('unread' in span) return { fault: `${path}.${fieldName(names[span.unread])}`, reason: span.unread };
      const { to } = span;
      const from = span.isUncertain ? writablePeriod(span, doubledHours(span, zone)).from : span.from;
      // One that does not end after it starts covers no instant and opens nothing; it leaves with the next write.
      if (from < to) periods.push({ from, to });
    }
    return { periods };
  };
}
