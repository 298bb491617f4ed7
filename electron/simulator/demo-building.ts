import { exceptionId, groupId, personId } from '../../shared/ids';
import type { Instant, ZoneName } from '../../shared/time';
import { addDays, mondayOf, wallParts } from '../../shared/time';
import type { Membership, Person, PersonGroup, WallPeriod, WeeklyHours } from './building';
import { Building } from './building';
import { wallAt } from './building-state';
import { FIRST_NAMES, LAST_NAMES, plainLetters } from './demo-names';
import type { DemoWorld, RoomPoints } from './demo-world';
import { equipRoom, pointWithTable } from './demo-world';
import type { HouseRoom } from './house';
import { createSeededRandom, seedOf } from './seeded-random';

/** UniLock's own zone: one house, one clock, wherever its rooms are. */
const HOUSE_ZONE: ZoneName = 'Europe/Copenhagen';

/** Exceptions that are not of a single room. */
export const ENTRANCE_EXCEPTION = '20';
export const ALARM_EXCEPTION = '21';
const CLEANING_EXCEPTION = '30';
const HOLIDAY_EXCEPTION = '31';

export const ENTRANCE_DOOR = 'door-entrance';

const PERSON_COUNT = 60;
const CLEANERS = 4;

const weekdays = (fromMinute: number, toMinute: number): readonly WeeklyHours[] =>
  [1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromMinute, toMinute }));

/** Months and days, one closed day each. */
const FIXED_HOLIDAYS = ['01-01', '06-05', '12-24', '12-25', '12-26', '12-31'];

/**
 * The UniLock side of the demo house: an exception per room, "Hovedindgang", "Tyverialarm", and two that belong to others
 * and hold periods already ("Rengøring", "Helligdage").
 * @param rooms each with its own exception's id and the number of periods it holds
 */
export function createDemoBuilding(options: {
  readonly seed: number;
  readonly now: Instant;
  readonly rooms: readonly { readonly room: HouseRoom; readonly exceptionId: string; readonly maxPeriods: number }[];
}) {
  const equipped = options.rooms.map(({ room, exceptionId: id }) => equipRoom(room, id));
  const roomPoints = equipped.map((one) => one.points);
  const shared = [
    pointWithTable({ id: ENTRANCE_DOOR, name: 'Hovedindgang', kind: 'door', exceptions: [{ id: ENTRANCE_EXCEPTION }] }),
    pointWithTable({
      id: 'alarm-common',
      name: 'Alarm, fællesareal',
      kind: 'alarm',
      exceptions: [{ id: ALARM_EXCEPTION }, { id: CLEANING_EXCEPTION }],
    }),
    pointWithTable({
      id: 'light-common',
      name: 'Lys, fællesareal',
      kind: 'light',
      exceptions: [{ id: ALARM_EXCEPTION }, { id: CLEANING_EXCEPTION }],
    }),
    pointWithTable({
      id: 'door-canteen',
      name: 'Dør, kantine',
      kind: 'door',
      // The same exception, another function: here it locks. That choice stands in the table.
      exceptions: [{ id: HOLIDAY_EXCEPTION, function: 'locked' }],
      weekly: weekdays(7 * 60 + 30, 14 * 60),
    }),
  ];
  const equipment = [...equipped.flatMap((one) => one.equipment), ...shared];
  const persons = createPersons(options.seed);
  const { groups, memberships, roomGroups } = createGroups(options.rooms, roomPoints, persons, options.now);
  const building = new Building({
    zone: HOUSE_ZONE,
    points: equipment.map((one) => one.point),
    tables: equipment.map((one) => one.table),
    exceptions: [
      ...options.rooms.map(({ room, exceptionId: id, maxPeriods }) => ({
        id: exceptionId(id),
        name: room.name,
        maxPeriods,
        periods: [],
      })),
      { id: exceptionId(ENTRANCE_EXCEPTION), name: 'Hovedindgang', maxPeriods: 100, periods: [] },
      { id: exceptionId(ALARM_EXCEPTION), name: 'Tyverialarm', maxPeriods: 100, periods: [] },
      { id: exceptionId(CLEANING_EXCEPTION), name: 'Rengøring', maxPeriods: 30, periods: cleaningTimes(options.now) },
      { id: exceptionId(HOLIDAY_EXCEPTION), name: 'Helligdage', maxPeriods: 20, periods: holidays(options.now) },
    ],
    persons,
    groups,
    memberships,
  });
  return { building, roomPoints, persons, roomGroups };
}

function createPersons(seed: number): readonly Person[] {
  const random = createSeededRandom(seedOf(seed, 'persons'));
  const everyone = FIRST_NAMES.flatMap((first) => LAST_NAMES.map((last) => ({ first, last })));
  const cardNumbers = new Set<string>();
  while (cardNumbers.size < PERSON_COUNT) cardNumbers.add(String(random.whole(10_000_000, 99_999_999)));
  const cards = [...cardNumbers];
  return random
    .shuffle(everyone)
    .slice(0, PERSON_COUNT)
    .map(({ first, last }, index): Person => {
      const isCleaner = index >= PERSON_COUNT - CLEANERS;
      const card = { kind: 'card' as const, number: cards[index] ?? '' };
      const pin = { kind: 'pin' as const, number: String(random.whole(1000, 9999)) };
      return {
        id: personId(String(501 + index)),
        name: `${first} ${last}`,
        // Cleaners come from a firm and have no address in the house: nobody can be matched to them.
        email: isCleaner ? '' : `${plainLetters(first)}.${plainLetters(last)}@modehuset.example`,
        employeeNumber: isCleaner ? '' : String(1001 + index),
        initials: `${first.slice(0, 2)}${last.slice(0, 2)}`.toUpperCase(),
        keys: random.isLucky(0.3) ? [pin] : random.isLucky(0.5) ? [card, pin] : [card],
        validity: [],
      };
    });
}

/** Four groups of rooms, the staff, and the cleaners: six. */
function createGroups(
  rooms: readonly { readonly room: HouseRoom }[],
  points: readonly RoomPoints[],
  persons: readonly Person[],
  now: Instant,
): {
  readonly groups: readonly PersonGroup[];
  readonly memberships: readonly Membership[];
  readonly roomGroups: DemoWorld['suggestedGroups'];
} {
  const ofRooms = rooms.slice(0, 4).map(({ room }, index): PersonGroup => ({
    id: groupId(String(index + 3)),
    name: `${room.name}, mødedeltagere`,
    doorIds: [ENTRANCE_DOOR, ...points.slice(index, index + 1).map((one) => one.doorId)],
    hours: null,
  }));
  const staff: PersonGroup = {
    id: groupId('1'),
    name: 'Medarbejdere',
    doorIds: [ENTRANCE_DOOR, 'door-canteen'],
    hours: weekdays(6 * 60, 20 * 60),
  };
  const cleaners: PersonGroup = {
    id: groupId('2'),
    name: 'Rengøring',
    doorIds: [ENTRANCE_DOOR, ...points.map((one) => one.doorId)],
    hours: null,
  };
  const employees = persons.slice(0, PERSON_COUNT - CLEANERS);
  const tomorrow = addDays(wallParts(now, HOUSE_ZONE).date, 1);
  const byHand = [{ from: wallAt(tomorrow, 8 * 60), to: wallAt(tomorrow, 16 * 60) }];
  return {
    groups: [staff, cleaners, ...ofRooms],
    roomGroups: ofRooms.flatMap((group, index) =>
      rooms.slice(index, index + 1).map(({ room }) => ({ roomId: room.id, groupId: group.id })),
    ),
    memberships: [
      ...employees.map((person): Membership => ({
        groupId: staff.id,
        personId: person.id,
        validity: { kind: 'always' },
      })),
      ...persons.slice(PERSON_COUNT - CLEANERS).map((person): Membership => ({
        groupId: cleaners.id,
        personId: person.id,
        validity: { kind: 'exception', exceptionId: exceptionId(CLEANING_EXCEPTION) },
      })),
      // Given by hand and not ours: the caretaker for ever, one colleague for a day.
      ...employees.slice(0, 1).flatMap((person) =>
        ofRooms.map((group): Membership => ({
          groupId: group.id,
          personId: person.id,
          validity: { kind: 'always' },
        })),
      ),
      ...employees.slice(1, 2).flatMap((person) =>
        ofRooms.slice(0, 1).map((group): Membership => ({
          groupId: group.id,
          personId: person.id,
          validity: { kind: 'periods', periods: byHand },
        })),
      ),
    ],
  };
}

/** Before the office opens, on the next ten weekdays. */
function cleaningTimes(now: Instant): readonly WallPeriod[] {
  const times: WallPeriod[] = [];
  let { date } = wallParts(now, HOUSE_ZONE);
  while (times.length < 10) {
    if (isWorkday(date)) times.push({ from: wallAt(date, 5 * 60), to: wallAt(date, 6 * 60 + 30) });
    date = addDays(date, 1);
  }
  return times;
}

/** The fixed closed days of this year and the next. */
function holidays(now: Instant): readonly WallPeriod[] {
  const { year } = wallParts(now, HOUSE_ZONE);
  return [year, year + 1].flatMap((one) =>
    FIXED_HOLIDAYS.map((day) => {
      const date = `${String(one)}-${day}`;
      return { from: wallAt(date, 0), to: wallAt(addDays(date, 1), 0) };
    }),
  );
}

/** Monday to Friday of the date "YYYY-MM-DD". */
export function isWorkday(date: string): boolean {
  return date < addDays(mondayOf(date), 5);
}
