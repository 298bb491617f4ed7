import type { Promised, Violation } from './oracle/facts';
import type { Broken } from './world/live';
import { live } from './world/live';
import type { Story, StoryEvent } from './world/story';
import { DAY_MS } from '../../shared/time';

export interface Shrunk {
  readonly story: Story;
  readonly violation: Violation;
  /** How many lives it took. */
  readonly tries: number;
}

/**
 * Makes a failing story short: ends it soon after the failure, then drops events by halves, quarters and so on, as long as the same promise
 * is still not kept. Everything in a story is absolute, so that what is left happens as before.
 * @param mayGoOn asked before each further life, with how many there have been
 */
export async function shrink(
  story: Story,
  promise: Promised,
  mayGoOn: (tries: number) => boolean,
  broken: Broken = {},
): Promise<Shrunk> {
  let tries = 0;
  const failureOf = async (one: Story): Promise<Violation | null> => {
    tries += 1;
    const { violations } = await live(one, broken);
    return violations.find((violation) => violation.promise === promise) ?? null;
  };
  let violation = await failureOf(story);
  if (violation === null) throw new RangeError(`the story of seed ${story.seed} keeps ${promise}`);
  let best = story;

  const days = Math.min(story.setting.days, Math.ceil((violation.at - story.setting.start) / DAY_MS) + 1);
  const attempt = async (candidate: Story): Promise<boolean> => {
    const failure = await failureOf(candidate);
    if (failure === null) return false;
    best = candidate;
    violation = failure;
    return true;
  };
  await attempt({
    ...story,
    setting: { ...story.setting, days },
    events: story.events.filter(({ at }) => at <= (violation?.at ?? Infinity)),
  });

  for (let size = Math.ceil(best.events.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < best.events.length && mayGoOn(tries);) {
      const left: StoryEvent[] = best.events.filter((_, index) => index < from || index >= from + size);
      if (!(await attempt({ ...best, events: left }))) from += size;
    }
  }
  return { story: best, violation, tries };
}
