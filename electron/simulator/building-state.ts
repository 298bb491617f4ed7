import type { ExceptionId, GroupId } from '../../shared/ids';
import type { Instant, Period } from '../../shared/time';
import { addDays, covers, instant, instantFromWall, wallParts } from '../../shared/time';
import type {
  BuildingRecord,
  ControlPoint,
  ExceptionChange,
  MembershipChange,
  PointFunction,
  PointKind,
  TimeTable,
  WallPeriod,
  WeeklyHours,
} from './building';

/** Why a point does what it does. */
export type PointReason =
  | { readonly kind: 'exception'; readonly exceptionId: ExceptionId; /** 1 to 8 */ readonly place: number }
  | { readonly kind: 'weekly' }
  | { readonly kind: 'normal' };

export interface PointState {
  readonly id: string;
  readonly name: string;
  readonly kind: PointKind;
  readonly state: PointFunction;
  readonly because: PointReason;
}

export interface AccessAnswer {
  readonly isLetIn: boolean;
  readonly because:
    | 'door-unlocked'
    | 'member-always'
    | 'member-in-period'
    | 'member-by-exception'
    | 'person-unknown'
    | 'no-key'
    | 'person-not-valid'
    | 'no-group'
    | 'outside-periods'
    | 'outside-group-hours';
  readonly groupId: GroupId | null;
  readonly exceptionId: ExceptionId | null;
}

export interface BuildingState {
  readonly at: Instant;
  readonly points: readonly PointState[];
  /** @throws RangeError for an id the building does not have */
  point(id: string): PointState;
  /** Whether the door lets the person in (with any key of theirs), and why. */
  access(personId: string, doorId: string): AccessAnswer;
}

/**
 * What the house does at the instant, past or future. Pure: the same record and instant give the same answer. The future
 * is what follows if nobody writes any more; the past is what the points knew then, not what was written later.
 */
export function buildingStateAt(record: BuildingRecord, at: Instant): BuildingState {
  const points = record.points.map((point) => pointStateAt(record, point, at));
  const byId = new Map(points.map((point) => [point.id, point]));
  const point = (id: string): PointState => {
    const found = byId.get(id);
    if (found === undefined) throw new RangeError(`no control point ${id}`);
    return found;
  };
  return { at, points, point, access: (personId, doorId) => accessAt(record, point(doorId), personId, at) };
}

/**
 * The first instant in (after, until] at which the point (null: any point) does something else than at `after`, or null
 * when all goes on.
 * @throws RangeError for an id the building does not have
 */
export function nextChangeOf(
  record: BuildingRecord,
  pointId: string | null,
  after: Instant,
  until: Instant,
): Instant | null {
  const points = record.points.filter((point) => pointId === null || point.id === pointId);
  if (points.length === 0) throw new RangeError(`no control point ${String(pointId)}`);
  let first = until;
  let isFound = false;
  for (const point of points) {
    const now = pointStateAt(record, point, after).state;
    for (const edge of edgesOf(record, point, after, first)) {
      if (pointStateAt(record, point, edge).state === now) continue;
      first = edge;
      isFound = true;
      break;
    }
  }
  return isFound ? first : null;
}

/** Every instant in (after, until] at which the point may change, in order: new lists, periods, weekly hours. */
function edgesOf(record: BuildingRecord, point: ControlPoint, after: Instant, until: Instant): Instant[] {
  const table = tableOf(record, point);
  const edges = new Set<number>();
  const note = (edge: number): void => {
    if (after < edge && edge <= until) edges.add(edge);
  };
  for (const place of table.places) {
    for (const change of record.exceptionChanges.get(place.exceptionId) ?? []) {
      note(carriedAt(record, change, point.id));
      for (const one of change.periods) {
        note(one.from);
        note(one.to);
      }
    }
  }
  if (table.weekly.length > 0) weeklyEdges(record, table.weekly, after, until).forEach(note);
  return [...edges].sort((a, b) => a - b).map(instant);
}

function pointStateAt(record: BuildingRecord, point: ControlPoint, at: Instant): PointState {
  const table = tableOf(record, point);
  const { id, name, kind } = point;
  for (const [index, place] of table.places.entries()) {
    // A point acts by its own clock on the list it was last given: an outage stops new lists, not known periods.
    const list = carriedChange(record, record.exceptionChanges.get(place.exceptionId) ?? [], id, at);
    if (list !== null && isCovered(list.periods, at)) {
      const because: PointReason = { kind: 'exception', exceptionId: place.exceptionId, place: index + 1 };
      return { id, name, kind, state: place.function, because };
    }
  }
  const rule = table.weekly.length === 0 ? undefined : table.weekly.find((hours) => isInHours(record, [hours], at));
  return rule === undefined
    ? { id, name, kind, state: table.normal, because: { kind: 'normal' } }
    : { id, name, kind, state: rule.function, because: { kind: 'weekly' } };
}

function accessAt(record: BuildingRecord, door: PointState, personId: string, at: Instant): AccessAnswer {
  const answer = (
    isLetIn: boolean,
    because: AccessAnswer['because'],
    groupId: GroupId | null,
    exceptionId: ExceptionId | null,
  ) => ({
    isLetIn,
    because,
    groupId,
    exceptionId,
  });
  if (door.kind !== 'door') throw new RangeError(`${door.id} is no door`);
  if (door.state === 'unlocked') {
    return answer(true, 'door-unlocked', null, door.because.kind === 'exception' ? door.because.exceptionId : null);
  }
  const person = record.persons.get(personId);
  if (person === undefined) return answer(false, 'person-unknown', null, null);
  if (person.keys.length === 0) return answer(false, 'no-key', null, null);
  // Start and expiry of people live in the PC's database and the Poller carries them (domain): a door without contact misses both
  // and stays with what held when it was last reached.
  const known = lastContact(record, door.id, at);
  if (person.validity.length > 0 && !isCovered(instants(person.validity, record), known)) {
    return answer(false, 'person-not-valid', null, null);
  }
  let best: AccessAnswer = answer(false, 'no-group', null, null);
  for (const group of record.groups.values()) {
    if (!group.doorIds.includes(door.id)) continue;
    const changes = record.membershipChanges.get(group.id)?.get(person.id) ?? [];
    const change = carriedChange(record, changes, door.id, at);
    if (change === null || change.validity === null) continue;
    const why = membershipHolds(record, change, door.id, known);
    if (why === null) {
      best = answer(false, 'outside-periods', group.id, null);
    } else if (group.hours !== null && !isInHours(record, group.hours, at)) {
      best = answer(false, 'outside-group-hours', group.id, null);
    } else {
      return answer(true, why, group.id, change.validity.kind === 'exception' ? change.validity.exceptionId : null);
    }
  }
  return best;
}

function membershipHolds(
  record: BuildingRecord,
  change: MembershipChange,
  doorId: string,
  at: Instant,
): 'member-always' | 'member-in-period' | 'member-by-exception' | null {
  if (change.validity === null) return null;
  if (change.validity.kind === 'always') return 'member-always';
  if (change.validity.kind === 'periods') return isCovered(change.periods, at) ? 'member-in-period' : null;
  const list = carriedChange(record, record.exceptionChanges.get(change.validity.exceptionId) ?? [], doorId, at);
  return list !== null && isCovered(list.periods, at) ? 'member-by-exception' : null;
}

/** The newest change that the Poller has brought to the point by then. */
function carriedChange<T extends ExceptionChange | MembershipChange>(
  record: BuildingRecord,
  changes: readonly T[],
  pointId: string,
  at: Instant,
): T | null {
  for (let index = changes.length - 1; index >= 0; index -= 1) {
    const change = changes[index];
    if (change !== undefined && carriedAt(record, change, pointId) <= at) return change;
  }
  return null;
}

/** When the Poller brings the change to the point: after its delay, and not before it has contact. Infinity: not yet foreseeable. */
function carriedAt(
  record: BuildingRecord,
  change: { readonly savedAt: Instant; readonly delayMs: number },
  pointId: string,
): number {
  let at: number = change.savedAt + change.delayMs;
  for (const outage of outagesOf(record, pointId)) {
    if (outage.from <= at && at < (outage.to ?? Infinity)) at = outage.to ?? Infinity;
  }
  return at;
}

/** The instant itself, or the one at which the contact that is missing then was lost. */
function lastContact(record: BuildingRecord, pointId: string, at: Instant): Instant {
  let known = at;
  for (const outage of outagesOf(record, pointId).reverse()) {
    if (outage.from <= known && known < (outage.to ?? Infinity)) known = outage.from;
  }
  return known;
}

const outagesOf = (record: BuildingRecord, pointId: string) =>
  record.outages
    .filter((outage) => outage.pointId === null || outage.pointId === pointId)
    .sort((a, b) => a.from - b.from);

const isCovered = (periods: readonly Period[], at: Instant): boolean => periods.some((one) => covers(one, at));

const instants = (periods: readonly WallPeriod[], record: BuildingRecord): Period[] =>
  periods.map(({ from, to }) => ({
    from: instantFromWall(from, record.zone, 'earlier'),
    to: instantFromWall(to, record.zone, 'earlier'),
  }));

function isInHours(record: BuildingRecord, hours: readonly WeeklyHours[], at: Instant): boolean {
  const wall = wallParts(at, record.zone);
  const minute = wall.hour * 60 + wall.minute;
  return hours.some((one) => one.weekday === wall.weekday && one.fromMinute <= minute && minute < one.toMinute);
}

function weeklyEdges(record: BuildingRecord, hours: readonly WeeklyHours[], after: Instant, until: Instant): Instant[] {
  const edges: Instant[] = [];
  let { date } = wallParts(after, record.zone);
  const last = wallParts(until, record.zone).date;
  while (date <= last) {
    for (const { fromMinute, toMinute } of hours) {
      for (const minute of [fromMinute, toMinute])
        edges.push(instantFromWall(wallAt(date, minute), record.zone, 'earlier'));
    }
    date = addDays(date, 1);
  }
  return edges;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** "2026-11-23T08:45:00" for a date and the minutes after its midnight; 1440 is the next date's midnight. */
export const wallAt = (date: string, minute: number): string =>
  minute === 24 * 60
    ? `${addDays(date, 1)}T00:00:00`
    : `${date}T${two(Math.floor(minute / 60))}:${two(minute % 60)}:00`;

function tableOf(record: BuildingRecord, point: ControlPoint): TimeTable {
  const table = record.tables.get(point.tableId);
  if (table === undefined) throw new RangeError(`no time table ${point.tableId}`);
  return table;
}
