import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ComposedCore } from '../../../electron/compose-core';
import { composeCore, simulateHouse } from '../../../electron/compose-core';
import { createHouseFromBookings, parseBookingsFile } from '../../../electron/simulator';
import type { DemoWorld } from '../../../electron/simulator';
import { createMemoryCredentials } from '../../../electron/store';
import type { Settings } from '../../../shared/settings';
import type { Instant } from '../../../shared/time';
import { instant } from '../../../shared/time';
import { FakeClock, FakeLogger } from '../../fakes';
import { FakeTicker } from '../../fakes/fake-ticker';
import type { BookingsOfFile } from './independent';
import { temporaryFolder } from '../../builders/temporary-folder';
import { canary, noteSecret } from '../../builders/canary';

/** The file's bookings, with a canary in every title (P20). */
export const BOOKINGS = withCanaries(
  JSON.parse(readFileSync(resolve(import.meta.dirname, '../../data/fosdem-2025.json'), 'utf8')) as BookingsOfFile,
);
export const FILE_TEXT = JSON.stringify(BOOKINGS);
/** The file's time that is treated as now. */
export const FRIDAY_NOON = instant(Date.parse('2025-01-31T12:00:00+01:00'));
export const ENTRANCE = '1';

function withCanaries(file: BookingsOfFile): BookingsOfFile {
  return { ...file, bookings: file.bookings.map((one) => ({ ...one, title: canary(one.title) })) };
}

/** Waits of retries take no time: the test alone moves the clock. */
class StillClock extends FakeClock {
  override wait(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
}

/** How long before and after a booking its people are let in. */
export interface PeoplePadding {
  readonly leadMinutes: number;
  readonly lagMinutes: number;
}

/** The settings with each room's people in the room's own group (same id). */
export function withPeople(
  settings: Settings,
  world: DemoWorld,
  padding: PeoplePadding,
  rooms: readonly string[] = settings.rooms.map(({ id }) => id),
): Settings {
  return {
    ...settings,
    groups: world.building
      .groups()
      .filter(({ id }) => rooms.includes(id))
      .map(({ id, name }) => ({ id, name })),
    groupMapping: rooms.map((id) => ({
      id: `people-${id}`,
      roomId: id,
      groupId: id,
      ...padding,
      block: 'meeting',
      longestOpeningHours: 24,
      safeHours: null,
      who: { organiser: true, participants: true, externals: false },
    })),
  };
}

/** The settings without any exception: then nobody is let in by an unlocked door. */
export const withoutExceptions = (settings: Settings): Settings => ({ ...settings, exceptions: [], mapping: [] });

/** Both simulators over real HTTP on loopback, a core over real stores in a folder of its own, and a virtual clock for all of them. */
export async function fosdemHouse(
  options: {
    readonly places?: number;
    readonly now?: Instant;
    /** What is made of the settings that the house suggests, which map every room to exceptions and nobody to groups. */
    readonly settings?: (suggested: Settings, world: DemoWorld) => Settings;
  } = {},
) {
  const clock = new StillClock(options.now ?? FRIDAY_NOON);
  const world = createHouseFromBookings(parseBookingsFile(FILE_TEXT), {
    shiftMinutes: 0,
    ...(options.places === undefined ? {} : { maxPeriods: options.places }),
  });
  const house = await simulateHouse({ world, clock });
  const temporary = temporaryFolder('fosdem');
  const dataFolder = temporary.path;
  for (const { password } of [house.pronestor, house.unilock]) noteSecret(password);
  const credentials = createMemoryCredentials();
  await credentials.set('demo-pronestor', house.pronestor.password);
  await credentials.set('demo-unilock', house.unilock.password);
  const ticker = new FakeTicker(clock);
  const logger = new FakeLogger();
  const core: ComposedCore = await composeCore({ dataFolder, clock, ticker, credentials, logger });
  core.replaceSettings({ ...(options.settings?.(house.settings, world) ?? house.settings), isSetUp: true });
  return {
    clock,
    world,
    core,
    ticker,
    logger,
    dataFolder,
    pronestor: house.pronestor,
    unilock: house.unilock,
    sync: () => core.whenDone(core.syncNow({ trigger: 'manual', acceptPlanHash: null }).runId),
    writes: () => house.unilock.requests.count('write-periods'),
    async close() {
      await core.stop();
      await house.close();
      temporary.remove();
    },
  };
}
export type FosdemHouse = Awaited<ReturnType<typeof fosdemHouse>>;
