import type { BookingId, GroupId } from '../../shared/ids';
import type { Instant, Period, ZoneName } from '../../shared/time';
import { addMs, DAY_MS } from '../../shared/time';
import { attempt } from './attempt';
import { horizonEndOf, joinReadings, missingFrom } from './desired';
import type { AccessReading, BookingReading, Memory, PeopleReading, Policy } from './model';
import { isSeenAmong } from './model';
import type { Call, EnginePorts } from './ports';

/** R2: from the earliest still-open From that we wrote, at least one day back, to the horizon plus a day. */
export function readingWindow(policy: Policy, memory: Memory, now: Instant): Period {
  // Another's kept period (W6) may have begun years ago: no booking explains it, so none is looked for there.
  const written = [...memory.confirmed, ...memory.intents]
    .flatMap((one) => one.periods)
    .filter((one) => !one.isForeign);
  const open = written.filter((one) => one.period.to > now).map((one) => one.period.from);
  const from = open.reduce((a, b) => (a < b ? a : b), addMs(now, -DAY_MS));
  return { from, to: addMs(horizonEndOf(policy, now), DAY_MS) };
}

/** The booking side as one run knows it. */
export interface BookingsRead {
  readonly reading: BookingReading;
  /** Gone from the reading and from the second one made at once (R6). */
  readonly vanished: ReadonlySet<BookingId>;
}

/** Reads the bookings, and at once a second time when one that was known is gone (R6). */
export async function readBookings(
  ports: Pick<EnginePorts, 'bookings' | 'clock'>,
  policy: Policy,
  memory: Memory,
  call: Call,
): Promise<BookingsRead> {
  const now = ports.clock.now();
  const window = readingWindow(policy, memory, now);
  const first = await readOnce(ports, policy, window, call);
  const missing = missingFrom(first, { policy, memory: memory.reading, now });
  if (missing.length === 0 || call.abort?.aborted === true) return { reading: first, vanished: new Set() };
  const second = await readOnce(ports, policy, window, call);
  const reading = joinReadings(first, second);
  if (second.completeness !== 'complete') return { reading, vanished: new Set() };
  const seen = new Set([...second.bookings.map((booking) => booking.id), ...second.elsewhere]);
  return { reading, vanished: new Set(missing.filter((id) => !isSeenAmong(seen, id))) };
}

async function readOnce(
  ports: Pick<EnginePorts, 'bookings' | 'clock'>,
  policy: Policy,
  window: Period,
  call: Call,
): Promise<BookingReading> {
  const { locations, rooms } = policy;
  const read = await attempt(() => ports.bookings.readBookings({ locations, rooms, window }, call));
  if (read.ok) return read.value;
  return {
    readAt: ports.clock.now(),
    window,
    completeness: 'unreadable',
    locations: [],
    rooms: [],
    bookings: [],
    elsewhere: [],
    unreadLocations: [],
    unreadRooms: [],
    rejected: [],
    clockSkewMs: null,
    troubles: [read.trouble],
  };
}

/** Reads UniLock. What throws is told as an unreadable reading. */
export async function observeAccess(
  ports: Pick<EnginePorts, 'access' | 'clock'>,
  policy: Policy,
  call: Call,
): Promise<AccessReading> {
  const read = await attempt(() => ports.access.observe(policy.houseZone, call));
  if (read.ok) return read.value;
  return {
    readAt: ports.clock.now(),
    completeness: 'unreadable',
    exceptions: [],
    zone: null,
    rejected: [],
    clockSkewMs: null,
    troubles: [read.trouble],
  };
}

/** The groups that a run is about: those of the mapping, and those that the ledger says hold members of ours (W7, W8). */
export const groupsOf = (policy: Policy, memory: Memory): readonly GroupId[] => [
  ...new Set([...policy.managedGroups, ...memory.ledger.map(({ groupId }) => ({ id: groupId }))].map(({ id }) => id)),
];

/** Reads persons and groups. What throws is told as a reading that holds nothing. */
export async function observePeople(
  ports: Pick<EnginePorts, 'access' | 'clock'>,
  request: { readonly groups: readonly GroupId[]; readonly withPersons: boolean; readonly zone: ZoneName },
  call: Call,
): Promise<PeopleReading> {
  const read = await attempt(() => ports.access.observePeople(request, call));
  if (read.ok) return read.value;
  return { readAt: ports.clock.now(), persons: null, groups: [], troubles: [read.trouble] };
}

/** A newer reading of some groups put into an older one of all. A group that could not be read again is unread (R3). */
export function rereadGroups(
  before: PeopleReading | null,
  newer: PeopleReading,
  asked: readonly GroupId[],
): PeopleReading {
  const groups = before?.groups.filter((one) => !asked.includes(one.id)) ?? [];
  return { ...newer, persons: before?.persons ?? null, groups: [...groups, ...newer.groups] };
}
