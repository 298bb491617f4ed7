import type {
  Compare,
  DemoState,
  Explanation,
  HoldDto,
  PlanDto,
  RemovalDto,
  RunDetailDto,
  RunDto,
  Status,
} from '../../shared/dto';
import type { AnswerShape, Discovery, ProfileListing, ProfilePreview } from '../../shared/dto';
import type { Trouble } from '../../shared/errors';
import type { Job, SettingsPatch } from '../../shared/ipc';
import type { Profile } from '../../shared/profile';
import type { Settings } from '../../shared/settings';
import type { Instant, Period } from '../../shared/time';
import type { RunResult, Trigger } from '../sync/model';
import type { AccessControl, BookingSource, Call, Clock, Hash, Logger, Random } from '../sync/ports';
import type { CredentialStore, JournalStore, SettingsStore } from '../store/store-api';
import type { AccessCheck, BookingCheck, RoomList } from '../../shared/dto';
import type { SidedTrouble } from './trouble-side';

export type Source = 'draft' | 'settings';
export type Side = 'bookings' | 'access';
export type Topic = 'status' | 'compare' | 'runs' | 'settings' | 'draft' | 'demo';

/** The booking side as the set-up needs it: the engine's port plus looking around. */
export interface BookingConnector extends BookingSource {
  check(call: Call): Promise<BookingCheck>;
  /** Rooms of the locations, with the coming week's counts. */
  listRooms(locations: readonly string[], call: Call): Promise<RoomList>;
}

export interface AccessConnector extends AccessControl {
  check(call: Call): Promise<AccessCheck>;
  /** By file only: since when what was handed over waits to be taken; null: it does not, or that cannot be seen now. */
  waitingSince?(): Promise<Instant | null>;
}

/** Makes connectors from what the settings say. Throws AppError for an address or profile that cannot be. */
export interface ConnectorFactory {
  bookings(settings: Settings): BookingConnector;
  access(settings: Settings): AccessConnector;
  /**
   * Reads the server of a side by a draft of a profile, with the connection's address and login; nothing but reads and the login is sent.
   * @throws AppError `not-set-up`, `profile-invalid` (also for a profile of the other side), `invalid-address`
   */
  preview?(settings: Settings, side: Side, profile: Profile, call: Call): Promise<ProfilePreview>;
  /** What the booking server says of itself. @throws AppError `not-set-up`, `invalid-address` */
  discover?(settings: Settings, acceptedPosts: readonly string[], call: Call): Promise<Discovery>;
  /** Where the newest answers lack what a person once confirmed and the profile reads: one trouble a side and operation. */
  changedAnswers?(settings: Settings): readonly SidedTrouble[];
  /** A person asks to try again: logins that were stopped after refusals (W11) are tried once more. */
  retryLogins?(): void;
  /** A person has set everything up anew: no refusal counts any more, neither here nor in a process to come. */
  forgetRefusals?(): void;
}

/** Wakes the scheduler: calls `onTick` at least every minute, and at once after `wakeAt`. The only place of timers. */
export interface Ticker {
  start(onTick: () => void): void;
  /** Asks for a tick at the instant too (a refill, the next run); null forgets it. */
  wakeAt(at: Instant | null): void;
  stop(): void;
}

export interface CoreOptions {
  readonly settings: SettingsStore;
  readonly journal: JournalStore;
  readonly credentials: CredentialStore;
  readonly connectors: ConnectorFactory;
  readonly clock: Clock;
  readonly random: Random;
  readonly hash: Hash;
  readonly logger: Logger;
  readonly ticker: Ticker;
  readonly isDemo: boolean;
}

/** One house: stores, connectors, engine and scheduler put together. Serves the app and the command line alike. */
export interface Core {
  status(): Status;
  onChange(listener: (topics: readonly Topic[]) => void): () => void;
  compare(range: Period): Compare;
  explain(exceptionId: string, period: Period): Explanation;

  /** Single flight: a run that waits is joined, one that runs is followed by at most one more. */
  syncNow(request: {
    readonly trigger: Trigger;
    readonly acceptPlanHash: string | null;
    /** Nobody may be looking, e.g. a command that a timer starts: a stopped login stays stopped (W11). */
    readonly isUnattended?: boolean;
  }): { readonly runId: string };
  /** Resolves when that run has ended. @throws AppError `run-unknown` */
  whenDone(runId: string): Promise<RunResult>;
  /** Starts the schedule (first run at once, trigger `start`). */
  start(): void;
  pause(until: Instant): void;
  resume(): void;
  /** The PC woke up: missed polls are made good at once, trigger `resume`. */
  wake(): void;
  /** Dry run (P18). */
  plan(source: Source, patch: SettingsPatch | null, call: Call): Promise<PlanDto>;
  holds(): readonly HoldDto[];
  /** @throws AppError `hold-unknown` */
  answerHold(hash: string, answer: 'confirmed' | 'refused'): Promise<void>;

  listRuns(query: { readonly limit: number; readonly before: Instant | null }): Promise<RunDto[]>;
  readRun(runId: string): Promise<RunDetailDto>;

  /** What `removeEverything` would take back; reads UniLock alone and writes nothing (P18). @throws AppError as `removeEverything` */
  previewRemoval(call: Call): Promise<RemovalDto>;
  /**
   * Takes back every period and membership that memory says is ours (P19), with UniLock alone. From its beginning on the settings count as not set
   * up, so that even a program killed in the middle of it writes nothing again; mapping and connections stay. What could not be taken back is
   * listed, and a second call goes on.
   * @throws AppError `not-set-up` without a connection to UniLock, `sync-running`, `settings-*`; nothing is changed then
   */
  removeEverything(request: { readonly isUnattended: boolean }, call: Call): Promise<RemovalDto>;

  /** Settings and the memory that says what is ours, for a new PC; never a secret. @throws AppError `not-set-up`, `settings-*`, `journal-*` */
  exportHouse(): Promise<string>;
  /**
   * Settings from a file, with or without a memory, become the settings of the moment and count as set up.
   * @throws AppError `settings-invalid` …, `export-foreign`, `memory-present`, `invalid-address`, `sync-running`; nothing is changed then
   */
  importHouse(text: string): Promise<Settings>;

  readSettings(): Settings;
  saveSettings(patch: SettingsPatch): Settings;
  settingsTrouble(): Trouble | null;
  confirmSettingsTrouble(): void;
  /** The draft, begun from the settings when there is none. */
  readDraft(): Settings;
  saveDraft(patch: SettingsPatch): Settings;
  discardDraft(): void;
  /** Draft becomes settings, the program is set up, and the first run starts. @throws AppError `plan-changed` when the shown plan is no longer the plan */
  finishDraft(acceptPlanHash: string): Promise<{ readonly runId: string }>;
  /** Profiles that ship, and the house's own. */
  listProfiles(source: Source): ProfileListing[];
  /** @throws AppError `profile-invalid` when there is none of that id */
  profileText(source: Source, id: string): string;
  /** The text of a copy; nothing is saved. @throws as `profileText` */
  copyProfile(source: Source, id: string): string;
  /** @throws AppError `profile-invalid` with path, reason, line and column */
  saveProfile(source: Source, text: string): { readonly id: string };
  /** @throws AppError `profile-in-use`, `profile-invalid` */
  removeProfile(source: Source, id: string): void;
  /** A person has confirmed what a preview of the side showed. @throws AppError `not-set-up` */
  confirmAnswers(source: Source, side: Side, answers: readonly AnswerShape[]): void;
  setPassword(connectorId: string, password: string): Promise<void>;
  passwordState(connectorId: string): Promise<'present' | 'missing' | 'unavailable'>;

  startJob(work: JobRequest): { readonly jobId: string };
  /** @throws AppError `run-unknown` */
  readJob(jobId: string): Job;
  cancelJob(jobId: string): void;
  onJobChange(listener: (jobId: string) => void): () => void;

  /** Ends schedule, jobs and the running run; resolves when nothing runs any more. */
  stop(): Promise<void>;
}

export type JobRequest =
  | { readonly kind: 'check-bookings' | 'check-access' | 'read-rooms'; readonly source: Source }
  | { readonly kind: 'preview'; readonly source: Source; readonly patch: SettingsPatch | null }
  | { readonly kind: 'preview-profile'; readonly source: Source; readonly side: Side; readonly text: string }
  | { readonly kind: 'discover'; readonly source: Source; readonly acceptedPosts: readonly string[] }
  | { readonly kind: 'preview-removal' | 'remove-everything' }
  | { readonly kind: 'try-opening'; readonly source: Source; readonly exceptionId: string };

/** The demo house: simulators, a core over them with stores in memory, and hands to change its bookings with. */
export interface DemoHouse {
  readonly core: Core;
  state(at: Instant | null): DemoState;
  makeMeeting(meeting: { readonly roomId: string; readonly period: Period; readonly title: string }): {
    readonly meetingId: string;
  };
  moveMeeting(meeting: { readonly meetingId: string; readonly roomId: string; readonly period: Period }): void;
  cancelMeeting(meetingId: string): void;
  close(): Promise<void>;
}
