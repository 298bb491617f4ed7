import type { ExceptionId, GroupId, PersonId } from '../../shared/ids';
import type { Instant, Period, ZoneName } from '../../shared/time';
import { instant, instantFromWall, wallFromInstant } from '../../shared/time';

/** What can be told to each kind of control point; the first word is what it does when no table says otherwise. */
export const POINT_FUNCTIONS = {
  door: ['locked', 'unlocked'],
  alarm: ['armed', 'disarmed'],
  light: ['off', 'on'],
  ventilation: ['off', 'on'],
} as const;
export type PointKind = keyof typeof POINT_FUNCTIONS;
export type PointFunction = (typeof POINT_FUNCTIONS)[PointKind][number];

/** "2026-11-23T08:45:00" in the house's zone: what UniLock stores and the wire carries. */
export interface WallPeriod {
  readonly from: string;
  readonly to: string;
}

export interface SharedException {
  readonly id: ExceptionId;
  readonly name: string;
  readonly maxPeriods: number;
  /** Counts every write, whoever wrote. */
  readonly version: number;
  readonly periods: readonly WallPeriod[];
}

/** Weekday 1 = Monday … 7 = Sunday; minutes after midnight on the wall clock, half-open. */
export interface WeeklyHours {
  readonly weekday: number;
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** Up to eight; place 1 goes before place 2. The function stands here, in the table, never in the exception. */
export interface ExceptionPlace {
  readonly exceptionId: ExceptionId;
  readonly function: PointFunction;
}

export interface TimeTable {
  readonly id: string;
  readonly name: string;
  readonly kind: PointKind;
  readonly normal: PointFunction;
  readonly weekly: readonly (WeeklyHours & { readonly function: PointFunction })[];
  readonly places: readonly ExceptionPlace[];
}

/** A door, an alarm area, or an output for light or ventilation. */
export interface ControlPoint {
  readonly id: string;
  readonly name: string;
  readonly kind: PointKind;
  readonly tableId: string;
}

export interface Key {
  readonly kind: 'pin' | 'card';
  readonly number: string;
}

export interface Person {
  readonly id: PersonId;
  readonly name: string;
  readonly email: string;
  readonly employeeNumber: string;
  readonly initials: string;
  readonly keys: readonly Key[];
  /** The eight global validity periods; none means always valid. */
  readonly validity: readonly WallPeriod[];
}

export interface PersonGroup {
  readonly id: GroupId;
  readonly name: string;
  readonly doorIds: readonly string[];
  /** null: at any hour. */
  readonly hours: readonly WeeklyHours[] | null;
}

export type Validity =
  | { readonly kind: 'always' }
  | { readonly kind: 'periods'; readonly periods: readonly WallPeriod[] }
  | { readonly kind: 'exception'; readonly exceptionId: ExceptionId };

export interface Membership {
  readonly groupId: GroupId;
  readonly personId: PersonId;
  readonly validity: Validity;
}

/** One saved list, kept for ever, so that any past instant can be asked. */
export interface ExceptionChange {
  readonly savedAt: Instant;
  readonly delayMs: number;
  readonly periods: readonly Period[];
}

export interface MembershipChange {
  readonly savedAt: Instant;
  readonly delayMs: number;
  /** null: the membership was taken away. */
  readonly validity: Validity | null;
  /** The periods of `validity` as instants; empty for the other kinds. */
  readonly periods: readonly Period[];
}

/** The Poller has no contact with the point (null: with any) in [from, to). */
export interface Outage {
  readonly pointId: string | null;
  readonly from: Instant;
  /** null: not back yet. */
  readonly to: Instant | null;
}

/** Everything that decides what the house does, as one immutable value. */
export interface BuildingRecord {
  readonly zone: ZoneName;
  readonly points: readonly ControlPoint[];
  readonly tables: ReadonlyMap<string, TimeTable>;
  readonly persons: ReadonlyMap<string, Person>;
  readonly groups: ReadonlyMap<string, PersonGroup>;
  /** By exception, oldest change first. */
  readonly exceptionChanges: ReadonlyMap<string, readonly ExceptionChange[]>;
  /** By group, then person, oldest change first. */
  readonly membershipChanges: ReadonlyMap<string, ReadonlyMap<string, readonly MembershipChange[]>>;
  readonly outages: readonly Outage[];
}

export interface BuildingPlan {
  readonly zone: ZoneName;
  readonly points: readonly ControlPoint[];
  readonly tables: readonly TimeTable[];
  readonly exceptions: readonly Omit<SharedException, 'version'>[];
  readonly persons?: readonly Person[];
  readonly groups?: readonly PersonGroup[];
  readonly memberships?: readonly Membership[];
}

/** What a save led to; a refusal carries the sentence that UniLock answers with. */
export type SaveVerdict =
  | { readonly kind: 'saved'; readonly version: number }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly message: string };

/** Published by Unitek: exception places in a table, validity periods per membership. */
export const EXCEPTION_PLACES = 8;
export const MEMBERSHIP_PERIODS = 50;

/** Before every question: what was there from the beginning is at every point. */
const ALWAYS = instant(-Infinity);

const WALL_TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2})?(?:\.\d+)?$/;

/**
 * The world behind the UniLock twin: the database, what the Poller carries to the points, and every change since the
 * beginning. Time is an argument of every change. Mistakes of a test (unknown id, a table with nine places) throw
 * RangeError; what a client may get wrong is a `SaveVerdict`.
 *
 * Local times are read in the house's zone. A wall time that occurs twice in the autumn night means the EARLIER one, for
 * From and To alike; one that the spring night leaves out moves back by the missing hour. (Our guess: a clock that counts
 * wall time acts on the first hit.)
 */
export class Building {
  readonly #exceptions: Map<string, SharedException>;
  #memberships = new Map<string, Membership>();
  #record: BuildingRecord;
  #delayMs = 0;

  constructor(plan: BuildingPlan) {
    checkPlan(plan);
    this.#exceptions = new Map(plan.exceptions.map((exception) => [exception.id, { ...exception, version: 1 }]));
    this.#record = {
      zone: plan.zone,
      points: plan.points,
      tables: new Map(plan.tables.map((table) => [table.id, table])),
      persons: new Map((plan.persons ?? []).map((person) => [person.id, person])),
      groups: new Map((plan.groups ?? []).map((group) => [group.id, group])),
      exceptionChanges: new Map(
        plan.exceptions.map((exception) => [
          exception.id,
          [{ savedAt: ALWAYS, delayMs: 0, periods: this.#instants(exception.periods, plan.zone) }],
        ]),
      ),
      membershipChanges: new Map(),
      outages: [],
    };
    for (const membership of plan.memberships ?? []) this.#saveMembership(membership, ALWAYS);
  }

  get zone(): ZoneName {
    return this.#record.zone;
  }

  /** The whole history up to now; later changes do not alter the value handed out. */
  record(): BuildingRecord {
    return this.#record;
  }

  exceptions(): readonly SharedException[] {
    return [...this.#exceptions.values()];
  }

  exception(id: string): SharedException {
    const found = this.#exceptions.get(id);
    if (found === undefined) throw new RangeError(`no shared exception ${id}`);
    return found;
  }

  /** The list of the database as instants, as UniLock reads it. */
  periodsOf(exceptionId: string): readonly Period[] {
    return this.#instants(this.exception(exceptionId).periods, this.zone);
  }

  persons(): readonly Person[] {
    return [...this.#record.persons.values()];
  }

  groups(): readonly PersonGroup[] {
    return [...this.#record.groups.values()];
  }

  members(groupId: string): readonly Membership[] {
    return [...this.#memberships.values()].filter((membership) => membership.groupId === groupId);
  }

  /**
   * Replaces the whole list of an exception, as a client does.
   * @param expectedVersion the version the client read, null when it sent none
   */
  savePeriods(save: {
    readonly exceptionId: string;
    readonly periods: readonly WallPeriod[];
    readonly expectedVersion: string | null;
    readonly at: Instant;
  }): SaveVerdict {
    const exception = this.#exceptions.get(save.exceptionId);
    if (exception === undefined) return { kind: 'unknown' };
    if (save.expectedVersion !== null && save.expectedVersion !== String(exception.version))
      return { kind: 'conflict' };
    const checked = this.#check(save.periods, exception.maxPeriods);
    if (checked.kind === 'refused') return checked;
    return { kind: 'saved', version: this.#savePeriods(exception, checked.periods, save.at) };
  }

  /** Somebody sits at UniLock and saves this list (W6). An empty change list is still a save: the version counts on. */
  editByHand(edit: { readonly exceptionId: string; readonly periods: readonly Period[]; readonly at: Instant }): void {
    this.#savePeriods(
      this.exception(edit.exceptionId),
      edit.periods.map((one) => ({
        from: wallFromInstant(one.from, this.zone),
        to: wallFromInstant(one.to, this.zone),
      })),
      edit.at,
    );
  }

  /** Puts the person into the group in these periods, replacing what was there, as a client does. */
  saveMember(save: {
    readonly groupId: string;
    readonly personId: string;
    readonly periods: readonly WallPeriod[];
    readonly at: Instant;
  }): SaveVerdict {
    const group = this.#record.groups.get(save.groupId);
    const person = this.#record.persons.get(save.personId);
    if (group === undefined || person === undefined) return { kind: 'unknown' };
    const checked = this.#check(save.periods, MEMBERSHIP_PERIODS);
    if (checked.kind === 'refused') return checked;
    const validity: Validity = { kind: 'periods', periods: checked.periods };
    this.#saveMembership({ groupId: group.id, personId: person.id, validity }, save.at);
    return { kind: 'saved', version: 1 };
  }

  /** Takes the person out of the group, as a client does. */
  deleteMember(remove: { readonly groupId: string; readonly personId: string; readonly at: Instant }): SaveVerdict {
    const membership = this.#memberships.get(memberKey(remove.groupId, remove.personId));
    if (membership === undefined) return { kind: 'unknown' };
    this.#memberships.delete(memberKey(remove.groupId, remove.personId));
    this.#remember(membership, { savedAt: remove.at, delayMs: this.#delayMs, validity: null, periods: [] });
    return { kind: 'saved', version: 1 };
  }

  /** Somebody sits at UniLock and gives a membership. */
  giveByHand(membership: Membership, at: Instant): void {
    this.#saveMembership(membership, at);
  }

  /** Milliseconds from a save to the points, for saves from here on; 0 is at once. */
  setPollerDelay(milliseconds: number): void {
    this.#delayMs = milliseconds;
  }

  /** From here on the Poller does not reach the point (null: any point). */
  loseContact(pointId: string | null, at: Instant): void {
    this.#record = { ...this.#record, outages: [...this.#record.outages, { pointId, from: at, to: null }] };
  }

  /** The Poller reaches the point (null: every point that was lost by a null) again and carries what has gathered. */
  regainContact(pointId: string | null, at: Instant): void {
    const outages = this.#record.outages.map((outage) =>
      outage.pointId === pointId && outage.to === null ? { ...outage, to: at } : outage,
    );
    this.#record = { ...this.#record, outages };
  }

  /**
   * Everything a client could change, as canonical JSON: sorted by id, so that equal text means nothing was touched (P5). Versions are
   * in it: a write of the same list is a difference.
   */
  snapshot(): string {
    const byId = <T>(entries: readonly (readonly [string, T])[]): Record<string, T> =>
      Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
    return JSON.stringify({
      exceptions: byId(
        this.exceptions().map(({ id, name, maxPeriods, version, periods }) => [
          // A letter in front keeps the order of texts: objects would put plain numbers first.
          `e${id}`,
          { name, maxPeriods, version, periods: periods.map(({ from, to }) => ({ from, to })) },
        ]),
      ),
      memberships: byId([...this.#memberships].map(([key, membership]) => [`g${key}`, membership.validity])),
      persons: byId(this.persons().map((person) => [`p${person.id}`, person])),
    });
  }

  #savePeriods(exception: SharedException, periods: readonly WallPeriod[], at: Instant): number {
    const version = exception.version + 1;
    this.#exceptions.set(exception.id, { ...exception, version, periods });
    const changes = this.#record.exceptionChanges.get(exception.id) ?? [];
    const change = { savedAt: at, delayMs: this.#delayMs, periods: this.#instants(periods, this.zone) };
    this.#record = {
      ...this.#record,
      exceptionChanges: new Map(this.#record.exceptionChanges).set(exception.id, [...changes, change]),
    };
    return version;
  }

  #saveMembership(membership: Membership, at: Instant): void {
    this.#memberships.set(memberKey(membership.groupId, membership.personId), membership);
    const { validity } = membership;
    const periods = validity.kind === 'periods' ? this.#instants(validity.periods, this.zone) : [];
    this.#remember(membership, { savedAt: at, delayMs: this.#delayMs, validity, periods });
  }

  #remember(membership: Membership, change: MembershipChange): void {
    const ofGroup = new Map(this.#record.membershipChanges.get(membership.groupId));
    ofGroup.set(membership.personId, [...(ofGroup.get(membership.personId) ?? []), change]);
    this.#record = {
      ...this.#record,
      membershipChanges: new Map(this.#record.membershipChanges).set(membership.groupId, ofGroup),
    };
  }

  #check(
    periods: readonly WallPeriod[],
    limit: number,
  ):
    | { readonly kind: 'fit'; readonly periods: readonly WallPeriod[] }
    | { readonly kind: 'refused'; readonly message: string } {
    if (periods.length > limit) return { kind: 'refused', message: `No more than ${String(limit)} periods` };
    const tidy: WallPeriod[] = [];
    for (const one of periods) {
      const from = tidyWall(one.from);
      const to = tidyWall(one.to);
      if (from === null || to === null) return { kind: 'refused', message: 'From and To are local times' };
      if (!(this.#instant(from, this.zone) < this.#instant(to, this.zone))) {
        return { kind: 'refused', message: 'From is not before To' };
      }
      tidy.push({ from, to });
    }
    return { kind: 'fit', periods: tidy };
  }

  #instants(periods: readonly WallPeriod[], zone: ZoneName): readonly Period[] {
    return periods.map(({ from, to }) => ({ from: this.#instant(from, zone), to: this.#instant(to, zone) }));
  }

  #instant(wall: string, zone: ZoneName): Instant {
    return instantFromWall(wall, zone, 'earlier');
  }
}

const memberKey = (groupId: string, personId: string): string => `${groupId}/${personId}`;

/** The wall time to the second, or null when the text is none. */
function tidyWall(text: string): string | null {
  const match = WALL_TIME.exec(text);
  if (match?.[1] === undefined) return null;
  const tidy = match[1] + (match[2] ?? ':00');
  try {
    instantFromWall(tidy, 'UTC', 'earlier');
    return tidy;
  } catch {
    // The 30th of February: shaped like a time, but none.
    return null;
  }
}

function checkPlan(plan: BuildingPlan): void {
  const fail = (what: string): never => {
    throw new RangeError(`building: ${what}`);
  };
  const tables = new Map(plan.tables.map((table) => [table.id, table]));
  const exceptions = new Set(plan.exceptions.map((exception) => exception.id));
  for (const table of plan.tables) {
    const words: readonly string[] = POINT_FUNCTIONS[table.kind];
    if (table.places.length > EXCEPTION_PLACES)
      fail(`table ${table.id} has more than ${String(EXCEPTION_PLACES)} exception places`);
    for (const word of [
      table.normal,
      ...table.weekly.map((rule) => rule.function),
      ...table.places.map((place) => place.function),
    ]) {
      if (!words.includes(word)) fail(`table ${table.id} tells a ${table.kind} to be ${word}`);
    }
    for (const place of table.places)
      if (!exceptions.has(place.exceptionId)) fail(`table ${table.id} refers to no exception`);
  }
  const doors = new Set<string>();
  for (const point of plan.points) {
    if (tables.get(point.tableId)?.kind !== point.kind) fail(`point ${point.id} has no table of its kind`);
    if (point.kind === 'door') doors.add(point.id);
  }
  for (const group of plan.groups ?? []) {
    if (group.doorIds.some((id) => !doors.has(id))) fail(`group ${group.id} holds something that is no door`);
  }
}
