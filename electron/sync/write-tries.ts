import type { Instant } from '../../shared/time';
import { MINUTE_MS } from '../../shared/time';
import type { TargetKey } from './model';

/** W10: writes of one object that have not been seen to hold, within five minutes, at most. */
const MOST_TRIES = 3;
const WITHIN_MS = 5 * MINUTE_MS;

/** Counts, across runs, the writes of each target that were not confirmed (W10). */
export interface WriteTries {
  mayTry(key: TargetKey, now: Instant): boolean;
  note(key: TargetKey, now: Instant): void;
  /** Whether something was sent that no reading has shown since: the readings of a server may lag behind its writes. */
  isUnseen(key: TargetKey): boolean;
  /** It holds: what is written next is a new change, not a repetition. */
  settle(key: TargetKey): void;
}

export function createWriteTries(): WriteTries {
  const sent = new Map<TargetKey, readonly Instant[]>();
  const recent = (key: TargetKey, now: Instant): readonly Instant[] => {
    const known = sent.get(key);
    if (known === undefined) return [];
    // A clock set back must not stop writing for longer: tries from "the future" count as just made, from the first time that they are seen to be.
    const tries = known.map((at) => (at > now ? now : at)).filter((at) => now - at < WITHIN_MS);
    sent.set(key, tries);
    return tries;
  };
  return {
    mayTry: (key, now) => recent(key, now).length < MOST_TRIES,
    note: (key, now) => void sent.set(key, [...recent(key, now), now]),
    isUnseen: (key) => sent.has(key),
    settle: (key) => void sent.delete(key),
  };
}
