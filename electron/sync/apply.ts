import type { Trouble } from '../../shared/errors';
import type { ExceptionId, RunId } from '../../shared/ids';
import type { Instant, ZoneName } from '../../shared/time';
import { attempt } from './attempt';
import type {
  AccessReading,
  ActionResult,
  Memory,
  Outcome,
  Plan,
  PlannedAction,
  TargetEntry,
  WriteAnswer,
} from './model';
import { coverageFromNow, isSameCoverage } from './model';
import { claimsByException, hasForeignEdit } from './plan';
import type { Abort, EnginePorts } from './ports';
import { rememberConfirmed, rememberIntent, rememberRestoration } from './remember';
import { backoffMs } from './schedule';
import type { WriteTries } from './write-tries';

export interface ApplyInput {
  readonly ports: EnginePorts;
  readonly runId: RunId;
  readonly zone: ZoneName;
  readonly plan: Plan;
  readonly memory: Memory;
  readonly access: AccessReading;
  readonly tries: WriteTries;
  readonly abort: Abort | null;
  readonly onWritten: (done: number, total: number) => void;
  /** Reads UniLock again, once. */
  readonly observe: () => Promise<AccessReading>;
  /** Plans again on newer knowledge of UniLock, after a conflict or a lost answer. */
  readonly planAgain: (access: AccessReading, memory: Memory) => Plan;
}

export interface Applied {
  readonly results: readonly ActionResult[];
  /** The last plan that was written from; its targets are what the exceptions should hold now. */
  readonly plan: Plan;
  readonly memory: Memory;
  /** The newest reading, made after the last write; null when reading back failed. */
  readonly access: AccessReading | null;
  /** What stopped writing altogether: the journal, or an abort. */
  readonly stoppedBy: Trouble | null;
}

/** One write on its way through a round. */
interface Sent {
  readonly action: PlannedAction;
  readonly at: Instant;
  readonly answer: WriteAnswer;
}

/** Tries of one exception within a run. A run never waits longer for one object than a few seconds. */
const ROUNDS = 3;

const troubleOf = (code: Trouble['code'], exceptionId: ExceptionId): Trouble => ({ code, context: { exceptionId } });

const holdsNow = (access: AccessReading, action: PlannedAction, now: Instant): boolean => {
  const there = access.exceptions.find((one) => one.id === action.exceptionId);
  return there !== undefined && isSameCoverage(coverageFromNow(there.periods, now), coverageFromNow(action.after, now));
};

/**
 * Carries a plan out, in its order (W2): for each action the intent is journalled, then the whole list is written. Then UniLock is read back
 * once, and what was answered with a conflict or not at all is planned and tried again (W10). One bad exception never stops the others; a
 * journal that cannot be written stops everything, because what cannot be explained later must not be written.
 */
export async function applyPlan(input: ApplyInput): Promise<Applied> {
  const { ports, runId, tries } = input;
  const { clock, journal } = ports;
  let { memory, plan } = input;
  let access: AccessReading | null = input.access;
  let stoppedBy: Trouble | null = null;
  let written = 0;
  const results = new Map<ExceptionId, ActionResult>();
  const total = plan.actions.length;

  const finish = async (
    action: PlannedAction,
    outcome: Outcome,
    trouble: Trouble | null,
    at: { readonly writtenAt: Instant | null; readonly readBackAt: Instant | null },
    writes: number,
  ): Promise<void> => {
    const readBack =
      at.readBackAt === null
        ? null
        : (access?.exceptions.find((one) => one.id === action.exceptionId)?.periods ?? null);
    const earlier = results.get(action.exceptionId)?.writes ?? 0;
    const result = { action, outcome, trouble, ...at, readBack, writes: earlier + writes };
    results.set(action.exceptionId, result);
    if (stoppedBy !== null) return;
    const recorded = await attempt(() => journal.recordOutcome(runId, result, memory));
    if (!recorded.ok) stoppedBy = recorded.trouble;
  };

  let todo = plan.actions;
  for (let round = 1; todo.length > 0; round++) {
    const entriesOf = new Map(plan.targets.map((target) => [target.exceptionId, target.entries]));
    const isRestoring = restoring(access, memory, clock.now());
    const sent: Sent[] = [];
    for (const action of todo) {
      const id = action.exceptionId;
      if (stoppedBy === null && input.abort?.aborted === true) stoppedBy = { code: 'cancelled', context: {} };
      if (stoppedBy !== null) {
        await finish(action, 'failed', stoppedBy, { writtenAt: null, readBackAt: null }, 0);
        continue;
      }
      const now = clock.now();
      if (!tries.mayTry(id, now)) {
        await finish(action, 'failed', troubleOf('write-unconfirmed', id), { writtenAt: null, readBackAt: null }, 0);
        continue;
      }
      const entries = entriesOf.get(id);
      const restored = isRestoring(id) ? rememberRestoration(memory, id, now) : memory;
      const withIntent = entries === undefined ? restored : rememberIntent(restored, id, entries, now, runId);
      const recorded = await attempt(() => journal.recordIntent(runId, action, withIntent));
      if (!recorded.ok) {
        stoppedBy = recorded.trouble;
        await finish(action, 'failed', stoppedBy, { writtenAt: null, readBackAt: null }, 0);
        continue;
      }
      tries.note(id, now);
      const answer = await send(input, action);
      // A conflict or refusal says that the write is not there: then there is nothing to explain.
      if (answer.kind === 'accepted' || answer.kind === 'unanswered') memory = withIntent;
      sent.push({ action, at: clock.now(), answer });
      input.onWritten(++written, total);
    }
    if (sent.length === 0) break;

    if (ports.access.canReadBack) {
      const readBack = await input.observe();
      access = readBack.completeness === 'unreadable' ? null : readBack;
    } else {
      access = handedOver(access, sent);
    }
    const retry = new Map<ExceptionId, Sent>();
    for (const one of sent) {
      const { action, at, answer } = one;
      const now = clock.now();
      const isThere = access !== null && holdsNow(access, action, now);
      const readBackAt = ports.access.canReadBack ? (access?.readAt ?? null) : null;
      if (answer.kind === 'refused') {
        await finish(action, 'failed', answer.trouble, { writtenAt: null, readBackAt }, 1);
      } else if (!ports.access.canReadBack) {
        const entries = entriesOf.get(action.exceptionId);
        const isHandedOver = answer.kind === 'accepted';
        if (isHandedOver) {
          tries.settle(action.exceptionId);
          if (entries !== undefined) memory = rememberConfirmed(memory, action.exceptionId, entries, at, runId);
        }
        const trouble = answer.kind === 'unanswered' ? answer.trouble : troubleOf('write-conflict', action.exceptionId);
        await finish(
          action,
          isHandedOver ? 'handed-over' : 'failed',
          isHandedOver ? null : trouble,
          { writtenAt: isHandedOver ? at : null, readBackAt: null },
          1,
        );
      } else if (isThere) {
        const entries = entriesOf.get(action.exceptionId);
        tries.settle(action.exceptionId);
        if (entries !== undefined) {
          memory = rememberConfirmed(memory, action.exceptionId, entries, access?.readAt ?? now, runId);
        }
        await finish(action, 'confirmed', null, { writtenAt: at, readBackAt }, 1);
      } else if (answer.kind === 'accepted') {
        await finish(
          action,
          'unconfirmed',
          troubleOf('write-unconfirmed', action.exceptionId),
          { writtenAt: at, readBackAt },
          1,
        );
      } else {
        const trouble = answer.kind === 'unanswered' ? answer.trouble : troubleOf('write-conflict', action.exceptionId);
        await finish(
          action,
          answer.kind === 'unanswered' ? 'unconfirmed' : 'failed',
          trouble,
          { writtenAt: null, readBackAt },
          1,
        );
        retry.set(action.exceptionId, one);
      }
    }
    if (retry.size === 0 || access === null || stoppedBy !== null || round >= ROUNDS) break;

    await clock.wait(backoffMs(round, ports.random), input.abort);
    // Only a reading younger than the pause may be planned on: the others had time to go on writing.
    const fresh = await input.observe();
    if (fresh.completeness === 'unreadable') break;
    access = fresh;
    plan = input.planAgain(fresh, memory);
    todo = plan.actions.filter((action) => retry.has(action.exceptionId));
    await settleWithoutWrite(retry, todo, plan, fresh);
  }

  /** What was to be tried again, and is as it should be without that: the lost write had arrived, or another wrote the same. */
  async function settleWithoutWrite(
    retry: ReadonlyMap<ExceptionId, Sent>,
    again: readonly PlannedAction[],
    newer: Plan,
    fresh: AccessReading,
  ): Promise<void> {
    const stillToDo = new Set(again.map((action) => action.exceptionId));
    const entriesOf = new Map<ExceptionId, readonly TargetEntry[]>(
      newer.targets.map((target) => [target.exceptionId, target.entries]),
    );
    for (const [id, { action, at }] of retry) {
      const entries = entriesOf.get(id);
      if (stillToDo.has(id) || entries === undefined) continue;
      const asWanted = { ...action, after: entries.map((one) => one.period) };
      if (!holdsNow(fresh, asWanted, clock.now())) continue;
      tries.settle(id);
      memory = rememberConfirmed(memory, id, entries, fresh.readAt, runId);
      await finish(asWanted, 'confirmed', null, { writtenAt: at, readBackAt: fresh.readAt }, 0);
    }
  }

  return { results: [...results.values()], plan, memory, access, stoppedBy };
}

/** W6: whether a write of the exception puts back what another writer changed. */
function restoring(access: AccessReading | null, memory: Memory, now: Instant): (id: ExceptionId) => boolean {
  const claimsOf = claimsByException(memory);
  const observed = new Map(access?.exceptions.map((one) => [one.id, one.periods]));
  return (id) => {
    const there = observed.get(id);
    return there !== undefined && hasForeignEdit(claimsOf(id), there, now);
  };
}

/** Sends one whole list once. What an adapter throws means that nobody knows whether it was written. */
async function send(input: ApplyInput, action: PlannedAction): Promise<WriteAnswer> {
  const { exceptionId, after, version } = action;
  const sent = await attempt(() =>
    input.ports.access.writePeriods(
      { exceptionId, periods: after, version, zone: input.zone },
      { abort: input.abort, onProgress: null },
    ),
  );
  return sent.ok ? sent.value : { kind: 'unanswered', trouble: sent.trouble };
}

/** W13: what cannot be read back is observed as it was last handed over. */
function handedOver(access: AccessReading | null, sent: readonly Sent[]): AccessReading | null {
  if (access === null) return null;
  const accepted = new Map(
    sent.filter((one) => one.answer.kind === 'accepted').map(({ action }) => [action.exceptionId, action.after]),
  );
  return {
    ...access,
    exceptions: access.exceptions.map((one) => ({ ...one, periods: accepted.get(one.id) ?? one.periods })),
  };
}
