import type { RemovalDto } from '../../shared/dto';
import type { Trouble } from '../../shared/errors';
import type { ExceptionId, GroupId, PersonId } from '../../shared/ids';
import type { Instant, Period } from '../../shared/time';
import { covers, includesPeriod } from '../../shared/time';
import type { ConfirmedPeriod, Memory, RunResult } from '../sync/model';
import { exceptionKey, membershipKey, targetKeyOf } from '../sync/model';
import type { Names } from './names';

/** What memory says is ours, by target. */
interface Ours {
  /** Periods that have not ended. */
  readonly exceptions: ReadonlyMap<ExceptionId, readonly Period[]>;
  /** Members of ours and their periods, ended ones too: the membership itself is ours (W8). */
  readonly groups: ReadonlyMap<GroupId, ReadonlyMap<PersonId, readonly Period[]>>;
}

const oursIn = (periods: readonly ConfirmedPeriod[]): readonly Period[] =>
  periods.filter((one) => !one.isForeign).map((one) => one.period);

/** Confirmed, or sent with the outcome not known (P8): either way we may have written it. */
function oursOf(memory: Memory, now: Instant): Ours {
  const exceptions = new Map<ExceptionId, Period[]>();
  for (const { exceptionId, periods } of [...memory.confirmed, ...memory.intents]) {
    const known = exceptions.get(exceptionId) ?? [];
    const live = oursIn(periods).filter((one) => one.to > now && !includesPeriod(known, one));
    if (live.length > 0) exceptions.set(exceptionId, [...known, ...live]);
  }
  const groups = new Map(
    memory.ledger.map(({ groupId, members }) => [
      groupId,
      new Map(members.map(({ personId, periods }) => [personId, oursIn(periods)])),
    ]),
  );
  return { exceptions, groups };
}

/** Whether memory holds anything of ours at all: then another memory must not take its place unasked. */
export const hasOurs = ({ confirmed, intents, ledger }: Memory): boolean =>
  ledger.length > 0 || [...confirmed, ...intents].some((one) => oursIn(one.periods).length > 0);

/** Whether two memories say the same of what is ours. */
export const isSameMemory = (a: Memory, b: Memory): boolean =>
  JSON.stringify([a.confirmed, a.intents, a.ledger]) === JSON.stringify([b.confirmed, b.intents, b.ledger]);

interface RemovalFacts {
  /** Before anything was taken back. */
  readonly before: Memory;
  /** null: a preview. */
  readonly after: Memory | null;
  readonly result: RunResult;
  readonly houseZone: string | null;
  readonly names: Names;
}

/** What is ours, and of a run what became of it. Counts and ids; people by their number only. */
export function removalView({ before, after, result, houseZone, names }: RemovalFacts): RemovalDto {
  const now = result.startedAt;
  const ours = oursOf(before, now);
  const ends = leavingEnds(result);
  const isRunning = (periods: readonly Period[]): boolean => periods.some((one) => covers(one, now));
  const exceptions = [...ours.exceptions].map(([exceptionId, periods]) => ({
    exceptionId,
    exceptionName: names.exception(exceptionId),
    periods: periods.length,
    isRunning: isRunning(periods),
    endsAt: ends.get(exceptionKey(exceptionId)) ?? null,
  }));
  const groups = [...ours.groups].map(([groupId, members]) => ({
    groupId,
    groupName: names.group(groupId),
    people: members.size,
    running: [...members.values()].filter(isRunning).length,
  }));
  const left = after === null ? [] : leftOver(oursOf(after, result.endedAt), ends, result, names);
  const all = [...ends.values()];
  return {
    runId: after === null ? null : result.runId,
    isDone: after !== null && left.length === 0 && (result.result === 'equal' || result.result === 'handed-over'),
    madeAt: now,
    houseZone,
    exceptions: exceptions.sort((a, b) => a.exceptionName.localeCompare(b.exceptionName)),
    groups: groups.sort((a, b) => a.groupName.localeCompare(b.groupName)),
    people: new Set([...ours.groups.values()].flatMap((members) => [...members.keys()])).size,
    running: exceptions.filter((one) => one.isRunning).length,
    endsAt: all.reduce<Instant | null>((last, at) => (last === null || at > last ? at : last), null),
    left,
    troubles: result.troubles.map((trouble) => ({ ...trouble })),
  };
}

/** W4: when what runs and was cut ends by itself, by target; only what is there so, or was not written yet. */
function leavingEnds({ plan, actions }: RunResult): ReadonlyMap<string, Instant> {
  const unsure = new Set(
    actions
      .filter(({ outcome }) => outcome !== 'confirmed' && outcome !== 'handed-over')
      .map(({ action }) => targetKeyOf(action)),
  );
  const ends = new Map<string, Instant>();
  const note = (key: string, entries: readonly { readonly period: Period; readonly isForeign: boolean }[]): void => {
    const own = entries.filter((one) => !one.isForeign).map((one) => one.period.to);
    const [first, ...others] = own;
    if (first !== undefined && !unsure.has(key))
      ends.set(
        key,
        others.reduce((a, b) => (a > b ? a : b), first),
      );
  };
  for (const { exceptionId, entries } of plan?.releases ?? []) note(exceptionKey(exceptionId), entries);
  for (const { groupId, personId, entries } of plan?.memberships ?? []) note(membershipKey(groupId, personId), entries);
  return ends;
}

/** What memory still says is ours although it does not end by itself within people's time to leave. */
function leftOver(ours: Ours, ends: ReadonlyMap<string, Instant>, result: RunResult, names: Names): RemovalDto['left'] {
  const troubleOf = whyLeft(result);
  const exceptions = [...ours.exceptions.keys()]
    .filter((id) => !ends.has(exceptionKey(id)))
    .map((exceptionId) => ({
      exceptionId,
      groupId: null,
      personId: null,
      name: names.exception(exceptionId),
      trouble: troubleOf(exceptionKey(exceptionId), null),
    }));
  const members = [...ours.groups].flatMap(([groupId, people]) =>
    [...people.keys()]
      .filter((personId) => !ends.has(membershipKey(groupId, personId)))
      .map((personId) => ({
        exceptionId: null,
        groupId,
        personId,
        name: names.group(groupId),
        trouble: troubleOf(membershipKey(groupId, personId), groupId),
      })),
  );
  return [...exceptions, ...members];
}

/** Why a target was not taken back: its own write's trouble, its group's, or the whole run's. */
function whyLeft({ actions, plan, troubles }: RunResult) {
  const byTarget = new Map(actions.map(({ action, trouble }) => [targetKeyOf(action), trouble]));
  const byGroup = new Map(plan?.blocked.map((one) => [one.groupId, one.trouble]));
  return (key: string, groupId: GroupId | null): { code: Trouble['code']; context: Trouble['context'] } => ({
    ...(byTarget.get(key) ??
      (groupId === null ? undefined : byGroup.get(groupId)) ??
      troubles[0] ?? { code: 'write-unconfirmed', context: {} }),
  });
}
