import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AppError, asAppError } from '../../../shared/errors';
import { MINUTE_MS } from '../../../shared/time';
import { simulateHouse } from '../../compose-core';
import { createDemoHouse, createHouseFromBookings, parseBookingsFile, shiftFor } from '../../simulator';
import type { DemoWorld } from '../../simulator';
import { wholeNumber } from '../arguments';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-codes';
import { EXIT } from '../exit-codes';

export interface SimulateOptions {
  readonly pronestorPort?: string;
  readonly unilockPort?: string;
  readonly bookings?: string;
  readonly clock?: string;
  readonly places?: string;
  readonly seed?: string;
}

const LARGEST_PORT = 65_535;
const MOST_PLACES = 10_000;
const SEED = 12;

/**
 * `simulate`: both twins until interrupted. Prints addresses and logins, with `--json` also settings for `configure` that describe the house.
 * With `--bookings` nobody lives in the house: it changes only when somebody changes it.
 */
export async function simulate(context: CommandContext, options: SimulateOptions): Promise<ExitCode> {
  const { outside, terminal } = context;
  const { t } = terminal;
  const { clock } = outside;
  const port = (text: string | undefined, flag: string): number =>
    text === undefined ? 0 : wholeNumber(text, flag, [0, LARGEST_PORT], t);
  const ports = {
    pronestor: port(options.pronestorPort, '--pronestor-port'),
    unilock: port(options.unilockPort, '--unilock-port'),
  };
  const { world, live } = worldOf(context, options);

  const house = await simulateHouse({ world, clock, ports });
  try {
    const rooms = world.house.rooms().length;
    const bookings = world.house.meetings().reduce((sum, meeting) => sum + meeting.bookings.length, 0);
    const exceptions = world.building.exceptions().length;
    for (const [system, twin] of [
      ['Pronestor', house.pronestor],
      ['UniLock', house.unilock],
    ] as const) {
      terminal.say(t('cli.simulateLogin', { system, url: twin.url, user: twin.userName, password: twin.password }));
    }
    terminal.say(t('cli.simulateHouse', { rooms, bookings, exceptions }));
    terminal.say(t('cli.simulateStarted'));
    terminal.answer({
      pronestor: { url: house.pronestor.url, userName: house.pronestor.userName, password: house.pronestor.password },
      unilock: { url: house.unilock.url, userName: house.unilock.userName, password: house.unilock.password },
      rooms,
      bookings,
      exceptions,
      settings: house.settings,
    });
    while (!outside.stop.aborted) {
      await clock.wait(MINUTE_MS, outside.stop);
      live();
    }
  } finally {
    await house.close();
  }
  return EXIT.ok;
}

function worldOf(
  { outside, terminal: { t } }: CommandContext,
  { bookings, clock, places, seed }: SimulateOptions,
): { readonly world: DemoWorld; readonly live: () => void } {
  const now = outside.clock.now();
  if (bookings === undefined) {
    for (const [flag, value] of [
      ['--clock', clock],
      ['--places', places],
    ] as const) {
      if (value !== undefined)
        throw new AppError('invalid-argument', { path: flag, reason: t('cli.bad.needsBookings') });
    }
    const chosen = seed === undefined ? SEED : wholeNumber(seed, '--seed', [0, Number.MAX_SAFE_INTEGER], t);
    const world = createDemoHouse({ seed: chosen, now });
    return { world, live: () => world.advance(outside.clock.now()) };
  }
  const maxPeriods = places === undefined ? undefined : wholeNumber(places, '--places', [1, MOST_PLACES], t);
  const shiftMinutes = clock === undefined ? 0 : shiftFor(clock, now);
  const file = readBookingsFile(resolve(outside.folder, bookings));
  const world = createHouseFromBookings(file, { shiftMinutes, ...(maxPeriods === undefined ? {} : { maxPeriods }) });
  return { world, live: () => undefined };
}

function readBookingsFile(file: string) {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    const reason = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unreadable';
    throw new AppError('file-unreadable', { file, reason }, thrown);
  }
  try {
    return parseBookingsFile(text);
  } catch (thrown) {
    const error = asAppError(thrown);
    throw new AppError(error.code, { file, ...error.context }, thrown);
  }
}
