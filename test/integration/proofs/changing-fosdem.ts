import type { DemoWorld, Guest } from '../../../electron/simulator';
import { createSeededRandom } from '../../../electron/simulator/seeded-random';
import { exceptionId, groupId, personId } from '../../../shared/ids';
import type { Instant } from '../../../shared/time';
import { MINUTE_MS, instant } from '../../../shared/time';
import type { BookingsOfFile } from '../fosdem/independent';
import type { Span } from '../fosdem/independent';
import { union } from '../fosdem/independent';

/** Nobody in UniLock has this address: whom a meeting without people is called by. */
const NOBODY: Guest = { name: 'Ingen', email: 'ingen@fosdem.example', isExternal: false };
const ENTRANCE = '1';
const PADDING = 10 * MINUTE_MS;
/** Night hours, in which no booking ever lies: rows that people add by hand. */
const NIGHT = { first: 3 * 60, step: 15, length: 8, count: 8 } as const;

interface Booked {
  readonly id: string;
  readonly room: string;
  readonly from: number;
  readonly to: number;
  readonly people: readonly string[];
}

/** What somebody gave by hand, word for word as UniLock keeps it. */
type ByHand = string;

/**
 * FOSDEM as it changes from round to round, kept twice: in the simulators, where people change it, and here in plain values from which what should be
 * there is computed without a line of the program.
 */
export function createChangingFosdem(options: {
  readonly world: DemoWorld;
  readonly file: BookingsOfFile;
  readonly shiftMinutes: number;
  readonly seed: number;
  /** An exception of this room is in no mapping. */
  readonly unmappedException: string;
  /** The rooms whose people get access. */
  readonly roomsWithGroup: readonly string[];
  readonly clock: () => Instant;
}) {
  const { world, file, seed, unmappedException, roomsWithGroup, clock } = options;
  const { house, building } = world;
  const random = createSeededRandom(seed);
  const shift = options.shiftMinutes * MINUTE_MS;
  const bookings = new Map<string, Booked>(
    house.meetings().map(({ id }, index) => {
      const row = file.bookings[index];
      if (row === undefined) throw new RangeError('the house has another meeting than the file');
      const booked = {
        id: id as string,
        room: String(row.roomId),
        from: Date.parse(row.start) + shift,
        to: Date.parse(row.end) + shift,
        people: row.people.map(String),
      };
      return [booked.id, booked] as const;
    }),
  );
  const rooms = file.rooms.map(({ id }) => String(id));
  const usedRooms = [...new Set([...bookings.values()].map(({ room }) => room))];
  const persons = building.persons().map(({ id }) => id as string);
  const firstDay = Math.min(...[...bookings.values()].map(({ from }) => from));
  /** Memberships in mapped groups that are not ours: by "room/person". */
  const byHand = new Map<string, ByHand>();
  /** Rows added by hand to memberships of ours. */
  const added = new Map<string, readonly Span[]>();

  const guest = (person: string): Guest => ({
    name: `Person ${person}`,
    email: `person-${person}@fosdem.example`,
    isExternal: false,
  });
  const peopleOf = (people: readonly string[]) => ({
    organiser: people[0] === undefined ? NOBODY : guest(people[0]),
    attendees: people.slice(1).map(guest),
  });
  const anyBooking = (): Booked => random.pick([...bookings.values()]);

  function move(): void {
    const booked = anyBooking();
    const by = random.pick([-60, -35, -10, 0, 5, 20, 45]) * MINUTE_MS;
    const longer = random.pick([0, 0, 5, 15]) * MINUTE_MS;
    const room = random.isLucky(0.4) ? random.pick(usedRooms) : booked.room;
    const next = { ...booked, room, from: booked.from + by, to: booked.to + by + longer };
    house.moveMeeting(booked.id, { from: instant(next.from), to: instant(next.to), roomIds: [room] });
    bookings.set(booked.id, next);
  }

  function cancel(): void {
    const { id } = anyBooking();
    house.cancelMeeting(id);
    bookings.delete(id);
  }

  function book(): void {
    const like = anyBooking();
    const room = random.pick(usedRooms);
    const people = [...new Set(Array.from({ length: random.whole(1, 3) }, () => random.pick(persons)))];
    const { from, to } = like;
    const made = house.makeMeeting({ roomIds: [room], from: instant(from), to: instant(to), ...peopleOf(people) });
    bookings.set(made.id, { id: made.id, room, from, to, people });
  }

  function changePeople(change: (people: readonly string[]) => readonly string[]): void {
    const booked = anyBooking();
    const people = [...new Set(change(booked.people))];
    house.changePeople(booked.id, peopleOf(people));
    bookings.set(booked.id, { ...booked, people });
  }

  const wall = (at: number): string => {
    // The file's zone is one hour ahead in winter, and two in summer: asked of the system, not of the program.
    const parts = new Intl.DateTimeFormat('sv-SE', {
      timeZone: building.zone,
      ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
      ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
    }).format(at);
    return parts.replace(' ', 'T');
  };
  const nightRow = (): Span => {
    const midnight = new Date(firstDay);
    midnight.setUTCHours(0, 0, 0, 0);
    const minute = NIGHT.first + NIGHT.step * random.whole(0, NIGHT.count - 1);
    const from = midnight.getTime() + minute * MINUTE_MS;
    return { from, to: from + NIGHT.length * MINUTE_MS };
  };
  const asWall = ({ from, to }: Span) => ({ from: wall(from), to: wall(to) });
  const heldValidity = (group: string, person: string) =>
    building.members(group).find((one) => (one.personId as string) === person)?.validity;

  /** Somebody gives a membership by hand to a person who has none in that group. */
  function giveByHand(group: string): void {
    const person = random.pick(persons);
    if (heldValidity(group, person) !== undefined) return;
    const validity = random.pick([
      { kind: 'always' } as const,
      { kind: 'exception', exceptionId: exceptionId(random.pick(usedRooms)) } as const,
      { kind: 'periods', periods: [asWall(nightRow())] } as const,
    ]);
    building.giveByHand({ groupId: groupId(group), personId: personId(person), validity }, clock());
    if (group !== ENTRANCE) byHand.set(`${group}/${person}`, JSON.stringify(validity));
  }

  /** Somebody adds a row by hand to a membership of ours. */
  function addByHand(): void {
    const group = random.pick(roomsWithGroup);
    const ours = building.members(group).filter(({ personId: person }) => !byHand.has(`${group}/${person}`));
    if (ours.length === 0) return;
    const { personId: person, validity } = random.pick(ours);
    if (validity.kind !== 'periods') throw new RangeError('ours are in periods');
    const key = `${group}/${person}`;
    const row = nightRow();
    const before = added.get(key) ?? [];
    if (before.some(({ from }) => from === row.from)) return;
    const periods = [...validity.periods, asWall(row)];
    building.giveByHand({ groupId: groupId(group), personId: person, validity: { kind: 'periods', periods } }, clock());
    added.set(key, [...before, row]);
  }

  const padded = (list: readonly Booked[]): Span[] =>
    union(list.map(({ from, to }) => ({ from: from - PADDING, to: to + PADDING })));

  /** The wanted spans of one person in each room. */
  function wantedOfPeople(): Map<string, Span[]> {
    const lists = new Map<string, Booked[]>();
    for (const booked of bookings.values()) {
      if (!roomsWithGroup.includes(booked.room)) continue;
      for (const person of booked.people) {
        const key = `${booked.room}/${person}`;
        lists.set(key, [...(lists.get(key) ?? []), booked]);
      }
    }
    return new Map([...lists].map(([key, list]) => [key, padded(list)]));
  }

  const text = (spans: readonly Span[]): string =>
    JSON.stringify([...spans].sort((a, b) => a.from - b.from).map(({ from, to }) => [from, to]));

  return {
    /** Everything that no sync may ever touch: the unmapped exception with its version, and the unmapped group. */
    foreign: (): string =>
      JSON.stringify([building.exception(unmappedException), building.members(ENTRANCE).map((one) => ({ ...one }))]),

    /** A round's changes, on both sides. Few enough not to be a mass change (W5) in twenty rounds within the hour. */
    change(): void {
      move();
      move();
      cancel();
      book();
      changePeople((people) => [...people, random.pick(persons)]);
      changePeople((people) => [random.pick(persons), ...people]);
      changePeople((people) => people.slice(1));
      changePeople((people) => people.slice(0, -1));
      giveByHand(ENTRANCE);
      giveByHand(random.pick(roomsWithGroup));
      addByHand();
      addByHand();
      if (random.isLucky(0.5)) {
        const { from, to } = nightRow();
        building.editByHand({
          exceptionId: unmappedException,
          periods: [{ from: instant(from), to: instant(to) }],
          at: clock(),
        });
      }
    },

    /** What differs in the twin from what should be there; and, where that is all right, remembers whose each membership now is. */
    differences(): string[] {
      const wrong: string[] = [];
      const check = (what: string, found: string, expected: string): void => {
        if (found !== expected) wrong.push(`${what}: ${found}, expected ${expected}`);
      };
      const all = [...bookings.values()];
      for (const room of rooms) {
        if (room === unmappedException) continue;
        const wanted = padded(all.filter((booked) => booked.room === room));
        check(`exception ${room}`, text(building.periodsOf(room)), text(wanted));
      }
      check('entrance', text(building.periodsOf(ENTRANCE)), text(padded(all)));

      const wanted = wantedOfPeople();
      const record = building.record().membershipChanges;
      const held = new Set<string>();
      for (const group of rooms)
        for (const { personId: person, validity } of building.members(group)) {
          const key = `${group}/${person}`;
          held.add(key);
          const given = byHand.get(key);
          if (given !== undefined) {
            check(`by hand ${key}`, JSON.stringify(validity), given);
            continue;
          }
          const rows = [...(wanted.get(key) ?? []), ...(added.get(key) ?? [])];
          const now = record.get(group)?.get(person)?.at(-1);
          check(`membership ${key}`, `${validity.kind} ${text(now?.periods ?? [])}`, `periods ${text(rows)}`);
          const words = validity.kind === 'periods' ? validity.periods.map((row) => JSON.stringify(row)) : [];
          for (const row of added.get(key) ?? [])
            if (!words.includes(JSON.stringify(asWall(row))))
              wrong.push(`row by hand of ${key} is not as it was given`);
        }
      for (const key of [...byHand.keys(), ...added.keys(), ...wanted.keys()])
        if (!held.has(key)) wrong.push(`membership ${key} is not there`);
      // A membership of ours that nobody wants any more and in which another hand's rows stand is that hand's from now on (W8).
      for (const [key, rows] of added)
        if (!wanted.has(key)) {
          byHand.set(key, JSON.stringify({ kind: 'periods', periods: rows.map(asWall) }));
          added.delete(key);
        }
      return wrong;
    },

    counts: () => ({
      bookings: bookings.size,
      memberships: wantedOfPeople().size,
      byHand: byHand.size,
      added: added.size,
    }),
  };
}
export type ChangingFosdem = ReturnType<typeof createChangingFosdem>;
