import type { ErrorContext, Trouble } from '../../shared/errors';

/** At least so many rejected items, and more than this share, make a reading partial (rule R3). */
const LEAST_REJECTED = 3;
const REJECTED_SHARE = 0.05;

/** The fault of a list of which too many items were rejected; null when there were few enough. */
export function faultOfRejects(rejected: number, total: number, context: ErrorContext): Trouble | null {
  if (rejected < LEAST_REJECTED || rejected <= total * REJECTED_SHARE) return null;
  return { code: 'reading-partial', context: { ...context, reason: 'rejected', rejected, total } };
}
