import { AppError, asAppError } from '../../shared/errors';
import type { RunId } from '../../shared/ids';
import { runId as asRunId } from '../../shared/ids';
import type { Instant } from '../../shared/time';
import type { RunProgress, RunResult, Trigger } from '../sync/model';
import type { Clock, Random, RunRequest } from '../sync/ports';

/** A run's request with the id that was told already. */
export type QueuedRequest = RunRequest & { readonly runId: RunId };

/** The run that is going on. */
export interface RunningRun {
  readonly runId: RunId;
  readonly trigger: Trigger;
  readonly startedAt: Instant;
  readonly progress: RunProgress | null;
}

export interface RunQueuePorts {
  readonly clock: Clock;
  readonly random: Random;
  /** One whole run. May throw: that fails the run, never the queue. */
  perform(request: QueuedRequest): Promise<RunResult>;
  /** Told when a run begins, gets on, ends. */
  onChange(): void;
  /** Told when a run has ended, before anything waiting begins. */
  onEnd(ended: {
    readonly request: QueuedRequest;
    readonly result: RunResult | null;
    readonly error: AppError | null;
  }): void;
}

interface Entry {
  readonly runId: RunId;
  trigger: Trigger;
  acceptPlanHash: string | null;
  readonly done: Promise<RunResult>;
  readonly settle: { resolve(result: RunResult): void; reject(error: AppError): void };
}

/**
 * Single flight with coalescing: at most one run goes on and at most one waits. Whoever asks while one waits joins it; whoever asks while
 * one goes on is answered by a run that begins afterwards, because what the running one has read may be older than the wish.
 */
export interface RunQueue {
  /** Starts a run, or joins the one that waits. */
  ask(request: { readonly trigger: Trigger; readonly acceptPlanHash: string | null }): { readonly runId: RunId };
  /** Resolves when that run has ended. @throws AppError `run-unknown`, or what broke the run */
  whenDone(runId: string): Promise<RunResult>;
  running(): RunningRun | null;
  /** Whether a run or exclusive work goes on, or a run waits. */
  isBusy(): boolean;
  /**
   * Work that no run may overlap (the two-minute opening). Runs asked for meanwhile wait for its end.
   * @throws AppError `sync-running` when a run goes on or waits, or other such work does
   */
  exclusively<T>(work: (abort: AbortSignal) => Promise<T>): Promise<T>;
  /** Ends what goes on, drops what waits; resolves when nothing runs any more. Nothing starts after it. */
  stop(): Promise<void>;
}

/** How many ended runs `whenDone` still answers for; results hold whole readings, so few. */
const REMEMBERED = 3;

/** More of a person's wish beats less: a joined run is shown as what the strongest asker called it. */
const WEIGHT: Readonly<Record<Trigger, number>> = {
  refill: 0,
  schedule: 1,
  resume: 2,
  start: 3,
  manual: 4,
  'remove-all': 5,
};

/** A queue over one engine. */
export function createRunQueue({ clock, random, perform, onChange, onEnd }: RunQueuePorts): RunQueue {
  const known = new Map<string, Promise<RunResult>>();
  let active: {
    readonly entry: Entry;
    readonly startedAt: Instant;
    progress: RunProgress | null;
    readonly abort: AbortController;
  } | null = null;
  let waiting: Entry | null = null;
  let exclusive: { readonly abort: AbortController; readonly done: Promise<void> } | null = null;
  let isStopped = false;
  let ended: Promise<void> = Promise.resolve();

  function createEntry(trigger: Trigger, acceptPlanHash: string | null): Entry {
    let settle: Entry['settle'] | undefined;
    const done = new Promise<RunResult>((resolve, reject) => {
      settle = { resolve, reject };
    });
    // Whoever asked for it hears of the failure through whenDone; a scheduled run has no such listener, and that is no unhandled one.
    done.catch(() => undefined);
    if (settle === undefined) throw new AppError('bug');
    const entry: Entry = { runId: asRunId(random.id()), trigger, acceptPlanHash, done, settle };
    known.set(entry.runId, done);
    for (const old of known.keys()) {
      if (known.size <= REMEMBERED) break;
      if (old !== active?.entry.runId && old !== waiting?.runId) known.delete(old);
    }
    return entry;
  }

  function begin(entry: Entry): void {
    const flight = {
      entry,
      startedAt: clock.now(),
      progress: null as RunProgress | null,
      abort: new AbortController(),
    };
    active = flight;
    ended = fly(flight);
    onChange();
  }

  async function fly(flight: NonNullable<typeof active>): Promise<void> {
    const { entry } = flight;
    const request: QueuedRequest = {
      runId: entry.runId,
      trigger: entry.trigger,
      acceptPlanHash: entry.acceptPlanHash,
      abort: flight.abort.signal,
      onProgress: (progress) => {
        flight.progress = progress;
        onChange();
      },
    };
    let result: RunResult | null = null;
    let error: AppError | null = null;
    try {
      result = await perform(request);
    } catch (thrown) {
      error = asAppError(thrown);
    }
    active = null;
    onEnd({ request, result, error });
    if (result !== null) entry.settle.resolve(result);
    else entry.settle.reject(error ?? new AppError('bug'));
    beginWaiting();
    onChange();
  }

  function beginWaiting(): void {
    if (waiting === null || active !== null || exclusive !== null || isStopped) return;
    const next = waiting;
    waiting = null;
    begin(next);
  }

  return {
    ask({ trigger, acceptPlanHash }) {
      if (isStopped) throw new AppError('cancelled');
      if (waiting !== null) {
        if (WEIGHT[trigger] > WEIGHT[waiting.trigger]) waiting.trigger = trigger;
        waiting.acceptPlanHash = acceptPlanHash ?? waiting.acceptPlanHash;
        return { runId: waiting.runId };
      }
      const entry = createEntry(trigger, acceptPlanHash);
      if (active !== null || exclusive !== null) {
        waiting = entry;
        onChange();
      } else {
        begin(entry);
      }
      return { runId: entry.runId };
    },
    whenDone(runId) {
      const done = known.get(runId);
      return done ?? Promise.reject(new AppError('run-unknown', { runId }));
    },
    running: () =>
      active === null
        ? null
        : {
            runId: active.entry.runId,
            trigger: active.entry.trigger,
            startedAt: active.startedAt,
            progress: active.progress,
          },
    isBusy: () => active !== null || waiting !== null || exclusive !== null,
    async exclusively(work) {
      if (isStopped) throw new AppError('cancelled');
      if (active !== null || waiting !== null || exclusive !== null) throw new AppError('sync-running');
      const abort = new AbortController();
      const working = work(abort.signal);
      exclusive = {
        abort,
        done: working.then(
          () => undefined,
          () => undefined,
        ),
      };
      try {
        return await working;
      } finally {
        exclusive = null;
        beginWaiting();
      }
    },
    async stop() {
      isStopped = true;
      waiting?.settle.reject(new AppError('cancelled'));
      waiting = null;
      active?.abort.abort();
      exclusive?.abort.abort();
      await Promise.all([ended, exclusive?.done]);
    },
  };
}
