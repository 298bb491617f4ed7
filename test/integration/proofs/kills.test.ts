import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { simulateHouse } from '../../../electron/compose-core';
import { createSystemClock } from '../../../electron/platform';
import { createHouseFromBookings, parseBookingsFile } from '../../../electron/simulator';
import { createSeededRandom, seedOf } from '../../../electron/simulator/seeded-random';
import { MINUTE_MS } from '../../../shared/time';
import { BOOKINGS, FILE_TEXT, FRIDAY_NOON, withPeople } from '../fosdem/fosdem-house';
import { createChangingFosdem } from './changing-fosdem';
import type { CommandLine, Ended } from './command-line';
import { bundleCommandLine } from './command-line';
import { chosen, isWhole, record } from './proof';
import { noteSecret } from '../../builders/canary';
import { temporaryFolder } from '../../builders/temporary-folder';

const KILLS = chosen('KILLS', 200, 10);
const SEED = chosen('SEED', 20250201, 20250201);
/** The rounds of one house. The next begins with an empty UniLock and an empty data folder, so that first runs are killed too. */
const ROUNDS_OF_A_HOUSE = isWhole ? 20 : 10;
const UNMAPPED_EXCEPTION = '103';
/** The small form has people in some rooms only: a first run with all of them takes long. */
const ROOMS_WITH_GROUP = BOOKINGS.rooms.map(({ id }) => String(id)).filter((_id, index) => isWhole || index % 5 === 3);
/** A process that has not written by then writes nothing. */
const LONGEST_START_MS = 30_000;
/** What the writes of one of our rounds take, roughly: some twenty. */
const WRITING_MS = 300;
/** How long a run takes before anything was measured: everything is new, or a round's changes. */
const FIRST_RUN_MS = 15_000;
const USUAL_RUN_MS = 1500;

const temporary = temporaryFolder('kills');
const folder = temporary.path;
let commandLine: CommandLine;
beforeAll(async () => {
  commandLine = await bundleCommandLine(isWhole ? '.cache/test-kills-whole' : '.cache/test-kills');
}, 120_000);
afterAll(() => {
  commandLine.close();
  temporary.remove();
});

const random = createSeededRandom(SEED);
const resultOf = ({ out }: Ended) => JSON.parse(out) as { readonly result: string; readonly written: number };

/** Half of the kills come at any time of the process, half while it writes, which is the shortest part of a run. */
interface Moment {
  readonly after: 'start' | 'first write';
  readonly milliseconds: number;
}

/** Where in a run the kill struck, by what UniLock had been asked for. */
type Struck = 'before its first write' | 'among its writes' | 'after its last write' | 'too late: it had ended';

/** One house: its simulators in this process, its program in others. */
async function house(index: number) {
  const clock = createSystemClock();
  const shiftMinutes = Math.floor((clock.now() - FRIDAY_NOON) / MINUTE_MS);
  const world = createHouseFromBookings(parseBookingsFile(FILE_TEXT), { shiftMinutes });
  const simulated = await simulateHouse({ world, clock });
  const { requests } = simulated.unilock;
  for (const { password } of [simulated.pronestor, simulated.unilock]) noteSecret(password);
  const fosdem = createChangingFosdem({
    ...{ world, file: BOOKINGS, shiftMinutes, clock: () => clock.now() },
    ...{
      seed: seedOf(SEED, `house ${index}`),
      unmappedException: UNMAPPED_EXCEPTION,
      roomsWithGroup: ROOMS_WITH_GROUP,
    },
  });
  const suggested = withPeople(simulated.settings, world, { leadMinutes: 10, lagMinutes: 10 }, ROOMS_WITH_GROUP);
  const settings = {
    ...suggested,
    exceptions: suggested.exceptions.filter(({ id }) => id !== UNMAPPED_EXCEPTION),
    mapping: suggested.mapping.filter(({ exceptionId }) => exceptionId !== UNMAPPED_EXCEPTION),
  };
  const file = join(folder, `house-${index}.json`);
  writeFileSync(file, JSON.stringify(settings));
  const data = ['--data', join(folder, `data-${index}`), '--json'];
  const environment = {
    MOEDEKLAR_PRONESTOR_PASSWORD: simulated.pronestor.password,
    MOEDEKLAR_UNILOCK_PASSWORD: simulated.unilock.password,
  };
  const call = (args: readonly string[], kill: (() => Promise<void>) | null = null) =>
    commandLine.call([...args, ...data], { folder, environment, kill });
  const writes = (): number =>
    requests.count('write-periods') + requests.count('write-member') + requests.count('delete-member');
  /** So many milliseconds after UniLock was asked for the first write; never, when none comes within the limit. */
  const afterFirstWrite = async (milliseconds: number): Promise<void> => {
    const limit = performance.now() + LONGEST_START_MS;
    while (writes() === 0 && performance.now() < limit) await setTimeout(1);
    await setTimeout(milliseconds);
  };
  expect(await call(['configure', '--file', file])).toMatchObject({ code: 0, err: '' });

  return {
    fosdem,
    /** Kills one sync, lets the next run to its end, and says what is wrong then. */
    async round(moment: Moment) {
      const foreign = fosdem.foreign();
      requests.clear();
      const killed = await call(['sync'], () =>
        moment.after === 'start' ? setTimeout(moment.milliseconds) : afterFirstWrite(moment.milliseconds),
      );
      const writesOfKilled = writes();
      const healed = await call(['sync']);
      const writesOfHealed = writes() - writesOfKilled;
      const struck: Struck =
        killed.signal !== 'SIGKILL'
          ? 'too late: it had ended'
          : writesOfKilled === 0
            ? 'before its first write'
            : writesOfHealed === 0
              ? 'after its last write'
              : 'among its writes';
      const wrong = fosdem.differences();
      if (fosdem.foreign() !== foreign) wrong.push('what is not in the mapping was touched');
      if (healed.code !== 0 || healed.err !== '')
        wrong.push(`the next sync ended with ${healed.code}: ${healed.out.slice(0, 2000)}`);
      return { struck, wrong, writesOfKilled, writesOfHealed, healedMs: healed.milliseconds };
    },
    /** After all rounds nothing is left to do, and each kill is told in the history. */
    async end(): Promise<{ readonly interrupted: number }> {
      requests.clear();
      const quiet = await call(['sync']);
      expect([quiet.code, resultOf(quiet), writes()]).toMatchObject([0, { result: 'equal', written: 0 }, 0]);
      const status = JSON.parse((await call(['status'])).out) as {
        readonly runs: readonly { readonly result: string }[];
      };
      return { interrupted: status.runs.filter(({ result }) => result === 'interrupted').length };
    },
    close: () => simulated.close(),
  };
}

it(
  `P8 P5 W8 a sync killed at ${KILLS} random moments: the next one makes UniLock what it should be, and touches nothing of others`,
  async () => {
    const struck = new Map<Struck, number>();
    const wrong: string[] = [];
    const startedAt = performance.now();
    let [killedWrites, healedWrites, interrupted, houses] = [0, 0, 0, 0];
    let firstRunMs = FIRST_RUN_MS;
    let usualMs = USUAL_RUN_MS;
    for (let first = 0; first < KILLS; first += ROUNDS_OF_A_HOUSE) {
      const one = await house(houses);
      try {
        for (let round = first; round < Math.min(KILLS, first + ROUNDS_OF_A_HOUSE); round += 1) {
          if (round > first) one.fosdem.change();
          const isFirst = round === first;
          const after = isFirst || random.isLucky(0.5) ? 'start' : 'first write';
          const span = after === 'first write' ? WRITING_MS : isFirst ? firstRunMs : usualMs;
          const done = await one.round({ after, milliseconds: Math.round(random.next() * span) });
          // As long as a run usually takes here and now: the machine is shared, so the measure is taken anew each time.
          if (!isFirst) usualMs = 0.7 * usualMs + 0.3 * done.healedMs;
          else if (done.writesOfHealed > done.writesOfKilled) firstRunMs = done.healedMs;
          struck.set(done.struck, (struck.get(done.struck) ?? 0) + 1);
          wrong.push(...done.wrong.map((what) => `round ${round} (seed ${SEED}), killed ${done.struck}: ${what}`));
          killedWrites += done.writesOfKilled;
          healedWrites += done.writesOfHealed;
          if (isWhole)
            process.stderr.write(
              `${round} ${done.struck}: ${done.writesOfKilled} + ${done.writesOfHealed} writes in ${(done.healedMs / 1000).toFixed(1)} s\n`,
            );
        }
        interrupted += (await one.end()).interrupted;
        houses += 1;
      } finally {
        await one.close();
      }
    }
    expect(wrong.slice(0, 20)).toEqual([]);
    // Kills that come before anything or after everything prove little: most must strike a program at work.
    expect(struck.get('among its writes') ?? 0).toBeGreaterThan(0);
    expect(interrupted).toBeGreaterThan(0);
    record('kills', [
      `seed       ${SEED}`,
      `house      FOSDEM 2025: 40 rooms, 943 bookings, 992 people; 40 of 41 exceptions and 40 of 41 groups mapped; ${houses} houses of ${ROUNDS_OF_A_HOUSE} rounds`,
      `rounds     ${KILLS}, half killed at any time of the process, half within ${WRITING_MS} ms of its first write; each with 2 moved, 1 cancelled, 1 new booking, 2 people added, 2 removed, up to 5 edits by hand in UniLock (the first of each house: everything is new)`,
      ...[...struck].map(([where, count]) => `killed     ${where}: ${count}`),
      `writes     ${killedWrites} by killed runs, ${healedWrites} by the runs after them; ${interrupted} runs told as interrupted (of the newest that status tells)`,
      `wrong      ${wrong.length}`,
      `took       ${((performance.now() - startedAt) / 60_000).toFixed(1)} minutes`,
    ]);
  },
  120 * MINUTE_MS,
);
