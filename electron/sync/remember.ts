import type { ExceptionId, GroupId, PersonId, RunId } from '../../shared/ids';
import type { Instant, Period } from '../../shared/time';
import { DAY_MS, HOUR_MS, isSamePeriod } from '../../shared/time';
import type {
  ConfirmedList,
  ConfirmedPeriod,
  GroupLedger,
  Hold,
  LedgerMembership,
  Memory,
  MembershipTarget,
  PendingIntent,
  PlannedAction,
  RememberedAnswer,
  RememberedGuard,
  RememberedReading,
  TargetEntry,
  TargetKey,
} from './model';
import { coverageFromNow, isInside, isSameCoverage, membershipKey, normalise } from './model';
import type { Observed } from './observed';
import { isMembershipAsWanted } from './observed';
import { claimsByException, isEmptyOfOurs, isSuddenlyEmpty, restorationsToKeep } from './plan';

/** Steps of memory (M1): each takes a memory and gives the next. Parts that do not change keep their identity, so that a store may skip them. */

/** Answers older than this are forgotten: no opening they were about can still be ahead. */
const ANSWERS_KEPT_MS = 400 * DAY_MS;

/** Lists of one exception with an unknown outcome that are kept in mind: what was sent earlier has arrived by now, or never will. */
const INTENTS_KEPT = 5;

/** P8: a reading may lag behind what was sent, but not for longer; what it has not shown by then will never come. */
const ARRIVES_WITHIN_MS = HOUR_MS;

/** The bookings and what the guard makes of their changes, in one step: apart, a crash could forget that something is held (W5). */
export const rememberKnowledge = (
  memory: Memory,
  { toRemember, guard }: { readonly toRemember: RememberedReading | null; readonly guard: RememberedGuard },
): Memory => ({ ...memory, reading: toRemember, guard });

export function rememberAnswers(memory: Memory, answers: readonly RememberedAnswer[]): Memory {
  if (answers.length === 0) return memory;
  const replaced = new Set(answers.map((one) => one.hash));
  return { ...memory, answers: [...memory.answers.filter((one) => !replaced.has(one.hash)), ...answers] };
}

/** What memory knows of one exception's periods. */
const knownOf = (memory: Memory, exceptionId: ExceptionId): readonly ConfirmedPeriod[] => [
  ...(memory.confirmed.find((one) => one.exceptionId === exceptionId)?.periods ?? []),
  ...memory.intents.filter((one) => one.exceptionId === exceptionId).flatMap((one) => one.periods),
];

/** The target's entries as memory keeps them; a period that was there with the same bounds keeps when and by which run it was written. */
function asConfirmed(
  known: readonly ConfirmedPeriod[],
  entries: readonly TargetEntry[],
  at: Instant,
  runId: RunId,
): readonly ConfirmedPeriod[] {
  return entries.map(({ period, bookings, lines, isForeign }) => {
    const old = known.find((one) => isSamePeriod(one.period, period));
    return { period, bookings, lines, isForeign, writtenAt: old?.writtenAt ?? at, runId: old?.runId ?? runId };
  });
}

/** P8: of what was sent lately, what is ours when it comes: a reading that lags behind is as wanted once its meeting is cancelled. */
const stillToCome = (
  sent: readonly ConfirmedPeriod[],
  known: readonly Period[],
  sentAt: (one: ConfirmedPeriod) => Instant,
  now: Instant,
): readonly ConfirmedPeriod[] => {
  const covered = normalise(known);
  return sent.filter(
    (one) =>
      !one.isForeign &&
      one.period.to > now &&
      now - sentAt(one) < ARRIVES_WITHIN_MS &&
      !isInside([one.period], covered),
  );
};

const hasSameBounds = (a: readonly ConfirmedPeriod[], b: readonly ConfirmedPeriod[]): boolean =>
  a.length === b.length &&
  a.every(({ period }, index) => period.from === b[index]?.period.from && period.to === b[index].period.to);

const isSameTexts = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text, index) => text === b[index]);

const isSameList = (a: readonly ConfirmedPeriod[], b: readonly ConfirmedPeriod[]): boolean =>
  hasSameBounds(a, b) &&
  a.every((one, index) => {
    const other = b[index];
    return (
      other !== undefined &&
      one.isForeign === other.isForeign &&
      one.writtenAt === other.writtenAt &&
      one.runId === other.runId &&
      isSameTexts(one.bookings, other.bookings) &&
      isSameTexts(one.lines, other.lines)
    );
  });

/** Before a write is sent: what may be there from now on (P8). */
export function rememberIntent(
  memory: Memory,
  action: PlannedAction,
  entries: readonly TargetEntry[],
  at: Instant,
  runId: RunId,
): Memory {
  if (action.on === 'membership') {
    const { groupId, personId } = action;
    const given = givenTo(memory, groupId, personId);
    const before = given?.periods ?? [];
    const sent = asConfirmed(before, entries, at, runId).filter(
      (one) => !before.some(({ period }) => isSamePeriod(period, one.period)),
    );
    return withGiven(memory, groupId, {
      personId,
      periods: [...before, ...sent],
      hasBeenRead: given?.hasBeenRead ?? false,
    });
  }
  const { exceptionId } = action;
  const periods = asConfirmed(knownOf(memory, exceptionId), entries, at, runId);
  const isOfThis = (one: PendingIntent): boolean => one.exceptionId === exceptionId;
  // A server that accepts and does not keep is written to again and again: the same list sent anew replaces the old intent.
  const before = memory.intents.filter((one) => !(isOfThis(one) && hasSameBounds(one.periods, periods)));
  const oldest = before.filter(isOfThis).slice(0, -(INTENTS_KEPT - 1));
  return {
    ...memory,
    intents: [...before.filter((one) => !oldest.includes(one)), { exceptionId, runId, periods, at }],
  };
}

/** The target was read as it should be: its list is confirmed, and whatever was sent before is settled. */
export function rememberConfirmed(
  memory: Memory,
  action: PlannedAction,
  entries: readonly TargetEntry[],
  at: Instant,
  runId: RunId,
): Memory {
  if (action.on === 'membership') {
    const { groupId, personId } = action;
    const known = givenTo(memory, groupId, personId)?.periods ?? [];
    return withGiven(memory, groupId, {
      personId,
      periods: asConfirmed(known, entries, at, runId),
      hasBeenRead: true,
    });
  }
  const { exceptionId } = action;
  const periods = asConfirmed(knownOf(memory, exceptionId), entries, at, runId);
  return {
    ...memory,
    confirmed: [
      ...memory.confirmed.filter((one) => one.exceptionId !== exceptionId),
      { exceptionId, periods, readBackAt: at },
    ],
    intents: memory.intents.filter((one) => one.exceptionId !== exceptionId),
  };
}

/** W8: what the ledger says of one membership. */
const givenTo = (memory: Memory, groupId: GroupId, personId: PersonId): LedgerMembership | undefined =>
  memory.ledger.find((one) => one.groupId === groupId)?.members.find((one) => one.personId === personId);

/** The ledger with one membership's whole list; with nothing of ours in it, it is forgotten: what others added is theirs (W8). */
function withGiven(memory: Memory, groupId: GroupId, given: LedgerMembership): Memory {
  const before = memory.ledger.find((one) => one.groupId === groupId)?.members ?? [];
  const others = before.filter((one) => one.personId !== given.personId);
  const isOurs = given.periods.some((one) => !one.isForeign);
  const group = { groupId, members: isOurs ? [...others, given] : others };
  const rest = memory.ledger.filter((one) => one.groupId !== groupId);
  return { ...memory, ledger: group.members.length === 0 ? rest : [...rest, group] };
}

/** W6: we put back what another writer changed. */
export const rememberRestoration = (memory: Memory, exceptionId: ExceptionId, at: Instant): Memory => ({
  ...memory,
  restorations: [...memory.restorations, { exceptionId, at }],
});

/** What a run's end knows. */
interface RunEnd {
  readonly now: Instant;
  readonly runId: RunId;
  readonly holds: readonly Hold[];
  /** By exception: what it should hold. */
  readonly targets: ReadonlyMap<ExceptionId, readonly TargetEntry[]>;
  readonly managed: ReadonlySet<ExceptionId>;
  /** What each membership should hold. */
  readonly memberships: readonly MembershipTarget[];
  /** Read before anything was written. */
  readonly atFirst: Observed;
  /** The newest reading. */
  readonly observed: Observed;
  /** Whether something was sent to the target that no reading has shown since. */
  isUnseen(key: TargetKey): boolean;
  /** Whether a reading may lag behind what was sent: that of a server may; what was handed over by file is known at once (W13). */
  readonly canLag: boolean;
}

/** At the end of a run: everything that was found as it should be is confirmed, what is over is forgotten. */
export function rememberEnd(memory: Memory, end: RunEnd): Memory {
  const { now, runId, targets, managed } = end;
  const { access } = end.observed;
  const since = new Map(memory.holds.map((one) => [one.hash, one.since]));
  const hashes = [...new Set(end.holds.map(({ hash }) => hash))];
  const holds = hashes.map((hash) => ({ hash, since: since.get(hash) ?? now }));
  const answers = memory.answers.filter((one) => now - one.at <= ANSWERS_KEPT_MS);
  const ledger = ledgerAtEnd(memory, end);
  if (access === null) return { ...memory, holds, answers, ledger };

  const observed = new Map(access.exceptions.map((one) => [one.id, one]));
  // W6: what another wrote is held only while nothing may be removed. It stands there as it should for want of a better reading: that neither makes
  // it known (W1) nor says that the other writer has given up.
  const isHeldOfAnother = (one: TargetEntry): boolean => one.isHeld && one.isForeign;
  const isAsItShouldBe = (id: ExceptionId): boolean => {
    const there = observed.get(id);
    const entries = targets.get(id);
    return (
      there !== undefined &&
      entries !== undefined &&
      !entries.some(isHeldOfAnother) &&
      isSameCoverage(
        coverageFromNow(there.periods, now),
        coverageFromNow(
          entries.map((one) => one.period),
          now,
        ),
      )
    );
  };
  const equal = [...targets.keys()].filter(isAsItShouldBe);
  const equalIds = new Set(equal);
  const byException = indexed(memory);
  const refreshed = equal.map((exceptionId): ConfirmedList => {
    const part = byException(exceptionId);
    const periods = asConfirmed(knownOf(part, exceptionId), targets.get(exceptionId) ?? [], now, runId);
    const former = part.confirmed[0];
    return former !== undefined && isSameList(former.periods, periods)
      ? former
      : { exceptionId, periods, readBackAt: access.readAt };
  });
  const isToCome = ({ exceptionId: id, periods, at }: PendingIntent): boolean => {
    const known = [...(observed.get(id)?.periods ?? []), ...(targets.get(id) ?? []).map((one) => one.period)];
    return stillToCome(periods, known, () => at, now).length > 0;
  };
  const toCome = end.canLag ? memory.intents.filter(isToCome) : [];
  // W7: forgotten once read back empty of ours, or gone from a complete reading. A list that is suddenly empty says nothing (P6).
  const claimsOf = claimsByException(memory);
  const isReleased = (id: ExceptionId): boolean => {
    if (managed.has(id)) return false;
    const there = observed.get(id);
    if (there !== undefined)
      return isEmptyOfOurs(there, claimsOf(id), now) && !toCome.some((one) => one.exceptionId === id);
    return access.completeness === 'complete' && access.exceptions.length > 0;
  };
  const stays = (one: { readonly exceptionId: ExceptionId }): boolean =>
    !equalIds.has(one.exceptionId) && !isReleased(one.exceptionId);
  const confirmed = [...memory.confirmed.filter(stays), ...refreshed];
  const intents = memory.intents.filter((one) => stays(one) || toCome.includes(one));
  return {
    ...memory,
    confirmed,
    intents,
    holds,
    answers,
    ledger,
    restorations: restorationsToKeep(
      memory.restorations,
      now,
      (id) => managed.has(id),
      (id) => equalIds.has(id),
    ),
    releasing: [...new Set([...confirmed, ...intents].map((one) => one.exceptionId))]
      .filter((id) => !managed.has(id))
      .sort(),
  };
}

/** The part of memory about one exception, so that a thousand of them are not searched through a thousand times. */
function indexed(memory: Memory): (id: ExceptionId) => Memory {
  const parts = new Map<ExceptionId, { confirmed: ConfirmedList[]; intents: Memory['intents'][number][] }>();
  const part = (id: ExceptionId) => {
    const known = parts.get(id) ?? { confirmed: [], intents: [] };
    parts.set(id, known);
    return known;
  };
  for (const list of memory.confirmed) part(list.exceptionId).confirmed.push(list);
  for (const intent of memory.intents) part(intent.exceptionId).intents.push(intent);
  return (id) => ({ ...memory, ...part(id) });
}

/**
 * W8: what was found as it should be is confirmed; what has no target any more was given by another hand meanwhile, or is over. A group that was
 * not read, or shows nobody all of a sudden (R4), stays as the ledger has it.
 */
function ledgerAtEnd(memory: Memory, end: RunEnd): readonly GroupLedger[] {
  const { now, runId, memberships, atFirst, observed } = end;
  const targets = new Map<GroupId, MembershipTarget[]>();
  for (const target of memberships) {
    const known = targets.get(target.groupId);
    if (known === undefined) targets.set(target.groupId, [target]);
    else known.push(target);
  }
  const former = new Map(memory.ledger.map((group) => [group.groupId, group]));
  const all = [...new Set([...former.keys(), ...targets.keys()])].sort();
  return all.flatMap((groupId): readonly GroupLedger[] => {
    const before = former.get(groupId);
    // Judged by the first reading: that we have just taken the last of ours out is no surprise.
    const first = atFirst.group(groupId);
    const saysNothing = first !== undefined && isSuddenlyEmpty(first, before?.members ?? [], now);
    if (saysNothing || observed.group(groupId) === undefined) return before === undefined ? [] : [before];
    const given = new Map(before?.members.map((one) => [one.personId, one]));
    const members = (targets.get(groupId) ?? []).flatMap((target): readonly LedgerMembership[] => {
      const { personId, periods, entries } = target;
      const old = given.get(personId);
      const member = observed.member(groupId, personId);
      if (!isMembershipAsWanted(member, periods, now)) return old === undefined ? [] : [old];
      // Sent by a process that was stopped: then only the ledger knows.
      const isUnseen = end.canLag && (end.isUnseen(membershipKey(groupId, personId)) || old?.hasBeenRead === false);
      const toCome = isUnseen
        ? stillToCome(old?.periods ?? [], [...(member?.periods ?? []), ...periods], (one) => one.writtenAt, now)
        : [];
      const confirmed = [...asConfirmed(old?.periods ?? [], entries, now, runId), ...toCome];
      if (!confirmed.some((one) => !one.isForeign)) return [];
      const hasBeenRead = old?.hasBeenRead === true || member !== undefined;
      const isAsKept = old?.hasBeenRead === hasBeenRead && isSameList(old.periods, confirmed);
      return [isAsKept ? old : { personId, periods: confirmed, hasBeenRead }];
    });
    if (members.length === 0) return [];
    const isSame =
      before?.members.length === members.length && members.every((one, index) => one === before.members[index]);
    return [isSame ? before : { groupId, members }];
  });
}
