import type { AccessConnector, BookingConnector, ConnectorFactory } from '../../../electron/core/core-api';
import { createConnectors } from '../../../electron/core/connectors';
import type { FaultPlan } from '../../../electron/simulator';
import { Building, House, createPronestorSimulator, createUnilockSimulator } from '../../../electron/simulator';
import { createMemoryCredentials } from '../../../electron/store';
import type { Clock, Logger, Random } from '../../../electron/sync/ports';
import { exceptionId, groupId, locationId, personId, roomId } from '../../../shared/ids';
import type { Instant } from '../../../shared/time';
import { wallFromInstant } from '../../../shared/time';
import { createInProcessPronestor } from './in-process-pronestor';
import { createInProcessUnilock } from './in-process-unilock';
import type { Setting, Side } from './story';

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
  close(): Promise<void>;
}

export const USER = 'moedeklar';
const PASSWORD = 'canary-password';
export const HOUSE_ZONE = 'Europe/Copenhagen';
/** A group whose members hands gave: not ours to touch (P5). The place where a story's people will come in. */
const GROUP = groupId('3');

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

function buildBuilding({ exceptions, persons }: Setting): Building {
  const people = Array.from({ length: persons }, (_, index) => personId(String(500 + index)));
  return new Building({
    zone: HOUSE_ZONE,
    points: [],
    tables: [],
    exceptions: exceptions.map(({ id, places, periods }) => ({
      id: exceptionId(id),
      name: `${CANARY} ${id}`,
      maxPeriods: places,
      periods: periods.map(({ from, to }) => ({
        from: wallFromInstant(from, HOUSE_ZONE),
        to: wallFromInstant(to, HOUSE_ZONE),
      })),
    })),
    persons: people.map((id) => ({
      id,
      name: `${CANARY} ${id}`,
      email: emailOf(Number(id) - 500),
      employeeNumber: id,
      initials: `c${id}`,
      keys: [],
      validity: [],
    })),
    groups: [{ id: GROUP, name: `${CANARY} group`, doorIds: [], hours: null }],
    memberships: people.slice(0, 2).map((id) => ({ groupId: GROUP, personId: id, validity: { kind: 'always' } })),
  });
}

export const emailOf = (person: number): string => `${CANARY}-${person}@house.example`;

/** Starts the servers of a setting. */
export async function startServers(setting: Setting, pc: PcTime): Promise<Servers> {
  const house = buildHouse(setting);
  const building = buildBuilding(setting);
  return setting.servers === 'loopback' ? loopback(house, building, pc) : inProcess(house, building, pc);
}

function inProcess(house: House, building: Building, pc: PcTime): Servers {
  const pronestor = createInProcessPronestor(house, pc);
  const unilock = createInProcessUnilock(building, pc);
  const sides = { pronestor, unilock };
  const factory: ConnectorFactory = {
    bookings: (): BookingConnector => pronestor.connector,
    access: (): AccessConnector => unilock.connector,
  };
  return {
    house,
    building,
    addresses: { pronestor: 'https://pronestor.example', unilock: 'https://unilock.example' },
    connect: () => Promise.resolve({ factory, close: () => undefined }),
    faults: (side) => sides[side].faults,
    goDown: (side) => sides[side].goDown(),
    comeBack: (side) => sides[side].comeBack(),
    close: () => Promise.resolve(),
  };
}

async function loopback(house: House, building: Building, pc: PcTime): Promise<Servers> {
  const common = { clock: pc.trueNow, userName: USER, password: PASSWORD, wait: pc.elapse };
  const pronestor = await createPronestorSimulator({ ...common, house });
  const unilock = await createUnilockSimulator({ ...common, building });
  const sides = { pronestor, unilock };
  return {
    house,
    building,
    addresses: { pronestor: pronestor.url, unilock: unilock.url },
    async connect(ports) {
      const credentials = createMemoryCredentials();
      await credentials.set('pronestor', PASSWORD);
      await credentials.set('unilock', PASSWORD);
      const connectors = createConnectors({ ...ports, credentials });
      return { factory: connectors.factory, close: () => connectors.close() };
    },
    faults: (side) => sides[side].faults,
    goDown: (side) => sides[side].goDown(),
    comeBack: (side) => sides[side].comeBack(),
    async close() {
      await Promise.all([pronestor.close(), unilock.close()]);
    },
  };
}
