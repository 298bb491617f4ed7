import { createCore } from '../../../electron/core/create-core';
import { createSha256 } from '../../../electron/platform';
import { Building, House } from '../../../electron/simulator';
import type { BuildingPlan, Validity } from '../../../electron/simulator/building';
import { createMemoryCredentials, createMemoryJournal, createMemorySettingsStore } from '../../../electron/store';
import type { Trouble } from '../../../shared/errors';
import { exceptionId, groupId, locationId, personId, roomId } from '../../../shared/ids';
import { settingsSchema } from '../../../shared/settings';
import type { Instant, Period } from '../../../shared/time';
import type { AccessDialect } from '../../dialects/access/dialect';
import type { BookingDialect } from '../../dialects/booking-dialects';
import { accessProfileFor, bookingProfileFor, startAccessDialect, startBookingDialect } from '../../dialects/start';
import { FakeClock, FakeLogger, FakeRandom } from '../../fakes';
import { FakeTicker } from '../../fakes/fake-ticker';
import { PATIENT } from '../../contract/connectors/support';

/** Waits of retries take no time: the test alone moves the clock. */
export class StillClock extends FakeClock {
  override wait(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
}

export const ZONE = 'Europe/Copenhagen';
export const DIALECT_ROOMS = ['101', '102', '201'].map((id) => ({
  id: roomId(id),
  name: `Lokale ${id}`,
  locationId: locationId(id.startsWith('2') ? '2' : '1'),
  capacity: 8,
  preparationMinutes: 15,
  followUpMinutes: 5,
}));
export const DIALECT_LOCATIONS = ['1', '2'].map((id) => ({ id: locationId(id), name: `Sted ${id}`, timeZone: ZONE }));
/** For the one server that never answers; on a busy machine another call may be caught by it too, which is trouble all the same. */
const IMPATIENT = { ...PATIENT, firstAnswerMs: 120 };

/** Who gives or may get access: whose memberships are not ours, and how they are valid. */
export const PERSONS = {
  anna: '500',
  always: '501',
  following: '502',
  byHand: '503',
  erik: '504',
  freja: '505',
} as const;
export type PersonName = keyof typeof PERSONS;
const BY_HAND = { from: '2026-11-24T08:00:00', to: '2026-11-24T16:00:00' };
/** What others gave in the groups that the mapping leads to. */
const FOREIGN: readonly (readonly [group: string, person: PersonName, validity: Validity])[] = [
  ['3', 'always', { kind: 'always' }],
  ['3', 'following', { kind: 'exception', exceptionId: exceptionId('7') }],
  ['3', 'byHand', { kind: 'periods', periods: [BY_HAND] }],
  ['4', 'always', { kind: 'periods', periods: [BY_HAND] }],
];
const emailOf = (person: PersonName): string => `${PERSONS[person]}@house.example`;

/** Persons, and the groups 3 (rooms 101 and 102) and 4 (room 201) with members that others put there. */
const people: Pick<BuildingPlan, 'persons' | 'groups' | 'memberships'> = {
  persons: Object.entries(PERSONS).map(([name, id]) => ({
    id: personId(id),
    name: `Person ${name}`,
    email: `${id}@house.example`,
    employeeNumber: id,
    initials: `p${id}`,
    keys: [],
    validity: [],
  })),
  groups: ['3', '4'].map((id) => ({ id: groupId(id), name: `Gruppe ${id}`, doorIds: [], hours: null })),
  memberships: FOREIGN.map(([group, person, validity]) => ({
    groupId: groupId(group),
    personId: personId(PERSONS[person]),
    validity,
  })),
};

/** A core over the program's own connectors to two dialects, in a small house in which the test alone books. */
export async function dialectHouse(
  speaks: BookingDialect,
  opens: AccessDialect,
  now: Instant,
  { withPeople = false }: { readonly withPeople?: boolean } = {},
) {
  const clock = new StillClock(now);
  const logger = new FakeLogger();
  const random = new FakeRandom(3);
  const ports = { clock, logger, random, limits: PATIENT };
  const [locations, rooms] = [DIALECT_LOCATIONS, DIALECT_ROOMS];
  const house = new House({ locations, rooms });
  const exceptions = ['7', '8'].map((id) => ({
    id: exceptionId(id),
    name: `Dør ${id}`,
    maxPeriods: 8,
    periods: [],
  }));
  const building = new Building({ zone: ZONE, points: [], tables: [], exceptions, ...(withPeople ? people : {}) });
  const bookings = await startBookingDialect(speaks, house, ports);
  const access = await startAccessDialect(opens, building, ports);
  const hurried = { ...ports, limits: IMPATIENT };
  const impatient = { bookings: bookings.connect(hurried), access: access.connect(hurried) };
  let isImpatient = false;
  // The core keeps what it was given: which one is meant is decided at each call.
  const ofBookings = () => (isImpatient ? impatient.bookings : bookings.connector);
  const ofAccess = () => (isImpatient ? impatient.access : access.connector);

  const settings = createMemorySettingsStore();
  const profiles = [bookingProfileFor(speaks), accessProfileFor(opens)];
  settings.save(
    settingsSchema.parse({
      version: 3,
      bookings: { connectorId: 'b', kind: 'pronestor', profile: profiles[0]?.id, address: 'b.example', userName: 'u' },
      access: {
        connectorId: 'a',
        kind: 'unilock-webapi',
        profile: profiles[1]?.id,
        address: 'a.example',
        userName: 'u',
      },
      profiles,
      locations: locations.map(({ id, name }) => ({ id, name })),
      rooms: rooms.map(({ id, name, locationId: at }) => ({ id, name, locationId: at })),
      exceptions: exceptions.map(({ id, name }) => ({ id, name })),
      mapping: rooms.map(({ id }) => ({ id: `line-${id}`, roomId: id, exceptionId: id === '201' ? '8' : '7' })),
      ...(withPeople
        ? {
            groups: building.groups().map(({ id, name }) => ({ id, name })),
            groupMapping: rooms.map(({ id }) => ({
              id: `people-${id}`,
              roomId: id,
              groupId: id === '201' ? '4' : '3',
            })),
          }
        : {}),
      houseZone: ZONE,
      isSetUp: true,
    }),
  );
  const core = createCore({
    settings,
    journal: createMemoryJournal({ clock }),
    credentials: createMemoryCredentials(),
    connectors: {
      bookings: () => ({
        readBookings: (request, call) => ofBookings().readBookings(request, call),
        check: (call) => ofBookings().check(call),
        listRooms: (at, call) => ofBookings().listRooms(at, call),
      }),
      access: () => ({
        canReadBack: true,
        handOver: null,
        observe: (zone, call) => ofAccess().observe(zone, call),
        writePeriods: (write, call) => ofAccess().writePeriods(write, call),
        observePeople: (request, call) => ofAccess().observePeople(request, call),
        writeMembership: (write, call) => ofAccess().writeMembership(write, call),
        check: (call) => ofAccess().check(call),
      }),
    },
    clock,
    random,
    hash: createSha256(),
    logger,
    ticker: new FakeTicker(clock),
    isDemo: false,
  });
  return {
    clock,
    house,
    bookings: bookings.server,
    access: access.server,
    book: (room: string, period: Period, guests: readonly PersonName[] = []) =>
      house.makeMeeting({
        roomIds: [room],
        ...period,
        attendees: guests.map((name) => ({ name, email: emailOf(name), isExternal: false })),
      }).id,
    /** Everything that the access control holds, with how often it was written. */
    held: () => building.exceptions().map(({ id, version }) => ({ id, version, periods: building.periodsOf(id) })),
    isOpen: (exception: string, at: Instant) =>
      building.periodsOf(exception).some(({ from, to }) => from <= at && at < to),
    /** Every membership, in an order of its own. */
    memberships: () =>
      building
        .groups()
        .flatMap(({ id }) => building.members(id))
        .map((membership) => JSON.stringify(membership))
        .sort(),
    /** What others gave, as it stands, with how often each was written. */
    foreign: () =>
      FOREIGN.map(([group, person]) => {
        const changes = building.record().membershipChanges.get(group)?.get(PERSONS[person]) ?? [];
        return JSON.stringify([group, person, changes.map(({ validity }) => validity)]);
      }),
    /** Whether the person's own periods in the group let them in. */
    isIn: (group: string, person: PersonName, at: Instant) =>
      (building.record().membershipChanges.get(group)?.get(PERSONS[person])?.at(-1)?.periods ?? []).some(
        ({ from, to }) => from <= at && at < to,
      ),
    /** One run, by connectors that wait long or hardly at all. */
    async sync(patience: 'patient' | 'impatient' = 'patient') {
      isImpatient = patience === 'impatient';
      const result = await core.whenDone(core.syncNow({ trigger: 'manual', acceptPlanHash: null }).runId);
      const blocked = result.plan?.blocked.map(({ trouble }) => trouble) ?? [];
      // A hold is loud by itself (W5): the question is the telling.
      const held: Trouble[] = (result.plan?.holds ?? []).map(() => ({ code: 'removals-held', context: {} }));
      return { ...result, told: [...result.troubles, ...blocked, ...held], state: core.status().state };
    },
    async close() {
      await core.stop();
      await bookings.close();
      await access.close();
    },
  };
}
export type DialectHouse = Awaited<ReturnType<typeof dialectHouse>>;
