import { describe, expect, it } from 'vitest';
import { shrink } from './shrink';
import { live } from './world/live';
import { tell } from './world/story';
import type { StoryOptions } from './world/write-story';
import { writeStory } from './world/write-story';

const TRIES_TO_SHRINK = 60;

/** The first broken promise of a seed with the shortest story that still breaks it; null when all were kept. */
async function brokenBy(seed: number, options: StoryOptions): Promise<string | null> {
  const story = writeStory(seed, options);
  const [violation] = (await live(story)).violations;
  if (violation === undefined) return null;
  const shrunk = await shrink(story, violation.promise, TRIES_TO_SHRINK);
  return [
    `npm run soak -- --seed ${seed}`,
    ...tell(shrunk.story),
    `${violation.promise}: ${shrunk.violation.what}`,
  ].join('\n');
}

const seeds = (first: number, count: number): number[] => Array.from({ length: count }, (_, index) => first + index);

describe('P1-P5 P8 P10 P11 P13 P15 P16 P22 the life of a house keeps every promise', () => {
  it.each(seeds(1, 18))('seed %i: a week with servers in process', async (seed) => {
    expect(await brokenBy(seed, { days: 7, servers: 'in-process', journal: 'memory' })).toBeNull();
  });

  it.each(seeds(101, 2))('seed %i: two days with the journal on a real disk', async (seed) => {
    expect(await brokenBy(seed, { days: 2, servers: 'in-process', journal: 'sqlite' })).toBeNull();
  });

  it.each(seeds(201, 3))('seed %i: a day with the real connectors over HTTP', async (seed) => {
    expect(await brokenBy(seed, { days: 1, servers: 'loopback', journal: 'memory' })).toBeNull();
  });
});
