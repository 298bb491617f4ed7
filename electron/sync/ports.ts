import type { ExceptionId, GroupId, LocationId, PersonId, RoomId, RunId } from '../../shared/ids';
import type { Instant, Period, ZoneName } from '../../shared/time';
import type {
  AccessReading,
  ActionResult,
  BookingReading,
  Memory,
  PeopleReading,
  PlannedAction,
  RunProgress,
  RunResult,
  Trigger,
  WriteAnswer,
} from './model';

/** What an AbortSignal is to the engine; the platform's own satisfies it. */
export interface Abort {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Given to every long call. */
export interface Call {
  readonly abort: Abort | null;
  /** Told after each part of the work, e.g. 12 of 40 locations. */
  readonly onProgress: ((done: number, total: number) => void) | null;
}

/** The booking side: reads only. */
export interface BookingSource {
  /**
   * Reads the rooms and bookings of the given locations that overlap the window. Remote trouble is no exception but an `unreadable` or
   * `partial` reading with its troubles; only a bug throws.
   */
  readBookings(
    request: { readonly locations: readonly LocationId[]; readonly rooms: readonly RoomId[]; readonly window: Period },
    call: Call,
  ): Promise<BookingReading>;
}

/** Whole lists that are handed over together. */
export interface WriteBatch {
  readonly exceptions: readonly { readonly exceptionId: ExceptionId; readonly periods: readonly Period[] }[];
  /** An empty list takes the person out of the group. */
  readonly memberships: readonly {
    readonly groupId: GroupId;
    readonly personId: PersonId;
    readonly periods: readonly Period[];
  }[];
  /** The house's zone, in which UniLock takes local times. */
  readonly zone: ZoneName;
}

/** The access control side. */
export interface AccessControl {
  /** false: what is written can only be handed over, never read back (rule W13). */
  readonly canReadBack: boolean;
  /**
   * null: every write is on its way when it is answered. Else a write is only looked at, whether it could be sent; those that could go as one, once,
   * by this call, and its answer is the answer to each of them. `conflict`: something handed over earlier still waits, and nothing was sent. Never
   * throws for remote trouble.
   */
  readonly handOver: ((batch: WriteBatch, call: Call) => Promise<WriteAnswer>) | null;
  /**
   * Reads all shared exceptions. Remote trouble is an `unreadable` or `partial` reading; only a bug throws.
   * @param houseZone the zone of local times when the server does not tell its own; with neither, the reading is unreadable (R1)
   */
  observe(houseZone: ZoneName | null, call: Call): Promise<AccessReading>;
  /**
   * Sends one whole list, once (the engine alone repeats writes, W10). Never throws for remote trouble.
   * @param zone the house's zone, in which UniLock takes local times
   */
  writePeriods(
    write: {
      readonly exceptionId: ExceptionId;
      readonly periods: readonly Period[];
      readonly version: string | null;
      readonly zone: ZoneName;
    },
    call: Call,
  ): Promise<WriteAnswer>;
  /**
   * Reads the members of the given groups, and the persons when they are asked for. Remote trouble leaves out what it hit and is told; only a
   * bug throws.
   * @param request.zone the house's zone, in which local times are read
   */
  observePeople(
    request: { readonly groups: readonly GroupId[]; readonly withPersons: boolean; readonly zone: ZoneName },
    call: Call,
  ): Promise<PeopleReading>;
  /**
   * Sends one membership's whole list, once; an empty list takes the person out of the group. Never throws for remote trouble.
   */
  writeMembership(
    write: {
      readonly groupId: GroupId;
      readonly personId: PersonId;
      readonly periods: readonly Period[];
      readonly zone: ZoneName;
    },
    call: Call,
  ): Promise<WriteAnswer>;
}

/** Memory and record (M1). Every call is durable when it resolves, but for the mere start of a run. Throws AppError (`journal-*`) when it is not. */
export interface Journal {
  loadMemory(): Promise<Memory>;
  /** Replaces the memory as one atomic step. */
  saveMemory(memory: Memory): Promise<void>;
  /** Outlives the process; a power cut may take it, as long as nothing else has been recorded since. */
  startRun(run: { readonly runId: RunId; readonly trigger: Trigger; readonly startedAt: Instant }): Promise<void>;
  /** Before the write is sent; with the memory that explains it after a crash (P8), in one atomic step. */
  recordIntent(runId: RunId, action: PlannedAction, memory: Memory): Promise<void>;
  /** After reading back, with the new memory, in one atomic step. */
  recordOutcome(runId: RunId, result: ActionResult, memory: Memory): Promise<void>;
  /** Ids and times only (M3); with the memory as the run leaves it, in one atomic step. null: it stays as it is. */
  finishRun(result: RunResult, memory: Memory | null): Promise<void>;
}

export interface Clock {
  now(): Instant;
  /** Resolves after the time, or at once when aborted. Milliseconds. */
  wait(milliseconds: number, abort: Abort | null): Promise<void>;
}

export interface Random {
  /** [0, 1) */
  next(): number;
  /** A new unique id, e.g. for a run. */
  id(): string;
}

export interface Hash {
  /** Hex digest (at least 128 bits) of the UTF-8 text. */
  digest(text: string): string;
}

/** Text for technicians: ids, counts and codes only (M3). */
export interface Logger {
  info(event: string, fields?: Readonly<Record<string, string | number | boolean | null>>): void;
  warn(event: string, fields?: Readonly<Record<string, string | number | boolean | null>>): void;
}

export interface EnginePorts {
  readonly bookings: BookingSource;
  readonly access: AccessControl;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly random: Random;
  readonly hash: Hash;
  readonly logger: Logger;
}

export interface RunRequest {
  /** The run's id when the caller has told it to somebody already; else the engine makes one (`Random.id`). */
  readonly runId?: RunId;
  readonly trigger: Trigger;
  /** A consent (W1) for exactly the plan with this hash; it is remembered. */
  readonly acceptPlanHash: string | null;
  readonly abort: Abort | null;
  readonly onProgress: ((progress: RunProgress) => void) | null;
}
