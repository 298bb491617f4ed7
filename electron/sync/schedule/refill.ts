import type { Instant } from '../../../shared/time';
import type { Plan } from '../model';

/**
 * When a place is freed for something that did not fit: the earliest end in an exception with overflow (D3). May lie in the past: then it
 * is due at once. null when everything fits.
 */
export function nextRefillAt(plan: Pick<Plan, 'overflow' | 'targets'> | null): Instant | null {
  if (plan === null) return null;
  const waiting = new Set(plan.overflow.map((one) => one.exceptionId));
  const ends = plan.targets
    .filter((target) => waiting.has(target.exceptionId))
    .flatMap((target) => target.periods.map((period) => period.to));
  return ends.length === 0 ? null : ends.reduce((a, b) => (a < b ? a : b));
}
