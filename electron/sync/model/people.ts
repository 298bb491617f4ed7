import type { Trouble } from '../../../shared/errors';
import type { ExceptionId, GroupId, PersonId } from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';
import type { Completeness } from './booking';
import type { OpeningLine } from './mapping';

/** Validity periods that one membership holds at most, as Unitek publishes it (rule D5). */
export const MEMBERSHIP_PLACES = 50;

/** The field that people of both systems are matched on (rule D4). */
export type PersonField = 'email' | 'employee-number' | 'initials';

/** Somebody as UniLock knows them. Personal data but for the id: lives in memory only (rule M3). */
export interface Person {
  readonly id: PersonId;
  readonly name: string;
  readonly email: string | null;
  readonly employeeNumber: string | null;
  readonly initials: string | null;
}

/** Why a membership is valid: always, in its own periods, or as long as a shared exception runs. */
export type MembershipBasis = 'always' | 'periods' | 'exception';

export interface ObservedMembership {
  readonly personId: PersonId;
  readonly basis: MembershipBasis;
  /** Of the basis `exception`; null for the others. */
  readonly exceptionId: ExceptionId | null;
  /** Of the basis `periods`, in any order; empty for the others. */
  readonly periods: readonly Period[];
  /** As an exception's certainty `in-doubt` (rule W13): written again whatever `periods` says. */
  readonly isInDoubt?: boolean;
}

/** A person group that was read whole. */
export interface ObservedGroup {
  readonly id: GroupId;
  readonly name: string;
  readonly members: readonly ObservedMembership[];
  /**
   * The list of groups, which would say that there is such a group at all, did not come whole and did not hold it: some servers answer
   * for a group that they do not have as for one without members, so a run on it is not ready (rule M2).
   */
  readonly isUnlisted?: boolean;
}

/** One reading of UniLock's persons and of the members of the groups that were asked for. */
export interface PeopleReading {
  readonly readAt: Instant;
  /** Of the persons: with a list that is not complete nobody is matched, because a second match may be missing (rule D4). */
  readonly persons: { readonly completeness: Completeness; readonly list: readonly Person[] } | null;
  /** Only groups whose members were all read. One that is asked for and missing here is unread, not empty (rule R3). */
  readonly groups: readonly ObservedGroup[];
  readonly troubles: readonly Trouble[];
}

/** Who of a meeting gets access through a line (rule D4). */
export interface WhoGetsAccess {
  readonly organiser: boolean;
  readonly participants: boolean;
  /** Whether people from outside the house are among them. */
  readonly externals: boolean;
}

/** One line of the mapping to a person group: the people of this room's bookings become members in the booking periods (rule D1). */
export interface GroupLine extends OpeningLine {
  readonly groupId: GroupId;
  readonly who: WhoGetsAccess;
}

/** A person group whose members we give and take (rules D5, W8). */
export interface ManagedGroup {
  readonly id: GroupId;
  /** The name typed or read when it was chosen. */
  readonly name: string;
}

/** Somebody of a booking who was matched: an id only, so that the journal may keep it (rules M1, M3). */
export interface MatchedPerson {
  readonly personId: PersonId;
  readonly isOrganiser: boolean;
  readonly isExternal: boolean;
}
