import { createUnilockWebApi } from '../../../electron/access/unilock-webapi';
import { createPronestorSource } from '../../../electron/booking/pronestor';
import { createLoginGuard, accessProfileOf, bookingProfileOf } from '../../../electron/profile';
import type { Fault } from '../../../electron/simulator';
import { Building, House, createPronestorSimulator, createUnilockSimulator } from '../../../electron/simulator';
import type { BookingStatus } from '../../../electron/simulator';
import type { AccessControl, BookingSource } from '../../../electron/sync/ports';
import { bookingId, exceptionId, locationId, meetingId, roomId } from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';
import { instant } from '../../../shared/time';
import { createInProcessPronestor } from '../../simulation/world/in-process-pronestor';
import { createInProcessUnilock } from '../../simulation/world/in-process-unilock';
import { FakeAccessControl, FakeBookingSource, FakeClock, FakeLogger, FakeRandom } from '../../fakes';
import type { AccessDialect } from '../../dialects/access/dialect';
import { ACCESS_DIALECTS } from '../../dialects/access-dialects';
import type { BookingDialect } from '../../dialects/booking-dialects';
import { BOOKING_DIALECTS } from '../../dialects/booking-dialects';
import { startAccessDialect, startBookingDialect } from '../../dialects/start';
import { PATIENT } from '../connectors/support';

/** A Monday without clock change, 08:00 UTC. */
export const NOW = instant(Date.UTC(2026, 10, 23, 8));
export const ZONE = 'Europe/Copenhagen';
export const LOCATIONS = ['1', '2'].map(locationId);
export const ROOMS = ['101', '102', '201'].map(roomId);

export interface BookedMeeting {
  readonly id: string;
  readonly roomId: string;
  readonly period: Period;
  readonly status?: BookingStatus;
}

/** What may go wrong with a reading, said so that each kind of server can do it. */
export type ReadTrouble =
  'server-error' | 'location-hidden' | 'page-lost' | 'empty-list' | 'clock-ahead' | 'unknown-status';

/** A booking side of any make, with its world in the test's hands. */
export interface BookingHouse {
  readonly source: BookingSource;
  /** Bookings are asked for room by room, so that those of rooms that nobody asks for are never seen. */
  readonly isAskedPerRoom?: boolean;
  book(meeting: BookedMeeting): void;
  vanish(id: string): void;
  begin(trouble: ReadTrouble): void;
  close(): Promise<void>;
}

export interface AccessHouse {
  readonly access: AccessControl;
  /** The zone that it tells; left out: the house's own name for it. */
  readonly toldZone?: string | null;
  /** Whether the answer to a write tells the new version; left out: it does. */
  readonly tellsNewVersion?: boolean;
  list(exceptionId: string): readonly Period[];
  editByHand(exceptionId: string, periods: readonly Period[]): void;
  begin(trouble: 'server-error' | 'answer-lost' | 'refusal' | 'lagging-read' | 'conflict'): void;
  close(): Promise<void>;
}

export const EXCEPTIONS = [
  { id: '7', places: 2 },
  { id: '8', places: 8 },
] as const;

const rooms = ROOMS.map((id) => ({
  id,
  name: `Lokale ${id}`,
  locationId: locationId(id.startsWith('2') ? '2' : '1'),
  capacity: 8,
  preparationMinutes: 15,
  followUpMinutes: 5,
}));
const homeOf = (room: string) => locationId(room.startsWith('2') ? '2' : '1');

const FAULTS: Readonly<Record<ReadTrouble, Fault>> = {
  'server-error': { kind: 'server-error', operation: 'locations' },
  'location-hidden': { kind: 'hidden-location', locationId: '2' },
  'page-lost': { kind: 'lost-page', page: 1, operation: 'bookings', locationId: '1' },
  'empty-list': { kind: 'empty-list', operation: 'bookings' },
  'clock-ahead': { kind: 'wrong-clock', minutes: 5 },
  'unknown-status': { kind: 'unknown-status', bookingId: '9001' },
};

const newHouse = (): House =>
  new House({ locations: LOCATIONS.map((id) => ({ id, name: `Sted ${id}`, timeZone: ZONE })), rooms });

const inHouse = (house: House): Pick<BookingHouse, 'book' | 'vanish'> => ({
  book: ({ id, roomId: room, period, status = 'Confirmed' }) => {
    house.makeMeeting({ id: `7${id.slice(1)}`, bookingIds: [id], roomIds: [room], ...period, status });
  },
  vanish: (id) => house.removeMeeting(`7${id.slice(1)}`),
});

const pcTime = (clock: FakeClock) => ({
  now: () => clock.now(),
  trueNow: () => clock.now(),
  offsetMs: () => 0,
  elapse: (milliseconds: number) => clock.wait(milliseconds, null),
});

const dialectPorts = () => ({
  limits: PATIENT,
  clock: { now: () => NOW, wait: async () => undefined },
  random: new FakeRandom(),
  logger: new FakeLogger(),
});

const bookingHouseOf = (dialect: BookingDialect): readonly [make: string, start: () => Promise<BookingHouse>] => [
  `the connector with the profile ${dialect.name}`,
  async () => {
    const house = newHouse();
    const { server, connector, close } = await startBookingDialect(dialect, house, dialectPorts());
    return {
      source: connector,
      ...(dialect.isAskedPerRoom === true ? { isAskedPerRoom: true } : {}),
      ...inHouse(house),
      begin: (trouble) => void server.faults.inject(trouble === 'page-lost' ? dialect.lostPage : FAULTS[trouble]),
      close,
    };
  },
];

export const BOOKING_HOUSES: readonly (readonly [make: string, start: () => Promise<BookingHouse>])[] = [
  [
    'the fake',
    async () => {
      const source = new FakeBookingSource(new FakeClock(NOW));
      source.locations = LOCATIONS.map((id) => ({ id, name: `Sted ${id}`, zone: ZONE }));
      source.rooms = rooms;
      const inFirst = (booking: { readonly locationId: string }): boolean => booking.locationId === '1';
      return {
        source,
        book: ({ id, roomId: room, period, status = 'Confirmed' }) =>
          source.set({
            id: bookingId(id),
            meetingId: meetingId(`7${id.slice(1)}`),
            roomId: roomId(room),
            locationId: homeOf(room),
            period,
            status: status === 'NoShow' ? 'no-show' : (status.toLowerCase() as 'confirmed'),
            title: 'Møde',
            isPrivate: false,
            organiser: null,
            participants: [],
          }),
        vanish: (id) => source.vanish(bookingId(id)),
        begin: (trouble) => {
          switch (trouble) {
            case 'server-error':
              return void (source.lasting = { kind: 'unreadable' });
            case 'location-hidden':
              return void (source.lasting = { kind: 'unread-location', locationId: locationId('2') });
            case 'page-lost':
              return void (source.lasting = { kind: 'partial', lost: inFirst });
            case 'empty-list':
              return void (source.lasting = { kind: 'silent-loss', lost: () => true });
            case 'clock-ahead':
              return void (source.lasting = { kind: 'clock-off', skewMs: 300_000 });
            case 'unknown-status':
              return source.change(bookingId('9001'), { status: 'unknown' });
          }
        },
        close: async () => undefined,
      };
    },
  ],
  [
    'the simulation in process',
    async () => {
      const house = newHouse();
      const { connector, faults } = createInProcessPronestor(house, pcTime(new FakeClock(NOW)));
      return {
        source: connector,
        ...inHouse(house),
        begin: (trouble) => void faults.inject(FAULTS[trouble]),
        close: async () => undefined,
      };
    },
  ],
  [
    'the connector against the simulator',
    async () => {
      const house = newHouse();
      const clock = new FakeClock(NOW);
      const server = await createPronestorSimulator({ house, clock: () => NOW, userName: 'u', password: 'p' });
      const source = createPronestorSource({
        profile: bookingProfileOf('pronestor-planner'),
        address: server.url,
        userName: 'u',
        password: async () => 'p',
        limits: PATIENT,
        clock: { now: () => NOW, wait: async () => undefined },
        random: new FakeRandom(),
        logger: new FakeLogger(),
        loginGuard: createLoginGuard(() => clock.now()),
      });
      return {
        source,
        ...inHouse(house),
        begin: (trouble) => void server.faults.inject(FAULTS[trouble]),
        async close() {
          source.close();
          await server.close();
        },
      };
    },
  ],
  ...BOOKING_DIALECTS.map(bookingHouseOf),
];

const newBuilding = (): Building =>
  new Building({
    zone: ZONE,
    points: [],
    tables: [],
    exceptions: EXCEPTIONS.map(({ id, places }) => ({
      id: exceptionId(id),
      name: `Dør ${id}`,
      maxPeriods: places,
      periods: [],
    })),
  });

const ACCESS_FAULTS: Readonly<Record<Parameters<AccessHouse['begin']>[0], Fault>> = {
  'server-error': { kind: 'server-error' },
  'answer-lost': { kind: 'answer-lost', operation: 'write-periods' },
  refusal: { kind: 'refusal', operation: 'write-periods' },
  'lagging-read': { kind: 'lagging-read', reads: 1, operation: 'write-periods' },
  conflict: { kind: 'version-conflict', operation: 'write-periods' },
};

const inBuilding = (building: Building): Pick<AccessHouse, 'list' | 'editByHand'> => ({
  list: (id) => building.periodsOf(id),
  editByHand: (id, periods) => building.editByHand({ exceptionId: id, periods, at: NOW }),
});

const accessHouseOf = (dialect: AccessDialect): readonly [make: string, start: () => Promise<AccessHouse>] => [
  `the connector with the profile ${dialect.name}-unilock`,
  async () => {
    const building = newBuilding();
    const { server, connector, close } = await startAccessDialect(dialect, building, dialectPorts());
    const { toldZone, tellsNewVersion } = dialect;
    return {
      access: connector,
      toldZone,
      tellsNewVersion,
      ...inBuilding(building),
      begin: (trouble) => void server.faults.inject(ACCESS_FAULTS[trouble]),
      close,
    };
  },
];

export const ACCESS_HOUSES: readonly (readonly [make: string, start: () => Promise<AccessHouse>])[] = [
  [
    'the fake',
    async () => {
      const access = new FakeAccessControl(new FakeClock(NOW));
      for (const { id, places } of EXCEPTIONS) access.add(exceptionId(id), { name: `Dør ${id}`, maxPeriods: places });
      const seven = exceptionId('7');
      return {
        access,
        list: (id) => access.periodsOf(exceptionId(id)),
        editByHand: (id, periods) => access.edit(exceptionId(id), periods),
        begin: (trouble) => {
          switch (trouble) {
            case 'server-error':
              return void (access.isDown = true);
            case 'answer-lost':
              return void access.writeFaults.set(seven, ['lost-after']);
            case 'refusal':
              return void access.writeFaults.set(seven, ['refused']);
            case 'lagging-read':
              return void access.readFaults.push('lags');
            case 'conflict':
              return void access.writeFaults.set(seven, ['conflict']);
          }
        },
        close: async () => undefined,
      };
    },
  ],
  [
    'the simulation in process',
    async () => {
      const building = newBuilding();
      const { connector, faults } = createInProcessUnilock(building, pcTime(new FakeClock(NOW)));
      return {
        access: connector,
        ...inBuilding(building),
        begin: (trouble) => void faults.inject(ACCESS_FAULTS[trouble]),
        close: async () => undefined,
      };
    },
  ],
  [
    'the connector against the simulator',
    async () => {
      const building = newBuilding();
      const now = (): Instant => NOW;
      const server = await createUnilockSimulator({ building, clock: now, userName: 'u', password: 'p' });
      const access = createUnilockWebApi({
        profile: accessProfileOf('unilock-webapi'),
        address: server.url,
        userName: 'u',
        password: async () => 'p',
        limits: PATIENT,
        clock: { now, wait: async () => undefined },
        random: new FakeRandom(),
        logger: new FakeLogger(),
        loginGuard: createLoginGuard(now),
      });
      return {
        access,
        ...inBuilding(building),
        begin: (trouble) => void server.faults.inject(ACCESS_FAULTS[trouble]),
        async close() {
          access.close();
          await server.close();
        },
      };
    },
  ],
  ...ACCESS_DIALECTS.map(accessHouseOf),
];
