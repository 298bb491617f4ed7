import type { ExceptionId, GroupId, PersonId } from '../../shared/ids';
import type { Instant, Period } from '../../shared/time';
import type { AccessReading, ObservedGroup, ObservedMembership, PeopleReading, PlannedAction } from './model';
import { coverageFromNow, isSameCoverage, wholeMinutes } from './model';

/** UniLock as one run knows it: the newest readings, made ready to be asked for one target. */
export interface Observed {
  /** null: it could not be read. */
  readonly access: AccessReading | null;
  /** null: none was wanted, or it could not be read. */
  readonly people: PeopleReading | null;
  exception(id: ExceptionId): AccessReading['exceptions'][number] | undefined;
  /** undefined: the group was not read. */
  group(id: GroupId): ObservedGroup | undefined;
  /** undefined: no member, or not read. */
  member(group: GroupId, person: PersonId): ObservedMembership | undefined;
}

/** Makes readings ready. Looked up lazily: most runs ask for nothing. */
export function observed(access: AccessReading | null, people: PeopleReading | null): Observed {
  const exceptions = new Map(access?.exceptions.map((one) => [one.id, one]));
  const groups = new Map(people?.groups.map((one) => [one.id, one]));
  const members = new Map<GroupId, ReadonlyMap<PersonId, ObservedMembership>>();
  const membersOf = (id: GroupId): ReadonlyMap<PersonId, ObservedMembership> => {
    const known = members.get(id) ?? new Map(groups.get(id)?.members.map((one) => [one.personId, one]));
    members.set(id, known);
    return known;
  };
  return {
    access,
    people,
    exception: (id) => exceptions.get(id),
    group: (id) => groups.get(id),
    member: (group, person) => membersOf(group).get(person),
  };
}

/** The list an action's target holds; null when it was not read. Somebody who is no member holds none. */
export function listOf(action: PlannedAction, there: Observed): readonly Period[] | null {
  if (action.on === 'exception') return there.exception(action.exceptionId)?.periods ?? null;
  if (there.group(action.groupId) === undefined) return null;
  return there.member(action.groupId, action.personId)?.periods ?? [];
}

/** Whether a membership is as it should be: in its periods from now on, and with none of them no membership at all (W8). */
export function isMembershipAsWanted(
  member: ObservedMembership | undefined,
  wanted: readonly Period[],
  now: Instant,
): boolean {
  if (wanted.length === 0) return member === undefined;
  return (
    member?.basis === 'periods' && isSameCoverage(coverageFromNow(member.periods, now), coverageFromNow(wanted, now))
  );
}

/** Row by row, whatever the order in which a server lists them: `wholeMinutes` has put them in one. */
const isSameRows = (a: readonly Period[], b: readonly Period[], now: Instant): boolean => {
  const live = (list: readonly Period[]): string[] =>
    wholeMinutes(list)
      .filter((one) => one.to > now)
      .map((one) => `${one.from}-${one.to}`);
  return live(a).join() === live(b).join();
};

/** Whether an action's target holds what the action writes (W3). */
export function holdsNow(action: PlannedAction, there: Observed, now: Instant): boolean {
  // What lies beneath another's longer period changes no coverage when it goes: then only the rows tell whether the write arrived.
  const isBeneath = isSameCoverage(coverageFromNow(action.before, now), coverageFromNow(action.after, now));
  if (isBeneath && !isSameRows(listOf(action, there) ?? [], action.after, now)) return false;
  if (action.on === 'membership') {
    return (
      there.group(action.groupId) !== undefined &&
      isMembershipAsWanted(there.member(action.groupId, action.personId), action.after, now)
    );
  }
  const list = there.exception(action.exceptionId);
  return list !== undefined && isSameCoverage(coverageFromNow(list.periods, now), coverageFromNow(action.after, now));
}
