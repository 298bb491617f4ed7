import type { BookingId, LocationId, MeetingId, RoomId } from '../../shared/ids';
import { bookingId, meetingId } from '../../shared/ids';
import type { Instant, ZoneName } from '../../shared/time';

/** The status words of the default Pronestor shape (our guess, see protocols). */
export const BOOKING_STATUSES = ['Confirmed', 'Pending', 'Cancelled', 'Deleted', 'Ended', 'NoShow', 'Empty'] as const;
export type BookingStatus = (typeof BOOKING_STATUSES)[number];

export interface HouseLocation {
  readonly id: LocationId;
  readonly name: string;
  /** IANA name; the wire's local times are in it. */
  readonly timeZone: ZoneName;
}

export interface HouseRoom {
  readonly id: RoomId;
  readonly name: string;
  readonly locationId: LocationId;
  readonly capacity: number;
  readonly preparationMinutes: number;
  readonly followUpMinutes: number;
}

export interface Guest {
  readonly name: string;
  readonly email: string;
  readonly isExternal: boolean;
}

/** One room of a meeting: what the wire calls a room booking. */
export interface RoomBooking {
  readonly id: BookingId;
  readonly roomId: RoomId;
  /** The room was taken out of the meeting; the row stays, with the status "Empty". */
  readonly isTakenOut: boolean;
}

/** Never changed in place: every change puts a new value in the house. */
export interface Meeting {
  readonly id: MeetingId;
  readonly title: string;
  readonly isPrivate: boolean;
  readonly status: BookingStatus;
  readonly from: Instant;
  readonly to: Instant;
  readonly organiser: Guest;
  readonly attendees: readonly Guest[];
  /** None, one or several. */
  readonly bookings: readonly RoomBooking[];
}

/** What is left out gets an office day's usual: confirmed, not private, a nameless organiser, nobody else. */
export interface NewMeeting {
  readonly roomIds: readonly string[];
  readonly from: Instant;
  readonly to: Instant;
  readonly title?: string;
  readonly isPrivate?: boolean;
  readonly status?: BookingStatus;
  readonly organiser?: Guest;
  readonly attendees?: readonly Guest[];
  /** Ids that come from a file; else the house counts on from the highest. */
  readonly id?: string;
  readonly bookingIds?: readonly string[];
}

const SOMEBODY: Guest = { name: 'Ukendt Arrangør', email: 'arrangoer@demohus.example', isExternal: false };

/**
 * The world behind the Pronestor twin: locations, rooms, meetings. Its methods are what people do in Pronestor. It knows
 * no clock. Mistakes of the caller (unknown id, an end that is not after its start) throw RangeError.
 */
export class House {
  readonly #locations: readonly HouseLocation[];
  readonly #rooms: ReadonlyMap<string, HouseRoom>;
  readonly #meetings = new Map<string, Meeting>();
  #lastMeetingId = 7000;
  #lastBookingId = 9000;

  constructor(options: { readonly locations: readonly HouseLocation[]; readonly rooms: readonly HouseRoom[] }) {
    this.#locations = options.locations;
    this.#rooms = new Map(options.rooms.map((room) => [room.id, room]));
    for (const room of options.rooms) {
      if (!options.locations.some((location) => location.id === room.locationId)) {
        throw new RangeError(`room ${room.id} stands in no location of the house`);
      }
    }
  }

  locations(): readonly HouseLocation[] {
    return this.#locations;
  }

  rooms(): readonly HouseRoom[] {
    return [...this.#rooms.values()];
  }

  /** Every meeting that left a trace, whatever its status, in the order made. */
  meetings(): readonly Meeting[] {
    return [...this.#meetings.values()];
  }

  meeting(id: string): Meeting {
    const found = this.#meetings.get(id);
    if (found === undefined) throw new RangeError(`no meeting ${id}`);
    return found;
  }

  makeMeeting(wanted: NewMeeting): Meeting {
    const id = wanted.id ?? String(this.#lastMeetingId + 1);
    if (this.#meetings.has(id)) throw new RangeError(`meeting ${id} is there already`);
    this.#lastMeetingId = Math.max(this.#lastMeetingId, Number(id));
    return this.#keep({
      id: meetingId(id),
      title: wanted.title ?? 'Møde',
      isPrivate: wanted.isPrivate ?? false,
      status: wanted.status ?? 'Confirmed',
      from: wanted.from,
      to: wanted.to,
      organiser: wanted.organiser ?? SOMEBODY,
      attendees: wanted.attendees ?? [],
      bookings: wanted.roomIds.map((roomId, index) => this.#newBooking(roomId, wanted.bookingIds?.[index])),
    });
  }

  /**
   * Other times, other rooms, or both. A room that is exchanged keeps its booking id with the new room (R6: it moved); a
   * room that is only taken out leaves a row with the status "Empty".
   */
  moveMeeting(
    id: string,
    change: { readonly from?: Instant; readonly to?: Instant; readonly roomIds?: readonly string[] },
  ): Meeting {
    const meeting = this.meeting(id);
    return this.#keep({
      ...meeting,
      from: change.from ?? meeting.from,
      to: change.to ?? meeting.to,
      bookings: change.roomIds === undefined ? meeting.bookings : this.#exchangeRooms(meeting, change.roomIds),
    });
  }

  /** Other people: the guests named here replace those of the meeting. */
  changePeople(id: string, change: { readonly organiser?: Guest; readonly attendees?: readonly Guest[] }): Meeting {
    return this.#keep({ ...this.meeting(id), ...change });
  }

  setStatus(id: string, status: BookingStatus): Meeting {
    return this.#keep({ ...this.meeting(id), status });
  }

  cancelMeeting(id: string): Meeting {
    return this.setStatus(id, 'Cancelled');
  }

  /** The meeting vanishes without a trace: no later answer holds it (R6). */
  removeMeeting(id: string): void {
    this.meeting(id);
    this.#meetings.delete(id);
  }

  #exchangeRooms(meeting: Meeting, roomIds: readonly string[]): readonly RoomBooking[] {
    const kept = meeting.bookings.filter((booking) => roomIds.includes(booking.roomId));
    const dropped = meeting.bookings.filter((booking) => !roomIds.includes(booking.roomId));
    const added = roomIds.filter((roomId) => !meeting.bookings.some((booking) => booking.roomId === roomId));
    const moved = added.map((roomId, index) => {
      const booking = dropped[index];
      return booking === undefined
        ? this.#newBooking(roomId)
        : { id: booking.id, roomId: this.#roomId(roomId), isTakenOut: false };
    });
    return [
      ...kept.map((booking) => ({ ...booking, isTakenOut: false })),
      ...moved,
      ...dropped.slice(added.length).map((booking) => ({ ...booking, isTakenOut: true })),
    ];
  }

  #newBooking(roomId: string, id = String(this.#lastBookingId + 1)): RoomBooking {
    this.#lastBookingId = Math.max(this.#lastBookingId, Number(id));
    return { id: bookingId(id), roomId: this.#roomId(roomId), isTakenOut: false };
  }

  #roomId(id: string): RoomId {
    const room = this.#rooms.get(id);
    if (room === undefined) throw new RangeError(`no room ${id}`);
    return room.id;
  }

  #keep(meeting: Meeting): Meeting {
    if (!(meeting.from < meeting.to)) throw new RangeError('a meeting ends after it starts');
    this.#meetings.set(meeting.id, meeting);
    return meeting;
  }
}

/** What the wire says of a room booking: a room taken out is "Empty", else the meeting's own status. */
export const statusOf = (meeting: Meeting, booking: RoomBooking): BookingStatus =>
  booking.isTakenOut ? 'Empty' : meeting.status;
