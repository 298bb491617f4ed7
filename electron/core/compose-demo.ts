import type { DemoState } from '../../shared/dto';
import { AppError } from '../../shared/errors';
import type { Settings } from '../../shared/settings';
import { settingsSchema } from '../../shared/settings';
import type { Instant } from '../../shared/time';
import { DAY_MS, addMs } from '../../shared/time';
import { createMemoryCredentials, createMemoryJournal, createMemorySettingsStore } from '../store';
import { createSha256, createSystemClock, createSystemRandom } from '../platform';
import type { DemoWorld } from '../simulator';
import { createDemoHouse, createPronestorSimulator, createUnilockSimulator, nextChangeOf } from '../simulator';
import type { PronestorSimulator, UnilockSimulator } from '../simulator';
import type { Clock, Logger, Random } from '../sync/ports';
import { createConnectors } from './connectors';
import type { DemoHouse, Ticker } from './core-api';
import { createCore } from './create-core';
import { createTicker } from './ticker';

export interface DemoOptions {
  /** Chooses the bookings; the same seed and instant give the same house. */
  readonly seed?: number;
  /** Instead of the machine's own; for tests. */
  readonly clock?: Clock;
  readonly random?: Random;
  readonly ticker?: Ticker;
  readonly logger?: Logger;
}

const SEED = 12;
const USER = 'moedeklar';
/** The doors' states ahead are looked through for this long. */
const AHEAD_MS = 2 * DAY_MS;

const SILENT: Logger = { info: () => undefined, warn: () => undefined };

/**
 * The demo house: both simulators on loopback, and a core over stores in memory whose draft is filled in, so that the wizard can be clicked
 * through. No real setting, password or journal is touched; `close` ends everything.
 * @throws AppError `port-in-use`
 */
export async function composeDemo(options: DemoOptions = {}): Promise<DemoHouse> {
  const clock = options.clock ?? createSystemClock();
  const random = options.random ?? createSystemRandom();
  const logger = options.logger ?? SILENT;
  const world = createDemoHouse({ seed: options.seed ?? SEED, now: clock.now() });
  const simulated = await simulateHouse({ world, clock, random });
  const { pronestor, unilock } = simulated;

  const settings = createMemorySettingsStore();
  settings.saveDraft(simulated.settings);
  const credentials = createMemoryCredentials();
  await credentials.set(DEMO_CONNECTORS.bookings, pronestor.password);
  await credentials.set(DEMO_CONNECTORS.access, unilock.password);
  const connectors = createConnectors({ credentials, clock, random, logger });
  const core = createCore({
    settings,
    journal: createMemoryJournal({ clock }),
    credentials: connectors.credentials,
    connectors: connectors.factory,
    clock,
    random,
    hash: createSha256(),
    logger,
    ticker: options.ticker ?? createTicker(),
    isDemo: true,
  });

  /** People live in the house: whenever it is looked at or asked, it has lived until now. */
  const live = (): void => world.advance(clock.now());
  const unwatch = core.onChange((topics) => {
    if (topics.includes('runs')) live();
  });
  /** A caller's mistake (an id that is gone, an end before its start) is the person's, not a bug. */
  const asked = <T>(work: () => T): T => {
    try {
      return work();
    } catch (thrown) {
      if (thrown instanceof RangeError) throw new AppError('invalid-argument', { reason: thrown.message }, thrown);
      throw thrown;
    }
  };

  return {
    core,
    state(at) {
      live();
      return demoStateOf(world, unilock, at ?? clock.now());
    },
    makeMeeting: ({ roomId, period, title }) =>
      asked(() => ({
        meetingId: world.house.makeMeeting({ roomIds: [roomId], from: period.from, to: period.to, title }).id,
      })),
    moveMeeting: ({ meetingId, roomId, period }) =>
      asked(() => void world.house.moveMeeting(meetingId, { roomIds: [roomId], from: period.from, to: period.to })),
    cancelMeeting: (meetingId) => asked(() => void world.house.cancelMeeting(meetingId)),
    async close() {
      unwatch();
      await core.stop();
      connectors.close();
      await simulated.close();
    },
  };
}

/** Both simulators over one world, and the settings that describe it. */
export interface SimulatedHouse {
  readonly pronestor: PronestorSimulator;
  readonly unilock: UnilockSimulator;
  readonly settings: Settings;
  close(): Promise<void>;
}

/**
 * Starts both simulators on loopback. Their passwords are invented anew each time: nobody types them, they keep other programs on this
 * machine out.
 * @throws AppError `port-in-use`
 */
export async function simulateHouse(options: {
  readonly world: DemoWorld;
  readonly clock: Clock;
  readonly random?: Random;
  /** 0: any free port. */
  readonly ports?: { readonly pronestor: number; readonly unilock: number };
}): Promise<SimulatedHouse> {
  const { world } = options;
  const random = options.random ?? createSystemRandom();
  const clock = (): Instant => options.clock.now();
  const { pronestor: pronestorPort = 0, unilock: unilockPort = 0 } = options.ports ?? {};
  const { house, building } = world;
  const pronestor = await createPronestorSimulator({
    house,
    clock,
    port: pronestorPort,
    userName: USER,
    password: random.id(),
  });
  try {
    const unilock = await createUnilockSimulator({
      building,
      clock,
      port: unilockPort,
      userName: USER,
      password: random.id(),
    });
    return {
      pronestor,
      unilock,
      settings: settingsForWorld(world, { pronestor, unilock }),
      async close() {
        await Promise.all([pronestor.close(), unilock.close()]);
      },
    };
  } catch (thrown) {
    await pronestor.close();
    throw thrown;
  }
}

/** Under which ids the passwords of simulators are kept. */
export const DEMO_CONNECTORS = { bookings: 'demo-pronestor', access: 'demo-unilock' } as const;

/**
 * Settings that describe a simulated house as it suggests itself: every room, every exception and person group that a room is suggested
 * for, ten minutes before and after. Not set up: that is the wizard's last step, or `configure`'s.
 */
export function settingsForWorld(
  world: DemoWorld,
  twins: { readonly pronestor: PronestorSimulator; readonly unilock: UnilockSimulator },
): Settings {
  const mapped = new Set<string>(world.suggestedMapping.map(({ exceptionId }) => exceptionId));
  return settingsSchema.parse({
    version: 3,
    bookings: {
      connectorId: DEMO_CONNECTORS.bookings,
      kind: 'pronestor',
      address: twins.pronestor.url,
      userName: twins.pronestor.userName,
    },
    access: {
      connectorId: DEMO_CONNECTORS.access,
      kind: 'unilock-webapi',
      address: twins.unilock.url,
      userName: twins.unilock.userName,
    },
    locations: world.house.locations().map(({ id, name }) => ({ id, name })),
    rooms: world.house.rooms().map(({ id, name, locationId }) => ({ id, name, locationId })),
    mapping: world.suggestedMapping.map(({ roomId, exceptionId }) => ({
      id: `${roomId}-${exceptionId}`,
      roomId,
      exceptionId,
    })),
    groupMapping: world.suggestedGroups.map(({ roomId, groupId }) => ({
      id: `${roomId}-group-${groupId}`,
      roomId,
      groupId,
    })),
    groups: world.building
      .groups()
      .filter(({ id }) => world.suggestedGroups.some(({ groupId }) => groupId === id))
      .map(({ id, name }) => ({ id, name })),
    exceptions: world.building
      .exceptions()
      .filter(({ id }) => mapped.has(id))
      .map(({ id, name, maxPeriods }) => ({ id, name, places: maxPeriods })),
  });
}

/** What the simulated UniLock does with doors, alarm, light and ventilation of each room at the instant. */
function demoStateOf(world: DemoWorld, unilock: UnilockSimulator, at: Instant): DemoState {
  const state = unilock.stateAt(at);
  const names = new Map<string, string>(world.house.rooms().map(({ id, name }) => [id, name]));
  const record = unilock.building.record();
  const until = addMs(at, AHEAD_MS);
  const changes = world.roomPoints
    .flatMap(({ doorId, alarmId, lightId, ventilationId }) => [doorId, alarmId, lightId, ventilationId])
    .map((id) => nextChangeOf(record, id, at, until))
    .filter((change) => change !== null);
  return {
    at,
    rooms: world.roomPoints.map(({ roomId, exceptionId, doorId, alarmId, lightId, ventilationId }) => ({
      roomId,
      roomName: names.get(roomId) ?? roomId,
      exceptionId,
      doorUnlocked: state.point(doorId).state === 'unlocked',
      alarmArmed: state.point(alarmId).state === 'armed',
      lightOn: state.point(lightId).state === 'on',
      ventilationOn: state.point(ventilationId).state === 'on',
    })),
    nextChangeAt: changes.reduce<Instant | null>((first, one) => (first === null || one < first ? one : first), null),
    meetings: world.house
      .meetings()
      .filter(({ to }) => to > addMs(at, -DAY_MS))
      .map(({ id, title, isPrivate, bookings, from, to, status }) => ({
        meetingId: id,
        // Private titles are masked wherever they are shown, here too (M3).
        title: isPrivate ? '' : title,
        roomIds: bookings.filter(({ isTakenOut }) => !isTakenOut).map(({ roomId }) => roomId),
        period: { from, to },
        status,
      })),
  };
}
