import type { HeldRemoval, RememberedBooking } from '../model';

/** A booking that no longer is as it counted before, by what a complete reading says. */
export interface BookingChange {
  /** The version that counted and would go. */
  readonly old: RememberedBooking;
  /** Whether an explicit end status says so (R5). */
  readonly byStatus: boolean;
}

/** The mark of a booking's meeting; a booking without one is a meeting of its own. Two id spaces, so that no meeting is taken for a booking. */
export const meetingOf = ({ meetingId, id }: Pick<RememberedBooking, 'id' | 'meetingId'>): string =>
  meetingId === null ? `booking ${id}` : `meeting ${meetingId}`;

/** What a held version is known by: the booking, its former period and room. Not how it is written, nor why it is held. */
export const heldKey = ({ booking }: Pick<HeldRemoval, 'booking'>): string =>
  JSON.stringify([booking.id, booking.roomId, booking.period.from, booking.period.to]);
