import type { Booking, BookingReading, Location, RejectedItem, Room } from '../../electron/sync/model';
import type { BookingSource, Clock } from '../../electron/sync/ports';
import type { BookingId, LocationId, RoomId } from '../../shared/ids';
import type { Period } from '../../shared/time';
import { overlaps } from '../../shared/time';

/** What goes wrong with one reading. */
export type ReadingFault =
  | { readonly kind: 'unreadable' }
  /** A page is lost: partial, and these bookings are not in it. */
  | { readonly kind: 'partial'; readonly lost: (booking: Booking) => boolean }
  /** The server says all is well and leaves these out. */
  | { readonly kind: 'silent-loss'; readonly lost: (booking: Booking) => boolean }
  /** The room is missing from the list. */
  | { readonly kind: 'unread-room'; readonly roomId: RoomId }
  | { readonly kind: 'unread-location'; readonly locationId: LocationId }
  /** The booking's item cannot be understood; it tells its room or not. */
  | { readonly kind: 'rejected'; readonly bookingId: BookingId; readonly tells: 'room' | 'location' | 'nothing' }
  | { readonly kind: 'clock-off'; readonly skewMs: number }
  | { readonly kind: 'throws' };

/** A Pronestor in memory. Faults are taken one per reading, in order; none left means health. */
export class FakeBookingSource implements BookingSource {
  locations: Location[] = [];
  rooms: Room[] = [];
  bookings: Booking[] = [];
  readonly faults: ReadingFault[] = [];
  /** A fault of every reading until it is taken away. */
  lasting: ReadingFault | null = null;
  reads = 0;

  constructor(private readonly clock: Clock) {}

  async readBookings(request: {
    readonly locations: readonly LocationId[];
    readonly rooms: readonly RoomId[];
    readonly window: Period;
  }): Promise<BookingReading> {
    this.reads += 1;
    const fault = this.faults.shift() ?? this.lasting;
    const isAsked = (one: Booking): boolean =>
      request.rooms.includes(one.roomId) && request.locations.includes(one.locationId);
    const missing = request.rooms.filter((id) => !this.rooms.some((room) => room.id === id));
    const whole: BookingReading = {
      readAt: this.clock.now(),
      window: request.window,
      completeness: 'complete',
      locations: this.locations.filter((one) => request.locations.includes(one.id)),
      rooms: this.rooms.filter((one) => request.rooms.includes(one.id)),
      bookings: this.bookings.filter((one) => isAsked(one) && overlaps(one.period, request.window)),
      elsewhere: this.bookings.filter((one) => !isAsked(one)).map((one) => one.id),
      unreadLocations: [],
      unreadRooms: missing,
      rejected: [],
      clockSkewMs: 0,
      troubles: missing.map((roomId) => ({ code: 'room-unread', context: { roomId } })),
    };
    return fault === null ? whole : spoil(whole, fault);
  }

  set(booking: Booking): void {
    this.bookings = [...this.bookings.filter((one) => one.id !== booking.id), booking];
  }

  change(id: BookingId, change: Partial<Booking>): void {
    this.bookings = this.bookings.map((one) => (one.id === id ? { ...one, ...change } : one));
  }

  vanish(id: BookingId): void {
    this.bookings = this.bookings.filter((one) => one.id !== id);
  }
}

function spoil(whole: BookingReading, fault: ReadingFault): BookingReading {
  const keep = (test: (booking: Booking) => boolean): Booking[] => whole.bookings.filter(test);
  switch (fault.kind) {
    case 'throws':
      throw new Error('a bug in an adapter');
    case 'unreadable':
      return {
        ...whole,
        completeness: 'unreadable',
        bookings: [],
        elsewhere: [],
        rooms: [],
        locations: [],
        clockSkewMs: null,
        troubles: [{ code: 'not-data', context: {} }],
      };
    case 'partial':
      return {
        ...whole,
        completeness: 'partial',
        bookings: keep((one) => !fault.lost(one)),
        troubles: [{ code: 'reading-partial', context: {} }],
      };
    case 'silent-loss':
      return { ...whole, bookings: keep((one) => !fault.lost(one)) };
    case 'unread-room':
      return {
        ...whole,
        rooms: whole.rooms.filter((one) => one.id !== fault.roomId),
        bookings: keep((one) => one.roomId !== fault.roomId),
        unreadRooms: [fault.roomId],
        troubles: [{ code: 'room-unread', context: { roomId: fault.roomId } }],
      };
    case 'unread-location':
      return {
        ...whole,
        rooms: whole.rooms.filter((one) => one.locationId !== fault.locationId),
        bookings: keep((one) => one.locationId !== fault.locationId),
        unreadLocations: [fault.locationId],
        troubles: [{ code: 'location-unknown', context: { locationId: fault.locationId } }],
      };
    case 'rejected': {
      const rejected = whole.bookings.find((one) => one.id === fault.bookingId);
      const item: RejectedItem = {
        path: 'Items[0].End',
        reason: 'end',
        roomId: fault.tells === 'room' ? (rejected?.roomId ?? null) : null,
        locationId: fault.tells === 'nothing' ? null : (rejected?.locationId ?? null),
      };
      return { ...whole, bookings: keep((one) => one.id !== fault.bookingId), rejected: [item] };
    }
    case 'clock-off':
      return { ...whole, clockSkewMs: fault.skewMs };
  }
}
