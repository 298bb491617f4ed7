import type { Instant, Period, ZoneName } from '../../../shared/time';
import { addMs, DAY_MS, wallParts, zoneTransitions } from '../../../shared/time';

const offsetAt = (at: Instant, zone: ZoneName): number => wallParts(at, zone).offsetMinutes;

/** Whether two zones' clocks show the same throughout: names of one zone differ between systems (Windows names come as a neighbour's). */
function isSameClock(a: ZoneName, b: ZoneName, within: Period): boolean {
  if (a === b) return true;
  const instants = [within.from, ...zoneTransitions(within, a), ...zoneTransitions(within, b)];
  return instants.every((at) => offsetAt(at, a) === offsetAt(at, b));
}

/**
 * The house's zone: UniLock's own, else the one typed. null when there is neither, or when their clocks disagree at any time from
 * yesterday to two years ahead: then nothing is written until a person settles it (R1).
 */
export function settleZone(typed: ZoneName | null, told: ZoneName | null, now: Instant): ZoneName | null {
  if (typed === null || told === null) return told ?? typed;
  const within = { from: addMs(now, -DAY_MS), to: addMs(now, 730 * DAY_MS) };
  return isSameClock(typed, told, within) ? told : null;
}
