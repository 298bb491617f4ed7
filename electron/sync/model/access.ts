import type { Trouble } from '../../../shared/errors';
import type { ExceptionId, GroupId } from '../../../shared/ids';
import type { Instant, Period, ZoneName } from '../../../shared/time';
import type { Completeness, RejectedItem } from './booking';

/** A shared exception as UniLock shows it. */
export interface ObservedException {
  readonly id: ExceptionId;
  readonly name: string;
  /** How many periods it can hold; null when UniLock does not say (then the setting counts, rule D3). */
  readonly maxPeriods: number | null;
  /** Handed back with a write so that a change in between is noticed; null when the server has none. */
  readonly version: string | null;
  /** As the server holds them: any order, perhaps merged, sorted or cut to minutes (rule W3). */
  readonly periods: readonly Period[];
  /**
   * Only where nothing can be read back (rule W13). unknown: nobody knows what it holds, so it is written over with consent alone. in-doubt: a
   * list of ours may or may not have been handed over when the program was killed; `periods` holds both, and it is written again (promise P8).
   */
  readonly certainty?: 'unknown' | 'in-doubt';
}

export interface PersonGroup {
  readonly id: GroupId;
  readonly name: string;
}

/**
 * One reading of the access control side. An exception with a period that could not be understood is left out of `exceptions` and told in
 * `rejected`: a whole list is written, so what we cannot read we would take away.
 */
export interface AccessReading {
  readonly readAt: Instant;
  readonly completeness: Completeness;
  readonly exceptions: readonly ObservedException[];
  /** The house's zone as UniLock tells it; null when it does not (rule R1). */
  readonly zone: ZoneName | null;
  readonly rejected: readonly RejectedItem[];
  readonly clockSkewMs: number | null;
  readonly troubles: readonly Trouble[];
  /** Only where nothing can be read back (rule W13): since when what was handed over waits to be taken. Until it is, nothing more can be handed over. */
  readonly waitingSince?: Instant | null;
}

/** What the other side said of one write. Whether it holds is known only by reading back. */
export type WriteAnswer =
  | { readonly kind: 'accepted'; readonly version: string | null }
  /** Someone changed it since we read: read again, plan again. */
  | { readonly kind: 'conflict' }
  /** The server understood and said no; `reason` is the server's own sentence, for the screen only. */
  | { readonly kind: 'refused'; readonly trouble: Trouble }
  /** The answer was lost: it may or may not be written. */
  | { readonly kind: 'unanswered'; readonly trouble: Trouble };
