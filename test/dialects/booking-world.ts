import type { FaultPlan, StruckFaults } from '../../electron/simulator/faults';
import type { House, HouseLocation, HouseRoom, Meeting } from '../../electron/simulator';
import { statusOf } from '../../electron/simulator/house';
import type { Period, ZoneName } from '../../shared/time';
import { overlaps } from '../../shared/time';

/** A room booking before any dialect has put it into words. */
export interface Row extends Pick<Meeting, 'from' | 'to' | 'title' | 'isPrivate' | 'organiser' | 'attendees'> {
  readonly id: string;
  readonly meetingId: string;
  readonly room: HouseRoom;
  readonly zone: ZoneName;
  /** In the words of the house; "Tentative" is none of them. */
  readonly status: string;
}

/** The small house as the account of the program sees it: what a fault hides is not there. */
export interface BookingWorld {
  locations(struck: StruckFaults): readonly HouseLocation[];
  /** @param at null: of all locations */
  rooms(at: string | null, struck: StruckFaults): readonly HouseRoom[];
  /** By start, then id. */
  bookings(
    where: { readonly location?: string; readonly room?: string; readonly window: Period },
    struck: StruckFaults,
  ): readonly Row[];
  zoneOf(location: string): ZoneName;
  zoneOfRoom(room: string): ZoneName;
}

/** @param faults asked for hidden locations, which also lists of all locations leave out */
export function createBookingWorld(house: House, faults: () => FaultPlan): BookingWorld {
  const isHidden = (location: string): boolean =>
    faults()
      .active()
      .some((fault) => fault.kind === 'hidden-location' && fault.locationId === location);
  const locationOf = (id: string): HouseLocation => {
    const found = house.locations().find((one) => one.id === id);
    if (found === undefined) throw new RangeError(`no location ${id}`);
    return found;
  };
  const roomOf = (id: string): HouseRoom => {
    const found = house.rooms().find((one) => one.id === id);
    if (found === undefined) throw new RangeError(`no room ${id}`);
    return found;
  };
  /** The rows as a server in trouble lists them: none of them, or each twice. */
  const asListed = <T>(rows: readonly T[], struck: StruckFaults): readonly T[] => {
    if (struck.get('empty-list') !== undefined) return [];
    return struck.get('duplicate-rows') === undefined ? rows : rows.flatMap((row) => [row, row]);
  };
  return {
    locations: (struck) => asListed(house.locations(), struck).filter(({ id }) => !isHidden(id)),
    rooms: (at, struck) =>
      asListed(house.rooms(), struck).filter(
        ({ locationId }) => (at === null || locationId === at) && !isHidden(locationId),
      ),
    bookings({ location, room, window }, struck) {
      const odd = struck.get('unknown-status');
      const rows = house
        .meetings()
        .filter((meeting) => overlaps(meeting, window))
        .flatMap((meeting) =>
          meeting.bookings.map((booking): Row => {
            const at = roomOf(booking.roomId);
            const isOdd = odd !== undefined && (odd.bookingId === undefined || odd.bookingId === booking.id);
            return {
              ...meeting,
              id: booking.id,
              meetingId: meeting.id,
              room: at,
              zone: locationOf(at.locationId).timeZone,
              status: isOdd ? 'Tentative' : statusOf(meeting, booking),
            };
          }),
        )
        .filter((row) => location === undefined || row.room.locationId === location)
        .filter((row) => room === undefined || row.room.id === room)
        .filter((row) => !isHidden(row.room.locationId));
      return asListed(rows, struck)
        .slice()
        .sort((a, b) => a.from - b.from || Number(a.id) - Number(b.id));
    },
    zoneOf: (location) => locationOf(location).timeZone,
    zoneOfRoom: (room) => locationOf(roomOf(room).locationId).timeZone,
  };
}

/** One page of the rows, counted from 0; a lost one comes without its rows. */
export const pageOf = <T>(rows: readonly T[], index: number, size: number, struck: StruckFaults): readonly T[] =>
  struck.get('lost-page')?.page === index + 1 ? [] : rows.slice(index * size, (index + 1) * size);
