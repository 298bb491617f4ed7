import type { Random } from '../ports';

const FIRST_MS = 2_000;
const LONGEST_MS = 5 * 60_000;

/**
 * How long to wait after so many failures in a row, in milliseconds: doubling from 2 s to at most 5 minutes, with the upper half drawn
 * by lot so that two programs do not keep meeting (W10).
 * @param failures 1 or more
 */
export function backoffMs(failures: number, random: Pick<Random, 'next'>): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** (Math.max(1, failures) - 1));
  return Math.round(whole / 2 + (whole / 2) * random.next());
}
