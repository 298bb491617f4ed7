import type { Instant } from '../../shared/time';
import { MINUTE_MS } from '../../shared/time';
import { CLOCK_TOLERANCE_MS } from './desired';

/**
 * Longer than any single call takes, with its time limits and repetitions. A run that stood still for longer slept, or its clock was set: what it
 * read may be hours old.
 */
const STANDSTILL_MS = 15 * MINUTE_MS;

/** Watches the time pass in a run, step by step (P11). */
export interface AwakeWatch {
  /** A step was made. */
  note(): void;
  /** Whether the machine slept, or its clock was set, since the run began. */
  hasSlept(): boolean;
}

/** @param now reads the PC's clock */
export function createAwakeWatch(now: () => Instant): AwakeWatch {
  let last = now();
  let hasSlept = false;
  const note = (): void => {
    const at = now();
    const passed = at - last;
    hasSlept ||= passed > STANDSTILL_MS || passed < -CLOCK_TOLERANCE_MS;
    last = at;
  };
  return {
    note,
    hasSlept: () => {
      note();
      return hasSlept;
    },
  };
}
