import type { ExceptionId } from '../../shared/ids';
import type { Instant } from '../../shared/time';
import { MINUTE_MS } from '../../shared/time';

/** W10: writes of one object that have not been seen to hold, within five minutes, at most. */
const MOST_TRIES = 3;
const WITHIN_MS = 5 * MINUTE_MS;

/** Counts, across runs, the writes of each exception that were not confirmed (W10). */
export interface WriteTries {
  mayTry(id: ExceptionId, now: Instant): boolean;
  note(id: ExceptionId, now: Instant): void;
  /** It holds: what is written next is a new change, not a repetition. */
  settle(id: ExceptionId): void;
}

export function createWriteTries(): WriteTries {
  const sent = new Map<ExceptionId, Instant[]>();
  const recent = (id: ExceptionId, now: Instant): Instant[] =>
    // A clock set back must not stop writing for longer: tries from "the future" count as just made.
    (sent.get(id) ?? []).map((at) => (at > now ? now : at)).filter((at) => now - at < WITHIN_MS);
  return {
    mayTry: (id, now) => recent(id, now).length < MOST_TRIES,
    note: (id, now) => void sent.set(id, [...recent(id, now), now]),
    settle: (id) => void sent.delete(id),
  };
}
