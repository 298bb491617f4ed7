import { AppError } from '../../../shared/errors';
import type { Clock } from '../../sync/ports';
import type { CredentialStore } from '../store-api';

/** The part of keytar that is used. */
export interface NativeKeychain {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

export interface KeychainOptions {
  /** The name that the operating system's own keychain program shows. */
  readonly service: string;
  /** Milliseconds that one call may take. */
  readonly timeLimitMs: number;
  readonly wait: Clock['wait'];
  /** Loads the native module; another one than keytar only to prove what happens when it is missing or hangs. */
  readonly load?: () => Promise<NativeKeychain>;
}

async function loadKeytar(): Promise<NativeKeychain> {
  const loaded: NativeKeychain & { readonly default?: NativeKeychain } = await import('keytar');
  return loaded.default ?? loaded;
}

/**
 * The system's words for a keychain that is there but shut: macOS ("User interaction is not allowed", "The user name or passphrase you entered
 * is not correct", a cancelled prompt), libsecret ("… is locked", a dismissed prompt).
 */
const SHUT = /lock|interaction is not allowed|cancel|dismiss|passphrase/i;

/**
 * Passwords in the operating system's keychain, account = connector id. There is no other place: without a keychain nothing is kept.
 *
 * keytar is loaded at the first call, so that a machine without the native module or without D-Bus still starts and can say so.
 * Throws AppError `keychain-unavailable` {reason}, `keychain-locked` {reason}; the reason is `no-module`, `refused` or `no-answer`.
 * A keychain that is shut shows a prompt and answers only when somebody types: after the time limit that counts as locked.
 */
export function createKeychain(options: KeychainOptions): CredentialStore {
  const { service, timeLimitMs, wait, load = loadKeytar } = options;
  let loading: Promise<NativeKeychain> | null = null;

  const native = async (): Promise<NativeKeychain> => {
    loading ??= load();
    try {
      return await loading;
    } catch (thrown) {
      // Tried again next time: the module may have been locked by an update of the program.
      loading = null;
      throw new AppError('keychain-unavailable', { reason: 'no-module' }, thrown);
    }
  };

  const refusal = (thrown: unknown): AppError => {
    if (thrown instanceof AppError) return thrown;
    // The system's own sentence is judged and then dropped: nobody can promise what stands in it.
    const isShut = thrown instanceof Error && SHUT.test(thrown.message);
    return new AppError(isShut ? 'keychain-locked' : 'keychain-unavailable', { reason: 'refused' });
  };

  const withinLimit = async <T>(work: (keychain: NativeKeychain) => Promise<T>): Promise<T> => {
    const answered = new AbortController();
    const late = wait(timeLimitMs, answered.signal).then((): never => {
      throw new AppError('keychain-locked', { reason: 'no-answer' });
    });
    // When the keychain answers first the limit is aborted and its rejection has no reader left.
    late.catch(() => undefined);
    try {
      return await Promise.race([native().then(work), late]);
    } catch (thrown) {
      throw refusal(thrown);
    } finally {
      answered.abort();
    }
  };

  return {
    get: (connectorId) => withinLimit((keychain) => keychain.getPassword(service, connectorId)),
    set: (connectorId, password) => withinLimit((keychain) => keychain.setPassword(service, connectorId, password)),
    remove: async (connectorId) => {
      // Whether there was one makes no difference: afterwards there is none.
      await withinLimit((keychain) => keychain.deletePassword(service, connectorId));
    },
  };
}
