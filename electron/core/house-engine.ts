import { AppError } from '../../shared/errors';
import type { Settings } from '../../shared/settings';
import type { Engine } from '../sync/engine-api';
import { createEngine } from '../sync/engine';
import type { BookingSource, Clock, Hash, Journal, Logger, Random } from '../sync/ports';
import { createJournalFor, serversOf } from './memory-of';
import type { AccessConnector, BookingConnector, ConnectorFactory } from './core-api';

/** The engine over one pair of connectors. */
export interface ConnectedHouse {
  readonly bookings: BookingConnector;
  readonly access: AccessConnector;
  readonly engine: Engine;
}

export interface HouseEnginePorts {
  readonly connectors: ConnectorFactory;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly random: Random;
  readonly hash: Hash;
  readonly logger: Logger;
}

/**
 * Connects engines to what settings name. The one that works on the journal is kept until a connection, a profile or a password changes, because it
 * remembers what it tried (W10); dry runs get one of their own.
 */
export interface HouseEngines {
  /** The engine that writes. @throws AppError `not-set-up`, `invalid-address`, `profile-invalid` … */
  working(settings: Settings): ConnectedHouse;
  /** An engine of its own over another journal. @throws AppError as `working` */
  separate(settings: Settings, journal: Journal): ConnectedHouse;
  /**
   * An engine that can reach UniLock alone: nothing of the booking side is connected, not even its password is asked for.
   * @throws AppError as `working`
   */
  withoutBookings(settings: Settings, journal: Journal): Engine;
  /** Connects anew at the next use. */
  reconnect(): void;
}

/** For runs that must not read bookings; that one asked for them would be a bug. */
const NO_BOOKINGS: BookingSource = { readBookings: () => Promise.reject(new AppError('bug')) };

/** No engine until it is asked for: an address may be wrong, and the program has to start all the same. */
export function createHouseEngines(ports: HouseEnginePorts): HouseEngines {
  let kept: { readonly key: string; readonly house: ConnectedHouse } | null = null;

  const connect = (settings: Settings, journal: Journal): ConnectedHouse => {
    if (settings.bookings === null || settings.access === null) throw new AppError('not-set-up');
    const bookings = ports.connectors.bookings(settings);
    const access = ports.connectors.access(settings);
    const { clock, random, hash, logger } = ports;
    const own = createJournalFor(serversOf(settings, hash), journal);
    return { bookings, access, engine: createEngine({ bookings, access, journal: own, clock, random, hash, logger }) };
  };

  return {
    working(settings) {
      // What cannot be read has to be told to the connector: its targets are the settings'. An edited profile is another way of speaking.
      const { bookings, access, exceptions, groups, profiles } = settings;
      const key = JSON.stringify([
        bookings,
        access,
        profiles,
        access?.kind === 'unilock-import-file' ? [exceptions, groups] : null,
      ]);
      if (kept?.key !== key) kept = { key, house: connect(settings, ports.journal) };
      return kept.house;
    },
    separate: connect,
    withoutBookings(settings, journal) {
      if (settings.access === null) throw new AppError('not-set-up');
      const access = ports.connectors.access(settings);
      const { clock, random, hash, logger } = ports;
      const own = createJournalFor(serversOf(settings, hash), journal);
      return createEngine({ bookings: NO_BOOKINGS, access, journal: own, clock, random, hash, logger });
    },
    reconnect() {
      kept = null;
    },
  };
}
