import { createCore, recall } from '../../../electron/core/create-core';
import type { HouseCore } from '../../../electron/core/create-core';
import type { AccessConnector, BookingConnector } from '../../../electron/core/core-api';
import { createMemoryCredentials, createMemoryJournal, createMemorySettingsStore } from '../../../electron/store';
import type { CredentialStore, JournalStore, SettingsStore } from '../../../electron/store';
import type { Booking } from '../../../electron/sync/model';
import type { Settings } from '../../../shared/settings';
import { settingsSchema } from '../../../shared/settings';
import type { Instant } from '../../../shared/time';
import { exceptionId, locationId } from '../../../shared/ids';
import { COPENHAGEN, aRoom } from '../../builders';
import { FakeAccessControl, FakeBookingSource, FakeClock, FakeLogger, FakeRandom, shaHash } from '../../fakes';
import { FakeTicker } from '../../fakes/fake-ticker';

/** The sources of the engine's fakes, with the looking around of the set-up. */
export class FakeBookingConnector extends FakeBookingSource implements BookingConnector {
  check: BookingConnector['check'] = async () => ({ ok: true, facts: null, steps: [], locations: [] });
  listRooms: BookingConnector['listRooms'] = async () => ({ rooms: [], unknownLocations: [], troubles: [] });
}

export class FakeAccessConnector extends FakeAccessControl implements AccessConnector {
  check: AccessConnector['check'] = async () => ({
    ok: true,
    facts: null,
    steps: [],
    exceptions: [],
    groups: [],
    persons: null,
    zone: this.zone,
  });
}

/** Two rooms, each with its own exception, polled every five minutes; set up. */
export const houseSettings = (more: Partial<Settings> = {}): Settings =>
  settingsSchema.parse({
    version: 3,
    isSetUp: true,
    bookings: {
      connectorId: 'pronestor',
      kind: 'pronestor',
      address: 'https://pronestor.example',
      userName: 'someone',
    },
    access: { connectorId: 'unilock', kind: 'unilock-webapi', address: 'https://unilock.example', userName: 'someone' },
    locations: [{ id: '12', name: 'Hovedkontor' }],
    rooms: [
      { id: '101', name: 'Lokale 101', locationId: '12' },
      { id: '102', name: 'Lokale 102', locationId: '12' },
    ],
    mapping: [
      { id: 'a', roomId: '101', exceptionId: '7' },
      { id: 'b', roomId: '102', exceptionId: '8' },
    ],
    exceptions: [
      { id: '7', name: 'Dør 101' },
      { id: '8', name: 'Dør 102' },
    ],
    houseZone: COPENHAGEN,
    ...more,
  });

export interface CoreHouse {
  readonly core: HouseCore;
  readonly clock: FakeClock;
  readonly ticker: FakeTicker;
  readonly bookings: FakeBookingConnector;
  readonly access: FakeAccessConnector;
  readonly store: SettingsStore;
  readonly journal: JournalStore;
  readonly credentials: CredentialStore;
  readonly logger: FakeLogger;
  /** The same stores and servers under a new core: the program was started again. */
  restart(): Promise<CoreHouse>;
  /** The same after it was killed: nothing was ended, and what it still does no longer counts. */
  restartKilled(): Promise<CoreHouse>;
}

/** A core with the real engine, scheduler and stores in memory over servers in memory. */
export function aCoreHouse(input: {
  readonly now: Instant;
  readonly settings?: Settings | null;
  readonly bookings?: readonly Booking[];
  readonly store?: SettingsStore;
}): CoreHouse {
  const clock = new FakeClock(input.now);
  const bookings = new FakeBookingConnector(clock);
  const access = new FakeAccessConnector(clock);
  bookings.locations = [{ id: locationId('12'), name: 'Hovedkontor', zone: COPENHAGEN }];
  bookings.rooms = [aRoom('101'), aRoom('102')];
  bookings.bookings = [...(input.bookings ?? [])];
  for (const id of ['7', '8']) access.add(exceptionId(id), { name: `Dør 10${Number(id) - 6}` });
  const store = input.store ?? createMemorySettingsStore();
  if (input.settings !== null && input.store === undefined) store.save(input.settings ?? houseSettings());
  const journal = createMemoryJournal({ clock });
  const credentials = createMemoryCredentials();
  const logger = new FakeLogger();
  const random = new FakeRandom();
  const compose = (recollection?: Awaited<ReturnType<typeof recall>>): CoreHouse => {
    const ticker = new FakeTicker(clock);
    const core = createCore(
      {
        settings: store,
        journal,
        credentials,
        connectors: { bookings: () => bookings, access: () => access },
        clock,
        random,
        hash: shaHash,
        logger,
        ticker,
        isDemo: false,
      },
      recollection,
    );
    const restart = async (): Promise<CoreHouse> => {
      await core.stop();
      return compose(await recall(journal));
    };
    const restartKilled = async (): Promise<CoreHouse> => compose(await recall(journal));
    return { core, clock, ticker, bookings, access, store, journal, credentials, logger, restart, restartKilled };
  };
  return compose();
}
