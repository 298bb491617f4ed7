import type { RunDetailDto, RunDto } from '../../shared/dto';
import type { Trouble } from '../../shared/errors';
import type { Settings } from '../../shared/settings';
import type { Instant } from '../../shared/time';
import type { Journal } from '../sync/ports';

/** What was found on disk at start. */
export interface SettingsState {
  readonly settings: Settings;
  /** `settings-damaged`: set aside, sync paused until confirmed. `settings-newer`: refused and kept. null: all is well. */
  readonly trouble: Trouble | null;
}

/** Settings and the wizard's draft, in one folder. Throws AppError (`settings-*`). */
export interface SettingsStore {
  read(): SettingsState;
  /** Validates, keeps the former file as a backup, writes atomically. Refused with `settings-newer` while a newer file is there. */
  save(settings: Settings): Settings;
  /** The wizard's draft; null when there is none. A damaged draft is dropped. */
  readDraft(): Settings | null;
  /** null removes it. */
  saveDraft(draft: Settings | null): void;
  /** The user has seen the trouble; lasting, so that the next start does not ask again. */
  confirmTrouble(): void;
}

/** Passwords in the operating system's keychain. Throws AppError (`keychain-*`); each call has a time limit. */
export interface CredentialStore {
  get(connectorId: string): Promise<string | null>;
  set(connectorId: string, password: string): Promise<void>;
  remove(connectorId: string): Promise<void>;
}

/** The journal's file: the engine's port and the history's. Throws AppError (`journal-*`). */
export interface JournalStore extends Journal {
  /** Newest first; `before` is a start to page on from. Names are empty texts: whoever shows them fills them in. */
  listRuns(query: { readonly limit: number; readonly before: Instant | null }): Promise<RunDto[]>;
  /** @throws AppError `run-unknown` */
  readRun(runId: string): Promise<RunDetailDto>;
  /** Runs without an end that are not `running` became `interrupted` when the journal was opened. */
  prune(olderThan: Instant): Promise<number>;
  close(): void;
}
