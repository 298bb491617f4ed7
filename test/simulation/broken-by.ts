import { shrink } from './shrink';
import { live } from './world/live';
import { tell } from './world/story';
import type { StoryOptions } from './world/write-story';
import { commandFor, writeStory } from './world/write-story';

const TRIES_TO_SHRINK = 60;

/** The first broken promise of a seed with the shortest story that still breaks it; null when all were kept. */
export async function brokenBy(seed: number, options: StoryOptions): Promise<string | null> {
  const story = writeStory(seed, options);
  const [violation] = (await live(story)).violations;
  if (violation === undefined) return null;
  const shrunk = await shrink(story, violation.promise, (tries) => tries < TRIES_TO_SHRINK);
  return [commandFor(seed, options), ...tell(shrunk.story), `${violation.promise}: ${shrunk.violation.what}`].join(
    '\n',
  );
}
