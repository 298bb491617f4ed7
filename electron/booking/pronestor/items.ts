import type { AnswerFormat, BookingProfile, EndFields, PersonFields, StatusWords } from '../../../shared/profile';
import { fixedZoneOf, zoneFromName } from '../../../shared/profile';
import type { LocationId, MeetingId, RoomId } from '../../../shared/ids';
import { bookingId, bookingIdIn, locationId, meetingId, roomId } from '../../../shared/ids';
import type { Period, ZoneName } from '../../../shared/time';
import { addMinutes } from '../../../shared/time';
import type { TimeReader } from '../../profile';
import {
  createField,
  createListField,
  createNameField,
  createPrivacyField,
  createSpanReader,
  fieldName,
  idText,
  isObject,
  plainText,
  truth,
  wholeNumber,
} from '../../profile';
import type { Attendee, Booking, BookingStatus, Location, Room } from '../../sync/model';
import { END_STATUSES } from '../../sync/model';

/** An item that could not be understood: which field (the server's name for the path, ours as the reason). */
export interface Fault {
  readonly field: string;
  readonly reason: string;
}

export type ReadItem<T> = { readonly ok: T } | { readonly fault: Fault };

/** A location as listed; `zone` is null when its name is none that we know. */
export interface ListedLocation {
  readonly id: LocationId;
  readonly name: string;
  readonly zone: ZoneName | null;
}

export interface ListedRoom extends Omit<Room, 'locationId'> {
  /** null when the server does not say. */
  readonly locationId: LocationId | null;
}

/** A booking's room is looked at before its other fields: rooms that nobody asked for are none of our business. */
export interface ItemReaders {
  location(item: unknown): ReadItem<ListedLocation>;
  room(item: unknown): ReadItem<ListedRoom>;
  /** Of an item that holds several rooms all of them, none twice; null when they cannot be told. */
  bookingRooms(item: unknown): readonly RoomId[] | null;
  /** The item's own id. */
  bookingItem(item: unknown): string | null;
  booking(
    item: unknown,
    place: { readonly roomId: RoomId; readonly locationId: LocationId; readonly zone: ZoneName },
  ): ReadItem<Booking>;
}

const fault = (candidates: EndFields | null, reason: string): { readonly fault: Fault } => ({
  fault: { field: fieldName(candidates), reason },
});

function createStatusReader(statuses: StatusWords): (value: unknown) => BookingStatus {
  const words = new Map(Object.entries(statuses.words).map(([word, status]) => [word.toLowerCase(), status]));
  return (value) => {
    const word = idText(value);
    return word === null ? statuses.missing : (words.get(word.toLowerCase()) ?? 'unknown');
  };
}

function createPeopleReader(fields: PersonFields | null): (item: unknown) => Attendee[] {
  if (fields === null) return () => [];
  const [at, name, email, employeeNumber, initials, isExternal] = [
    createField(fields.at),
    createNameField(fields.name),
    createField(fields.email),
    createField(fields.employeeNumber),
    createField(fields.initials),
    fields.isExternal === true ? () => true : createField(fields.isExternal),
  ];
  return (item) => {
    const value = at(item);
    const people: readonly unknown[] = Array.isArray(value) ? value : [value];
    return people.filter(isObject).flatMap((person): Attendee[] => {
      const read: Attendee = {
        name: name(person),
        email: idText(email(person)),
        employeeNumber: idText(employeeNumber(person)),
        initials: idText(initials(person)),
        isExternal: truth(isExternal(person)),
      };
      // An anonymised person is nobody.
      const isAnybody = [read.email, read.employeeNumber, read.initials].some((each) => each !== null);
      return read.name === '' && !isAnybody ? [] : [read];
    });
  };
}

/** Reads the rooms that one item holds; null for items that hold one room. */
function createRoomsReader(
  rooms: BookingProfile['operations']['bookings']['fields']['rooms'],
  format: AnswerFormat,
): ((item: unknown) => readonly RoomId[] | null) | null {
  if (rooms === null) return null;
  const [listOf, single] = [createListField(rooms.at, format), createField(rooms.at)];
  const idOf: (room: unknown) => unknown = rooms.id === null ? (room) => room : createField(rooms.id);
  return (item) => {
    // One that is not in a list is a list of one, e.g. in XML.
    const lone = idText(single(item));
    const list = rooms.id === null && lone !== null ? [lone] : listOf(item);
    if (list === null) return null;
    const ids = new Set<RoomId>();
    for (const room of list) {
      const id = idText(idOf(room));
      if (id === null) return null;
      ids.add(roomId(id));
    }
    return [...ids];
  };
}

/** Minutes, up to whole ones: nothing when the field is missing, null when it makes no sense. */
function minutes(value: unknown): number | null {
  if (value === undefined) return 0;
  const number = typeof value === 'number' ? Math.ceil(value) : value;
  return wholeNumber(number, 0);
}

/**
 * The period of a booking. A meeting that was ended at its start has no length, but its status is evidence that it no longer counts
 * (rule R5): it is kept as one minute, which never opens anything because of that same status.
 */
function periodOf(from: Period['from'], to: Period['to'], status: BookingStatus): Period | null {
  if (from < to) return { from, to };
  return from === to && END_STATUSES.includes(status) ? { from, to: addMinutes(from, 1) } : null;
}

/** Compiles a profile's fields once, so that reading an item is only looking up and checking. */
export function createItemReaders(profile: BookingProfile, readTime: TimeReader): ItemReaders {
  const { locations, rooms, bookings } = profile.operations;
  const fixedZone = fixedZoneOf(profile.times);

  const ofLocation = {
    id: createField(locations.fields.id),
    name: createField(locations.fields.name),
    zone: createField(locations.fields.zone),
  };
  const ofRoom = {
    id: createField(rooms.fields.id),
    name: createField(rooms.fields.name),
    location: createField(rooms.fields.location),
    capacity: createField(rooms.fields.capacity),
    preparation: createField(rooms.fields.preparation),
    followUp: createField(rooms.fields.followUp),
  };
  const ofBooking = {
    id: createField(bookings.fields.id),
    meeting: createField(bookings.fields.meeting),
    room: createField(bookings.fields.room),
    rooms: createRoomsReader(bookings.fields.rooms, bookings.answer),
    span: createSpanReader({ from: bookings.fields.start, to: bookings.fields.end }, readTime),
    title: createField(bookings.fields.title),
    isPrivate: createPrivacyField(bookings.fields.isPrivate),
    status: createField(bookings.fields.status),
  };
  const statusOf = createStatusReader(profile.statuses);
  const organiserOf = createPeopleReader(bookings.fields.organiser);
  const participantReaders = bookings.fields.participants.map(createPeopleReader);
  const meetingOf = (value: unknown): MeetingId | null => {
    const id = idText(value);
    return id === null ? null : meetingId(id);
  };

  return {
    location(item) {
      const id = idText(ofLocation.id(item));
      if (id === null) return fault(locations.fields.id, 'id');
      const zoneName = idText(ofLocation.zone(item));
      const zone = fixedZone ?? (zoneName === null ? null : zoneFromName(zoneName, profile.times.zoneNames));
      return { ok: { id: locationId(id), name: plainText(ofLocation.name(item)), zone } };
    },

    room(item) {
      const id = idText(ofRoom.id(item));
      if (id === null) return fault(rooms.fields.id, 'id');
      const location = idText(ofRoom.location(item));
      const preparationMinutes = minutes(ofRoom.preparation(item));
      if (preparationMinutes === null) return fault(rooms.fields.preparation, 'preparation');
      const followUpMinutes = minutes(ofRoom.followUp(item));
      if (followUpMinutes === null) return fault(rooms.fields.followUp, 'follow-up');
      return {
        ok: {
          id: roomId(id),
          name: plainText(ofRoom.name(item)),
          locationId: location === null ? null : locationId(location),
          capacity: wholeNumber(ofRoom.capacity(item), 0),
          preparationMinutes,
          followUpMinutes,
        },
      };
    },

    bookingRooms(item) {
      if (ofBooking.rooms !== null) return ofBooking.rooms(item);
      const room = idText(ofBooking.room(item));
      return room === null ? null : [roomId(room)];
    },

    bookingItem: (item) => idText(ofBooking.id(item)),

    booking(item, place) {
      const id = idText(ofBooking.id(item));
      if (id === null) return fault(bookings.fields.id, 'id');
      // A From as the earlier and a To as the later of two meanings: a meeting in the doubled hour is never believed too short (R1).
      const span = ofBooking.span(item, place.zone);
      if ('unread' in span)
        return span.unread === 'from' ? fault(bookings.fields.start, 'start') : fault(bookings.fields.end, 'end');
      const status = statusOf(ofBooking.status(item));
      const period = periodOf(span.from, span.to, status);
      if (period === null) return fault(bookings.fields.end, 'end-before-start');
      const isOneOfSeveral = ofBooking.rooms !== null;
      const meeting = meetingOf(ofBooking.meeting(item));
      return {
        ok: {
          id: isOneOfSeveral ? bookingIdIn(id, place.roomId) : bookingId(id),
          // Its rooms are booked as one: the guard against mass changes counts them once.
          meetingId: meeting === null && isOneOfSeveral ? meetingId(id) : meeting,
          roomId: place.roomId,
          locationId: place.locationId,
          period,
          status,
          title: plainText(ofBooking.title(item)),
          isPrivate: ofBooking.isPrivate(item),
          organiser: organiserOf(item)[0] ?? null,
          participants: participantReaders.flatMap((read) => read(item)),
        },
      };
    },
  };
}

/** A listed location whose zone is known. */
export const isZoned = (location: ListedLocation): location is Location => location.zone !== null;
