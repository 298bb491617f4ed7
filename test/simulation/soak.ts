import { shrink } from './shrink';
import { live } from './world/live';
import { tell } from './world/story';
import type { StoryOptions } from './world/write-story';
import { commandFor, writeStory } from './world/write-story';

/**
 * `npm run soak -- [--minutes N] [--seeds A-B] [--seed N] [--days D] [--servers in-process|loopback] [--journal memory|sqlite]`
 *
 * Lives the houses of fresh seeds until the time is over, or those of the seeds that were asked for. A house that breaks a promise is told
 * with its seed and as the shortest story that still breaks it; the exit code is then 1.
 */
interface Asked extends StoryOptions {
  readonly seeds: readonly [first: number, last: number] | null;
  readonly minutes: number;
}

const USAGE =
  'npm run soak -- [--minutes N] [--seeds A-B] [--seed N] [--days D] [--servers in-process|loopback] [--journal memory|sqlite]';
const SECONDS_TO_SHRINK = 60;

function parse(words: readonly string[]): Asked {
  const given = new Map<string, string>();
  for (let index = 0; index < words.length; index += 2) given.set(words[index] ?? '', words[index + 1] ?? '');
  const number = (name: string): number | null => {
    const text = given.get(name);
    if (text === undefined) return null;
    if (!/^\d+(\.\d+)?$/.test(text)) throw new RangeError(`${name} wants a number, not "${text}"`);
    return Number(text);
  };
  const oneOf = <Word extends string>(name: string, allowed: readonly Word[]): Word | undefined => {
    const text = given.get(name);
    const found = allowed.find((word) => word === text);
    if (text !== undefined && found === undefined) throw new RangeError(`${name} wants ${allowed.join(' or ')}`);
    return found;
  };
  const known = ['--minutes', '--seeds', '--seed', '--days', '--servers', '--journal'];
  for (const name of given.keys()) if (!known.includes(name)) throw new RangeError(`"${name}" is not known`);
  const range = /^(\d+)-(\d+)$/.exec(given.get('--seeds') ?? '');
  if (given.has('--seeds') && range === null) throw new RangeError('--seeds wants a range such as 1-200');
  const seed = number('--seed');
  const days = number('--days');
  const servers = oneOf('--servers', ['in-process', 'loopback']);
  const journal = oneOf('--journal', ['memory', 'sqlite']);
  return {
    seeds: seed !== null ? [seed, seed] : range === null ? null : [Number(range[1]), Number(range[2])],
    minutes: number('--minutes') ?? (range === null && seed === null ? 1 : Infinity),
    ...(days === null ? {} : { days }),
    ...(servers === undefined ? {} : { servers }),
    ...(journal === undefined ? {} : { journal }),
  };
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function soak(asked: Asked): Promise<boolean> {
  const begun = performance.now();
  const seconds = (): number => (performance.now() - begun) / 1000;
  // Fresh seeds are the clock's: nobody has lived those yet.
  const first = asked.seeds?.[0] ?? Math.floor(Date.now() / 1000) % 1_000_000_000;
  const last = asked.seeds?.[1] ?? Infinity;
  const sum = { houses: 0, days: 0, runs: 0, writes: 0, loopback: 0, sqlite: 0 };
  const seen: Record<string, number> = {};
  const failed: number[] = [];
  for (let seed = first; seed <= last && seconds() < asked.minutes * 60; seed++) {
    const story = writeStory(seed, asked);
    const life = await live(story);
    sum.houses += 1;
    sum.days += life.days;
    sum.runs += life.runs;
    sum.writes += life.writes;
    for (const [what, count] of Object.entries<number>({ ...life.seen })) seen[what] = (seen[what] ?? 0) + count;
    if (story.setting.servers === 'loopback') sum.loopback += 1;
    if (story.setting.journal === 'sqlite') sum.sqlite += 1;
    const [violation] = life.violations;
    if (violation === undefined) continue;
    failed.push(seed);
    say(`seed ${seed} breaks ${violation.promise}; again with: ${commandFor(seed, asked)}`);
    say(`  ${new Date(violation.at).toISOString()}  ${violation.promise}: ${violation.what}`);
    const until = seconds() + SECONDS_TO_SHRINK;
    const shrunk = await shrink(story, violation.promise, () => seconds() < until);
    for (const line of tell(shrunk.story)) say(`  ${line}`);
    say(`  ${new Date(shrunk.violation.at).toISOString()}  ${shrunk.violation.promise}: ${shrunk.violation.what}`);
  }
  const cpu = process.cpuUsage();
  const perSecond = sum.days / ((cpu.user + cpu.system) / 1_000_000);
  say(
    `${sum.houses} houses (seeds ${first}-${first + sum.houses - 1}), ${sum.days} house-days, ${sum.runs} runs, ${sum.writes} writes; ` +
      `${sum.loopback} over loopback HTTP, ${sum.sqlite} with SQLite on disk; ${seconds().toFixed(0)} s, ` +
      `${perSecond.toFixed(1)} house-days per second of processor; ${failed.length} failed${failed.length === 0 ? '' : `: ${failed.join(', ')}`}`,
  );
  say(
    `among it: ${Object.entries(seen)
      .map(([what, count]) => `${count} ${what}`)
      .join(', ')}`,
  );
  return failed.length === 0;
}

async function main(): Promise<void> {
  let asked: Asked;
  try {
    asked = parse(process.argv.slice(2));
  } catch (thrown) {
    process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
    process.stderr.write(`${USAGE}\n`);
    process.exitCode = 2;
    return;
  }
  process.exitCode = (await soak(asked)) ? 0 : 1;
}

void main();
