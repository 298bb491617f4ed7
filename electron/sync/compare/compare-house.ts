import type { BookingBar, Compare, OpeningBar, RoomRow, Verdict } from '../../../shared/dto';
import { isOver } from '../../../shared/dto';
import type { ExceptionId, RoomId } from '../../../shared/ids';
import { bookingId } from '../../../shared/ids';
import type { Period } from '../../../shared/time';
import { overlaps } from '../../../shared/time';
import { counts } from '../desired';
import type { Booking, RememberedBooking } from '../model';
import { barsOf, factOf } from './bars';
import type { CompareInput } from './wanted';
import { wantedIn } from './wanted';

/** A booking as the calendar may show it: a private one without its title and organiser (M3), because our account can see them. */
function bookingBar(booking: Booking | RememberedBooking, input: CompareInput): BookingBar {
  const named = 'title' in booking ? booking : null;
  const isMasked = named === null || named.isPrivate;
  return {
    bookingId: booking.id,
    meetingId: booking.meetingId,
    period: booking.period,
    status: booking.status,
    counts: counts(booking.status, input.policy),
    isPrivate: named?.isPrivate ?? false,
    title: isMasked ? null : named.title,
    organiser: isMasked ? null : (named.organiser?.name ?? null),
  };
}

const VERDICTS: readonly Verdict[] = [
  'equal',
  'missing',
  'extra',
  'shifted',
  'waiting',
  'held',
  'no-place',
  'foreign',
  'unknown',
  'handed-over',
];

/** Rooms that the newest reading holds; without one, none. */
function readRooms({ bookings }: CompareInput): ReadonlySet<RoomId> {
  if (bookings === null) return new Set();
  const unread = new Set(bookings.unreadRooms);
  const unreadLocations = new Set(bookings.unreadLocations);
  return new Set(
    bookings.rooms
      .filter((room) => !unread.has(room.id) && !unreadLocations.has(room.locationId))
      .map((room) => room.id),
  );
}

/**
 * The calendar: for each chosen room its bookings, and for each mapping line a lane with the exception's bars and their verdicts.
 * @param isReady what the status says (M2): the calendar does not decide it a second time
 */
export function compareHouse(range: Period, input: CompareInput, isReady: boolean): Compare {
  const { policy, bookings, access, memory } = input;
  const wanted = wantedIn(range, input);
  const bars = new Map<ExceptionId, OpeningBar[]>();
  const barsFor = (id: ExceptionId): OpeningBar[] => {
    const known = bars.get(id) ?? barsOf(id, range, input, wanted);
    bars.set(id, known);
    return known;
  };
  const rooms = new Map(bookings?.rooms.map((room) => [room.id, room]));
  const locations = new Map(bookings?.locations.map((location) => [location.id, location]));
  const exceptions = new Map(access?.exceptions.map((one) => [one.id, one.name]));
  const managed = new Map(policy.managed.map((one) => [one.id, one.name]));
  const read = readRooms(input);
  const shown = bookingsByRoom(range, input);

  const rows = policy.rooms.map((roomId): RoomRow => {
    const room = rooms.get(roomId);
    const locationId = room?.locationId ?? wanted.knowledge.rooms.get(roomId)?.locationId;
    const location = locationId === undefined ? undefined : locations.get(locationId);
    return {
      roomId,
      roomName: room?.name ?? roomId,
      locationId: locationId ?? '',
      locationName: location?.name ?? locationId ?? '',
      zone: location?.zone ?? null,
      isRead: read.has(roomId),
      bookings: (shown.get(roomId) ?? []).map((booking) => bookingBar(booking, input)),
      lanes: policy.lines
        .filter((line) => line.roomId === roomId && managed.has(line.exceptionId))
        .map((line) => ({
          lineId: line.id,
          exceptionId: line.exceptionId,
          exceptionName: exceptions.get(line.exceptionId) ?? managed.get(line.exceptionId) ?? line.exceptionId,
          leadMinutes: line.leadMinutes,
          lagMinutes: line.lagMinutes,
          bars: barsFor(line.exceptionId).map((one) => ({ ...one, isFromOtherRoom: isFromOtherRoom(one, roomId) })),
        })),
    };
  });
  function isFromOtherRoom(one: OpeningBar, roomId: RoomId): boolean {
    const facts = one.bookings.map((id) => factOf(bookingId(id), wanted));
    return facts.length > 0 && facts.every((fact) => fact !== undefined && fact.roomId !== roomId);
  }

  const tally = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  let over = 0;
  for (const { id } of policy.managed) {
    for (const one of barsFor(id)) {
      if (isOver(one, input.now)) over += 1;
      else tally[one.verdict] += 1;
    }
  }
  return {
    range,
    houseZone: input.houseZone,
    computedAt: input.now,
    bookingsReadAt: bookings?.readAt ?? memory.reading?.readAt ?? null,
    accessReadAt: access?.readAt ?? null,
    isReady,
    counts: tally,
    over,
    rooms: rows,
  };
}

/** What is shown in each room's lane, in time order: as read, else as remembered (then without names). */
function bookingsByRoom(
  range: Period,
  { bookings, memory }: CompareInput,
): Map<RoomId, (Booking | RememberedBooking)[]> {
  const byRoom = new Map<RoomId, (Booking | RememberedBooking)[]>();
  const all: readonly (Booking | RememberedBooking)[] = bookings?.bookings ?? memory.reading?.bookings ?? [];
  for (const booking of all) {
    if (!overlaps(booking.period, range)) continue;
    const list = byRoom.get(booking.roomId);
    if (list === undefined) byRoom.set(booking.roomId, [booking]);
    else list.push(booking);
  }
  for (const list of byRoom.values()) list.sort((a, b) => a.period.from - b.period.from || (a.id < b.id ? -1 : 1));
  return byRoom;
}
