import { createEngine } from '../../electron/sync/engine';
import type { Engine } from '../../electron/sync/engine-api';
import type {
  Attendee,
  Booking,
  GroupLine,
  ManagedException,
  ManagedGroup,
  MappingLine,
  Person,
  PlannedAction,
  Policy,
  Room,
  RunResult,
} from '../../electron/sync/model';
import { targetKeyOf } from '../../electron/sync/model';
import type { ExceptionId } from '../../shared/ids';
import type { EnginePorts, RunRequest } from '../../electron/sync/ports';
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
import type { Instant, Period } from '../../shared/time';
import { addMinutes, instantFromWall } from '../../shared/time';
import { canary } from './canary';
import {
  FakeAccessControl,
  FakeBookingSource,
  FakeClock,
  FakeJournal,
  FakeLogger,
  FakeRandom,
  shaHash,
} from '../fakes';

export const COPENHAGEN = 'Europe/Copenhagen';

/** Copenhagen wall time as an instant, e.g. at('2026-11-23T09:00'). */
export const at = (wall: string): Instant => instantFromWall(wall, COPENHAGEN, 'earlier');

/** A period between two Copenhagen wall times; the second may leave out the date. */
export const between = (from: string, to: string): Period => ({
  from: at(from),
  to: at(to.includes('T') ? to : `${from.slice(0, 10)}T${to}`),
});

export const aRoom = (id: string, more: Partial<Room> = {}): Room => ({
  id: roomId(id),
  name: `Lokale ${id}`,
  locationId: locationId('12'),
  capacity: 8,
  preparationMinutes: 0,
  followUpMinutes: 0,
  ...more,
});

export const aBooking = (id: string, room: string, period: Period, more: Partial<Booking> = {}): Booking => ({
  id: bookingId(id),
  meetingId: meetingId(`m${id}`),
  roomId: roomId(room),
  locationId: locationId('12'),
  period,
  status: 'confirmed',
  title: canary(`møde ${id}`),
  isPrivate: false,
  organiser: null,
  participants: [],
  ...more,
});

export const aLine = (room: string, exception: string, more: Partial<MappingLine> = {}): MappingLine => ({
  id: mappingLineId(`${room}>${exception}`),
  roomId: roomId(room),
  exceptionId: exceptionId(exception),
  leadMinutes: 10,
  lagMinutes: 10,
  block: 'meeting',
  longestOpeningHours: 24,
  safeHours: null,
  ...more,
});

export const aManaged = (id: string, more: Partial<ManagedException> = {}): ManagedException => ({
  id: exceptionId(id),
  name: `Undtagelse ${id}`,
  places: 8,
  foreignEdits: 'replace',
  ...more,
});

/** Somebody in UniLock. */
export const aPerson = (id: string, more: Partial<Person> = {}): Person => ({
  id: personId(id),
  name: canary(`person ${id}`),
  email: `person${id}@firma.example`,
  employeeNumber: `n${id}`,
  initials: `P${id}`,
  ...more,
});

/** Somebody of a meeting, whom `aPerson` with the same id matches on every field. */
export const anAttendee = (id: string, more: Partial<Attendee> = {}): Attendee => {
  const { name, email, employeeNumber, initials } = aPerson(id);
  return { name, email, employeeNumber, initials, isExternal: false, ...more };
};

export const aGroupLine = (room: string, group: string, more: Partial<GroupLine> = {}): GroupLine => ({
  id: mappingLineId(`${room}>group ${group}`),
  roomId: roomId(room),
  groupId: groupId(group),
  leadMinutes: 10,
  lagMinutes: 10,
  block: 'meeting',
  longestOpeningHours: 24,
  safeHours: null,
  who: { organiser: true, participants: true, externals: false },
  ...more,
});

export const aManagedGroup = (id: string, more: Partial<ManagedGroup> = {}): ManagedGroup => ({
  id: groupId(id),
  name: `Gruppe ${id}`,
  ...more,
});

/** A policy of the given lines; rooms, managed exceptions and managed groups follow from them unless told. */
export const aPolicy = (lines: readonly MappingLine[], more: Partial<Policy> = {}): Policy => ({
  locations: [locationId('12')],
  rooms: [...new Set([...lines, ...(more.groupLines ?? [])].map((line) => line.roomId))],
  lines,
  managed: [...new Set(lines.map((line) => line.exceptionId))].map((id) => aManaged(id)),
  groupLines: [],
  managedGroups: [...new Set((more.groupLines ?? []).map((line) => line.groupId))].map((id) => aManagedGroup(id)),
  matchBy: 'email',
  horizonHours: 7 * 24,
  countsPending: false,
  houseZone: COPENHAGEN,
  ...more,
});

/** The exception that an action writes to. */
export function exceptionOf(action: PlannedAction): ExceptionId {
  if (action.on === 'membership') throw new Error(`${targetKeyOf(action)} is no exception`);
  return action.exceptionId;
}

export const aRequest = (more: Partial<RunRequest> = {}): RunRequest => ({
  trigger: 'schedule',
  acceptPlanHash: null,
  abort: null,
  onProgress: null,
  ...more,
});

/** A whole house in memory with the real engine in it. */
export interface House {
  readonly clock: FakeClock;
  readonly source: FakeBookingSource;
  readonly access: FakeAccessControl;
  readonly journal: FakeJournal;
  readonly logger: FakeLogger;
  readonly ports: EnginePorts;
  engine: Engine;
  policy: Policy;
  run(more?: Partial<RunRequest>): Promise<RunResult>;
  plan(more?: Partial<RunRequest>): Promise<RunResult>;
  /** Runs, and gives the consent (W1) that is asked for. */
  runWithConsent(): Promise<RunResult>;
  /** A new process on the same journal, servers and clock. */
  restart(): void;
  advanceMinutes(minutes: number): void;
}

/** Builds a house: one location "12", the policy's rooms, exceptions and groups, and these bookings and persons. */
export function aHouse(input: {
  readonly now: Instant;
  readonly policy: Policy;
  readonly bookings?: readonly Booking[];
  readonly rooms?: readonly Room[];
  readonly persons?: readonly Person[];
  readonly seed?: number;
}): House {
  const clock = new FakeClock(input.now);
  const source = new FakeBookingSource(clock);
  const access = new FakeAccessControl(clock);
  const journal = new FakeJournal();
  const logger = new FakeLogger();
  source.locations = [{ id: locationId('12'), name: 'Hovedkontor', zone: COPENHAGEN }];
  source.rooms = [...(input.rooms ?? input.policy.rooms.map((id) => aRoom(id)))];
  source.bookings = [...(input.bookings ?? [])];
  for (const managed of input.policy.managed) access.add(managed.id, { maxPeriods: managed.places });
  for (const { id, name } of input.policy.managedGroups) access.addGroup(id, name);
  for (const person of input.persons ?? []) access.addPerson(person);
  const random = new FakeRandom(input.seed ?? 1);
  const ports: EnginePorts = { bookings: source, access, journal, clock, random, hash: shaHash, logger };
  const house: House = {
    clock,
    source,
    access,
    journal,
    logger,
    ports,
    engine: createEngine(ports),
    policy: input.policy,
    run: (more) => house.engine.run(house.policy, aRequest(more)),
    plan: (more) => house.engine.plan(house.policy, aRequest(more)),
    async runWithConsent() {
      const { plan } = await house.plan();
      return house.run({ acceptPlanHash: plan?.hash ?? null });
    },
    restart() {
      house.engine = createEngine(ports);
    },
    advanceMinutes(minutes) {
      clock.set(addMinutes(clock.now(), minutes));
    },
  };
  return house;
}
