import type { Trouble } from '../../shared/errors';
import type { RunId } from '../../shared/ids';
import type { Instant, ZoneName } from '../../shared/time';
import { attempt } from './attempt';
import type { AwakeWatch } from './awake-watch';
import type {
  ActionResult,
  ExceptionAction,
  Memory,
  ObservedGroup,
  Outcome,
  Plan,
  PlannedAction,
  TargetEntry,
  TargetKey,
  WriteAnswer,
} from './model';
import { exceptionKey, membershipKey, targetKeyOf } from './model';
import type { Observed } from './observed';
import { holdsNow, listOf, observed } from './observed';
import { claimsByException, hasForeignEdit } from './plan';
import type { Abort, EnginePorts, WriteBatch } from './ports';
import { rememberConfirmed, rememberIntent, rememberRestoration } from './remember';
import { backoffMs } from './schedule';
import type { WriteTries } from './write-tries';

export interface ApplyInput {
  readonly ports: EnginePorts;
  readonly runId: RunId;
  readonly zone: ZoneName;
  readonly plan: Plan;
  readonly memory: Memory;
  readonly observed: Observed;
  readonly tries: WriteTries;
  readonly awake: AwakeWatch;
  readonly abort: Abort | null;
  readonly onWritten: (done: number, total: number) => void;
  /** Reads again, once, what the actions wrote to; all else stays as it was read before. */
  readonly observe: (actions: readonly PlannedAction[], before: Observed) => Promise<Observed>;
  /** Plans again on newer knowledge of UniLock, after a conflict or a lost answer. */
  readonly planAgain: (there: Observed, memory: Memory) => Plan;
}

export interface Applied {
  readonly results: readonly ActionResult[];
  /** The last plan that was written from; its targets are what the exceptions should hold now. */
  readonly plan: Plan;
  readonly memory: Memory;
  /** The newest reading, made after the last write. */
  readonly observed: Observed;
  /** What stopped writing altogether: the journal, an abort, or a sleep of the machine. */
  readonly stoppedBy: Trouble | null;
  /** Why what could be sent has not been handed over (W13): the trouble of each of its writes, told once. */
  readonly handoverTrouble: Trouble | null;
}

/** One write on its way through a round. */
interface Sent {
  readonly action: PlannedAction;
  readonly at: Instant;
  readonly answer: WriteAnswer;
}

/** Tries of one exception within a run. A run never waits longer for one object than a few seconds. */
const ROUNDS = 3;

const troubleOf = (code: Trouble['code'], action: PlannedAction): Trouble => ({
  code,
  context:
    action.on === 'exception'
      ? { exceptionId: action.exceptionId }
      : { groupId: action.groupId, personId: action.personId },
});

/** What each target of a plan should hold. */
const entriesByTarget = (plan: Plan): ReadonlyMap<TargetKey, readonly TargetEntry[]> =>
  new Map([
    ...plan.targets.map((one) => [exceptionKey(one.exceptionId), one.entries] as const),
    ...plan.releases.map((one) => [exceptionKey(one.exceptionId), one.entries] as const),
    ...plan.memberships.map((one) => [membershipKey(one.groupId, one.personId), one.entries] as const),
  ]);

/**
 * Carries a plan out, in its order (W2): for each action the intent is journalled, then the whole list is written. Then UniLock is read back
 * once, and what was answered with a conflict or not at all is planned and tried again (W10). One bad exception never stops the others; a
 * journal that cannot be written stops everything, because what cannot be explained later must not be written, and so does a sleep of the
 * machine, because what was planned before it is old.
 */
export async function applyPlan(input: ApplyInput): Promise<Applied> {
  const { ports, runId, tries } = input;
  const { clock, journal } = ports;
  let { memory, plan } = input;
  let there = input.observed;
  let stoppedBy: Trouble | null = null;
  let handoverTrouble: Trouble | null = null;
  let written = 0;
  const results = new Map<TargetKey, ActionResult>();
  const total = plan.actions.length;

  const finish = async (
    action: PlannedAction,
    outcome: Outcome,
    trouble: Trouble | null,
    at: { readonly writtenAt: Instant | null; readonly readBackAt: Instant | null },
    writes: number,
  ): Promise<void> => {
    const readBack = at.readBackAt === null ? null : listOf(action, there);
    const key = targetKeyOf(action);
    const earlier = results.get(key)?.writes ?? 0;
    const result = { action, outcome, trouble, ...at, readBack, writes: earlier + writes };
    results.set(key, result);
    if (stoppedBy !== null) return;
    const recorded = await attempt(() => journal.recordOutcome(runId, result, memory));
    if (!recorded.ok) stoppedBy = recorded.trouble;
  };

  let todo = plan.actions;
  for (let round = 1; todo.length > 0; round++) {
    const entriesOf = entriesByTarget(plan);
    const isRestoring = restoring(there, memory, clock.now());
    const memoryBefore = memory;
    let sent: Sent[] = [];
    for (const action of todo) {
      const key = targetKeyOf(action);
      if (stoppedBy === null && input.abort?.aborted === true) stoppedBy = { code: 'cancelled', context: {} };
      if (stoppedBy === null && input.awake.hasSlept()) stoppedBy = { code: 'run-interrupted', context: {} };
      if (stoppedBy !== null) {
        await finish(action, 'failed', stoppedBy, { writtenAt: null, readBackAt: null }, 0);
        continue;
      }
      const now = clock.now();
      if (!tries.mayTry(key, now)) {
        await finish(
          action,
          'failed',
          troubleOf('write-unconfirmed', action),
          { writtenAt: null, readBackAt: null },
          0,
        );
        continue;
      }
      const entries = entriesOf.get(key);
      const restored =
        action.on === 'exception' && isRestoring(action)
          ? rememberRestoration(memory, action.exceptionId, now)
          : memory;
      const withIntent = entries === undefined ? restored : rememberIntent(restored, action, entries, now, runId);
      const recorded = await attempt(() => journal.recordIntent(runId, action, withIntent));
      if (!recorded.ok) {
        stoppedBy = recorded.trouble;
        await finish(action, 'failed', stoppedBy, { writtenAt: null, readBackAt: null }, 0);
        continue;
      }
      tries.note(key, now);
      const answer = await send(input, action);
      // A conflict or refusal says that the write is not there: then there is nothing to explain.
      if (answer.kind === 'accepted' || answer.kind === 'unanswered') memory = withIntent;
      sent.push({ action, at: clock.now(), answer });
      input.onWritten(++written, total);
    }
    if (sent.length === 0) break;

    if (ports.access.handOver !== null) {
      // Half of a batch is no plan: a door would open whose old one does not shut.
      const answer: BatchAnswer =
        stoppedBy === null ? await handOver(input, sent) : { kind: 'refused', trouble: stoppedBy };
      if (answer.kind !== 'accepted') {
        handoverTrouble = answer.trouble;
        sent = sent.map((one) => (one.answer.kind === 'accepted' ? { ...one, answer } : one));
        // Nothing was sent, so nothing of it has to be explained.
        if (answer.kind === 'refused') memory = memoryBefore;
      }
    }
    if (ports.access.canReadBack) {
      there = await input.observe(
        sent.map((one) => one.action),
        there,
      );
    } else {
      there = handedOver(there, sent, clock.now());
    }
    const retry = new Map<TargetKey, Sent>();
    for (const one of sent) {
      const { action, at, answer } = one;
      const now = clock.now();
      const key = targetKeyOf(action);
      const isThere = holdsNow(action, there, now);
      const readAt = (action.on === 'exception' ? there.access : there.people)?.readAt ?? null;
      const readBackAt = ports.access.canReadBack ? readAt : null;
      if (answer.kind === 'refused') {
        await finish(action, 'failed', answer.trouble, { writtenAt: null, readBackAt }, 1);
      } else if (!ports.access.canReadBack) {
        const entries = entriesOf.get(key);
        const isHandedOver = answer.kind === 'accepted';
        if (isHandedOver) {
          tries.settle(key);
          if (entries !== undefined) memory = rememberConfirmed(memory, action, entries, at, runId);
        }
        const trouble = answer.kind === 'unanswered' ? answer.trouble : troubleOf('write-conflict', action);
        await finish(
          action,
          isHandedOver ? 'handed-over' : 'failed',
          isHandedOver ? null : trouble,
          { writtenAt: isHandedOver ? at : null, readBackAt: null },
          1,
        );
      } else if (isThere) {
        const entries = entriesOf.get(key);
        tries.settle(key);
        if (entries !== undefined) {
          memory = rememberConfirmed(memory, action, entries, readAt ?? now, runId);
        }
        await finish(action, 'confirmed', null, { writtenAt: at, readBackAt }, 1);
      } else if (answer.kind === 'accepted') {
        await finish(action, 'unconfirmed', troubleOf('write-unconfirmed', action), { writtenAt: at, readBackAt }, 1);
      } else {
        const trouble = answer.kind === 'unanswered' ? answer.trouble : troubleOf('write-conflict', action);
        await finish(
          action,
          answer.kind === 'unanswered' ? 'unconfirmed' : 'failed',
          trouble,
          { writtenAt: null, readBackAt },
          1,
        );
        retry.set(key, one);
      }
    }
    if (retry.size === 0 || there.access === null || stoppedBy !== null || round >= ROUNDS) break;

    await clock.wait(backoffMs(round, ports.random), input.abort);
    // Only a reading younger than the pause may be planned on: the others had time to go on writing.
    there = await input.observe(
      [...retry.values()].map((one) => one.action),
      there,
    );
    if (there.access === null) break;
    plan = input.planAgain(there, memory);
    todo = plan.actions.filter((action) => retry.has(targetKeyOf(action)));
    await settleWithoutWrite(retry, todo, plan);
  }

  /** What was to be tried again, and is as it should be without that: the lost write had arrived, or another wrote the same. */
  async function settleWithoutWrite(
    retry: ReadonlyMap<TargetKey, Sent>,
    again: readonly PlannedAction[],
    newer: Plan,
  ): Promise<void> {
    const stillToDo = new Set(again.map(targetKeyOf));
    const entriesOf = entriesByTarget(newer);
    for (const [key, { action, at }] of retry) {
      const entries = entriesOf.get(key);
      if (stillToDo.has(key) || entries === undefined) continue;
      const asWanted = { ...action, after: entries.map((one) => one.period) };
      const readAt = (action.on === 'exception' ? there.access : there.people)?.readAt ?? at;
      if (!holdsNow(asWanted, there, clock.now())) continue;
      tries.settle(key);
      memory = rememberConfirmed(memory, action, entries, readAt, runId);
      await finish(asWanted, 'confirmed', null, { writtenAt: at, readBackAt: readAt }, 0);
    }
  }

  return { results: [...results.values()], plan, memory, observed: there, stoppedBy, handoverTrouble };
}

/** W6: whether a write of the exception puts back what another writer changed. */
function restoring(there: Observed, memory: Memory, now: Instant): (action: ExceptionAction) => boolean {
  const claimsOf = claimsByException(memory);
  return ({ exceptionId }) => {
    const list = there.exception(exceptionId);
    return list !== undefined && hasForeignEdit(claimsOf(exceptionId), list.periods, now);
  };
}

/** Sends one whole list once. What an adapter throws means that nobody knows whether it was written. */
async function send({ ports, zone, abort }: ApplyInput, action: PlannedAction): Promise<WriteAnswer> {
  const call = { abort, onProgress: null };
  const sent = await attempt(() => {
    const { after: periods } = action;
    if (action.on === 'membership') {
      const { groupId, personId } = action;
      return ports.access.writeMembership({ groupId, personId, periods, zone }, call);
    }
    const { exceptionId, version } = action;
    return ports.access.writePeriods({ exceptionId, periods, version, zone }, call);
  });
  return sent.ok ? sent.value : { kind: 'unanswered', trouble: sent.trouble };
}

type BatchAnswer = Exclude<WriteAnswer, { readonly kind: 'conflict' }>;

/** Sends what could be sent, as one, once. What an adapter throws means that nobody knows whether it was handed over. */
async function handOver({ ports: { access }, zone, abort }: ApplyInput, sent: readonly Sent[]): Promise<BatchAnswer> {
  const writes = sent.filter((one) => one.answer.kind === 'accepted').map(({ action }) => action);
  if (writes.length === 0) return { kind: 'accepted', version: null };
  const batch: WriteBatch = {
    exceptions: writes.flatMap((one) =>
      one.on === 'exception' ? [{ exceptionId: one.exceptionId, periods: one.after }] : [],
    ),
    memberships: writes.flatMap((one) =>
      one.on === 'membership' ? [{ groupId: one.groupId, personId: one.personId, periods: one.after }] : [],
    ),
    zone,
  };
  const waits: BatchAnswer = { kind: 'refused', trouble: { code: 'handover-waiting', context: { side: 'access' } } };
  const done = await attempt(() => access.handOver?.(batch, { abort, onProgress: null }) ?? Promise.resolve(waits));
  if (!done.ok) return { kind: 'unanswered', trouble: done.trouble };
  return done.value.kind === 'conflict' ? waits : done.value;
}

/** W13: what cannot be read back is observed as it was last handed over. */
function handedOver(there: Observed, sent: readonly Sent[], now: Instant): Observed {
  const { access, people } = there;
  const accepted = new Map(
    sent.filter((one) => one.answer.kind === 'accepted').map(({ action }) => [targetKeyOf(action), action]),
  );
  return observed(
    access === null
      ? null
      : {
          ...access,
          exceptions: access.exceptions.map((one) => {
            const after = accepted.get(exceptionKey(one.id))?.after;
            if (after === undefined) return one;
            const { certainty: _settled, ...rest } = one;
            return { ...rest, periods: after };
          }),
          ...(access.waitingSince !== undefined && accepted.size > 0 ? { waitingSince: now } : {}),
        },
    people === null ? null : { ...people, groups: people.groups.map((group) => withMembers(group, accepted)) },
  );
}

function withMembers(group: ObservedGroup, accepted: ReadonlyMap<TargetKey, PlannedAction>): ObservedGroup {
  const members = new Map(group.members.map((one) => [one.personId, one]));
  for (const action of accepted.values()) {
    if (action.on !== 'membership' || action.groupId !== group.id) continue;
    const { personId, after: periods } = action;
    if (periods.length === 0) members.delete(personId);
    else members.set(personId, { personId, basis: 'periods', exceptionId: null, periods });
  }
  return { ...group, members: [...members.values()] };
}
