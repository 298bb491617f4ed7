import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Trouble } from '../shared/errors';
import { AppError } from '../shared/errors';
import type { Settings } from '../shared/settings';
import type { Instant } from '../shared/time';
import type { StartErrandProcess } from './access/unilock-import-file';
import type { ConnectorFactory, Ticker } from './core/core-api';
import { createConnectors } from './core/connectors';
import type { HouseCore } from './core/create-core';
import { createCore, recall } from './core/create-core';
import { createTicker } from './core/ticker';
import type { RoutesTo } from './http';
import { createFileLog } from './log';
import { createSha256, createSystemClock, createSystemRandom } from './platform';
import type { CredentialStore, JournalStore, SettingsStore } from './store';
import {
  createDocument,
  createEnvironmentCredentials,
  createKeychain,
  createMemoryCredentials,
  createMemoryJournal,
  createRefusedLogins,
  createSettingsStore,
  lockDataFolder,
  openJournal,
} from './store';
import type { Clock, Logger, Random } from './sync/ports';

export { composeDemo, simulateHouse } from './core/compose-demo';
export { shippedProfiles } from './profile';

/** The name under which the system's own keychain program shows our passwords. */
export const KEYCHAIN_SERVICE = 'Mødeklar';
const KEYCHAIN_LIMIT_MS = 10_000;

export interface ComposeOptions {
  /** Absolute: settings, journal and log live here. Made when it is missing. */
  readonly dataFolder: string;
  /**
   * Another process may be at work on the folder: it is not taken, and nothing in it is changed but the log and the count of refused logins.
   * Default false.
   */
  readonly isReader?: boolean;
  /** Where passwords may come from when the keychain has none: the command line only. */
  readonly passwordsFrom?: {
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly variables: { readonly bookings: string; readonly access: string };
  };
  /** How this machine says that servers are reached through proxies; straight when nothing is said. */
  readonly systemRoutes?: RoutesTo;
  /** Another process for files that may lie on a share, so that one that hangs stalls nothing here; without it they are touched in this one. */
  readonly startErrands?: StartErrandProcess;
  /** Instead of the machine's own; for tests. */
  readonly clock?: Clock;
  readonly random?: Random;
  readonly ticker?: Ticker;
  readonly credentials?: CredentialStore;
  readonly logger?: Logger;
}

/** A core over the stores of one folder. Its `stop` also closes the journal and gives the folder free. */
export interface ComposedCore extends HouseCore {
  /** What was wrong with the journal's file at start, and what was done; null: all is well. */
  readonly journalTrouble: Trouble | null;
}

/**
 * Stores, connectors, engine and scheduler of the real house, put together for the app and the command line alike. Nothing runs before
 * `core.start()` or `core.syncNow()`.
 * @throws AppError `already-running`, `settings-unwritable`, `journal-newer`, `journal-unwritable`
 */
export async function composeCore(options: ComposeOptions): Promise<ComposedCore> {
  const { dataFolder, isReader = false } = options;
  const clock = options.clock ?? createSystemClock();
  const random = options.random ?? createSystemRandom();
  const lock = isReader ? null : lockDataFolder(dataFolder);
  try {
    const logger = options.logger ?? createFileLog({ folder: join(dataFolder, 'log'), clock });
    const settings = createSettingsStore({ folder: dataFolder, clock });
    const { journal, trouble } = openJournalOf(dataFolder, isReader, clock);
    const keychain =
      options.credentials ??
      createKeychain({ service: KEYCHAIN_SERVICE, timeLimitMs: KEYCHAIN_LIMIT_MS, wait: clock.wait });
    const connectors = createConnectors({
      credentials: withEnvironment(keychain, options, settings, logger),
      clock,
      random,
      logger,
      refusedLogins: createRefusedLogins(dataFolder, logger),
      handovers: createDocument(dataFolder, 'import-file', logger),
      ...(options.systemRoutes === undefined ? {} : { systemRoutes: options.systemRoutes }),
      ...(options.startErrands === undefined ? {} : { startErrands: options.startErrands }),
    });
    const core = createCore(
      {
        settings,
        journal,
        credentials: connectors.credentials,
        connectors: connectors.factory,
        clock,
        random,
        hash: createSha256(),
        logger,
        ticker: options.ticker ?? createTicker(),
        isDemo: false,
      },
      {
        ...(await recall(journal)),
        trouble,
        waitingSince: isReader ? await waitingSince(connectors.factory, settings) : null,
      },
    );
    return {
      ...core,
      journalTrouble: trouble,
      async stop() {
        await core.stop();
        connectors.close();
        journal.close();
        lock?.release();
      },
    };
  } catch (thrown) {
    lock?.release();
    throw thrown;
  }
}

/** Whoever only looks has not observed UniLock: by file, what waits can be seen all the same. */
async function waitingSince(connectors: ConnectorFactory, settings: SettingsStore): Promise<Instant | null> {
  const now = settings.read().settings;
  if (now.access?.kind !== 'unilock-import-file') return null;
  try {
    return (await connectors.access(now).waitingSince?.()) ?? null;
  } catch (thrown) {
    // A connection that cannot be is told by whoever uses it.
    if (thrown instanceof AppError) return null;
    throw thrown;
  }
}

function openJournalOf(
  dataFolder: string,
  isReader: boolean,
  clock: Clock,
): { readonly journal: JournalStore; readonly trouble: Trouble | null } {
  const file = join(dataFolder, 'journal.sqlite');
  // Whoever only looks makes no file.
  if (isReader && !existsSync(file)) return { journal: createMemoryJournal({ clock }), trouble: null };
  const journal = openJournal({ file, clock, isReader });
  return { journal, trouble: journal.trouble };
}

function withEnvironment(
  keychain: CredentialStore,
  { passwordsFrom }: ComposeOptions,
  settings: SettingsStore,
  logger: Logger,
): CredentialStore {
  if (passwordsFrom === undefined) return keychain;
  const { environment, variables } = passwordsFrom;
  const variableOf = (connectorId: string): string | null => {
    const { bookings, access } = settings.read().settings;
    if (connectorId === bookings?.connectorId) return variables.bookings;
    return connectorId === access?.connectorId ? variables.access : null;
  };
  return createEnvironmentCredentials(environment, variableOf, keychain, logger);
}

/**
 * Whether the connection could be used at all: address and profile, asking no server.
 * @throws AppError `not-set-up`, `invalid-address`, `insecure-address`, `profile-invalid`
 */
export function tryConnections(settings: Settings, side: 'bookings' | 'access'): void {
  const connectors = createConnectors({
    credentials: createMemoryCredentials(),
    clock: createSystemClock(),
    random: createSystemRandom(),
    logger: { info: () => undefined, warn: () => undefined },
  });
  try {
    if (side === 'bookings') connectors.factory.bookings(settings);
    else connectors.factory.access(settings);
  } finally {
    connectors.close();
  }
}
