import type {
  BookingId,
  ExceptionId,
  GroupId,
  LocationId,
  MappingLineId,
  MeetingId,
  PersonId,
  RoomId,
  RunId,
} from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';
import type { BookingStatus } from './booking';
import type { MatchedPerson } from './people';

/** A booking as the journal may keep it: no names, no titles (rule M3). */
export interface RememberedBooking {
  readonly id: BookingId;
  readonly meetingId: MeetingId | null;
  readonly roomId: RoomId;
  readonly locationId: LocationId;
  readonly period: Period;
  readonly status: BookingStatus;
  readonly evidence: Evidence;
  /** The people of it who were matched, in rooms whose lines give access; ids only (rule M3). */
  readonly people: readonly MatchedPerson[];
}

/**
 * How far a remembered booking may be believed. read: as the reading had it. unknown-status: the last reading had a status that the
 * profile does not know, this is the version before it (R5): nothing is added or prolonged for it. vanished: gone from two complete readings,
 * this is the last version (R6), which wants nothing any more; what of it is held stands in the guard's memory (W5).
 */
export type Evidence = 'read' | 'unknown-status' | 'vanished';

export interface RememberedRoom {
  readonly id: RoomId;
  readonly locationId: LocationId;
  readonly preparationMinutes: number;
  readonly followUpMinutes: number;
}

/** The last good reading (M1): explains, refills freed places (D3) and says what has vanished (R6). */
export interface RememberedReading {
  readonly readAt: Instant;
  readonly window: Period;
  readonly rooms: readonly RememberedRoom[];
  readonly bookings: readonly RememberedBooking[];
}

export interface ConfirmedPeriod {
  readonly period: Period;
  readonly bookings: readonly BookingId[];
  readonly lines: readonly MappingLineId[];
  /** When it was first written with these bounds, and by which run. */
  readonly writtenAt: Instant;
  readonly runId: RunId;
  /** Somebody else's, kept in the list (W6 keep, or held before anybody consented): never ours to remove without a question (W1). */
  readonly isForeign: boolean;
}

/** An exception's last list as read back equal to what we wrote (W6 tells foreign edits by it). */
export interface ConfirmedList {
  readonly exceptionId: ExceptionId;
  readonly periods: readonly ConfirmedPeriod[];
  /** When it was first read back as it is. Not the newest time: else every poll would write every list to the disk anew. */
  readonly readBackAt: Instant;
}

/**
 * One membership of the ledger: its whole list as last confirmed, with what others added by hand marked as theirs (rules D5, W8). While a write's
 * outcome is not known, the list before and the one sent, united (promise P8).
 */
export interface LedgerMembership {
  readonly personId: PersonId;
  readonly periods: readonly ConfirmedPeriod[];
  /** Whether a reading has ever shown it. What was only sent may never have come, so its absence surprises nobody (R4). */
  readonly hasBeenRead: boolean;
}

/** The ledger of one group. Split by group, so that a save writes only the groups that changed. */
export interface GroupLedger {
  readonly groupId: GroupId;
  readonly members: readonly LedgerMembership[];
}

/** A write whose outcome is not known yet: at the next start it explains what may be there (P8). */
export interface PendingIntent {
  readonly exceptionId: ExceptionId;
  readonly runId: RunId;
  readonly periods: readonly ConfirmedPeriod[];
  readonly at: Instant;
}

export interface RememberedAnswer {
  readonly hash: string;
  readonly answer: 'confirmed' | 'refused';
  readonly at: Instant;
}

export interface RememberedHold {
  readonly hash: string;
  readonly since: Instant;
}

/** One time that we put back what another writer changed (W6). */
export interface Restoration {
  readonly exceptionId: ExceptionId;
  readonly at: Instant;
}

/** One meeting of one location that changed of late, and whose change was obeyed (W5). */
export interface RecentChange {
  /** Tells meetings apart, and nothing else (`meetingOf`). */
  readonly meeting: string;
  readonly locationId: LocationId;
  readonly at: Instant;
  /** Whether an explicit end status said so (R5). */
  readonly byStatus: boolean;
}

/** A former version of a booking that stays open until a person answers or the booking is as it was (W5). */
export interface HeldRemoval {
  readonly booking: RememberedBooking;
  /** Whether an explicit end status asked for the removal (R5); it is held only when statuses end a whole location. */
  readonly byStatus: boolean;
  readonly since: Instant;
}

/** What the mass-change guard keeps between runs (W5). */
export interface RememberedGuard {
  /** Of the last hour. */
  readonly recent: readonly RecentChange[];
  /** In the order in which they were held. */
  readonly held: readonly HeldRemoval[];
  /** The hash under which `held`, and what has dropped out of it since, is asked; null when nothing is held. */
  readonly question: string | null;
  /** How often something was asked so far: a part of the hash, so that an answer counts once and never for a later question. */
  readonly asked: number;
}

export const EMPTY_GUARD: RememberedGuard = { recent: [], held: [], question: null, asked: 0 };

/** Which servers the memory speaks of, as opaque marks; null: not known. Ids mean something on their own server only. */
export interface RememberedServers {
  readonly bookings: string | null;
  readonly access: string | null;
}

/** The journal's memory (M1). Losing it may cost history and a question, never safety. */
export interface Memory {
  /** Given by whoever connects the engine; the engine only passes it on. */
  readonly servers: RememberedServers;
  readonly reading: RememberedReading | null;
  readonly confirmed: readonly ConfirmedList[];
  readonly intents: readonly PendingIntent[];
  /** Answers to holds (D6) and consents (W1), by hash. */
  readonly answers: readonly RememberedAnswer[];
  readonly holds: readonly RememberedHold[];
  readonly restorations: readonly Restoration[];
  /** Exceptions that left the mapping and still hold periods of ours (W7). */
  readonly releasing: readonly ExceptionId[];
  /** The memberships we gave (W8). */
  readonly ledger: readonly GroupLedger[];
  readonly guard: RememberedGuard;
}

export const EMPTY_MEMORY: Memory = {
  servers: { bookings: null, access: null },
  reading: null,
  confirmed: [],
  intents: [],
  answers: [],
  holds: [],
  restorations: [],
  releasing: [],
  ledger: [],
  guard: EMPTY_GUARD,
};
