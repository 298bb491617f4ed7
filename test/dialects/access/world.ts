import type { Building, Person, PersonGroup, SaveVerdict, SharedException } from '../../../electron/simulator/building';
import type { StruckFaults } from '../../../electron/simulator/faults';
import type { Instant, Period } from '../../../shared/time';
import { instantFromWall, wallFromInstant } from '../../../shared/time';

/** A membership before any dialect has put it into words. */
export interface Member {
  readonly personId: string;
  readonly isAlways: boolean;
  /** The exception that it follows, or null. */
  readonly exceptionId: string | null;
  readonly periods: readonly Period[];
}

/** The building as one dialect's server stands before it. */
export interface AccessWorld {
  readonly zone: string;
  /** Every exception, or an older list of one where readings lag behind. */
  exceptions(struck: StruckFaults): readonly { readonly it: SharedException; readonly periods: readonly Period[] }[];
  /** @param periods null: the caller did not speak the dialect */
  save(
    write: { readonly id: string; readonly periods: readonly Period[] | null; readonly version: string | null },
    struck: StruckFaults,
  ): SaveVerdict;
  groups(struck: StruckFaults): readonly PersonGroup[];
  persons(struck: StruckFaults): readonly Person[];
  /** Of one group, perhaps as they were before the last write; null: there is no such group. */
  members(group: string, struck: StruckFaults): readonly Member[] | null;
  /** @param periods null: the caller did not speak the dialect */
  saveMember(write: MemberTarget & { readonly periods: readonly Period[] | null }, struck: StruckFaults): SaveVerdict;
  /** `unknown` where there is nobody to take out. */
  removeMember(target: MemberTarget, struck: StruckFaults): SaveVerdict;
}

interface MemberTarget {
  readonly group: string;
  readonly person: string;
}

/** Readings that show for a while what stood there before a write. */
function createLateReadings<T>() {
  const late = new Map<string, { readonly shown: T; left: number }>();
  return {
    /** What a reading shows, given what is there now. */
    shown(id: string, now: T): T {
      const lag = late.get(id);
      if (lag === undefined) return now;
      lag.left -= 1;
      if (lag.left <= 0) late.delete(id);
      return lag.shown;
    },
    /** Something else than `before` is there since a write that was struck by these faults. */
    written(id: string, before: T, struck: StruckFaults): void {
      const lag = struck.get('lagging-read');
      if (lag !== undefined) late.set(id, { shown: before, left: lag.reads });
    },
  };
}

const LOCKED: SaveVerdict = { kind: 'refused', message: 'locked by an operator' };
const NO_PERIODS: SaveVerdict = { kind: 'refused', message: 'periods, please' };

export function createAccessWorld(building: Building, clock: () => Instant): AccessWorld {
  const { zone } = building;
  const now = (it: SharedException) => ({ it, periods: building.periodsOf(it.id) });
  const lateExceptions = createLateReadings<ReturnType<typeof now>>();
  const lateMembers = createLateReadings<readonly Member[]>();
  const walls = (periods: readonly Period[]) =>
    periods.map(({ from, to }) => ({ from: wallFromInstant(from, zone), to: wallFromInstant(to, zone) }));
  const unlessEmpty = <T>(rows: readonly T[], struck: StruckFaults): readonly T[] =>
    struck.get('empty-list') === undefined ? rows : [];
  const membersOf = (group: string): readonly Member[] =>
    building.members(group).map(({ personId, validity }) => ({
      personId,
      isAlways: validity.kind === 'always',
      exceptionId: validity.kind === 'exception' ? validity.exceptionId : null,
      periods:
        validity.kind === 'periods'
          ? validity.periods.map(({ from, to }) => ({
              from: instantFromWall(from, zone, 'earlier'),
              to: instantFromWall(to, zone, 'earlier'),
            }))
          : [],
    }));
  /** The faults around any change of a membership; memberships carry no version, so a conflict is all that can be said. */
  function changeMember(group: string, struck: StruckFaults, change: () => SaveVerdict): SaveVerdict {
    if (struck.get('refusal') !== undefined) return LOCKED;
    if (struck.get('version-conflict') !== undefined) return { kind: 'conflict' };
    const before = membersOf(group);
    const verdict = change();
    if (verdict.kind === 'saved') lateMembers.written(group, before, struck);
    return verdict;
  }
  return {
    zone,
    exceptions: (struck) =>
      unlessEmpty(building.exceptions(), struck).map((it) => lateExceptions.shown(it.id, now(it))),
    save({ id, periods, version }, struck) {
      if (struck.get('refusal') !== undefined) return LOCKED;
      const before = building.exceptions().find((one) => one.id === id);
      if (before === undefined) return { kind: 'unknown' };
      if (struck.get('version-conflict') !== undefined) return { kind: 'conflict' };
      if (periods === null) return NO_PERIODS;
      const shown = now(before);
      const verdict = building.savePeriods({
        exceptionId: id,
        periods: walls(periods),
        expectedVersion: version,
        at: clock(),
      });
      if (verdict.kind === 'saved') lateExceptions.written(id, shown, struck);
      return verdict;
    },
    groups: (struck) => unlessEmpty(building.groups(), struck),
    persons: (struck) => unlessEmpty(building.persons(), struck),
    members(group, struck) {
      if (!building.groups().some(({ id }) => id === group)) return null;
      return unlessEmpty(lateMembers.shown(group, membersOf(group)), struck);
    },
    saveMember: ({ group, person, periods }, struck) =>
      changeMember(group, struck, () =>
        periods === null
          ? NO_PERIODS
          : building.saveMember({ groupId: group, personId: person, periods: walls(periods), at: clock() }),
      ),
    removeMember: ({ group, person }, struck) =>
      changeMember(group, struck, () => building.deleteMember({ groupId: group, personId: person, at: clock() })),
  };
}
