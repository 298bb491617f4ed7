import { isAbsolute } from 'node:path';
import { AppError } from '../../shared/errors';
import type { AnswerShape } from '../../shared/dto';
import type { Profile } from '../../shared/profile';
import { reason } from '../../shared/profile';
import type { BookingConnection, ImportFileConnection, Settings, WebApiConnection } from '../../shared/settings';
import { viewerZone } from '../../shared/time';
import type { ErrandLimits, StartErrandProcess } from '../access/unilock-import-file';
import { createUnilockImportFile, inThisProcess } from '../access/unilock-import-file';
import { createUnilockWebApi } from '../access/unilock-webapi';
import { createPronestorSource } from '../booking/pronestor';
import type { RoutesTo } from '../http';
import { straightTo } from '../http';
import type { LoginGuard, ServerProfile, ShapeWatch } from '../profile';
import {
  REFUSALS_TO_STOP,
  accessProfileOf,
  bookingProfileOf,
  changesOf,
  checkOnlyReads,
  createLoginGuard,
  createPreviewRecorder,
  createShapeWatch,
  discoverServer,
  importFileProfileOf,
  previewOf,
} from '../profile';
import { createSha256 } from '../platform';
import type { CredentialStore, Document, RefusedLogins } from '../store';
import { createDocument, createRefusedLogins } from '../store';
import type { Call, Clock, Logger, Random } from '../sync/ports';
import type { AccessConnector, BookingConnector, ConnectorFactory, Side } from './core-api';
import { listProfiles } from './profile-shelf';
import type { SidedTrouble } from './trouble-side';

export interface ConnectorPorts {
  readonly credentials: CredentialStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Where refused logins are counted over processes (W11); without it they are counted in this one. */
  readonly refusedLogins?: RefusedLogins;
  /** Where it is kept what was handed over by file (W13); without it, in this process. */
  readonly handovers?: Document;
  /** Where files that may lie on a share are touched; without it, in this process. */
  readonly startErrands?: StartErrandProcess;
  readonly errandLimits?: Partial<ErrandLimits>;
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

const wrongKind = (kind: Profile['kind']): AppError =>
  new AppError('profile-invalid', { path: 'kind', reason: reason('must-be', `"${kind}"`) });

/** What a person confirmed of a connection's server; null: nothing, or of another address. */
const confirmedOf = (
  { answers }: Settings,
  { connectorId, address }: BookingConnection | WebApiConnection,
): readonly AnswerShape[] | null =>
  answers.find((each) => each.connectorId === connectorId && each.address === address)?.shapes ?? null;

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
  const hash = createSha256();
  const refusedLogins = ports.refusedLogins ?? createRefusedLogins(null, logger);
  const handovers = ports.handovers ?? createDocument(null, 'import-file', logger);
  const guards = new Map<string, Guarded>();
  const kept = new Map<string, Kept>();
  /** What the answers of each server looked like last, by connection and address. */
  const watches = new Map<string, ShapeWatch>();

  function guardOf({ connectorId, address, userName }: BookingConnection | WebApiConnection): Guarded {
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

  function common(connection: BookingConnection | WebApiConnection) {
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

  function watchOf({ connectorId, address }: BookingConnection | WebApiConnection): ShapeWatch {
    const key = JSON.stringify([connectorId, address]);
    let watch = watches.get(key);
    if (watch === undefined) watches.set(key, (watch = createShapeWatch()));
    return watch;
  }

  /** Fields that the profile reads and that are gone, or of another type, since a person confirmed the answers. */
  function changedOf(
    settings: Settings,
    side: Side,
    connection: BookingConnection | WebApiConnection | null,
    profileOf: () => ServerProfile,
  ): SidedTrouble[] {
    const shapes = connection === null ? null : confirmedOf(settings, connection);
    if (connection === null || shapes === null) return [];
    const changes = changesOf(shapes, watchOf(connection).newest(), profileOf()).filter(({ isRead }) => isRead);
    const operations = [...new Set(changes.map(({ operation }) => operation))];
    return operations.map((operation) => ({
      side,
      trouble: {
        code: 'answers-changed',
        context: {
          operation,
          fields: changes
            .filter((change) => change.operation === operation)
            .map(({ path }) => path)
            .join(', '),
        },
      },
    }));
  }

  /** A connector of its own, never kept: a draft's login, cookies and readings are nobody else's. */
  async function preview(settings: Settings, side: Side, profile: Profile, call: Call) {
    const recorder = createPreviewRecorder();
    const told = (connection: BookingConnection | WebApiConnection) => ({
      recorder,
      confirmed: confirmedOf(settings, connection),
      hash,
    });
    const { bookings, access } = settings;
    if (side === 'bookings') {
      if (bookings === null) throw new AppError('not-set-up');
      if (profile.kind !== 'booking-source') throw wrongKind('booking-source');
      checkOnlyReads(profile);
      const source = createPronestorSource({ ...common(bookings), profile, witness: recorder });
      try {
        return previewOf({ ...told(bookings), profile, ...(await source.check(call)) });
      } finally {
        source.close();
      }
    }
    if (access === null || access.kind === 'unilock-import-file') throw new AppError('not-set-up');
    if (profile.kind !== 'access-control') throw wrongKind('access-control');
    checkOnlyReads(profile);
    const { houseZone, groupMapping } = settings;
    const needsPeople = groupMapping.length > 0;
    const control = createUnilockWebApi({ ...common(access), profile, houseZone, needsPeople, witness: recorder });
    try {
      return previewOf({ ...told(access), profile, ...(await control.check(call)) });
    } finally {
      control.close();
    }
  }

  function reuse<T extends Kept['connector']>(
    connection: BookingConnection | WebApiConnection | ImportFileConnection,
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

  function importFile(connection: ImportFileConnection, settings: Settings): AccessConnector {
    const { profiles, houseZone, groupMapping, exceptions, groups } = settings;
    const { folder, fileName, persons } = connection;
    for (const path of [folder, ...(persons === null ? [] : [persons.path])])
      if (!isAbsolute(path)) throw new AppError('invalid-address', { address: path });
    const own = {
      profile: importFileProfileOf(connection.profile, profiles),
      houseZone,
      needsPeople: groupMapping.length > 0,
      exceptions: exceptions.map(({ id, name }) => ({ id, name })),
      groups: groups.map(({ id, name }) => ({ id, name })),
    };
    const place = { folder, fileName, persons };
    const { startErrands = inThisProcess, errandLimits = {} } = ports;
    const aside = { startErrands, errandLimits };
    return reuse(connection, own, () =>
      createUnilockImportFile({ ...own, ...place, ...aside, kept: handovers, clock, logger }),
    );
  }

  return {
    factory: {
      bookings({ bookings, profiles }) {
        if (bookings === null) throw new AppError('not-set-up');
        const own = { profile: bookingProfileOf(bookings.profile, profiles) };
        const witness = watchOf(bookings);
        return reuse(bookings, own, () => createPronestorSource({ ...common(bookings), ...own, witness }));
      },
      access(settings) {
        const { access, profiles, houseZone, groupMapping } = settings;
        if (access === null) throw new AppError('not-set-up');
        if (access.kind === 'unilock-import-file') return importFile(access, settings);
        const profile = accessProfileOf(access.profile, profiles);
        const own = { profile, houseZone, needsPeople: groupMapping.length > 0 };
        const witness = watchOf(access);
        return reuse(access, own, () => createUnilockWebApi({ ...common(access), ...own, witness }));
      },
      preview,
      discover({ bookings, profiles, houseZone, ...settings }, acceptedPosts, call) {
        if (bookings === null) throw new AppError('not-set-up');
        const taken = listProfiles({ ...settings, bookings, profiles }).map(({ id }) => id);
        let draftId = 'found';
        for (let number = 2; taken.includes(draftId); number++) draftId = `found-${String(number)}`;
        return discoverServer(
          {
            ...common(bookings),
            profile: bookingProfileOf(bookings.profile, profiles),
            acceptedPosts,
            draftId,
            draftTitle: (host) => host,
            zone: houseZone ?? viewerZone(),
          },
          call,
        );
      },
      changedAnswers: (settings) => [
        ...changedOf(settings, 'bookings', settings.bookings, () =>
          bookingProfileOf(settings.bookings?.profile ?? '', settings.profiles),
        ),
        ...changedOf(settings, 'access', settings.access?.kind === 'unilock-webapi' ? settings.access : null, () =>
          accessProfileOf(settings.access?.profile ?? '', settings.profiles),
        ),
      ],
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
