import type { Instant, Period } from '../../shared/time';
import { addMinutes, addMs, DAY_MS } from '../../shared/time';
import { canary } from '../builders/canary';

/** A person in a booking; an address that is not known is null. */
export interface DiaryPerson {
  readonly fullName: string;
  readonly mail: string | null;
}

export interface Space {
  readonly id: string;
  readonly name: string;
  readonly kind: 'MEETING' | 'DESK' | 'PARKING';
  readonly seats: number;
  readonly setupMinutes: number;
  readonly teardownMinutes: number;
}

export interface DiaryBuilding {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly floors: readonly { readonly name: string; readonly spaces: readonly Space[] }[];
}

/** A booking as the vendor keeps it: one for all its spaces. */
export interface DiaryBooking extends Period {
  readonly id: string;
  readonly reservation: string;
  readonly building: string;
  /** None: catering alone. */
  readonly spaces: readonly string[];
  /** The vendor's own numbers. */
  readonly statusId: number;
  readonly subject: string;
  readonly sensitivity: 'Normal' | 'Personal' | 'Private' | 'Confidential';
  readonly host: DiaryPerson | null;
  readonly staff: readonly DiaryPerson[];
  readonly visitors: readonly DiaryPerson[];
}

/** What stands in the diary, and what people do in it. */
export interface Diary {
  readonly buildings: readonly DiaryBuilding[];
  bookings: readonly DiaryBooking[];
}

/** An id as the vendor gives them: the kind of thing, then its number. */
const guid = (kind: string, number: number): string =>
  `${kind}-5d0e-4c55-9a53-${number.toString(16).padStart(12, '0')}`;

const HAVNEGADE = guid('0b8e7c52', 1);
const ESPLANADI = guid('0b8e7c52', 2);
const STRAND = guid('0b8e7c52', 3);

export const spaceGuid = (number: number): string => guid('a5d1c0de', number);
export const bookingGuid = (number: number): string => guid('c7f4b00c', number);

const space = (number: number, setup: number, teardown: number, kind: Space['kind'] = 'MEETING'): Space => ({
  id: spaceGuid(number),
  name: `Sal ${String(Math.floor(number / 100))}.${String(number % 100).padStart(2, '0')}`,
  kind,
  seats: 12,
  setupMinutes: setup,
  teardownMinutes: teardown,
});

/** The spaces that are booked all day long, so that one page never holds a building's bookings. */
const BUSY = Array.from({ length: 10 }, (_, index) => space(301 + index, 0, 0));

/** Three buildings in three zones, with an empty floor and spaces that are no rooms. */
export const BUILDINGS: readonly DiaryBuilding[] = [
  {
    id: HAVNEGADE,
    name: 'Havnegade 12',
    zone: 'Europe/Copenhagen',
    floors: [
      { name: 'Kælder', spaces: [space(1, 0, 0, 'PARKING')] },
      { name: '1. sal', spaces: [] },
      { name: '2. sal', spaces: [space(201, 15, 10), space(202, 0, 0), space(203, 0, 5), space(290, 0, 0, 'DESK')] },
      { name: '3. sal', spaces: BUSY },
    ],
  },
  { id: ESPLANADI, name: 'Esplanadi 4', zone: 'Europe/Helsinki', floors: [{ name: '1', spaces: [space(101, 5, 0)] }] },
  { id: STRAND, name: 'Strand 9', zone: 'Europe/London', floors: [{ name: 'Ground', spaces: [space(2, 0, 30)] }] },
];

export const meetingSpaces = ({ floors }: DiaryBuilding): readonly Space[] =>
  floors.flatMap(({ spaces }) => spaces).filter(({ kind }) => kind === 'MEETING');

const HOST: DiaryPerson = { fullName: canary('host'), mail: 'host@hus.example' };
export const STAFF: DiaryPerson = { fullName: canary('staff'), mail: 'staff@hus.example' };
export const VISITOR: DiaryPerson = { fullName: canary('visitor'), mail: 'visitor@gaest.example' };
/** Somebody of whom the diary knows no address. */
const UNKNOWN: DiaryPerson = { fullName: canary('unknown'), mail: null };

/** The vendor's numbers for a status, in the order of the page. */
export const STATUS_IDS = [1, 2, 3, 4, 5, 6, 9] as const;

/** Days that have bookings in every busy space, counted from the day itself. */
const DAYS_IN_ADVANCE = 10;
/** Half hours that each busy space is booked on each of those days. */
const BOOKINGS_A_DAY = 12;

/**
 * @param day midnight in UTC; the bookings below stand on that day, the busy spaces are booked on the ten after it too
 * @returns on the day itself: 121 bookings of busy spaces (one of them all of the day before as well), and in the first building
 *   seven in `Sal 2.01` (one for each status), three in `Sal 2.02`, one in both of `2.02` and `2.03`, one of catering; one in the second
 */
export function makeDiary(day: Instant): Diary {
  const at = (hour: number, minute = 0): Instant => addMinutes(day, hour * 60 + minute);
  let last = 1000;
  const booking = (number: number, spaces: readonly number[], span: Period, more: Partial<DiaryBooking> = {}) => ({
    id: bookingGuid(number),
    reservation: guid('91d0aaaa', number),
    building: HAVNEGADE,
    spaces: spaces.map(spaceGuid),
    ...span,
    statusId: 2,
    subject: canary(`subject-${String(number)}`),
    sensitivity: 'Normal' as const,
    host: HOST,
    staff: [],
    visitors: [],
    ...more,
  });
  const special: readonly DiaryBooking[] = [
    ...STATUS_IDS.map((statusId, index) =>
      booking(
        11 + index,
        [201],
        { from: at(8 + index), to: at(8 + index, 45) },
        {
          statusId,
          staff: [STAFF, UNKNOWN],
          visitors: [VISITOR],
        },
      ),
    ),
    booking(21, [202], { from: at(7), to: at(7, 30) }, { sensitivity: 'Private' }),
    booking(22, [202], { from: at(8), to: at(8, 30) }, { sensitivity: 'Confidential' }),
    booking(23, [202], { from: at(9), to: at(9, 30) }, { sensitivity: 'Personal', host: null }),
    booking(31, [202, 203], { from: at(11), to: at(12, 30) }),
    booking(41, [], { from: at(11), to: at(12) }),
    booking(51, [101], { from: at(7), to: at(8, 30) }, { building: ESPLANADI }),
    // From the evening before the day before into its first hour: a booking that only overlaps the window.
    booking(61, [301], { from: addMs(day, -DAY_MS - 60_000), to: at(1) }),
  ];
  const busy = Array.from({ length: DAYS_IN_ADVANCE + 1 }, (_, ahead) => ahead).flatMap((ahead) =>
    BUSY.flatMap((_, index) =>
      Array.from({ length: BOOKINGS_A_DAY }, (_half, half) => {
        const from = addMinutes(day, ahead * 1440 + 360 + half * 45);
        return booking((last += 1), [301 + index], { from, to: addMinutes(from, 30) });
      }),
    ),
  );
  return { buildings: BUILDINGS, bookings: [...special, ...busy] };
}
