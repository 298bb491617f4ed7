import { performance } from 'node:perf_hooks';
import { createSha256 } from '../../electron/platform';
import { createMatcher, knowBookings } from '../../electron/sync/desired';
import type {
  AccessReading,
  Attendee,
  Booking,
  BookingReading,
  GroupLine,
  MappingLine,
  MembershipTarget,
  Memory,
  PeopleReading,
  Plan,
  Policy,
} from '../../electron/sync/model';
import { EMPTY_MEMORY } from '../../electron/sync/model';
import { planRun } from '../../electron/sync/plan';
import {
  bookingId,
  exceptionId,
  groupId,
  locationId,
  mappingLineId,
  meetingId,
  personId,
  roomId,
} from '../../shared/ids';
import type { GroupId } from '../../shared/ids';
import type { Instant, Period } from '../../shared/time';
import { addMinutes, addMs, DAY_MS, instantFromIso } from '../../shared/time';
import { machine, median, spread, verdict } from './figures';

/**
 * Planning alone, hashing included, beside `JSON.parse` of the same answers in the default shape: pure functions over values, in turn, in one
 * process; the figure is the ratio of the medians.
 */

const NOW = instantFromIso('2026-11-23T05:00:00Z');
const DAYS = 21;
const PER_DAY = 3;
const EXCEPTIONS_PER_ROOM = 3;
const PEOPLE_PER_BOOKING = 5;
const PERSONS = 5000;
/** Enough that a collection of garbage in some of them does not move the median. */
const ROUNDS = 45;
const WARM_UP = 8;
const ROOMS = 500;

interface House {
  readonly policy: Policy;
  readonly reading: BookingReading;
  readonly access: AccessReading;
  readonly people: PeopleReading | null;
  readonly memory: Memory;
  /** The answers as the default shape has them. */
  readonly answers: readonly string[];
}

const email = (person: number): string => `person${person}@firma.example`;
const attendee = (person: number): Attendee => ({
  name: `Person ${person}`,
  email: email(person),
  employeeNumber: null,
  initials: null,
  isExternal: false,
});

function bookingsOf(rooms: number, withPeople: boolean): Booking[] {
  return Array.from({ length: rooms * DAYS * PER_DAY }, (_, index): Booking => {
    const room = index % rooms;
    const slot = Math.floor(index / rooms);
    const from = addMinutes(
      addMs(NOW, Math.floor(slot / PER_DAY) * DAY_MS),
      120 + (slot % PER_DAY) * 180 + (room % 7) * 5,
    );
    const people = Array.from({ length: PEOPLE_PER_BOOKING }, (_each, place) => (index * 17 + place * 911) % PERSONS);
    return {
      id: bookingId(String(index + 1)),
      meetingId: meetingId(String(100_000 + index)),
      roomId: roomId(String(room + 1)),
      locationId: locationId('12'),
      period: { from, to: addMinutes(from, 60) },
      status: 'confirmed',
      title: `Møde ${index}`,
      isPrivate: false,
      organiser: withPeople ? attendee(people[0] ?? 0) : null,
      participants: withPeople ? people.map(attendee) : [],
    };
  });
}

/** The answers of both servers as text, in the default shape. */
function answersOf(bookings: readonly Booking[], access: AccessReading, people: PeopleReading | null): string[] {
  const wall = (at: Instant): string => new Date(at + 3_600_000).toISOString().slice(0, 19);
  const walls = (periods: readonly Period[]) => periods.map(({ from, to }) => ({ From: wall(from), To: wall(to) }));
  const person = (one: Attendee) => ({ Name: one.name, Email: one.email, IsExternal: one.isExternal });
  return [
    JSON.stringify({
      Items: bookings.map((one) => ({
        Id: Number(one.id),
        MeetingId: Number(one.meetingId),
        RoomId: Number(one.roomId),
        Start: wall(one.period.from),
        End: wall(one.period.to),
        Subject: one.title,
        IsPrivate: one.isPrivate,
        Status: 'Confirmed',
        Organizer: one.organiser === null ? null : person(one.organiser),
        Attendees: one.participants.map(person),
      })),
      TotalCount: bookings.length,
    }),
    JSON.stringify({
      Items: access.exceptions.map((one) => ({
        Id: Number(one.id),
        Name: one.name,
        MaxPeriods: one.maxPeriods,
        Version: one.version,
        Periods: walls(one.periods),
      })),
    }),
    ...(people === null
      ? []
      : [
          JSON.stringify({
            Items: people.persons?.list.map((one) => ({ Id: Number(one.id), Name: one.name, Email: one.email })),
          }),
          ...people.groups.map((group) =>
            JSON.stringify({
              Items: group.members.map((one) => ({
                PersonId: Number(one.personId),
                Always: false,
                SharedExceptionId: null,
                Periods: walls(one.periods),
              })),
            }),
          ),
        ]),
  ];
}

/** A house in its everyday state: everything that is booked is written, and remembered. */
function houseOf(rooms: number, withPeople: boolean): House {
  const ids = Array.from({ length: rooms }, (_, index) => String(index + 1));
  const line = { leadMinutes: 10, lagMinutes: 10, block: 'meeting', longestOpeningHours: 24, safeHours: null } as const;
  const lines = ids.flatMap((id) =>
    Array.from({ length: EXCEPTIONS_PER_ROOM }, (_, index): MappingLine => {
      const exception = `${id}${index}`;
      return {
        ...line,
        id: mappingLineId(`${id}>${exception}`),
        roomId: roomId(id),
        exceptionId: exceptionId(exception),
      };
    }),
  );
  const who = { organiser: true, participants: true, externals: false };
  const groupLines = withPeople
    ? ids.map((id): GroupLine => ({
        ...line,
        who,
        id: mappingLineId(`${id}>g`),
        roomId: roomId(id),
        groupId: groupId(id),
      }))
    : [];
  const places = DAYS * PER_DAY + 1;
  const policy: Policy = {
    locations: [locationId('12')],
    rooms: ids.map(roomId),
    lines,
    managed: lines.map(({ exceptionId: id }) => ({ id, name: '', places, foreignEdits: 'replace' })),
    groupLines,
    managedGroups: groupLines.map(({ groupId: id }) => ({ id, name: '' })),
    matchBy: 'email',
    horizonHours: DAYS * 24,
    countsPending: false,
    houseZone: 'Europe/Copenhagen',
  };
  const bookings = bookingsOf(rooms, withPeople);
  const reading: BookingReading = {
    readAt: NOW,
    window: { from: addMs(NOW, -DAY_MS), to: addMs(NOW, (DAYS + 1) * DAY_MS) },
    completeness: 'complete',
    locations: [{ id: locationId('12'), name: '', zone: 'Europe/Copenhagen' }],
    rooms: ids.map((id) => ({
      id: roomId(id),
      name: '',
      locationId: locationId('12'),
      capacity: null,
      preparationMinutes: 0,
      followUpMinutes: 0,
    })),
    bookings,
    elsewhere: [],
    unreadLocations: [],
    unreadRooms: [],
    rejected: [],
    clockSkewMs: 0,
    troubles: [],
  };
  const emptyAccess: AccessReading = {
    readAt: NOW,
    completeness: 'complete',
    exceptions: policy.managed.map(({ id }) => ({ id, name: '', maxPeriods: places, version: '1', periods: [] })),
    zone: 'Europe/Copenhagen',
    rejected: [],
    clockSkewMs: 0,
    troubles: [],
  };
  const persons = Array.from({ length: PERSONS }, (_, index) => ({
    ...attendee(index),
    id: personId(String(index + 1)),
  }));
  const emptyPeople: PeopleReading | null = withPeople
    ? {
        readAt: NOW,
        persons: { completeness: 'complete', list: persons },
        groups: policy.managedGroups.map(({ id }) => ({ id, name: '', members: [] })),
        troubles: [],
      }
    : null;
  const before = { policy, reading, access: emptyAccess, people: emptyPeople, memory: EMPTY_MEMORY };
  const { plan, knowledge } = planOf({ ...before, answers: [] });
  const written = asWritten(before, plan, knowledge.toRemember);
  return { ...written, answers: answersOf(bookings, written.access, written.people) };
}

/** The house after the plan has been carried out and read back. */
function asWritten(house: Omit<House, 'answers'>, plan: Plan, reading: Memory['reading']): Omit<House, 'answers'> {
  const run = { writtenAt: NOW, runId: 'run' as Memory['intents'][number]['runId'], isForeign: false };
  const given = plan.targets.map((one) => ({
    exceptionId: one.exceptionId,
    readBackAt: NOW,
    periods: one.entries.map(({ period, bookings, lines }) => ({ period, bookings, lines, ...run })),
  }));
  const periodsOf = new Map(plan.targets.map((one) => [one.exceptionId, one.periods]));
  const byGroup = new Map<GroupId, MembershipTarget[]>();
  for (const one of plan.memberships) {
    const known = byGroup.get(one.groupId);
    if (known === undefined) byGroup.set(one.groupId, [one]);
    else known.push(one);
  }
  return {
    ...house,
    access: {
      ...house.access,
      exceptions: house.access.exceptions.map((one) => ({ ...one, periods: periodsOf.get(one.id) ?? [] })),
    },
    people:
      house.people === null
        ? null
        : {
            ...house.people,
            groups: house.people.groups.map((group) => ({
              ...group,
              members: (byGroup.get(group.id) ?? []).map((one) => ({
                personId: one.personId,
                basis: 'periods',
                exceptionId: null,
                periods: one.periods,
              })),
            })),
          },
    memory: {
      ...EMPTY_MEMORY,
      reading,
      confirmed: given,
      ledger: [...byGroup].map(([id, members]) => ({
        groupId: id,
        members: members.map((one) => ({
          personId: one.personId,
          periods: one.entries.map(({ period, bookings, lines }) => ({ period, bookings, lines, ...run })),
          hasBeenRead: true,
        })),
      })),
    },
  };
}

const hash = createSha256();

/** What a run does between its readings and its writes. */
function planOf({ policy, reading, access, people, memory }: House) {
  const knowledge = knowBookings({
    policy,
    reading,
    vanished: new Set(),
    memory: memory.reading,
    access,
    guard: { memory: memory.guard, answers: memory.answers, now: NOW, digest: (text) => hash.digest(text) },
    matcher: createMatcher(people?.persons ?? null, policy.matchBy),
  });
  return { knowledge, plan: planRun({ policy, knowledge, access, people, memory, now: NOW, hash }) };
}

interface Measured {
  readonly plans: readonly number[];
  readonly parses: readonly number[];
}

function measure(house: House): Measured {
  const plans: number[] = [];
  const parses: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const before = performance.now();
    for (const answer of house.answers) JSON.parse(answer);
    const parsed = performance.now();
    const { plan } = planOf(house);
    const planned = performance.now();
    if (plan.actions.length > 0) throw new Error(`the everyday plan writes ${plan.actions.length} lists`);
    if (round < 0) continue;
    parses.push(parsed - before);
    plans.push(planned - parsed);
  }
  return { plans, parses };
}

/** One line of figures beside its goal. */
function report(name: string, house: House, goal: number): Measured {
  const found = measure(house);
  const bytes = house.answers.reduce((sum, text) => sum + text.length, 0);
  const memberships = house.people?.groups.reduce((sum, group) => sum + group.members.length, 0) ?? 0;
  console.log(
    `\n${name}: ${house.policy.rooms.length} rooms, ${house.reading.bookings.length} bookings, ${house.policy.managed.length} exceptions, ${memberships} memberships`,
  );
  console.log(`parse      ${spread(found.parses)}, ${(bytes / 2 ** 20).toFixed(1)} MiB`);
  console.log(`plan       ${spread(found.plans)}`);
  console.log(`ratio      ${verdict(median(found.plans) / median(found.parses), goal)}`);
  return found;
}

console.log(machine());
const small = measure(houseOf(ROOMS / 10, false));
const big = report('planning', houseOf(ROOMS, false), 1.5);
console.log(`growth     ${verdict(median(big.plans) / median(small.plans), 11)} from a tenth of the bookings`);
report('planning with people', houseOf(ROOMS, true), 6);
