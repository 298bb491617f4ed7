import type { Settings } from '../../shared/settings';
import type { Memory, RememberedServers } from '../sync/model';
import { EMPTY_GUARD } from '../sync/model';
import type { Hash, Journal } from '../sync/ports';

/** Which halves of the memory speak of a server that is no longer the one in the settings. */
export interface Forgetting {
  readonly bookings: boolean;
  readonly access: boolean;
}

/** Where a connection leads. */
const placeOf = (connection: NonNullable<Settings['bookings'] | Settings['access']>): readonly (string | null)[] =>
  connection.kind === 'unilock-import-file' ? [connection.folder, connection.fileName] : [connection.address];

/** The marks of the settings' servers. Only their kind and place count: another user of the same server sees the same ids. */
export function serversOf(settings: Pick<Settings, 'bookings' | 'access'>, hash: Hash): RememberedServers {
  const mark = (connection: Settings['bookings'] | Settings['access']): string | null =>
    connection === null ? null : hash.digest(JSON.stringify([connection.kind, ...placeOf(connection)]));
  return { bookings: mark(settings.bookings), access: mark(settings.access) };
}

/** What a memory of the one servers must forget for the others. A memory of before the marks is taken for one of the settings' servers. */
export const forgettingBetween = (before: RememberedServers, after: RememberedServers): Forgetting => ({
  bookings: before.bookings !== null && before.bookings !== after.bookings,
  access: before.access !== null && before.access !== after.access,
});

export const isForgetting = (forget: Forgetting): boolean => forget.bookings || forget.access;

/**
 * The memory as it counts for these servers (M1: losing it may cost history and a question, never safety). Ids mean something on their own server
 * only: the seventh exception of another UniLock is another door, and to take it for ours would skip the question of W1.
 */
export function memoryFor(servers: RememberedServers, memory: Memory): Memory {
  const { servers: former } = memory;
  if (former.bookings === servers.bookings && former.access === servers.access) return memory;
  const forget = forgettingBetween(former, servers);
  return {
    ...memory,
    servers,
    ...(forget.bookings ? { reading: null } : {}),
    ...(forget.access ? { confirmed: [], intents: [], restorations: [], releasing: [], ledger: [] } : {}),
    ...(isForgetting(forget) ? { answers: [], holds: [], guard: EMPTY_GUARD } : {}),
  };
}

/**
 * The journal as an engine connected to these servers uses it: it remembers nothing of others, and what it saves is marked as theirs. So a run
 * that ends after the settings have changed, and even a program killed then, leaves nothing that passes for the new server's.
 */
export const createJournalFor = (servers: RememberedServers, journal: Journal): Journal => ({
  loadMemory: async () => memoryFor(servers, await journal.loadMemory()),
  saveMemory: (memory) => journal.saveMemory(memory),
  startRun: (run) => journal.startRun(run),
  recordIntent: (runId, action, memory) => journal.recordIntent(runId, action, memory),
  recordOutcome: (runId, result, memory) => journal.recordOutcome(runId, result, memory),
  finishRun: (result, memory) => journal.finishRun(result, memory),
});

/** A journal for dry runs: remembers what it is given and drops what it is told, so that nothing of a preview stays (P18). */
export function createRecallOnlyJournal(loadMemory: () => Promise<Memory>): Journal {
  const drop = (): Promise<void> => Promise.resolve();
  return { loadMemory, saveMemory: drop, startRun: drop, recordIntent: drop, recordOutcome: drop, finishRun: drop };
}
