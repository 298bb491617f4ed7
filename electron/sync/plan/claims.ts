import type { BookingId, ExceptionId, MappingLineId } from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';
import type { ConfirmedPeriod, Coverage, Memory } from '../model';
import { coverageFromNow, isSameCoverage, normalise } from '../model';
import { ascending } from '../desired';

/** What memory says of one exception: which periods are ours, and which were another's when we last looked (W1, W6). */
export interface Claims {
  /** Confirmed, or sent with the outcome not known (P8): either way we wrote them. */
  readonly ours: readonly ConfirmedPeriod[];
  readonly oursCovered: Coverage;
  /** Another's, and already known at the last confirmed list; as listed, not merged. */
  readonly foreign: readonly Period[];
  readonly foreignCovered: Coverage;
  /** The whole last confirmed list; null when there never was one. */
  readonly confirmed: readonly Period[] | null;
  /** The whole lists that were sent since, with the outcome not known (P8). */
  readonly sent: readonly (readonly Period[])[];
}

/** Of something that memory knows nothing of. */
export const NO_CLAIMS: Claims = {
  ours: [],
  oursCovered: [],
  foreign: [],
  foreignCovered: [],
  confirmed: null,
  sent: [],
};

/** Memory's claims by exception, made ready once for a run. */
export function claimsByException(memory: Memory): (id: ExceptionId) => Claims {
  const confirmed = new Map(memory.confirmed.map((list) => [list.exceptionId, list.periods]));
  const intents = new Map<ExceptionId, (readonly ConfirmedPeriod[])[]>();
  for (const intent of memory.intents) {
    intents.set(intent.exceptionId, [...(intents.get(intent.exceptionId) ?? []), intent.periods]);
  }
  return (id) => {
    const list = confirmed.get(id);
    const sent = intents.get(id);
    if (list === undefined && sent === undefined) return NO_CLAIMS;
    const all = [...(list ?? []), ...(sent ?? []).flat()];
    const ours = all.filter((one) => !one.isForeign);
    const foreign = all.filter((one) => one.isForeign).map((one) => one.period);
    return {
      ours,
      oursCovered: normalise(ours.map((one) => one.period)),
      foreign,
      foreignCovered: normalise(foreign),
      confirmed: list?.map((one) => one.period) ?? null,
      sent: (sent ?? []).map((periods) => periods.map((one) => one.period)),
    };
  };
}

/** W6: whether somebody else changed the exception since its last confirmed list. A write of ours that arrived unanswered is no other writer. */
export function hasForeignEdit(claims: Claims, observed: readonly Period[], now: Instant): boolean {
  if (claims.confirmed === null) return false;
  const there = coverageFromNow(observed, now);
  return ![claims.confirmed, ...claims.sent].some((list) => isSameCoverage(there, coverageFromNow(list, now)));
}

/** Who asked for the periods of ours that touch this part. */
export function askersOf(
  ours: readonly ConfirmedPeriod[],
  part: Period,
): { readonly bookings: readonly BookingId[]; readonly lines: readonly MappingLineId[] } {
  const touched = ours.filter((one) => one.period.from < part.to && part.from < one.period.to);
  return {
    bookings: ascending(touched.flatMap((one) => one.bookings)),
    lines: ascending(touched.flatMap((one) => one.lines)),
  };
}
