import { z } from 'zod';
import { AppError } from '../../shared/errors';
import { exceptionId, groupId, locationId, personId, roomId } from '../../shared/ids';
import type { Instant } from '../../shared/time';
import { addMinutes, hasOffset, instantFromIso, isZoneName, MINUTE_MS } from '../../shared/time';
import type { Person } from './building';
import { Building } from './building';
import type { DemoWorld } from './demo-world';
import { equipRoom, pointWithTable } from './demo-world';
import type { Guest } from './house';
import { House } from './house';

/** Whether the text is an ISO time with its own offset: a time without one would mean another instant on another PC. */
function isIsoInstant(text: string): boolean {
  if (!hasOffset(text)) return false;
  try {
    instantFromIso(text);
    return true;
  } catch {
    // Shaped like a time, but none.
    return false;
  }
}

const Id = z.number().int().positive();
const Time = z.string().refine(isIsoInstant, 'no ISO time with an offset');

const BookingsFileSchema = z
  .object({
    about: z.string().optional(),
    timeZone: z.string().refine(isZoneName, 'no known time zone'),
    rooms: z.array(z.object({ id: Id, name: z.string().min(1) })).min(1),
    people: z.number().int().nonnegative(),
    bookings: z.array(
      z.object({
        id: Id,
        roomId: Id,
        start: Time,
        end: Time,
        title: z.string(),
        people: z.array(z.number().int().nonnegative()),
      }),
    ),
  })
  .superRefine((file, context) => {
    const say = (path: (string | number)[], message: string): void => {
      context.addIssue({ code: 'custom', path, message });
    };
    const rooms = new Set<number>();
    for (const [index, room] of file.rooms.entries()) {
      if (rooms.has(room.id)) say(['rooms', index, 'id'], 'stands twice');
      rooms.add(room.id);
    }
    const bookings = new Set<number>();
    for (const [index, booking] of file.bookings.entries()) {
      if (bookings.has(booking.id)) say(['bookings', index, 'id'], 'stands twice');
      bookings.add(booking.id);
      if (!rooms.has(booking.roomId)) say(['bookings', index, 'roomId'], 'no such room in the file');
      if (
        isIsoInstant(booking.start) &&
        isIsoInstant(booking.end) &&
        instantFromIso(booking.start) >= instantFromIso(booking.end)
      ) {
        say(['bookings', index, 'end'], 'is not after the start');
      }
    }
  });

/** Rooms and bookings of a real house, as `test/data/fosdem-2025.json`; people are numbers. */
export type BookingsFile = z.infer<typeof BookingsFileSchema>;

/** "Hovedindgang", fed by every room. */
const ENTRANCE_EXCEPTION = 1;
const ENTRANCE_DOOR = 'door-entrance';
const LOCATION = '1';

/**
 * Reads a bookings file.
 * @throws AppError bookings-file-invalid with the path of the first thing that is wrong ("bookings[3].start") and the reason
 */
export function parseBookingsFile(text: string): BookingsFile {
  let value: unknown;
  try {
    value = JSON.parse(text) as unknown;
  } catch (thrown) {
    throw new AppError('bookings-file-invalid', { path: '$', reason: 'no JSON' }, thrown);
  }
  const parsed = BookingsFileSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('bookings-file-invalid', { path: pathOf(issue?.path ?? []), reason: issue?.message ?? 'invalid' });
}

function pathOf(parts: readonly PropertyKey[]): string {
  const text = parts.map((part) => (typeof part === 'number' ? `[${String(part)}]` : `.${String(part)}`)).join('');
  return text === '' ? '$' : text.replace(/^\./, '');
}

/**
 * How many whole minutes the file's bookings move so that the file's time `clockIso` is now (or up to a minute ago).
 * @throws AppError invalid-argument when the text is no ISO time with an offset
 */
export function shiftFor(clockIso: string, now: Instant): number {
  if (!isIsoInstant(clockIso)) {
    throw new AppError('invalid-argument', { path: '--clock', reason: 'no ISO time with an offset' });
  }
  return Math.floor((now - instantFromIso(clockIso)) / MINUTE_MS);
}

/**
 * The file's house: one location, its rooms and bookings moved by whole minutes, and a building with one shared exception
 * per room (same id and name) and "Hovedindgang" (id 1, unless a room has it). In the suggested mapping every room feeds
 * its own exception and the entrance. Every person of the file has a card, and each room a person group of the same id that
 * is let in at the room's door; a group of the entrance's id is let in there. Nobody is a member yet.
 * @param options.maxPeriods what each shared exception holds, the entrance too; default 200
 */
export function createHouseFromBookings(
  file: BookingsFile,
  options: { readonly shiftMinutes: number; readonly maxPeriods?: number },
): DemoWorld {
  const { shiftMinutes, maxPeriods = 200 } = options;
  const location = { id: locationId(LOCATION), name: 'Hus fra bookingfil', timeZone: file.timeZone };
  const rooms = file.rooms.map((room) => ({
    id: roomId(String(room.id)),
    name: room.name,
    locationId: location.id,
    capacity: 50,
    preparationMinutes: 0,
    followUpMinutes: 0,
  }));
  const house = new House({ locations: [location], rooms });
  const taken = file.rooms.map((room) => room.id);
  const entranceException = exceptionId(
    String(taken.includes(ENTRANCE_EXCEPTION) ? Math.max(...taken) + 1 : ENTRANCE_EXCEPTION),
  );
  for (const booking of file.bookings) {
    const [organiser, ...attendees] = booking.people.map(guestOf);
    house.makeMeeting({
      id: String(booking.id),
      bookingIds: [String(booking.id)],
      roomIds: [String(booking.roomId)],
      from: movedBy(booking.start, shiftMinutes),
      to: movedBy(booking.end, shiftMinutes),
      title: booking.title,
      ...(organiser === undefined ? {} : { organiser }),
      attendees,
    });
  }

  const equipped = rooms.map((room) => ({ room, ...equipRoom(room, room.id) }));
  const entrance = pointWithTable({
    id: ENTRANCE_DOOR,
    name: 'Hovedindgang',
    kind: 'door',
    exceptions: [{ id: entranceException }],
  });
  const equipment = [...equipped.flatMap((one) => one.equipment), entrance];
  const building = new Building({
    zone: file.timeZone,
    points: equipment.map((one) => one.point),
    tables: equipment.map((one) => one.table),
    exceptions: [
      { id: entranceException, name: 'Hovedindgang', maxPeriods, periods: [] },
      ...rooms.map((room) => ({ id: exceptionId(room.id), name: room.name, maxPeriods, periods: [] })),
    ],
    persons: peopleOf(file).map(personOf),
    groups: [
      { id: groupId(entranceException), name: 'Deltagere', doorIds: [ENTRANCE_DOOR], hours: null },
      ...equipped.map(({ room, points }) => ({
        id: groupId(room.id),
        name: `${room.name}, mødedeltagere`,
        doorIds: [points.doorId],
        hours: null,
      })),
    ],
  });
  return {
    house,
    building,
    roomPoints: equipped.map((one) => one.points),
    suggestedGroups: [],
    suggestedMapping: rooms.flatMap((room) => [
      { roomId: room.id, exceptionId: exceptionId(room.id) },
      { roomId: room.id, exceptionId: entranceException },
    ]),
    mainEntrance: { doorId: ENTRANCE_DOOR, exceptionId: entranceException },
  };
}

const movedBy = (iso: string, minutes: number): Instant => addMinutes(instantFromIso(iso), minutes);

const nameOf = (number: number): string => `Person ${String(number)}`;
const emailOf = (number: number): string => `person-${String(number)}@fosdem.example`;

const guestOf = (number: number): Guest => ({ name: nameOf(number), email: emailOf(number), isExternal: false });

const peopleOf = (file: BookingsFile): readonly number[] =>
  [...new Set(file.bookings.flatMap((booking) => booking.people))].sort((a, b) => a - b);

const personOf = (number: number): Person => ({
  id: personId(String(number)),
  name: nameOf(number),
  email: emailOf(number),
  employeeNumber: String(number),
  initials: '',
  keys: [{ kind: 'card', number: String(10_000_000 + number) }],
  validity: [],
});
