import type { ExceptionId } from '../../../shared/ids';
import type { Instant } from '../../../shared/time';
import { HOUR_MS } from '../../../shared/time';
import type { Restoration } from '../model';

/** Restorations within an hour after which we stop writing the exception (W6). */
const RESTORATIONS_BEFORE_STOP = 3;

/** W6: whether another writer has made us restore this exception three times within an hour. */
export function isFought(restorations: readonly Restoration[], exceptionId: ExceptionId): boolean {
  const times = restorations
    .filter((one) => one.exceptionId === exceptionId)
    .map((one) => one.at)
    .sort((a, b) => a - b);
  return times.some((at, index) => {
    const third = times[index + RESTORATIONS_BEFORE_STOP - 1] ?? Infinity;
    return third - at <= HOUR_MS;
  });
}

/**
 * The restorations still worth remembering. Single ones are forgotten after an hour. A stop stays until the exception has been found as it
 * should be at least an hour after the last restoration, or has left the mapping: the other writer must have given up, time alone ends nothing.
 * @param isPeaceful whether the exception was just found as it should be
 */
export function restorationsToKeep(
  restorations: readonly Restoration[],
  now: Instant,
  isManaged: (id: ExceptionId) => boolean,
  isPeaceful: (id: ExceptionId) => boolean,
): readonly Restoration[] {
  const isRecent = (one: Restoration): boolean => now - one.at <= HOUR_MS;
  const kept = restorations.filter(
    (one) =>
      isManaged(one.exceptionId) &&
      (isRecent(one) ||
        (isFought(restorations, one.exceptionId) &&
          !(
            isPeaceful(one.exceptionId) &&
            !restorations.some((each) => each.exceptionId === one.exceptionId && isRecent(each))
          ))),
  );
  return kept.length === restorations.length ? restorations : kept;
}
