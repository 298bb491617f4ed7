import pLimit from 'p-limit';
import type { AppError, ErrorCode, Trouble } from '../../../shared/errors';
import { asAppError } from '../../../shared/errors';
import type { BookingId, LocationId, RoomId } from '../../../shared/ids';
import { bookingId, bookingIdEverywhere, bookingIdIn } from '../../../shared/ids';
import type { BookingProfile } from '../../../shared/profile';
import type { Period, ZoneName } from '../../../shared/time';
import { addMs, DAY_MS, overlaps } from '../../../shared/time';
import type { Conversation, ListReading, ProfileClient, TimeReader } from '../../profile';
import { createField, createTimeReader, faultOfRejects, MEETS_EVERY_CALL, renderTime } from '../../profile';
import type { Booking, Location, RejectedItem, Room } from '../../sync/model';
import type { Call } from '../../sync/ports';
import type { Fault, ListedLocation } from './items';
import { createItemReaders, isZoned } from './items';
import { joinWindows, windowsOf } from './windows';

export interface RoundRequest {
  /** null: all that the server lists. */
  readonly locations: readonly LocationId[] | null;
  /** null: all of those locations. */
  readonly rooms: readonly RoomId[] | null;
  /** null: places only, no bookings. */
  readonly window: Period | null;
  /** The list of locations, where it has just been read. */
  readonly listed?: LocationList;
}

/** The server's list of locations, with what of it could not be understood. */
export interface LocationList {
  readonly listed: readonly ListedLocation[];
  readonly rejected: readonly RejectedItem[];
  readonly troubles: readonly Trouble[];
}

/** What one round through the server found. Nothing is judged complete here: `troubles` says what is missing. */
export interface Round {
  readonly locations: readonly Location[];
  readonly rooms: readonly Room[];
  readonly bookings: readonly Booking[];
  /** As `BookingReading.elsewhere`. */
  readonly elsewhere: readonly BookingId[];
  /** Not in the list. */
  readonly missingLocations: readonly LocationId[];
  /** In the list, but their zone, rooms or bookings could not be read. */
  readonly failedLocations: readonly LocationId[];
  /** Only a booking's rejection can hide an occupied room; a rejected row of places shows as a missing one. */
  readonly rejectedBookings: readonly RejectedItem[];
  readonly rejectedRooms: readonly RejectedItem[];
  readonly troubles: readonly Trouble[];
}

export interface Rounds {
  /** @throws AppError when the list of locations could not be read */
  readLocations(conversation: Conversation): Promise<LocationList>;
  /** @throws AppError when the list of locations could not be read */
  read(request: RoundRequest, conversation: Conversation, onProgress: Call['onProgress']): Promise<Round>;
}

/** Trouble that ends a round: a house of forty locations must not wait forty times for it, nor ask a server on that had enough. */
const ENDS_THE_ROUND: readonly ErrorCode[] = [...MEETS_EVERY_CALL, 'too-many-requests'];
/** One location may be slow; after so many the server is. */
const TIME_OUTS_TO_STOP = 4;

const distinct = (troubles: readonly Trouble[]): Trouble[] => [
  ...new Map(troubles.map((trouble) => [JSON.stringify(trouble), trouble])).values(),
];

/** Bookings of the same id that say different things cannot both be right. */
const agree = (a: Booking, b: Booking): boolean =>
  a.roomId === b.roomId &&
  a.period.from === b.period.from &&
  a.period.to === b.period.to &&
  a.status === b.status &&
  a.meetingId === b.meetingId;

/** Creates what reads rounds under one profile. */
export function createRounds(profile: BookingProfile, client: ProfileClient): Rounds {
  const { locations: locationList, rooms: roomList, bookings: bookingList } = profile.operations;
  const readTime: TimeReader = createTimeReader(profile.times);
  const readers = createItemReaders(profile, readTime);
  const ids = {
    location: createField(locationList.fields.id),
    room: createField(roomList.fields.id),
    booking: createField(bookingList.fields.id),
  };

  /** Whether one item of the server is several bookings, one for each of its rooms. */
  const holdsSeveral = bookingList.fields.rooms !== null;
  const roomField = (bookingList.fields.rooms?.at ?? bookingList.fields.room)?.[0] ?? '';

  const rejectedAt = (
    operation: string,
    index: number,
    fault: Fault,
    where: { roomId?: RoomId | null; locationId?: LocationId | null },
  ): RejectedItem => ({
    path: `${operation}[${String(index)}]${fault.field === '' ? '' : `.${fault.field}`}`,
    reason: fault.reason,
    roomId: where.roomId ?? null,
    locationId: where.locationId ?? null,
  });

  async function readLocations(conversation: Conversation) {
    const list = await client.readList(
      'locations',
      locationList,
      { values: {}, id: ids.location, context: {} },
      conversation,
    );
    const listed = new Map<LocationId, ListedLocation>();
    const rejected: RejectedItem[] = [];
    list.items.forEach((item, index) => {
      const read = readers.location(item);
      if ('ok' in read) listed.set(read.ok.id, read.ok);
      else rejected.push(rejectedAt('locations', index, read.fault, {}));
    });
    const tooMany = faultOfRejects(rejected.length, list.items.length, { operation: 'locations' });
    return {
      listed: [...listed.values()],
      rejected,
      troubles: [...list.faults, ...(tooMany === null ? [] : [tooMany])],
    };
  }

  /** `at` is the location asked for, null when the rooms were asked once for all. */
  function takeRooms(list: ListReading, at: LocationId | null, into: Map<RoomId, Room>): RejectedItem[] {
    const rejected: RejectedItem[] = [];
    list.items.forEach((item, index) => {
      const read = readers.room(item);
      const home = at ?? ('ok' in read ? read.ok.locationId : null);
      if ('ok' in read && home !== null) into.set(read.ok.id, { ...read.ok, locationId: home });
      else
        rejected.push(
          rejectedAt('rooms', index, 'ok' in read ? { field: '', reason: 'location' } : read.fault, { locationId: at }),
        );
    });
    return rejected;
  }

  const told = ({ from, to }: Period, zone: ZoneName): { readonly from: string; readonly to: string } => ({
    from: renderTime(from, zone, profile.times.write, 'from'),
    to: renderTime(to, zone, profile.times.write, 'to'),
  });

  /** A list of bookings, in as many calls as the server's widest window makes of it. @throws AppError where the first one does not come */
  async function readWindows(
    window: Period,
    zone: ZoneName,
    where: { readonly locationId?: LocationId; readonly roomId?: RoomId },
    conversation: Conversation,
  ): Promise<ListReading> {
    const lists: ListReading[] = [];
    // One after the other: a location takes no more of the calls at once than it did in one window.
    for (const [index, part] of windowsOf(window, bookingList.windowDays, profile.times.write).entries()) {
      const request = { values: { ...where, ...told(part, zone) }, id: ids.booking, context: where };
      try {
        lists.push(await client.readList('bookings', bookingList, request, conversation));
      } catch (thrown) {
        const error = asAppError(thrown);
        if (index === 0 || error.code === 'bug' || ENDS_THE_ROUND.includes(error.code)) throw error;
        // What came is known, and that it is not all.
        const context = { operation: 'bookings', ...where, reason: 'window-missing', window: index + 1 };
        lists.push({ items: [], faults: [error.toWire(), { code: 'reading-partial', context }] });
        break;
      }
    }
    return joinWindows(lists, ids.booking);
  }

  async function read(
    request: RoundRequest,
    conversation: Conversation,
    onProgress: Call['onProgress'],
  ): Promise<Round> {
    const limit = pLimit(profile.parallel);
    const { listed, troubles: listTroubles } = request.listed ?? (await readLocations(conversation));
    const wanted = request.locations ?? listed.map(({ id }) => id);
    const known = new Map(listed.map((location) => [location.id, location]));
    const asked = new Set<RoomId>(request.rooms ?? []);
    const isAsked = (room: RoomId): boolean => request.rooms === null || asked.has(room);

    const troubles: Trouble[] = [...listTroubles];
    const missingLocations: LocationId[] = [];
    const failed = new Set<LocationId>();
    const places: Location[] = [];
    for (const id of new Set(wanted)) {
      const location = known.get(id);
      if (location === undefined) {
        missingLocations.push(id);
        troubles.push({ code: 'location-unknown', context: { locationId: id } });
      } else if (isZoned(location)) {
        places.push(location);
      } else {
        failed.add(id);
        troubles.push({
          code: 'unexpected-answer',
          context: { operation: 'locations', locationId: id, reason: 'unknown-zone' },
        });
      }
    }
    const placeOf = new Map(places.map((location) => [location.id, location]));

    let stopped: AppError | null = null;
    let timeOuts = 0;
    let done = 0;
    const total = places.length * (request.window === null ? 1 : 2);
    const progress = (steps: number): void => onProgress?.((done += steps), total);
    /** Notes inside the limit what ends the round, before the next call takes the free place. */
    const orStopped = async (work: () => Promise<ListReading>): Promise<ListReading> => {
      if (stopped !== null) throw stopped;
      try {
        return await work();
      } catch (thrown) {
        const error = asAppError(thrown);
        if (error.code === 'timed-out') timeOuts += 1;
        if (ENDS_THE_ROUND.includes(error.code) || timeOuts >= TIME_OUTS_TO_STOP) stopped ??= error;
        throw thrown;
      }
    };
    /** The list, or null when it did not come: then the locations it was asked for are unread. */
    const attempt = async (
      about: readonly LocationId[],
      work: () => Promise<ListReading>,
    ): Promise<ListReading | null> => {
      try {
        const list = await limit(() => orStopped(work));
        troubles.push(...list.faults);
        return list;
      } catch (thrown) {
        const error = asAppError(thrown);
        // Only a bug leaves by throwing; trouble of the server makes the reading partial (rule R3).
        if (error.code === 'bug') throw thrown;
        troubles.push(error.toWire());
        about.forEach((id) => failed.add(id));
        return null;
      } finally {
        progress(about.length);
      }
    };
    const all = places.map(({ id }) => id);

    const rooms = new Map<RoomId, Room>();
    const rejectedRooms: RejectedItem[] = [];
    const readRooms = async (at: Location | null): Promise<void> => {
      const values: Record<string, string> = at === null ? {} : { locationId: at.id };
      const list = await attempt(at === null ? all : [at.id], () =>
        client.readList('rooms', roomList, { values, id: ids.room, context: values }, conversation),
      );
      if (list !== null) rejectedRooms.push(...takeRooms(list, at?.id ?? null, rooms));
    };
    const roomsDone =
      roomList.asked === 'once'
        ? all.length === 0
          ? Promise.resolve()
          : readRooms(null)
        : Promise.all(places.map(readRooms)).then(() => undefined);

    const bookings = new Map<BookingId, Booking>();
    const contradictions = new Map<BookingId, Map<RoomId, RejectedItem>>();
    const rejectedBookings: RejectedItem[] = [];
    const inOtherRooms = new Set<BookingId>();
    let bookingItems = 0;

    /** Items that were not understood in all of their rooms: no evidence of where they are not. */
    const doubted = new Set<BookingId>();
    const contradict = (booking: BookingId, index: number, room: RoomId, home: LocationId | null): void => {
      const found = contradictions.get(booking) ?? new Map<RoomId, RejectedItem>();
      const fault = { field: bookingList.fields.id[0] ?? '', reason: 'duplicate' };
      found.set(room, rejectedAt('bookings', index, fault, { roomId: room, locationId: home }));
      contradictions.set(booking, found);
    };

    /** One room of an item. @returns whether it was understood */
    const takeBooking = (item: unknown, index: number, at: Location | null, room: RoomId): boolean => {
      const home = rooms.get(room)?.locationId;
      const isHomeKnown = home !== undefined;
      if (holdsSeveral && (isHomeKnown ? !placeOf.has(home) : request.rooms === null)) return true;
      bookingItems += 1;
      // An item of several rooms is listed at a place for any of them.
      const place =
        holdsSeveral && isHomeKnown ? placeOf.get(home) : (at ?? (isHomeKnown ? placeOf.get(home) : undefined));
      const where = { roomId: room, locationId: place?.id ?? null };
      if (place === undefined) {
        rejectedBookings.push(rejectedAt('bookings', index, { field: roomField, reason: 'room' }, where));
        return false;
      }
      const { zone } = at ?? place;
      const read = readers.booking(item, { roomId: room, locationId: place.id, zone });
      if (!('ok' in read)) {
        rejectedBookings.push(rejectedAt('bookings', index, read.fault, where));
        return false;
      }
      const booking = read.ok;
      const other = bookings.get(booking.id);
      if (other === undefined) bookings.set(booking.id, booking);
      else if (!agree(other, booking)) {
        // Neither is believed; the rooms of both are where removals are blocked.
        for (const each of [other, booking]) contradict(booking.id, index, each.roomId, each.locationId);
        return false;
      }
      return true;
    };
    const takeBookings = (list: ListReading, at: Location | null, ofRoom: RoomId | null): void => {
      /** Which rooms each item held when it was first seen here; asked at another place a server may tell of those there alone. */
      const roomsOfItem = new Map<string, readonly RoomId[]>();
      list.items.forEach((item, index) => {
        const itsRooms = ofRoom !== null && !holdsSeveral ? [ofRoom] : readers.bookingRooms(item);
        if (itsRooms === null) {
          bookingItems += 1;
          const where = { roomId: null, locationId: at?.id ?? null };
          rejectedBookings.push(rejectedAt('bookings', index, { field: roomField, reason: 'room' }, where));
          return;
        }
        const id = readers.bookingItem(item);
        const ours = itsRooms.filter(isAsked);
        if (holdsSeveral && id !== null) {
          const whole = bookingIdEverywhere(id);
          inOtherRooms.add(whole);
          const before = roomsOfItem.get(id);
          if (before === undefined) roomsOfItem.set(id, itsRooms);
          else if (before.length !== itsRooms.length || !before.every((room) => itsRooms.includes(room))) {
            // One list of rooms or the other: neither is believed, in no room of either.
            for (const room of new Set([...before, ...itsRooms].filter(isAsked)))
              contradict(bookingIdIn(id, room), index, room, rooms.get(room)?.locationId ?? at?.id ?? null);
            doubted.add(whole);
          }
          for (const room of ours) if (!takeBooking(item, index, at, room)) doubted.add(whole);
          return;
        }
        // An item without id is rejected in each of its rooms.
        ours.forEach((room) => takeBooking(item, index, at, room));
        if (ours.length === 0 && id !== null && !holdsSeveral) inOtherRooms.add(bookingId(id));
      });
    };
    const readBookings = async (window: Period, at: Location | null, room: RoomId | null): Promise<void> => {
      // Asked once for all locations, the window is told in the first one's zone: a day more, because zones differ by about that.
      const zone = at?.zone ?? places[0]?.zone;
      if (zone === undefined) return;
      const where = { ...(at === null ? {} : { locationId: at.id }), ...(room === null ? {} : { roomId: room }) };
      const about = room === null ? (at === null ? all : [at.id]) : [];
      // Whether the server's window finds overlapping or only starting bookings is not known.
      const pad = (at === null ? 2 : 1) * DAY_MS;
      const padded = { from: addMs(window.from, -pad), to: addMs(window.to, pad) };
      const list = await attempt(about, () => readWindows(padded, zone, where, conversation));
      // Where an item of several rooms is at home is known by the list of rooms alone.
      if (holdsSeveral) await roomsDone;
      if (list !== null) takeBookings(list, at, room);
      else if (room !== null && at !== null) failed.add(at.id);
    };
    const bookingsDone = async (window: Period): Promise<void> => {
      switch (bookingList.asked) {
        case 'per-location':
          await Promise.all(places.map((place) => readBookings(window, place, null)));
          return;
        case 'once':
          await roomsDone;
          if (places.length > 0) await readBookings(window, null, null);
          return;
        case 'per-room':
          await roomsDone;
          await Promise.all(
            [...rooms.values()]
              .filter((room) => isAsked(room.id))
              .map((room) => readBookings(window, placeOf.get(room.locationId) ?? null, room.id)),
          );
      }
    };
    // Settled together, so that no call goes on behind a round that has already failed.
    const settled = await Promise.allSettled([
      roomsDone,
      ...(request.window === null ? [] : [bookingsDone(request.window)]),
    ]);
    for (const each of settled) if (each.status === 'rejected') throw each.reason;

    for (const [id, found] of contradictions) {
      bookings.delete(id);
      rejectedBookings.push(...found.values());
    }
    for (const [operation, rejected, items] of [
      ['rooms', rejectedRooms.length, rooms.size + rejectedRooms.length],
      ['bookings', rejectedBookings.length, bookingItems],
    ] as const) {
      const fault = faultOfRejects(rejected, items, { operation });
      if (fault !== null) troubles.push(fault);
    }
    const { window } = request;
    const elsewhere = [...inOtherRooms].filter(
      (id) => !bookings.has(id) && !contradictions.has(id) && !doubted.has(id),
    );
    return {
      locations: places,
      rooms: [...rooms.values()].filter((room) => isAsked(room.id) && placeOf.has(room.locationId)),
      bookings: window === null ? [] : [...bookings.values()].filter((booking) => overlaps(booking.period, window)),
      elsewhere,
      missingLocations,
      failedLocations: [...failed],
      rejectedBookings,
      rejectedRooms,
      troubles: distinct(troubles),
    };
  }

  return { readLocations, read };
}
