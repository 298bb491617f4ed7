import { simulateHouse } from '../../../electron/compose-core';
import { createConnectors } from '../../../electron/core/connectors';
import { createCore } from '../../../electron/core/create-core';
import { createSha256 } from '../../../electron/platform';
import { createDemoHouse } from '../../../electron/simulator';
import { createMemoryCredentials, createMemoryJournal, createMemorySettingsStore } from '../../../electron/store';
import type { Instant, Period } from '../../../shared/time';
import { FakeClock, FakeLogger, FakeRandom } from '../../fakes';
import { FakeTicker } from '../../fakes/fake-ticker';
import { noteSecret } from '../../builders/canary';

/** Waits of retries take no time: the test alone moves the clock. */
class StillClock extends FakeClock {
  override wait(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
}

/** A room of the quiet house; its door is one exception, the entrance and the ventilation are others. */
const ROOM = '106';

/** A core over both simulators on loopback, in whose house nothing is booked and nobody lives: the test alone books. */
export async function quietHouse(now: Instant) {
  const clock = new StillClock(now);
  const random = new FakeRandom(3);
  const logger = new FakeLogger();
  const world = createDemoHouse({ seed: 3, now });
  for (const { id } of world.house.meetings()) world.house.removeMeeting(id);
  const simulated = await simulateHouse({ world, clock, random });
  for (const { password } of [simulated.pronestor, simulated.unilock]) noteSecret(password);
  const memory = createMemoryCredentials();
  await memory.set('demo-pronestor', simulated.pronestor.password);
  await memory.set('demo-unilock', simulated.unilock.password);
  const connectors = createConnectors({ credentials: memory, clock, random, logger });
  const settings = createMemorySettingsStore();
  settings.save({ ...simulated.settings, isSetUp: true });
  const core = createCore({
    settings,
    journal: createMemoryJournal({ clock }),
    credentials: connectors.credentials,
    connectors: connectors.factory,
    clock,
    random,
    hash: createSha256(),
    logger,
    ticker: new FakeTicker(clock),
    isDemo: false,
  });
  const exceptions = new Set(
    simulated.settings.mapping.filter(({ roomId }) => roomId === ROOM).map(({ exceptionId }) => exceptionId),
  );
  return {
    clock,
    core,
    house: world.house,
    pronestor: simulated.pronestor,
    unilock: simulated.unilock,
    book: (period: Period) => world.house.makeMeeting({ roomIds: [ROOM], ...period }),
    /** Everything that UniLock holds. */
    written: () => world.building.exceptions().map(({ id }) => ({ id, periods: world.building.periodsOf(id) })),
    async close() {
      await core.stop();
      connectors.close();
      await simulated.close();
    },
    async sync() {
      const result = await core.whenDone(core.syncNow({ trigger: 'manual', acceptPlanHash: null }).runId);
      return { ...result, state: core.status().state };
    },
    /** Whether what UniLock holds, as it understands it, is open for the room at that instant. */
    isOpen: (when: Instant) =>
      [...exceptions].every((id) =>
        world.building.periodsOf(id).some((period) => period.from <= when && when < period.to),
      ),
  };
}
export type QuietHouse = Awaited<ReturnType<typeof quietHouse>>;
