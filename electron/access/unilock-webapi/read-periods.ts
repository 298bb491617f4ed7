import type { Period, ZoneName } from '../../../shared/time';
import type { TimeReader } from '../../profile';
import { createField, fieldName, isObject } from '../../profile';

/** A list of periods, or the path of the part that could not be understood. */
export type ReadPeriods = { readonly periods: readonly Period[] } | { readonly fault: string; readonly reason: string };

/**
 * Compiles the fields of an item's list of periods. Local times without offset are read in the house's zone; in the doubled hour of the autumn
 * night a From is taken as the earlier and a To as the later of its two meanings (rule R1), so what others wrote is never believed shorter than
 * it may be.
 */
export function createPeriodsReader(
  names: { readonly at: readonly string[]; readonly from: readonly string[]; readonly to: readonly string[] },
  readTime: TimeReader,
): (item: unknown, zone: ZoneName) => ReadPeriods {
  const fields = { periods: createField(names.at), from: createField(names.from), to: createField(names.to) };
  return (item, zone) => {
    const value = fields.periods(item);
    // No list is not an empty list: what is believed empty would be filled again, and its foreign periods lost unseen.
    const list = Array.isArray(value) ? (value as readonly unknown[]) : isObject(value) ? [value] : null;
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
