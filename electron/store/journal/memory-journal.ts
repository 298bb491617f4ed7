import type { RunDto } from '../../../shared/dto';
import { AppError } from '../../../shared/errors';
import type { Memory } from '../../sync/model';
import { EMPTY_MEMORY, targetKeyOf } from '../../sync/model';
import type { Clock } from '../../sync/ports';
import type { JournalStore } from '../store-api';
import type { ActionRecord } from './run-record';
import {
  endedRun,
  finishedAction,
  intendedAction,
  openAction,
  runDetail,
  runLine,
  startedRun,
  unsentResults,
} from './run-record';

interface KeptRun {
  readonly run: RunDto;
  readonly actions: readonly ActionRecord[];
}

/** A journal that ends with the program: the demo house's. It answers as the one on disk does (`test/contract/journal`). */
export function createMemoryJournal(options: { readonly clock: Clock }): JournalStore {
  const { clock } = options;
  const runs = new Map<string, KeptRun>();
  let memory: Memory = EMPTY_MEMORY;

  const change = (runId: string, next: (kept: KeptRun) => KeptRun): void => {
    const kept = runs.get(runId);
    if (kept === undefined) throw new AppError('run-unknown', { runId });
    runs.set(runId, next(kept));
  };
  // Promise bodies, so that a refusal is a rejection as on disk.
  const step = <T>(work: () => T): Promise<T> => new Promise((resolve) => resolve(work()));

  return {
    loadMemory: () => step(() => memory),
    saveMemory: (next) =>
      step(() => {
        memory = next;
      }),
    startRun: (run) =>
      step(() => {
        runs.set(run.runId, { run: startedRun(run), actions: [] });
      }),
    recordIntent: (runId, action, next) =>
      step(() => {
        change(runId, ({ run, actions }) => ({ run, actions: [...actions, intendedAction(action, clock.now())] }));
        memory = next;
      }),
    recordOutcome: (runId, result, next) =>
      step(() => {
        change(runId, ({ run, actions }) => {
          const index = openAction(actions, targetKeyOf(result.action));
          if (index === null) {
            return { run, actions: [...actions, finishedAction(intendedAction(result.action, clock.now()), result)] };
          }
          return { run, actions: actions.map((each, at) => (at === index ? finishedAction(each, result) : each)) };
        });
        memory = next;
      }),
    finishRun: (result, next) =>
      step(() => {
        const kept = runs.get(result.runId)?.actions ?? [];
        const actions = [
          ...kept,
          ...unsentResults(result.actions, kept).map((each) =>
            finishedAction(intendedAction(each.action, clock.now()), each),
          ),
        ];
        runs.set(result.runId, { run: endedRun(result, actions), actions });
        memory = next ?? memory;
      }),
    listRuns: ({ limit, before }) =>
      step(() =>
        [...runs.values()]
          .map(({ run }) => run)
          .reverse()
          .sort((a, b) => b.startedAt - a.startedAt)
          .filter((run) => before === null || run.startedAt < before)
          .slice(0, limit)
          .map(runLine),
      ),
    readRun: (runId) =>
      step(() => {
        const kept = runs.get(runId);
        if (kept === undefined) throw new AppError('run-unknown', { runId });
        return runDetail(kept.run, kept.actions);
      }),
    prune: (olderThan) =>
      step(() => {
        const old = [...runs.values()].filter(({ run }) => run.startedAt < olderThan && run.result !== 'running');
        for (const { run } of old) runs.delete(run.runId);
        return old.length;
      }),
    // Memory needs no closing: it goes with the program.
    close: () => undefined,
  };
}
