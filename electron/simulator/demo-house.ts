import { exceptionId, locationId, roomId } from '../../shared/ids';
import type { Instant, Period, ZoneName } from '../../shared/time';
import {
  addDays,
  addMinutes,
  instant,
  instantFromWall,
  MINUTE_MS,
  mondayOf,
  overlaps,
  wallParts,
} from '../../shared/time';
import type { Person } from './building';
import { wallAt } from './building-state';
import { ALARM_EXCEPTION, createDemoBuilding, ENTRANCE_DOOR, ENTRANCE_EXCEPTION, isWorkday } from './demo-building';
import { GUESTS, NEWCOMERS, PRIVATE_TITLES, TITLES } from './demo-names';
import type { DemoWorld } from './demo-world';
import type { BookingStatus, Guest, HouseRoom, Meeting } from './house';
import { BOOKING_STATUSES, House } from './house';
import type { SeededRandom } from './seeded-random';
import { createSeededRandom, seedOf } from './seeded-random';

export interface DemoHouse extends DemoWorld {
  /**
   * Lets the house live on until the instant: new days at the far end, somebody prolongs, cancels or books a meeting now
   * and then, and there is always one meeting running and one that starts within the hour. Same seed and same calls,
   * same house.
   */
  advance(to: Instant): void;
}

const QUARTER_MS = 15 * MINUTE_MS;
/** The last day that is planned is this many days after today. */
const DAYS_AHEAD = 14;

type Rhythm = 'busy' | 'usual' | 'rare';

interface DemoRoom {
  readonly room: HouseRoom;
  readonly rhythm: Rhythm;
  readonly exceptionId: string;
  readonly maxPeriods: number;
}

const HEADQUARTERS = { id: locationId('12'), name: 'Hovedkontor', timeZone: 'Europe/Copenhagen' };
const NUUK = { id: locationId('27'), name: 'Nuuk', timeZone: 'America/Nuuk' };

const demoRoom = (
  id: string,
  name: string,
  place: typeof NUUK,
  capacity: number,
  rhythm: Rhythm,
  around: { readonly preparationMinutes: number; readonly followUpMinutes: number },
): DemoRoom => ({
  room: { id: roomId(id), name, locationId: place.id, capacity, ...around },
  rhythm,
  exceptionId: String(Number(id) - 100),
  // Eight places are enough where there are three meetings a week; the others would overflow within a week.
  maxPeriods: rhythm === 'rare' ? 8 : 50,
});

const PLAIN = { preparationMinutes: 0, followUpMinutes: 0 };
const SERVED = { preparationMinutes: 15, followUpMinutes: 15 };

const ROOMS: readonly DemoRoom[] = [
  demoRoom('101', 'Storebælt', HEADQUARTERS, 20, 'busy', SERVED),
  demoRoom('102', 'Lillebælt', HEADQUARTERS, 12, 'usual', PLAIN),
  demoRoom('103', 'Øresund', HEADQUARTERS, 10, 'usual', PLAIN),
  demoRoom('104', 'Kattegat', HEADQUARTERS, 8, 'busy', PLAIN),
  demoRoom('105', 'Skagerrak', HEADQUARTERS, 4, 'rare', PLAIN),
  demoRoom('106', 'Limfjorden', HEADQUARTERS, 6, 'usual', PLAIN),
  demoRoom('107', 'Sermitsiaq', NUUK, 10, 'usual', SERVED),
  demoRoom('108', 'Disko', NUUK, 4, 'rare', PLAIN),
];

const BIG_ROOM = '101';
const ITS_NEIGHBOUR = '102';
/** Kept free around now, for the meeting that runs and the one that comes next. */
const RUNNING_ROOM = '103';
const NEXT_ROOM = '104';

const GAPS: Readonly<Record<Rhythm, readonly number[]>> = {
  busy: [0, 15, 30, 30, 60],
  usual: [30, 60, 90, 120],
  rare: [0, 60, 120, 180],
};
const DURATIONS = [30, 45, 60, 60, 60, 90, 120];
/** Days after Monday on which a rarely used room has its one meeting. */
const RARE_DAYS = [0, 2, 4];
const MOST_PER_DAY: Readonly<Record<Rhythm, number>> = { busy: 5, usual: 3, rare: 1 };

/**
 * A Danish office with eight rooms in two zones and its UniLock: bookings from the last workday to two weeks ahead, on
 * whole quarters and of every status, one running and one that starts within the hour. Same seed and same `now`, same house.
 */
export function createDemoHouse(options: { readonly seed: number; readonly now: Instant }): DemoHouse {
  const { seed, now } = options;
  const house = new House({ locations: [HEADQUARTERS, NUUK], rooms: ROOMS.map((one) => one.room) });
  const { building, roomPoints, persons, roomGroups } = createDemoBuilding({ seed, now, rooms: ROOMS });
  const staff = persons.filter((person) => person.email !== '').map(asGuest);
  const life = new HouseLife(house, staff, seed);

  const today = dateOf(now, HEADQUARTERS.timeZone);
  life.planDays(lastWorkdayBefore(today), addDays(today, DAYS_AHEAD), {
    from: addMinutes(now, -120),
    to: addMinutes(now, 180),
  });
  life.keepGoing(now);
  life.showEveryKind(now);

  let livedTo = now;
  return {
    house,
    building,
    roomPoints,
    suggestedMapping: ROOMS.flatMap(({ room, exceptionId: own }) => {
      const targets = room.locationId === HEADQUARTERS.id ? [own, ENTRANCE_EXCEPTION, ALARM_EXCEPTION] : [own];
      return targets.map((target) => ({ roomId: room.id, exceptionId: exceptionId(target) }));
    }),
    suggestedGroups: roomGroups,
    mainEntrance: { doorId: ENTRANCE_DOOR, exceptionId: exceptionId(ENTRANCE_EXCEPTION) },
    advance: (to) => {
      for (let at = nextQuarter(livedTo); at <= to; at = addMinutes(at, 15)) life.liveAt(at);
      if (to > livedTo) livedTo = to;
    },
  };
}

/** What people do in the house, decided by the seed. */
class HouseLife {
  readonly #house: House;
  readonly #staff: readonly Guest[];
  readonly #seed: number;
  #plannedTo = '';

  constructor(house: House, staff: readonly Guest[], seed: number) {
    this.#house = house;
    this.#staff = staff;
    this.#seed = seed;
  }

  /** Plans the workdays from the first to the last date; `around` is left free in the two rooms that are kept for now. */
  planDays(first: string, last: string, around: Period | null): void {
    for (let date = first; date <= last; date = addDays(date, 1)) if (isWorkday(date)) this.#planDay(date, around);
    this.#plannedTo = last;
  }

  /** One meeting runs for a while yet and one starts within the hour. */
  keepGoing(at: Instant): void {
    const random = createSeededRandom(seedOf(this.#seed, `going ${String(at)}`));
    const counting = this.#house.meetings().filter((meeting) => meeting.status === 'Confirmed' && hasRoom(meeting));
    if (!counting.some((meeting) => meeting.from <= at && addMinutes(at, 15) < meeting.to)) {
      this.#meet(
        random,
        [this.#freeRoom(RUNNING_ROOM, at)],
        addMinutes(quarterOf(at), -15),
        addMinutes(quarterOf(at), 45),
        {},
      );
    }
    // Twenty minutes give time to see the house before the lead time begins.
    if (!counting.some((meeting) => addMinutes(at, 15) < meeting.from && meeting.from <= addMinutes(at, 60))) {
      const from = nextQuarter(addMinutes(at, 20));
      this.#meet(random, [this.#freeRoom(NEXT_ROOM, from)], from, addMinutes(from, 60), {});
    }
  }

  /** One quarter of an hour of life: the far end is planned, and one time in four somebody changes something. */
  liveAt(at: Instant): void {
    const last = addDays(dateOf(at, HEADQUARTERS.timeZone), DAYS_AHEAD);
    if (last > this.#plannedTo) this.planDays(addDays(this.#plannedTo, 1), last, null);
    const random = createSeededRandom(seedOf(this.#seed, `life ${String(at)}`));
    if (random.isLucky(0.25)) this.#changeSomething(random, at);
    this.keepGoing(at);
  }

  /** Small days may lack a kind of meeting: turns some into the kinds that are missing, so that the demo shows them all. */
  showEveryKind(now: Instant): void {
    const random = createSeededRandom(seedOf(this.#seed, 'kinds'));
    const meetings = this.#house.meetings();
    const isUsual = (meeting: Meeting): boolean =>
      meeting.status === 'Confirmed' && meeting.bookings.length === 1 && !meeting.isPrivate;
    const past = random.shuffle(meetings.filter((meeting) => isUsual(meeting) && meeting.to <= now));
    // From tomorrow on: today's meetings are what somebody is looking at.
    const future = random.shuffle(
      meetings.filter((meeting) => isUsual(meeting) && meeting.from > addMinutes(now, 24 * 60)),
    );
    if (!meetings.some((meeting) => meeting.bookings.length > 1)) {
      const isWidenable = (meeting: Meeting): boolean =>
        meeting.bookings.some((booking) => booking.roomId === BIG_ROOM) && this.#isFree(ITS_NEIGHBOUR, meeting);
      const [wide] = future.splice(future.findIndex(isWidenable), 1);
      if (wide !== undefined) this.#house.moveMeeting(wide.id, { roomIds: [BIG_ROOM, ITS_NEIGHBOUR] });
    }
    for (const status of BOOKING_STATUSES) {
      if (meetings.some((meeting) => meeting.status === status)) continue;
      const chosen = (isOfThePast(status) ? past : future).pop();
      if (chosen !== undefined) this.#house.setStatus(chosen.id, status);
    }
    const roomless = future.pop();
    if (roomless !== undefined) this.#meet(random, [], roomless.from, roomless.to, { title: 'Telefonmøde' });
    const hidden = future.pop();
    if (hidden !== undefined && !meetings.some((meeting) => meeting.isPrivate)) {
      this.#house.removeMeeting(hidden.id);
      const rooms = hidden.bookings.map((booking) => booking.roomId);
      this.#meet(random, rooms, hidden.from, hidden.to, { title: PRIVATE_TITLES[0], isPrivate: true });
    }
  }

  #planDay(date: string, around: Period | null): void {
    for (const { room, rhythm } of ROOMS) {
      const random = createSeededRandom(seedOf(this.#seed, `${date} ${room.id}`));
      const zone = room.locationId === NUUK.id ? NUUK.timeZone : HEADQUARTERS.timeZone;
      if (rhythm === 'rare' && !RARE_DAYS.some((day) => addDays(mondayOf(date), day) === date)) continue;
      let minute = 8 * 60 + 15 * random.whole(0, 3);
      for (let count = 0; count < MOST_PER_DAY[rhythm]; count += 1) {
        minute += random.pick(GAPS[rhythm]);
        const duration = random.pick(DURATIONS);
        if (minute + duration > 17 * 60) break;
        const from = instantFromWall(wallAt(date, minute), zone, 'earlier');
        minute += duration;
        const slot = { from, to: addMinutes(from, duration) };
        const isKept = around !== null && (room.id === RUNNING_ROOM || room.id === NEXT_ROOM) && overlaps(slot, around);
        if (!isKept && this.#isFree(room.id, slot)) this.#planMeeting(random, room, slot, around);
      }
    }
  }

  #planMeeting(random: SeededRandom, room: HouseRoom, slot: Period, around: Period | null): void {
    // `around` lies about now, so what ends before it is past.
    const isPast = around !== null && slot.to <= around.from;
    const isPrivate = random.isLucky(0.07);
    const isWide = room.id === BIG_ROOM && random.isLucky(0.15) && this.#isFree(ITS_NEIGHBOUR, slot);
    this.#meet(random, isWide ? [room.id, ITS_NEIGHBOUR] : [room.id], slot.from, slot.to, {
      isPrivate,
      title: random.pick(isPrivate ? PRIVATE_TITLES : TITLES),
      status: statusFor(random, isPast),
    });
  }

  #changeSomething(random: SeededRandom, at: Instant): void {
    const soon = this.#house
      .meetings()
      .filter(
        (meeting) =>
          meeting.status === 'Confirmed' &&
          hasRoom(meeting) &&
          meeting.to > at &&
          meeting.from < addMinutes(at, 48 * 60),
      );
    const meeting = soon.length === 0 ? undefined : random.pick(soon);
    const what = random.pick(['prolong', 'cancel', 'book']);
    if (what === 'book' || meeting === undefined) {
      const from = addMinutes(nextQuarter(at), 15 * random.whole(8, 40));
      const slot = { from, to: addMinutes(from, random.pick(DURATIONS)) };
      const free = ROOMS.filter((one) => one.rhythm !== 'rare' && this.#isFree(one.room.id, slot));
      if (free.length > 0) this.#meet(random, [random.pick(free).room.id], slot.from, slot.to, {});
    } else if (what === 'cancel' && meeting.from > at) {
      this.#house.cancelMeeting(meeting.id);
    } else {
      const more = { from: meeting.to, to: addMinutes(meeting.to, 15) };
      if (meeting.bookings.every((booking) => this.#isFree(booking.roomId, more))) {
        this.#house.moveMeeting(meeting.id, { to: more.to });
      }
    }
  }

  /** The wanted room, or another of the headquarters that is free for the hour. */
  #freeRoom(wanted: string, from: Instant): string {
    const slot = { from: addMinutes(from, -30), to: addMinutes(from, 60) };
    const candidates = [wanted, ...ROOMS.filter((one) => one.rhythm !== 'rare').map((one) => one.room.id as string)];
    return candidates.find((id) => this.#isFree(id, slot)) ?? wanted;
  }

  #isFree(room: string, slot: Period): boolean {
    return !this.#house
      .meetings()
      .some(
        (meeting) =>
          (meeting.status === 'Confirmed' || meeting.status === 'Pending') &&
          overlaps(meeting, slot) &&
          meeting.bookings.some((booking) => booking.roomId === room && !booking.isTakenOut),
      );
  }

  #meet(
    random: SeededRandom,
    roomIds: readonly string[],
    from: Instant,
    to: Instant,
    wanted: { readonly title?: string; readonly isPrivate?: boolean; readonly status?: BookingStatus },
  ): void {
    const [organiser, ...colleagues] = random.shuffle(this.#staff).slice(0, random.whole(2, 6));
    const guests = random.isLucky(0.3) ? [random.pick(GUESTS)] : [];
    // Drawn apart, so that the house's life does not hang on them.
    const chance = createSeededRandom(seedOf(this.#seed, `newcomer ${String(from)} ${roomIds.join(' ')}`));
    const newcomers = chance.isLucky(0.08) ? [chance.pick(NEWCOMERS)] : [];
    this.#house.makeMeeting({
      title: random.pick(TITLES),
      ...wanted,
      roomIds,
      from,
      to,
      ...(organiser === undefined ? {} : { organiser }),
      attendees: [...colleagues, ...newcomers, ...guests],
    });
  }
}

const asGuest = (person: Person): Guest => ({ name: person.name, email: person.email, isExternal: false });

const hasRoom = (meeting: Meeting): boolean => meeting.bookings.some((booking) => !booking.isTakenOut);

const isOfThePast = (status: BookingStatus): boolean => status === 'Ended' || status === 'NoShow';

function statusFor(random: SeededRandom, isPast: boolean): BookingStatus {
  const roll = random.next();
  if (isPast) return roll < 0.85 ? 'Confirmed' : roll < 0.93 ? 'Ended' : 'NoShow';
  if (roll < 0.82) return 'Confirmed';
  return roll < 0.9 ? 'Pending' : roll < 0.95 ? 'Cancelled' : roll < 0.98 ? 'Deleted' : 'Empty';
}

const quarterOf = (at: Instant): Instant => instant(Math.floor(at / QUARTER_MS) * QUARTER_MS);
const nextQuarter = (at: Instant): Instant => addMinutes(quarterOf(at), 15);
const dateOf = (at: Instant, zone: ZoneName): string => wallParts(at, zone).date;

function lastWorkdayBefore(date: string): string {
  let day = addDays(date, -1);
  while (!isWorkday(day)) day = addDays(day, -1);
  return day;
}
