import type {
  AccessReading,
  ObservedException,
  ObservedGroup,
  ObservedMembership,
  PeopleReading,
  Person,
  TargetKey,
  WriteAnswer,
} from '../../electron/sync/model';
import { MEMBERSHIP_PLACES, membershipKey } from '../../electron/sync/model';
import type { AccessControl, Clock } from '../../electron/sync/ports';
import type { ExceptionId, GroupId, PersonId } from '../../shared/ids';
import type { Period, ZoneName } from '../../shared/time';
import { floorMinute } from '../../shared/time';

export type WriteFault = 'refused' | 'conflict' | 'lost-before' | 'lost-after' | 'throws';

export interface FakeException {
  readonly id: ExceptionId;
  readonly name: string;
  maxPeriods: number | null;
  version: number;
  periods: readonly Period[];
}

/** A person group and its members. */
export interface FakeGroup {
  readonly id: GroupId;
  readonly name: string;
  readonly members: Map<PersonId, ObservedMembership>;
}

/**
 * What goes wrong with one reading of people. persons-unreadable, persons-partial: the list does not come, or its last person is missing.
 * group-unread: the first group that is asked for is not read. lags: members as before the last write.
 */
export type PeopleFault = 'persons-unreadable' | 'persons-partial' | 'group-unread' | 'lags' | 'throws';

/** How the server rewrites what it is given (W3: still equal). */
export type Habit = 'as-given' | 'merges' | 'sorts-backwards' | 'cuts-seconds';

/** A UniLock in memory, with versions. Faults are per exception and per membership, one per write, in order. */
export class FakeAccessControl implements AccessControl {
  canReadBack = true;
  handOver: AccessControl['handOver'] = null;
  zone: ZoneName | null = 'Europe/Copenhagen';
  habit: Habit = 'as-given';
  readonly exceptions = new Map<ExceptionId, FakeException>();
  readonly writeFaults = new Map<ExceptionId, WriteFault[]>();
  /** One per reading, in order. partial: the last exception is missing. lags: as before the last write. */
  readonly readFaults: ('unreadable' | 'partial' | 'throws' | 'lags')[] = [];
  clockSkewMs: number | null = 0;
  isDown = false;
  reads = 0;
  readonly writes: { readonly exceptionId: ExceptionId; readonly periods: readonly Period[] }[] = [];
  /** Called after every write that changed something, before its answer. */
  onWritten: ((id: ExceptionId, before: readonly Period[], after: readonly Period[]) => void) | null = null;
  /** Set to prove that nothing is written: after one that is, UniLock is down for good, so that no run can end well. */
  areWritesForbidden = false;
  readonly persons = new Map<PersonId, Person>();
  readonly groups = new Map<GroupId, FakeGroup>();
  /** By `membershipKey`, one per write, in order. */
  readonly membershipFaults = new Map<TargetKey, WriteFault[]>();
  /** One per reading of people, in order. */
  readonly peopleFaults: PeopleFault[] = [];
  peopleReads = 0;
  /** An empty list is a person taken out of the group. */
  readonly membershipWrites: {
    readonly groupId: GroupId;
    readonly personId: PersonId;
    readonly periods: readonly Period[];
  }[] = [];
  /** Called after every write that changed a membership, before its answer; null: no member. */
  onMembershipWritten:
    ((key: TargetKey, before: ObservedMembership | null, after: ObservedMembership | null) => void) | null = null;
  private previous = new Map<ExceptionId, readonly Period[]>();
  private previousMembers = new Map<GroupId, readonly ObservedMembership[]>();

  constructor(private readonly clock: Clock) {}

  add(id: ExceptionId, options: Partial<Pick<FakeException, 'name' | 'maxPeriods' | 'periods'>> = {}): void {
    this.exceptions.set(id, {
      id,
      name: options.name ?? `Exception ${id}`,
      maxPeriods: options.maxPeriods === undefined ? 8 : options.maxPeriods,
      version: 1,
      periods: options.periods ?? [],
    });
  }

  periodsOf(id: ExceptionId): readonly Period[] {
    return this.exceptions.get(id)?.periods ?? [];
  }

  /** As another hand does it. */
  edit(id: ExceptionId, periods: readonly Period[]): void {
    const exception = this.exceptions.get(id);
    if (exception === undefined) throw new Error(`no exception ${id}`);
    exception.periods = periods;
    exception.version += 1;
  }

  addPerson(person: Person): void {
    this.persons.set(person.id, person);
  }

  addGroup(id: GroupId, name = `Group ${id}`): void {
    this.groups.set(id, { id, name, members: new Map() });
  }

  membership(group: GroupId, person: PersonId): ObservedMembership | null {
    return this.groupOf(group).members.get(person) ?? null;
  }

  /** As another hand does it; null takes the person out. */
  giveByHand(group: GroupId, person: PersonId, membership: Partial<Omit<ObservedMembership, 'personId'>> | null): void {
    const { members } = this.groupOf(group);
    if (membership === null) members.delete(person);
    else members.set(person, { personId: person, basis: 'periods', exceptionId: null, periods: [], ...membership });
  }

  private refuseWhereForbidden(target: string): void {
    if (!this.areWritesForbidden) return;
    this.isDown = true;
    throw new Error(`a write to ${target} where none may be`);
  }

  private groupOf(id: GroupId): FakeGroup {
    const group = this.groups.get(id);
    if (group === undefined) throw new Error(`no group ${id}`);
    return group;
  }

  async observe(houseZone: ZoneName | null): Promise<AccessReading> {
    this.reads += 1;
    const fault = this.isDown ? 'unreadable' : this.readFaults.shift();
    if (fault === 'throws') throw new Error('a bug in an adapter');
    const isUnreadable = fault === 'unreadable' || (this.zone === null && houseZone === null);
    const all = [...this.exceptions.values()].map((one): ObservedException => ({
      id: one.id,
      name: one.name,
      maxPeriods: one.maxPeriods,
      version: String(one.version),
      periods: fault === 'lags' ? (this.previous.get(one.id) ?? one.periods) : one.periods,
    }));
    return {
      readAt: this.clock.now(),
      completeness: isUnreadable ? 'unreadable' : fault === 'partial' ? 'partial' : 'complete',
      exceptions: isUnreadable ? [] : fault === 'partial' ? all.slice(0, -1) : all,
      zone: isUnreadable ? null : this.zone,
      rejected: [],
      clockSkewMs: isUnreadable ? null : this.clockSkewMs,
      troubles: isUnreadable ? [{ code: 'connection-refused', context: {} }] : [],
    };
  }

  async writePeriods(write: {
    readonly exceptionId: ExceptionId;
    readonly periods: readonly Period[];
    readonly version: string | null;
  }): Promise<WriteAnswer> {
    this.refuseWhereForbidden(write.exceptionId);
    this.writes.push({ exceptionId: write.exceptionId, periods: write.periods });
    const lost: WriteAnswer = {
      kind: 'unanswered',
      trouble: { code: 'timed-out', context: { exceptionId: write.exceptionId } },
    };
    const refused: WriteAnswer = {
      kind: 'refused',
      trouble: { code: 'write-refused', context: { exceptionId: write.exceptionId } },
    };
    if (this.isDown) return lost;
    const fault = this.writeFaults.get(write.exceptionId)?.shift();
    if (fault === 'throws') throw new Error('a bug in an adapter');
    if (fault === 'lost-before') return lost;
    if (fault === 'refused') return refused;
    const exception = this.exceptions.get(write.exceptionId);
    if (exception === undefined) return refused;
    if (fault === 'conflict' || (write.version !== null && write.version !== String(exception.version))) {
      return { kind: 'conflict' };
    }
    if (exception.maxPeriods !== null && write.periods.length > exception.maxPeriods) return refused;
    if (write.periods.some((one) => !(one.from < one.to))) return refused;
    const before = exception.periods;
    this.previous.set(exception.id, before);
    exception.periods = rewrite(write.periods, this.habit);
    exception.version += 1;
    this.onWritten?.(exception.id, before, exception.periods);
    return fault === 'lost-after' ? lost : { kind: 'accepted', version: String(exception.version) };
  }

  async observePeople(request: {
    readonly groups: readonly GroupId[];
    readonly withPersons: boolean;
  }): Promise<PeopleReading> {
    this.peopleReads += 1;
    const fault = this.peopleFaults.shift();
    if (fault === 'throws') throw new Error('a bug in an adapter');
    const list = [...this.persons.values()];
    const persons: PeopleReading['persons'] = !request.withPersons
      ? null
      : this.isDown || fault === 'persons-unreadable'
        ? { completeness: 'unreadable', list: [] }
        : fault === 'persons-partial'
          ? { completeness: 'partial', list: list.slice(0, -1) }
          : { completeness: 'complete', list };
    const unread = fault === 'group-unread' ? request.groups[0] : undefined;
    const groups = request.groups.flatMap((id): ObservedGroup[] => {
      const group = this.groups.get(id);
      if (group === undefined || this.isDown || id === unread) return [];
      const now = [...group.members.values()];
      return [{ id, name: group.name, members: fault === 'lags' ? (this.previousMembers.get(id) ?? now) : now }];
    });
    const isWhole =
      groups.length === request.groups.length && (persons === null || persons.completeness === 'complete');
    return {
      readAt: this.clock.now(),
      persons,
      groups,
      troubles: isWhole ? [] : [{ code: this.isDown ? 'connection-refused' : 'reading-partial', context: {} }],
    };
  }

  async writeMembership(write: {
    readonly groupId: GroupId;
    readonly personId: PersonId;
    readonly periods: readonly Period[];
  }): Promise<WriteAnswer> {
    const { groupId, personId, periods } = write;
    const key = membershipKey(groupId, personId);
    this.refuseWhereForbidden(key);
    this.membershipWrites.push({ groupId, personId, periods });
    const lost: WriteAnswer = { kind: 'unanswered', trouble: { code: 'timed-out', context: {} } };
    const refused: WriteAnswer = { kind: 'refused', trouble: { code: 'write-refused', context: {} } };
    if (this.isDown) return lost;
    const fault = this.membershipFaults.get(key)?.shift();
    if (fault === 'throws') throw new Error('a bug in an adapter');
    if (fault === 'lost-before') return lost;
    if (fault === 'refused') return refused;
    if (fault === 'conflict') return { kind: 'conflict' };
    const group = this.groups.get(groupId);
    if (group === undefined || !this.persons.has(personId)) return refused;
    if (periods.length > MEMBERSHIP_PLACES || periods.some((one) => !(one.from < one.to))) return refused;
    const before = group.members.get(personId) ?? null;
    const after: ObservedMembership | null =
      periods.length === 0
        ? null
        : { personId, basis: 'periods', exceptionId: null, periods: rewrite(periods, this.habit) };
    this.previousMembers.set(groupId, [...group.members.values()]);
    if (after === null) group.members.delete(personId);
    else group.members.set(personId, after);
    this.onMembershipWritten?.(key, before, after);
    return fault === 'lost-after' ? lost : { kind: 'accepted', version: null };
  }
}

function rewrite(periods: readonly Period[], habit: Habit): readonly Period[] {
  switch (habit) {
    case 'as-given':
      return periods;
    case 'sorts-backwards':
      return [...periods].sort((a, b) => b.from - a.from);
    case 'cuts-seconds':
      return periods.map(({ from, to }) => ({ from: floorMinute(from), to: floorMinute(to) }));
    case 'merges': {
      const merged: Period[] = [];
      for (const next of [...periods].sort((a, b) => a.from - b.from)) {
        const last = merged.at(-1);
        if (last !== undefined && next.from <= last.to) {
          merged[merged.length - 1] = { from: last.from, to: next.to > last.to ? next.to : last.to };
        } else merged.push(next);
      }
      return merged;
    }
  }
}
