import type { Span } from './spans';
import { after, tidy } from './spans';

/** Five minutes as the program counts them, from when it decides to send; the server hears of it up to seconds later. */
const WINDOW_MS = 5 * 60_000 - 5_000;
const MOST_TRIES = 3;
/** Asked at the end of a run, about what it decided at its begin. */
const RUN_MS = 30_000;

/** P10: how often each list was written to without being seen to hold, within five minutes. */
export interface Effort {
  /** Tells how many such writes there are now, and how many there may be. */
  sent(at: number, target: string, list: readonly Span[]): { readonly tries: number; readonly most: number };
  seen(at: number, lists: ReadonlyMap<string, readonly Span[]>): void;
  /** What the program only kept in mind is gone, or its clock has jumped. */
  reset(at: number): void;
  isExhausted(at: number, target: string): boolean;
}

export const isSame = (a: readonly Span[], b: readonly Span[]): boolean => JSON.stringify(a) === JSON.stringify(b);

export function createEffort(): Effort {
  const open = new Map<string, { times: number[]; list: readonly Span[] }>();
  let resets: number[] = [];
  const recent = (times: readonly number[], at: number, slackMs = 0): number[] =>
    times.filter((one) => at - one < WINDOW_MS + slackMs);
  return {
    sent(at, target, list) {
      const times = [...recent(open.get(target)?.times ?? [], at), at];
      open.set(target, { times, list });
      resets = recent(resets, at);
      return { tries: times.length, most: MOST_TRIES * (1 + resets.length) };
    },
    seen(at, lists) {
      for (const [id, { list }] of open) {
        const there = lists.get(id);
        if (there !== undefined && isSame(tidy(after(there, at)), tidy(after(list, at)))) open.delete(id);
      }
    },
    reset: (at) => void (resets = [...resets, at]),
    isExhausted: (at, target) => recent(open.get(target)?.times ?? [], at, RUN_MS).length >= MOST_TRIES,
  };
}
