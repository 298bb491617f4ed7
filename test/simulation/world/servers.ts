import type { AccessConnector, BookingConnector, ConnectorFactory } from '../../../electron/core/core-api';
import { createConnectors } from '../../../electron/core/connectors';
import type { FaultPlan, Guest, Membership } from '../../../electron/simulator';
import { Building, House, createPronestorSimulator, createUnilockSimulator } from '../../../electron/simulator';
import { REFUSALS_TO_STOP, createLoginGuard } from '../../../electron/profile';
import { createMemoryCredentials, createRefusedLogins } from '../../../electron/store';
import type { Clock, Logger, Random } from '../../../electron/sync/ports';
import type { Trouble } from '../../../shared/errors';
import { asAppError } from '../../../shared/errors';
import { exceptionId, groupId, locationId, personId, roomId } from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';
import { wallFromInstant } from '../../../shared/time';
import { createInProcessPronestor } from './in-process-pronestor';
import { createInProcessUnilock } from './in-process-unilock';
import type { GivenByHand, Setting, Side } from './story';

/** The time as the servers and the PC have it. */
export interface PcTime {
  /** The PC's clock. */
  now(): Instant;
  trueNow(): Instant;
  /** PC clock minus true time, milliseconds. */
  offsetMs(): number;
  /** Lets (true) time go by while a call lasts; what happens meanwhile happens. Milliseconds. */
  elapse(milliseconds: number): Promise<void>;
}

/** A server that is asked by a function call. */
export interface InProcessServer<Connector> {
  readonly connector: Connector;
  readonly faults: FaultPlan;
  goDown(): void;
  comeBack(): void;
}

export interface ProcessPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** Both servers of a house, and the worlds behind them. */
export interface Servers {
  readonly house: House;
  readonly building: Building;
  /** How the settings name them. */
  readonly addresses: Readonly<Record<Side, string>>;
  /** The connectors of one process; `close` ends their connections. */
  connect(ports: ProcessPorts): Promise<{ readonly factory: ConnectorFactory; close(): void }>;
  faults(side: Side): FaultPlan;
  goDown(side: Side): Promise<void> | void;
  comeBack(side: Side): Promise<void> | void;
  /** Whether the password of Pronestor that the PC has is the right one; it is typed anew. */
  typePassword(isRight: boolean): void;
  /** Logins that were tried at Pronestor so far. */
  logins(): number;
  close(): Promise<void>;
}

export const USER = 'moedeklar';
const PASSWORD = 'canary-password';
export const HOUSE_ZONE = 'Europe/Copenhagen';
/** Names that must never be written anywhere by the program (P20). */
export const CANARY = 'canary-name';

function buildHouse({ locations, rooms }: Setting): House {
  return new House({
    locations: locations.map(({ id, zone }) => ({ id: locationId(id), name: `${CANARY} ${id}`, timeZone: zone })),
    rooms: rooms.map((room) => ({
      ...room,
      id: roomId(room.id),
      locationId: locationId(room.locationId),
      name: `${CANARY} ${room.id}`,
      capacity: 8,
    })),
  });
}

/** The address of somebody, by number. UniLock knows some of them with capitals (D4). */
export const emailOf = (number: number): string => `${CANARY}-${number}@house.example`;

/** Somebody as a booking names them. */
export const guestOf = (number: number | null): Guest => ({
  name: `${CANARY} ${number ?? ''}`,
  email: number === null ? '' : emailOf(number),
  isExternal: number !== null && number % 4 === 3,
});

export const validityOf = (how: GivenByHand['how']): Membership['validity'] => {
  if (how === 'always') return { kind: 'always' };
  return 'exceptionId' in how
    ? { kind: 'exception', exceptionId: exceptionId(how.exceptionId) }
    : { kind: 'periods', periods: how.map(wallsOf) };
};

const wallsOf = ({ from, to }: Period) => ({
  from: wallFromInstant(from, HOUSE_ZONE),
  to: wallFromInstant(to, HOUSE_ZONE),
});

function buildBuilding({ exceptions, persons, groups }: Setting): Building {
  return new Building({
    zone: HOUSE_ZONE,
    points: [],
    tables: [],
    exceptions: exceptions.map(({ id, places, periods }) => ({
      id: exceptionId(id),
      name: `${CANARY} ${id}`,
      maxPeriods: places,
      periods: periods.map(wallsOf),
    })),
    persons: persons.map(({ id, number }) => ({
      id: personId(id),
      name: `${CANARY} ${id}`,
      email: number % 2 === 0 ? emailOf(number) : emailOf(number).toUpperCase(),
      employeeNumber: id,
      initials: `c${id}`,
      keys: [],
      validity: [],
    })),
    groups: groups.map(({ id }) => ({ id: groupId(id), name: `${CANARY} ${id}`, doorIds: [], hours: null })),
    memberships: groups.flatMap(({ id, members }) =>
      members.map((one) => ({
        groupId: groupId(id),
        personId: personId(one.personId),
        validity: validityOf(one.how),
      })),
    ),
  });
}

/** Starts the servers of a setting. */
export async function startServers(setting: Setting, pc: PcTime): Promise<Servers> {
  const house = buildHouse(setting);
  const building = buildBuilding(setting);
  return setting.servers === 'loopback' ? loopback(house, building, pc) : inProcess(house, building, pc);
}

function inProcess(house: House, building: Building, pc: PcTime): Servers {
  // Nobody logs in in process but while the password is wrong; then the program's own guard decides who may try (W11).
  const guard = createLoginGuard(pc.now);
  let isRight = true;
  let logins = 0;
  const login = (): Trouble | null => {
    if (isRight) return null;
    try {
      guard.check();
    } catch (thrown) {
      return asAppError(thrown).toWire();
    }
    logins += 1;
    return guard.refused().toWire();
  };
  const pronestor = createInProcessPronestor(house, pc, login);
  const unilock = createInProcessUnilock(building, pc);
  const sides = { pronestor, unilock };
  const factory: ConnectorFactory = {
    bookings: (): BookingConnector => pronestor.connector,
    access: (): AccessConnector => unilock.connector,
    retryLogins: () => {
      if (guard.state().refusals >= REFUSALS_TO_STOP) guard.reset();
    },
  };
  return {
    house,
    building,
    addresses: { pronestor: 'https://pronestor.example', unilock: 'https://unilock.example' },
    connect: () => Promise.resolve({ factory, close: () => undefined }),
    faults: (side) => sides[side].faults,
    goDown: (side) => sides[side].goDown(),
    comeBack: (side) => sides[side].comeBack(),
    typePassword(right) {
      isRight = right;
      guard.reset();
    },
    logins: () => logins,
    close: () => Promise.resolve(),
  };
}

async function loopback(house: House, building: Building, pc: PcTime): Promise<Servers> {
  const common = { clock: pc.trueNow, userName: USER, password: PASSWORD, wait: pc.elapse };
  const pronestor = await createPronestorSimulator({ ...common, house });
  const unilock = await createUnilockSimulator({ ...common, building });
  const sides = { pronestor, unilock };
  const credentials = createMemoryCredentials();
  await credentials.set('pronestor', PASSWORD);
  await credentials.set('unilock', PASSWORD);
  // On a real PC it is a file, and outlives processes too.
  const refusedLogins = createRefusedLogins(null, { info: () => undefined, warn: () => undefined });
  return {
    house,
    building,
    addresses: { pronestor: pronestor.url, unilock: unilock.url },
    connect(ports) {
      const connectors = createConnectors({ ...ports, credentials, refusedLogins });
      return Promise.resolve({ factory: connectors.factory, close: () => connectors.close() });
    },
    faults: (side) => sides[side].faults,
    goDown: (side) => sides[side].goDown(),
    comeBack: (side) => sides[side].comeBack(),
    typePassword: (isRight) => void credentials.set('pronestor', isRight ? PASSWORD : `${PASSWORD}-wrong`),
    logins: () => pronestor.requests.count('login'),
    async close() {
      await Promise.all([pronestor.close(), unilock.close()]);
    },
  };
}
