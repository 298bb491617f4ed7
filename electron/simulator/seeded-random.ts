/** Random choices that are the same for the same seed. */
export interface SeededRandom {
  /** [0, 1) */
  next(): number;
  /** Whole number in [low, high], both included. */
  whole(low: number, high: number): number;
  isLucky(chance: number): boolean;
  /** @throws RangeError for an empty list */
  pick<T>(from: readonly T[]): T;
  shuffle<T>(list: readonly T[]): T[];
}

/** mulberry32: 32 bits of state are plenty for a demo house, and it is the same on every machine. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    whole,
    isLucky: (chance) => next() < chance,
    pick: <T>(from: readonly T[]): T => {
      if (from.length === 0) throw new RangeError('nothing to pick from');
      return from[whole(0, from.length - 1)] as T;
    },
    shuffle: <T>(list: readonly T[]): T[] => {
      const left = [...list];
      const shuffled: T[] = [];
      while (left.length > 0) shuffled.push(...left.splice(whole(0, left.length - 1), 1));
      return shuffled;
    },
  };
}

/** A seed for one part (say, one day) of something that has a seed. */
export function seedOf(seed: number, part: string): number {
  let hash = seed ^ 0x811c9dc5;
  for (const character of part) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
