import { AppError } from '../../shared/errors';
import type { AccessConnection, BookingConnection } from '../../shared/settings';
import { createUnilockWebApi } from '../access/unilock-webapi';
import { createPronestorSource } from '../booking/pronestor';
import type { RoutesTo } from '../http';
import { straightTo } from '../http';
import type { LoginGuard } from '../profile';
import { REFUSALS_TO_STOP, createLoginGuard, accessProfileOf, bookingProfileOf } from '../profile';
import type { CredentialStore, RefusedLogins } from '../store';
import { createRefusedLogins } from '../store';
import type { Clock, Logger, Random } from '../sync/ports';
import type { AccessConnector, BookingConnector, ConnectorFactory } from './core-api';

export interface ConnectorPorts {
  readonly credentials: CredentialStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Where refused logins are counted over processes (W11); without it they are counted in this one. */
  readonly refusedLogins?: RefusedLogins;
  /** The ways through proxies for connections that go by the system's; without it they go straight. */
  readonly systemRoutes?: RoutesTo;
}

/** The connectors, and the passwords in whose change they have a say. */
export interface Connectors {
  readonly factory: ConnectorFactory;
  /** The same store; a password that is set anew ends the refusals of the old one (W11). */
  readonly credentials: CredentialStore;
  /** Closes every connection. */
  close(): void;
}

/** The connections in use at one time: the settings' and the draft's, each with two sides. */
const KEPT = 4;

/** One account's guard, and the password that was given for its last login. */
interface Guarded {
  readonly connectorId: string;
  readonly guard: LoginGuard;
  given: string | null;
}

interface Kept {
  readonly connectorId: string;
  readonly connector: (BookingConnector | AccessConnector) & { close(): void };
}

/**
 * Connectors over the profiles of the house and those that ship. The same connection gives the same connector, so that a login serves the test, the dry run and the run;
 * refusals are counted per account and outlive the connector and the process, or three tries would become thirty (W11).
 */
export function createConnectors(ports: ConnectorPorts): Connectors {
  const { credentials, clock, random, logger } = ports;
  const refusedLogins = ports.refusedLogins ?? createRefusedLogins(null, logger);
  const guards = new Map<string, Guarded>();
  const kept = new Map<string, Kept>();

  function guardOf({ connectorId, address, userName }: BookingConnection | AccessConnection): Guarded {
    const account = { connectorId, address, userName };
    const key = JSON.stringify([connectorId, address, userName]);
    const known = guards.get(key);
    if (known !== undefined) return known;
    const guarded: Guarded = {
      connectorId,
      guard: createLoginGuard(
        () => clock.now(),
        refusedLogins.read(account),
        (state) => refusedLogins.keep(account, state, guarded.given),
      ),
      given: null,
    };
    guards.set(key, guarded);
    return guarded;
  }

  function common(connection: BookingConnection | AccessConnection) {
    const { connectorId, address, userName, trust, proxy } = connection;
    const guarded = guardOf(connection);
    return {
      address,
      userName,
      trust,
      routesTo: proxy === 'none' ? straightTo : (ports.systemRoutes ?? straightTo),
      password: async (): Promise<string> => {
        const password = await credentials.get(connectorId);
        if (password === null) throw new AppError('password-missing', { connectorId });
        // Typed into the keychain or the environment from outside: it has never been refused.
        const isRefused = guarded.guard.state().refusals > 0;
        if (isRefused && refusedLogins.isAnother({ connectorId, address, userName }, password)) guarded.guard.reset();
        guarded.given = password;
        return password;
      },
      clock,
      random,
      logger,
      loginGuard: guarded.guard,
    };
  }

  function reuse<T extends Kept['connector']>(
    connection: BookingConnection | AccessConnection,
    own: Readonly<Record<string, unknown>>,
    make: () => T,
  ): T {
    const key = JSON.stringify([connection, own]);
    const known = kept.get(key);
    if (known !== undefined) return known.connector as T;
    const connector = make();
    kept.set(key, { connectorId: connection.connectorId, connector });
    for (const [oldest, { connector: old }] of kept) {
      if (kept.size <= KEPT) break;
      kept.delete(oldest);
      old.close();
    }
    return connector;
  }

  function forget(connectorId: string): void {
    for (const [key, { connectorId: id, connector }] of kept) {
      if (id !== connectorId) continue;
      kept.delete(key);
      connector.close();
    }
    refusedLogins.forget(connectorId);
    for (const { connectorId: id, guard } of guards.values()) if (id === connectorId) guard.reset();
  }

  return {
    factory: {
      bookings({ bookings, profiles }) {
        if (bookings === null) throw new AppError('not-set-up');
        const own = { profile: bookingProfileOf(bookings.profile, profiles) };
        return reuse(bookings, own, () => createPronestorSource({ ...common(bookings), ...own }));
      },
      access({ access, profiles, houseZone, groupMapping }) {
        if (access === null) throw new AppError('not-set-up');
        const profile = accessProfileOf(access.profile, profiles);
        const own = { profile, houseZone, needsPeople: groupMapping.length > 0 };
        return reuse(access, own, () => createUnilockWebApi({ ...common(access), ...own }));
      },
      retryLogins() {
        for (const { guard } of guards.values()) if (guard.state().refusals >= REFUSALS_TO_STOP) guard.reset();
      },
      forgetRefusals() {
        refusedLogins.forget(null);
        for (const { guard } of guards.values()) guard.reset();
      },
    },
    credentials: {
      get: (connectorId) => credentials.get(connectorId),
      async set(connectorId, password) {
        await credentials.set(connectorId, password);
        forget(connectorId);
      },
      async remove(connectorId) {
        await credentials.remove(connectorId);
        forget(connectorId);
      },
    },
    close() {
      for (const { connector } of kept.values()) connector.close();
      kept.clear();
    },
  };
}
