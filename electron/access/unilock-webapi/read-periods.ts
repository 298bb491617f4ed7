import type { Period, ZoneName } from '../../../shared/time';
import type { AnswerFormat, TimeFields } from '../../../shared/profile';
import type { TimeReader } from '../../profile';
import { createListField, createTimeField, fieldName } from '../../profile';

/** A list of periods, or the path of the part that could not be understood. */
export type ReadPeriods = { readonly periods: readonly Period[] } | { readonly fault: string; readonly reason: string };

/**
 * Compiles the fields of an item's list of periods. Local times without offset are read in the house's zone; in the doubled hour of the autumn
 * night a From is taken as the earlier and a To as the later of its two meanings (rule R1), so what others wrote is never believed shorter than
 * it may be.
 */
export function createPeriodsReader(
  names: { readonly at: readonly string[]; readonly from: TimeFields; readonly to: TimeFields },
  format: AnswerFormat,
  readTime: TimeReader,
): (item: unknown, zone: ZoneName) => ReadPeriods {
  const fields = {
    periods: createListField(names.at, format),
    from: createTimeField(names.from),
    to: createTimeField(names.to),
  };
  return (item, zone) => {
    // No list is not an empty list: what is believed empty would be filled again, and its foreign periods lost unseen.
    const list = fields.periods(item);
    if (list === null) return { fault: fieldName(names.at), reason: 'periods' };
    const periods: Period[] = [];
    for (const [index, each] of list.entries()) {
      const path = `${fieldName(names.at)}[${String(index)}]`;
      const from = readTime(fields.from(each), zone, 'earlier');
      if (from === null) return { fault: `${path}.${fieldName(names.from)}`, reason: 'from' };
      const to = readTime(fields.to(each), zone, 'later');
      if (to === null) return { fault: `${path}.${fieldName(names.to)}`, reason: 'to' };
      // One that does not end after it starts covers no instant and opens nothing; it leaves with the next write.
      if (from < to) periods.push({ from, to });
    }
    return { periods };
  };
}
