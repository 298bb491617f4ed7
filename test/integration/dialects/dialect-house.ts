import { createCore } from '../../../electron/core/create-core';
import { createSha256 } from '../../../electron/platform';
import { Building, House } from '../../../electron/simulator';
import { createMemoryCredentials, createMemoryJournal, createMemorySettingsStore } from '../../../electron/store';
import type { Trouble } from '../../../shared/errors';
import { exceptionId, locationId, roomId } from '../../../shared/ids';
import { settingsSchema } from '../../../shared/settings';
import type { Instant, Period } from '../../../shared/time';
import type { AccessDialect } from '../../dialects/access/dialect';
import type { BookingDialect } from '../../dialects/booking-dialects';
import { accessProfileFor, bookingProfileFor, startAccessDialect, startBookingDialect } from '../../dialects/start';
import { FakeClock, FakeLogger, FakeRandom } from '../../fakes';
import { FakeTicker } from '../../fakes/fake-ticker';
import { PATIENT } from '../../contract/connectors/support';

/** Waits of retries take no time: the test alone moves the clock. */
class StillClock extends FakeClock {
  override wait(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
}

const ZONE = 'Europe/Copenhagen';
/** For the one server that never answers; on a busy machine another call may be caught by it too, which is trouble all the same. */
const IMPATIENT = { ...PATIENT, firstAnswerMs: 120 };

/** A core over the program's own connectors to two dialects, in a small house in which the test alone books. */
export async function dialectHouse(speaks: BookingDialect, opens: AccessDialect, now: Instant) {
  const clock = new StillClock(now);
  const logger = new FakeLogger();
  const random = new FakeRandom(3);
  const ports = { clock, logger, random, limits: PATIENT };
  const rooms = ['101', '102', '201'].map((id) => ({
    id: roomId(id),
    name: `Lokale ${id}`,
    locationId: locationId(id.startsWith('2') ? '2' : '1'),
    capacity: 8,
    preparationMinutes: 15,
    followUpMinutes: 5,
  }));
  const locations = ['1', '2'].map((id) => ({ id: locationId(id), name: `Sted ${id}`, timeZone: ZONE }));
  const house = new House({ locations, rooms });
  const exceptions = ['7', '8'].map((id) => ({
    id: exceptionId(id),
    name: `Dør ${id}`,
    maxPeriods: 8,
    periods: [],
  }));
  const building = new Building({ zone: ZONE, points: [], tables: [], exceptions });
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
    book: (room: string, period: Period) => house.makeMeeting({ roomIds: [room], ...period }).id,
    /** Everything that the access control holds, with how often it was written. */
    held: () => building.exceptions().map(({ id, version }) => ({ id, version, periods: building.periodsOf(id) })),
    isOpen: (exception: string, at: Instant) =>
      building.periodsOf(exception).some(({ from, to }) => from <= at && at < to),
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
