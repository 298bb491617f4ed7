import type { Trouble } from '../../../shared/errors';
import type {
  BookingId,
  ExceptionId,
  GroupId,
  LocationId,
  MappingLineId,
  MeetingId,
  PersonId,
  RoomId,
} from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';

/** A period somebody's bookings ask for. `period` is padded, rounded, widened (R1) and merged (D2). */
export interface DesiredPeriod {
  readonly period: Period;
  /** The bookings that asked for it, ascending, distinct. */
  readonly bookings: readonly BookingId[];
  /** The lines through which they asked, ascending, distinct. */
  readonly lines: readonly MappingLineId[];
}

/** narrowing: only takes away; widening: only adds; mixed: both (rule W2). Measured on coverage from now on. */
export type ActionKind = 'narrowing' | 'mixed' | 'widening';

/** Why a period of the new list is there, or why one is no longer there. */
export type ChangeReason =
  | 'booked' // wanted by bookings that count
  | 'prolonged'
  | 'shortened'
  | 'moved' // the booking is there with another time or room (R6)
  | 'vanished' // gone from two complete readings, and let go (R6, W5)
  | 'ended-by-status' // an explicit end status (R5)
  | 'cut-short' // W4: running, its booking stopped counting
  | 'not-wanted' // ours by the mapping but wanted by nothing: consented (W1), replaced foreign edit (W6), mapping changed (W7)
  | 'held' // stays although not desired (W5, R3-R7)
  | 'kept-foreign' // W6 keep
  | 'freed-place' // D3 refill
  | 'ended'; // past: leaves with the next write (W3)

export interface Change {
  readonly change: 'add' | 'remove' | 'keep';
  readonly period: Period;
  readonly reason: ChangeReason;
  readonly bookings: readonly BookingId[];
}

/** What every action says: one whole list of periods, written atomically (rule W2). */
interface WholeList {
  readonly kind: ActionKind;
  /** As observed when planned. */
  readonly before: readonly Period[];
  /** The whole new list, ascending. */
  readonly after: readonly Period[];
  readonly changes: readonly Change[];
}

/** One whole list for one exception. */
export interface ExceptionAction extends WholeList {
  readonly on: 'exception';
  readonly exceptionId: ExceptionId;
  /** The server's version of `before`; null when it has none. */
  readonly version: string | null;
}

/** One whole list for one person's membership of one group. An empty `after` takes the person out of the group (rule W8). */
export interface MembershipAction extends WholeList {
  readonly on: 'membership';
  readonly groupId: GroupId;
  readonly personId: PersonId;
}

export type PlannedAction = ExceptionAction | MembershipAction;

/** What an action writes to, as one text: the key under which its tries and results are counted. */
export type TargetKey = string;

export const exceptionKey = (id: ExceptionId): TargetKey => `exception/${id}`;
export const membershipKey = (group: GroupId, person: PersonId): TargetKey => `membership/${group}/${person}`;
export const targetKeyOf = (action: PlannedAction): TargetKey =>
  action.on === 'exception' ? exceptionKey(action.exceptionId) : membershipKey(action.groupId, action.personId);

/** Periods that did not fit (rule D3). */
export interface Overflow {
  readonly exceptionId: ExceptionId;
  readonly places: number;
  readonly periods: readonly DesiredPeriod[];
  /** Whether a left-out start is less than 24 hours away. */
  readonly isUrgent: boolean;
}

export type HoldReason =
  | 'mass-change' // W5: removals held until answered, all under one hash
  | 'vanished' // ours, and no reading or memory knows its booking (R6): removal held
  | 'incomplete-reading' // not seen, but the reading cannot be believed (R4): removal held, resolves itself
  | 'rejected-item' // an unreadable item may be this booking (R3): removal held, resolves itself
  | 'clock-differs' // R7: removal held, resolves itself
  | 'too-long' // D6: opening held until confirmed once
  | 'outside-safe-hours'; // D6

/** Something not done until a person, or better evidence, decides. */
export interface Hold {
  /** Over exactly what is held; an answer is valid for this hash only. All holds of a mass change share one: one question, many doors. */
  readonly hash: string;
  /** removal: an opening stays although unwanted. opening: a booking does not open yet. */
  readonly holds: 'removal' | 'opening';
  readonly reason: HoldReason;
  /** null: it is about a person group. */
  readonly exceptionId: ExceptionId | null;
  /** null: it is about a shared exception. */
  readonly groupId: GroupId | null;
  readonly roomIds: readonly RoomId[];
  /** The held part: for a removal as observed (never prolonged), for an opening as desired. */
  readonly period: Period;
  readonly bookings: readonly BookingId[];
  /** Of a mass change: the meetings of `bookings`, as marks that tell them apart (W5). Empty for other reasons. */
  readonly meetings: readonly string[];
  /** When it was first held. */
  readonly since: Instant;
  /** Whether a person may answer it; the others resolve themselves. */
  readonly canBeConfirmed: boolean;
}

/** Future periods that we did not write and that the plan would take away (rule W1). */
export interface ConsentNeeded {
  readonly hash: string;
  readonly exceptionId: ExceptionId;
  readonly periods: readonly Period[];
  /** W13: nobody can read what the exception holds; whatever it is would go. `periods` is empty then. */
  readonly isUnknown: boolean;
}

/** Why an exception is not written at all in this plan. */
export interface Blocked {
  readonly exceptionId: ExceptionId | null;
  readonly groupId: GroupId | null;
  readonly locationId: LocationId | null;
  readonly trouble: Trouble;
}

/** What one run intends: serialisable, in stable order, hashed. The same inputs give the same plan. */
export interface Plan {
  readonly madeAt: Instant;
  /** Over actions, holds, consents and overflow; not over `madeAt`. */
  readonly hash: string;
  /** In the order of writing (rule W2). */
  readonly actions: readonly PlannedAction[];
  readonly overflow: readonly Overflow[];
  readonly holds: readonly Hold[];
  readonly consents: readonly ConsentNeeded[];
  readonly blocked: readonly Blocked[];
  /** Per managed exception what it should hold in the end (with holds and foreign periods in, overflow out). */
  readonly targets: readonly PlannedTarget[];
  /** Per exception that is given back (rule W7) what it should hold. */
  readonly releases: readonly PlannedRelease[];
  /** Per membership that is wanted or in the ledger what it should hold in the end (rules D5, W8). */
  readonly memberships: readonly MembershipTarget[];
  readonly membershipOverflow: readonly MembershipOverflow[];
  /** People of wanted bookings without access, because nobody or several people match (rule D4). */
  readonly unmatched: readonly UnmatchedPerson[];
  readonly givenByHand: readonly GivenByHand[];
}

/** An exception that nobody manages any more: others' periods as they are, and of ours at most what people inside still have to leave (rule W4). */
export interface PlannedRelease {
  readonly exceptionId: ExceptionId;
  readonly entries: readonly TargetEntry[];
}

export interface PlannedTarget {
  readonly exceptionId: ExceptionId;
  readonly desired: readonly DesiredPeriod[];
  /** Whole list, ascending. */
  readonly periods: readonly Period[];
  /** `periods` again, each with who asked for it. */
  readonly entries: readonly TargetEntry[];
  readonly places: number;
}

/** One period of the whole list an exception should hold, and why it is there. */
export interface TargetEntry {
  readonly period: Period;
  readonly bookings: readonly BookingId[];
  readonly lines: readonly MappingLineId[];
  /** Whether a part of it stays only because its removal is held. */
  readonly isHeld: boolean;
  /** Whether a part of it stays by any rule although no booking wants it: held, R5, D6, W4, W6. */
  readonly hasStay: boolean;
  /** Somebody else's (W6 keep, or held); never merged with ours. */
  readonly isForeign: boolean;
}

/** Somebody of a booking without access, because nobody or several people match (rule D4). No name: the view looks it up. */
export interface UnmatchedPerson {
  readonly bookingId: BookingId;
  readonly meetingId: MeetingId | null;
  readonly roomId: RoomId;
  /** The organiser, or the participant at this place of the booking's list. */
  readonly place: 'organiser' | number;
  readonly why: 'none' | 'several' | 'no-field';
}

/** A membership that was given by hand and does not cover the booking: untouched, and told (rules D5, W8). */
export interface GivenByHand {
  readonly groupId: GroupId;
  readonly personId: PersonId;
  readonly bookings: readonly BookingId[];
}

/** What one membership should hold in the end. */
export interface MembershipTarget {
  readonly groupId: GroupId;
  readonly personId: PersonId;
  readonly desired: readonly DesiredPeriod[];
  /** Whole list, ascending; empty: the person is no member. */
  readonly periods: readonly Period[];
  readonly entries: readonly TargetEntry[];
}

/** Periods beyond the 50 of a membership (rule D5). */
export interface MembershipOverflow extends Pick<Overflow, 'places' | 'periods' | 'isUrgent'> {
  readonly groupId: GroupId;
  readonly personId: PersonId;
}
