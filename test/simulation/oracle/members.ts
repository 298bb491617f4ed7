import type { Target } from './asks';
import type { ObservedPeople, Standing } from './facts';
import { wholeOf } from './asks';
import type { Span } from './spans';
import { after, beyond } from './spans';

/** What the program was shown of one membership: the standing, null for no member, undefined for a group that was not read. */
export type Seen = Standing | null | undefined;

export const seenOf = (people: ObservedPeople | null, target: Target): Seen => {
  const group = people?.groups.get(wholeOf(target));
  return group === undefined ? undefined : (group.get(target) ?? null);
};

/** R4: a group that shows nobody at all says nothing, neither who is in it nor who is not. */
export const showsNobody = (people: ObservedPeople | null, target: Target): boolean =>
  people?.groups.get(wholeOf(target))?.size === 0;

export const periodsOf = (standing: Seen): readonly Span[] =>
  standing !== null && standing !== undefined && 'periods' in standing ? standing.periods : [];

export const isGiven = (standing: Seen): boolean =>
  standing !== null && standing !== undefined && 'follows' in standing;

/** P5, W8: whose a membership is, as far as that can be told from outside. */
export interface Members {
  /** Why the program must not write to the membership as it was shown; null when it may. */
  whyNotOurs(at: number, target: Target, seen: Seen, wanted: readonly Span[]): string | null;
  /** The program wrote what it was shown so: of somebody who was no member it is all its own. */
  written(target: Target, seen: Seen): void;
  /** A hand did something to it: whose it is now cannot be told but from what the program sees next. */
  touched(target: Target): void;
  /** A run ended and was remembered: what it saw given for ever is not ours any more, what stood exactly as wanted is adopted. */
  remembered(at: number, target: Target, seen: Seen, wanted: readonly Span[]): 'adopted' | null;
  /** Nobody but the program can have given it, and nobody touched it. */
  isSurelyOurs(target: Target): boolean;
  memoryLost(): void;
}

export function createMembers(): Members {
  const maybe = new Set<Target>();
  const surely = new Set<Target>();
  const isAsWanted = (at: number, seen: Seen, wanted: readonly Span[]): boolean =>
    beyond(after(periodsOf(seen), at), wanted).length === 0;
  return {
    whyNotOurs(at, target, seen, wanted) {
      if (seen === undefined) return 'is in a group that was not read, and is written';
      if (seen === null) return null;
      if (isGiven(seen)) return 'was given by hand, and is written';
      return maybe.has(target) || isAsWanted(at, seen, wanted) ? null : 'is not ours, and is written';
    },
    written(target, seen) {
      maybe.add(target);
      // With anything of a hand's in it, it is the hand's again once our part is over.
      if (seen === null) surely.add(target);
    },
    touched: (target) => void surely.delete(target),
    remembered(at, target, seen, wanted) {
      if (seen === undefined) return null;
      if (isGiven(seen) || (seen === null && wanted.length === 0)) maybe.delete(target);
      else if (!maybe.has(target) && after(periodsOf(seen), at).length > 0 && isAsWanted(at, seen, wanted)) {
        maybe.add(target);
        return 'adopted';
      }
      return null;
    },
    isSurelyOurs: (target) => surely.has(target),
    memoryLost() {
      maybe.clear();
      surely.clear();
    },
  };
}
