import { randomInt, randomUUID } from 'node:crypto';
import type { Random } from '../sync/ports';

const STEPS = 2 ** 32;

/** Chance from the operating system: jitter of retries, ids of runs. */
export function createSystemRandom(): Random {
  return {
    next: () => randomInt(STEPS) / STEPS,
    id: () => randomUUID(),
  };
}
