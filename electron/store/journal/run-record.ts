import type { RunActionDto, RunDetailDto, RunDto } from '../../../shared/dto';
import { runDetailDto, runDto } from '../../../shared/dto';
import type { ErrorContext, Trouble } from '../../../shared/errors';
import type { RunId } from '../../../shared/ids';
import { exceptionId, groupId, personId } from '../../../shared/ids';
import type { Instant, Period } from '../../../shared/time';
import type { ActionResult, Change, PlannedAction, RunResult, TargetKey, Trigger } from '../../sync/model';
import { exceptionKey, membershipKey, targetKeyOf } from '../../sync/model';

/**
 * What both journals keep of a run: the history's own shapes, with empty names. Everything is picked field by field, so that a title or a name
 * that travels on some value at run time never gets in (rule M3).
 */
export type ActionRecord = RunActionDto;

/** Context keys whose text comes from outside: a server's own sentence, something's name. For the screen only. */
const WORDS_FROM_OUTSIDE = /reason|message|text|title|name|sentence|body/i;

/** A trouble for the journal: code, numbers, ids, addresses and times stay; texts that could be somebody's words become empty. */
export function recordedTrouble(trouble: Trouble): Trouble {
  const context: Record<string, ErrorContext[string]> = {};
  for (const [key, value] of Object.entries(trouble.context)) {
    const isDoubtful = typeof value === 'string' && (WORDS_FROM_OUTSIDE.test(key) || /\s/.test(value));
    context[key] = isDoubtful ? '' : value;
  }
  return { code: trouble.code, context };
}

const periodOf = ({ from, to }: Period): Period => ({ from, to });

const changeOf = (each: Change): RunActionDto['changes'][number] => ({
  change: each.change,
  period: periodOf(each.period),
  reason: each.reason,
  bookings: [...each.bookings],
});

/** What a recorded action writes to: the key of the planned action that it records (`targetKeyOf`). */
const keyOfRecord = (action: ActionRecord): TargetKey =>
  action.on === 'exception'
    ? exceptionKey(exceptionId(action.exceptionId))
    : membershipKey(groupId(action.groupId), personId(action.personId));

/** An action that is about to be written. */
export function intendedAction(action: PlannedAction, intendedAt: Instant): ActionRecord {
  const { on } = action;
  const list = {
    kind: action.kind,
    before: action.before.map(periodOf),
    after: action.after.map(periodOf),
    changes: action.changes.map(changeOf),
    outcome: null,
    writes: 0,
    trouble: null,
    intendedAt,
    writtenAt: null,
    readBackAt: null,
    readBack: null,
  };
  return on === 'exception'
    ? { on, exceptionId: action.exceptionId, exceptionName: '', ...list }
    : { on, groupId: action.groupId, groupName: '', personId: action.personId, personName: '', ...list };
}

/** The same action with what became of it. */
export function finishedAction(intended: ActionRecord, result: ActionResult): ActionRecord {
  return {
    ...intended,
    outcome: result.outcome,
    writes: result.writes,
    trouble: result.trouble === null ? null : recordedTrouble(result.trouble),
    writtenAt: result.writtenAt,
    readBackAt: result.readBackAt,
    readBack: result.readBack?.map(periodOf) ?? null,
  };
}

/** A run that has just begun. */
export function startedRun(run: {
  readonly runId: RunId;
  readonly trigger: Trigger;
  readonly startedAt: Instant;
}): RunDto {
  return {
    runId: run.runId,
    trigger: run.trigger,
    startedAt: run.startedAt,
    endedAt: null,
    result: 'running',
    written: 0,
    failed: 0,
    held: 0,
    overflow: 0,
    troubles: [],
  };
}

/** How many exceptions and memberships were written, and how many could not be confirmed; an intent without an outcome counts among the latter. */
function counts(actions: readonly ActionRecord[]): { written: number; failed: number } {
  const last = new Map(actions.map((each) => [keyOfRecord(each), each]));
  const all = [...last.values()];
  return {
    written: all.filter((each) => each.writes > 0).length,
    failed: all.filter((each) => each.outcome !== 'confirmed' && each.outcome !== 'handed-over').length,
  };
}

/** A run that came to its end. */
export function endedRun(result: RunResult, actions: readonly ActionRecord[]): RunDto {
  return {
    runId: result.runId,
    trigger: result.trigger,
    startedAt: result.startedAt,
    endedAt: result.endedAt,
    result: result.result,
    ...counts(actions),
    held: result.plan?.holds.length ?? 0,
    overflow: result.plan?.overflow.length ?? 0,
    troubles: result.troubles.map(recordedTrouble),
  };
}

/** A run that was found without an end when the journal was opened: the program was stopped in the middle of it. */
export const interruptedRun = (run: RunDto, actions: readonly ActionRecord[]): RunDto => ({
  ...run,
  ...counts(actions),
  result: 'interrupted',
});

/** What the journal gives out, checked and copied. Throws ZodError when the record cannot be. */
export const runLine = (run: RunDto): RunDto => runDto.parse(run);
export const runDetail = (run: RunDto, actions: readonly ActionRecord[]): RunDetailDto =>
  runDetailDto.parse({ ...run, actions });

/**
 * Which recorded action a result belongs to: the newest one of its target that still lacks an outcome. null: none was intended.
 * @param actions in the order of writing
 * @param target the result's (`targetKeyOf`)
 */
export function openAction(actions: readonly ActionRecord[], target: TargetKey): number | null {
  for (let index = actions.length - 1; index >= 0; index -= 1) {
    const each = actions[index];
    if (each?.outcome === null && keyOfRecord(each) === target) return index;
  }
  return null;
}

/**
 * Of a run's results those that were never intended: they failed before anything was sent, and the history tells them all the same.
 * @param kept the run's recorded actions
 */
export function unsentResults(results: readonly ActionResult[], kept: readonly ActionRecord[]): ActionResult[] {
  const recorded = new Set(kept.map(keyOfRecord));
  return results.filter(({ action }) => !recorded.has(targetKeyOf(action)));
}
