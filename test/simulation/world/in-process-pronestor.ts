import type { BookingConnector } from '../../../electron/core/core-api';
import { DEFAULT_HTTP_LIMITS } from '../../../electron/http';
import type { House, Meeting } from '../../../electron/simulator';
import type { StruckFaults } from '../../../electron/simulator/faults';
import { createFaultPlan } from '../../../electron/simulator/faults';
import { statusOf } from '../../../electron/simulator/house';
import type { Attendee, Booking, BookingReading, BookingStatus } from '../../../electron/sync/model';
import type { Trouble } from '../../../shared/errors';
import type { LocationId } from '../../../shared/ids';
import type { Instant } from '../../../shared/time';
import { MINUTE_MS, overlaps } from '../../../shared/time';
import type { InProcessServer, PcTime } from './servers';

const WORDS: Record<ReturnType<typeof statusOf>, BookingStatus> = {
  Confirmed: 'confirmed',
  Pending: 'pending',
  Cancelled: 'cancelled',
  Deleted: 'deleted',
  Ended: 'ended',
  NoShow: 'no-show',
  Empty: 'empty',
};

const trouble = (code: Trouble['code'], context: Trouble['context'] = {}): Trouble => ({ code, context });

/**
 * Lets a slow call last, as long as the connector waits for its first answer: it gives up then and does not ask again. Without that limit one
 * call of the port could last longer than any call of the connector, and the engine takes such a run for one that slept (P11).
 */
export async function waited(struck: StruckFaults, pc: PcTime): Promise<StruckFaults> {
  const slow = struck.get('slow');
  if (slow !== undefined) await pc.elapse(Math.min(slow.milliseconds, DEFAULT_HTTP_LIMITS.firstAnswerMs));
  return struck;
}

/** What the connector makes of an answer that is none; null when it is one. */
export function readTrouble(struck: StruckFaults): Trouble | null {
  if (struck.get('cut-off') !== undefined) return trouble('connection-lost');
  if (struck.get('server-error') !== undefined) return trouble('server-error');
  if (struck.get('too-many-requests') !== undefined) return trouble('too-many-requests');
  if (struck.get('redirect-to-login') !== undefined) return trouble('redirected-away');
  if (struck.get('login-page') !== undefined) return trouble('not-data');
  if (struck.get('denied') !== undefined) return trouble('access-denied');
  if ((struck.get('slow')?.milliseconds ?? 0) > DEFAULT_HTTP_LIMITS.firstAnswerMs) return trouble('timed-out');
  return null;
}

/** Speaks the port as the connector does against the simulator (`test/contract/ports`), without the wire: same world, same faults. */
export function createInProcessPronestor(
  house: House,
  pc: PcTime,
  /** Tells why there is no login; null when there is one. */
  login: () => Trouble | null = () => null,
): InProcessServer<BookingConnector> {
  const faults = createFaultPlan();
  let isDown = false;
  // Meetings are never changed in place.
  const kept = new WeakMap<Meeting, readonly Booking[]>();
  const homeOf = new Map<string, LocationId>(house.rooms().map((room) => [room.id, room.locationId]));

  function bookingsOf(meeting: Meeting): readonly Booking[] {
    const known = kept.get(meeting);
    if (known !== undefined) return known;
    const { id, from, to, title, isPrivate, organiser, attendees } = meeting;
    // As on the wire: whole seconds.
    const second = (at: Instant): Instant => (Math.floor(at / 1000) * 1000) as Instant;
    const made = meeting.bookings.map((booking): Booking => ({
      id: booking.id,
      meetingId: id,
      roomId: booking.roomId,
      locationId: homeOf.get(booking.roomId)!,
      period: { from: second(from), to: second(to) },
      status: WORDS[statusOf(meeting, booking)],
      title,
      isPrivate,
      organiser: asAttendee(organiser),
      participants: attendees.map(asAttendee),
    }));
    kept.set(meeting, made);
    return made;
  }

  /** The default shape tells neither employee number nor initials. */
  function asAttendee(guest: Omit<Attendee, 'employeeNumber' | 'initials'>): Attendee {
    return { ...guest, employeeNumber: null, initials: null };
  }

  const connector: BookingConnector = {
    check: () => Promise.reject(new Error('nobody is looking')),
    listRooms: () => Promise.reject(new Error('nobody is looking')),
    async readBookings({ locations, rooms, window }) {
      let offMinutes = 0;
      const take = async (context: Parameters<typeof faults.take>[0]): Promise<StruckFaults> => {
        const struck = faults.take(context);
        offMinutes += offMinutes === 0 ? (struck.get('wrong-clock')?.minutes ?? 0) : 0;
        return waited(struck, pc);
      };
      const reading = (found: Omit<BookingReading, 'readAt' | 'window' | 'clockSkewMs'>): BookingReading => ({
        ...found,
        readAt: pc.now(),
        window,
        clockSkewMs: isDown ? null : Math.round(offMinutes * MINUTE_MS - pc.offsetMs()),
      });
      const nothing = {
        completeness: 'unreadable',
        locations: [],
        rooms: [],
        bookings: [],
        elsewhere: [],
        unreadLocations: locations,
        unreadRooms: rooms,
        rejected: [],
      } as const;
      if (isDown) return reading({ ...nothing, troubles: [trouble('connection-refused')] });
      const noLogin = login();
      if (noLogin !== null) return reading({ ...nothing, troubles: [noLogin] });
      const listed = await take({ operation: 'locations' });
      const noList = readTrouble(listed);
      if (noList !== null) return reading({ ...nothing, troubles: [noList] });
      const hidden = listed.get('hidden-location')?.locationId;
      const isListed = (id: string): boolean => listed.get('empty-list') === undefined && id !== hidden;
      const places = house.locations().filter(({ id }) => locations.includes(id) && isListed(id));
      const missing = locations.filter((id) => !places.some((place) => place.id === id));
      const troubles: Trouble[] = missing.map((locationId) => trouble('location-unknown', { locationId }));
      const failed = new Set<LocationId>();
      const foundRooms = new Set<string>();
      const bookings: Booking[] = [];
      const elsewhere: Booking['id'][] = [];
      for (const { id: locationId } of places) {
        const ofRooms = await take({ operation: 'rooms', locationId });
        const ofBookings = await take({ operation: 'bookings', locationId });
        for (const struck of [ofRooms, ofBookings]) {
          const wrong = readTrouble(struck);
          if (wrong === null) continue;
          failed.add(locationId);
          troubles.push(wrong);
        }
        const isBare = ofRooms.get('empty-list') ?? ofRooms.get('hidden-location');
        if (isBare === undefined && readTrouble(ofRooms) === null)
          for (const room of house.rooms()) if (room.locationId === locationId) foundRooms.add(room.id);
        if (readTrouble(ofBookings) !== null) continue;
        if (ofBookings.get('empty-list') !== undefined || ofBookings.get('hidden-location') !== undefined) continue;
        if (ofBookings.get('lost-page') !== undefined) {
          troubles.push(trouble('reading-partial', { operation: 'bookings', locationId }));
          continue;
        }
        const unknown = ofBookings.get('unknown-status');
        for (const meeting of house.meetings()) {
          for (const booking of bookingsOf(meeting)) {
            if (booking.locationId !== locationId || !overlaps(booking.period, window)) continue;
            if (!rooms.includes(booking.roomId)) elsewhere.push(booking.id);
            else if (unknown !== undefined && (unknown.bookingId === undefined || unknown.bookingId === booking.id))
              bookings.push({ ...booking, status: 'unknown' });
            else bookings.push(booking);
          }
        }
      }
      const unreadLocations = [...missing, ...failed];
      const unreadRooms = rooms.filter((id) => !foundRooms.has(id));
      const isWhole = troubles.every(({ code }) => code === 'location-unknown');
      if (unreadLocations.length === 0)
        unreadRooms.forEach((roomId) => troubles.push(trouble('room-unread', { roomId })));
      if (unreadLocations.length === locations.length) return reading({ ...nothing, troubles });
      return reading({
        completeness: isWhole ? 'complete' : 'partial',
        locations: places.map(({ id, name, timeZone }) => ({ id, name, zone: timeZone })),
        rooms: house.rooms().filter(({ id }) => foundRooms.has(id) && rooms.includes(id)),
        bookings: bookings.filter(({ locationId }) => !failed.has(locationId)),
        elsewhere,
        unreadLocations,
        unreadRooms,
        rejected: [],
        troubles,
      });
    },
  };
  return {
    connector,
    faults,
    goDown: () => void (isDown = true),
    comeBack: () => void (isDown = false),
  };
}
