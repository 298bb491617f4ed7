import type { Trouble } from '../../../shared/errors';
import type { ExceptionId, RunId } from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';
import type { AccessReading } from './access';
import type { BookingReading } from './booking';
import type { PeopleReading } from './people';
import type { Plan, PlannedAction } from './plan';

export type Trigger = 'schedule' | 'manual' | 'start' | 'resume' | 'refill' | 'remove-all';

/** Whether a run reads the bookings. A refill works from memory (D3), and taking everything back needs UniLock alone. */
export const readsBookings = (trigger: Trigger): boolean => trigger !== 'refill' && trigger !== 'remove-all';

/** confirmed: read back equal; handed over: the channel cannot be read back; unconfirmed: written or perhaps written, not read back equal; failed: not written. */
export type Outcome = 'confirmed' | 'handed-over' | 'unconfirmed' | 'failed';

/** equal: observed is desired and nothing held; different: something remains (differences, holds, consent, overflow within 24 h); failed: could not be carried out. */
export type RunResultKind = 'equal' | 'handed-over' | 'different' | 'failed';

export interface ActionResult {
  readonly action: PlannedAction;
  readonly outcome: Outcome;
  /** How many writes were sent for it. */
  readonly writes: number;
  readonly trouble: Trouble | null;
  readonly writtenAt: Instant | null;
  readonly readBackAt: Instant | null;
  /** What reading back showed; null when it was not read. */
  readonly readBack: readonly Period[] | null;
}

/** What a run or a dry run saw and did. Holds names and titles (in the readings): never journalled whole (rule M3). */
export interface RunResult {
  readonly runId: RunId;
  readonly trigger: Trigger;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly result: RunResultKind;
  /** null for a refill, which works from memory. */
  readonly bookings: BookingReading | null;
  /** The newest reading of the run: read back when anything was written. null when UniLock could not be read. */
  readonly access: AccessReading | null;
  /** The newest reading of persons and groups; null when none was wanted, or it could not be made. */
  readonly people: PeopleReading | null;
  readonly plan: Plan | null;
  /** W1: the hash by which the next run is told that what this one asked is consented to: of what is left to do. null when nothing is asked. */
  readonly hashToAccept: string | null;
  readonly actions: readonly ActionResult[];
  readonly troubles: readonly Trouble[];
  /** Exceptions whose observed coverage differs from the target after the run. */
  readonly differing: readonly ExceptionId[];
  /** Memberships whose observed coverage differs from the target after the run. */
  readonly differingMemberships: number;
}

/** How far a run is, in numbers a person understands. */
export interface RunProgress {
  readonly step: 'read-bookings' | 'read-access' | 'read-people' | 'plan' | 'write' | 'read-back';
  readonly done: number;
  readonly total: number;
}
