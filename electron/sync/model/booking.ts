import type { Trouble } from '../../../shared/errors';
import type { BookingId, LocationId, MeetingId, RoomId } from '../../../shared/ids';
import { everywhereOf } from '../../../shared/ids';
import type { Instant, Period, ZoneName } from '../../../shared/time';

/** Our words for a booking's state (rule R5). `unknown`: the profile does not know the server's word. */
export type BookingStatus =
  'confirmed' | 'pending' | 'cancelled' | 'deleted' | 'ended' | 'no-show' | 'empty' | 'unknown';

/** The statuses that say explicitly that the booking no longer counts (rule R5): evidence, unlike mere absence (rule R6). */
export const END_STATUSES: readonly BookingStatus[] = ['cancelled', 'deleted', 'ended', 'no-show', 'empty'];

/** Someone of a meeting. Personal data: lives in memory only (rule M3). */
export interface Attendee {
  readonly name: string;
  readonly email: string | null;
  readonly employeeNumber: string | null;
  readonly initials: string | null;
  readonly isExternal: boolean;
}

/** One room booked for one period. A meeting with three rooms is three bookings; one without a room is none. */
export interface Booking {
  readonly id: BookingId;
  readonly meetingId: MeetingId | null;
  readonly roomId: RoomId;
  readonly locationId: LocationId;
  /** The meeting itself, without preparation and follow-up. */
  readonly period: Period;
  readonly status: BookingStatus;
  /** Personal data (rule M3); private ones are masked wherever they are shown. */
  readonly title: string;
  readonly isPrivate: boolean;
  readonly organiser: Attendee | null;
  readonly participants: readonly Attendee[];
}

export interface Location {
  readonly id: LocationId;
  readonly name: string;
  /** IANA name: the zone in which the location's local times are read (rule R1). */
  readonly zone: ZoneName;
}

export interface Room {
  readonly id: RoomId;
  readonly name: string;
  readonly locationId: LocationId;
  readonly capacity: number | null;
  /** Minutes before and after the meeting that belong to the block, when a mapping line asks for them (rule D1). */
  readonly preparationMinutes: number;
  readonly followUpMinutes: number;
}

/**
 * complete: every call succeeded and every page came, though rooms may be missing from their list and so unread; partial: something that was asked
 * for did not come; unreadable: nothing can be believed (rule R3).
 */
export type Completeness = 'complete' | 'partial' | 'unreadable';

/** An item of an answer that could not be understood. It blocks removals in its room, else in its location, else everywhere (rule R3). */
export interface RejectedItem {
  /** Where in the answer, e.g. "RoomBookings[12].Start". No values. */
  readonly path: string;
  /** Why: the field's name in our words, e.g. "start". */
  readonly reason: string;
  readonly roomId: RoomId | null;
  readonly locationId: LocationId | null;
}

/** One reading of the booking side. */
export interface BookingReading {
  /** When the reading ended, by our clock. */
  readonly readAt: Instant;
  /** The window that was asked for; bookings that overlap it are inside. */
  readonly window: Period;
  readonly completeness: Completeness;
  readonly locations: readonly Location[];
  readonly rooms: readonly Room[];
  /** Every booking of the asked rooms that overlaps the window, whatever its status, in no particular order, distinct by id. */
  readonly bookings: readonly Booking[];
  /**
   * Seen in rooms that were not asked for, and in none that was: such a booking has moved, it has not vanished (rule R6). Of an item that holds
   * several rooms `bookingIdEverywhere`, once for them all: what is not among `bookings` of it is not in that room any more.
   */
  readonly elsewhere: readonly BookingId[];
  /** Asked for, but not read: unread, not empty (rule R3). `troubles` says why. */
  readonly unreadLocations: readonly LocationId[];
  readonly unreadRooms: readonly RoomId[];
  readonly rejected: readonly RejectedItem[];
  /** Server's Date header minus our clock, milliseconds; null when no answer carried one (rule R7). */
  readonly clockSkewMs: number | null;
  /** Why it is not complete, and what was not read; empty when all is well. Told to people as it stands. */
  readonly troubles: readonly Trouble[];
}

/** Whether the booking, or the item of several rooms that it is one of, is among what was seen. */
export const isSeenAmong = (seen: ReadonlySet<BookingId>, id: BookingId): boolean =>
  seen.has(id) || seen.has(everywhereOf(id));
