import type { Target } from './asks';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** W11: refused logins until a person acts, and the least time between two. */
const MOST_REFUSALS = 3;
const REFUSAL_PAUSE = 10 * MINUTE - 1_000;

/** Tells what is wrong with a refused login, null when it may be. */
export interface Logins {
  refused(at: number): string | null;
  /** The clock has jumped: nobody can say how long the program believes to have waited. */
  clockJumped(): void;
  personActed(): void;
}

export function createLogins(): Logins {
  let refusals = 0;
  let last = -Infinity;
  return {
    refused(at) {
      const pause = at - last;
      refusals += 1;
      last = at;
      if (refusals > MOST_REFUSALS) return `login tried ${refusals} times although it is refused`;
      return pause < REFUSAL_PAUSE ? `login tried ${Math.round(pause / 1000)} s after a refusal` : null;
    },
    clockJumped: () => void (last = -Infinity),
    personActed() {
      refusals = 0;
      last = -Infinity;
    },
  };
}

/** W6, P12: how often within an hour the program puts back what another writer changed, before it gives in. */
export const MOST_RESTORATIONS = 3;

/** Counts restorations by list. */
export interface Restorations {
  /** Tells how many there were within the hour, this one among them. */
  restored(at: number, target: Target): number;
  forget(): void;
}

export function createRestorations(): Restorations {
  const times = new Map<Target, number[]>();
  return {
    restored(at, target) {
      const recent = [...(times.get(target) ?? []).filter((one) => at - one < HOUR - MINUTE), at];
      times.set(target, recent);
      return recent.length;
    },
    forget: () => times.clear(),
  };
}
