import { AppError, asAppError } from '../../shared/errors';
import type { Job, JobResult } from '../../shared/ipc';
import type { Instant } from '../../shared/time';
import { MINUTE_MS } from '../../shared/time';
import type { Call, Clock, Random } from '../sync/ports';

/** Long work of the window: begun at once, told by id. */
export interface Jobs {
  start(work: (call: Call) => Promise<JobResult>): { readonly jobId: string };
  /** A finished job is forgotten ten minutes after its end. @throws AppError `run-unknown` */
  read(jobId: string): Job;
  /** Asks the work to end; it is `running` until it has, and what it has done until then stays as it is. @throws AppError `run-unknown` */
  cancel(jobId: string): void;
  onChange(listener: (jobId: string) => void): () => void;
  /** Cancels everything and resolves when it has ended. */
  stop(): Promise<void>;
}

/** How long a result waits. Reading does not end it: a window that is reloaded asks again. */
const KEPT_MS = 10 * MINUTE_MS;

interface Entry {
  job: Job;
  readonly abort: AbortController;
  done: Promise<void>;
  endedAt: Instant | null;
}

/** A registry of jobs, on the given clock. */
export function createJobs({ clock, random }: { readonly clock: Clock; readonly random: Random }): Jobs {
  const entries = new Map<string, Entry>();
  const listeners = new Set<(jobId: string) => void>();

  const tell = (jobId: string): void => listeners.forEach((listener) => listener(jobId));
  const find = (jobId: string): Entry => {
    const entry = entries.get(jobId);
    if (entry === undefined) throw new AppError('run-unknown', { runId: jobId });
    return entry;
  };
  const forgetOld = (): void => {
    for (const [jobId, { endedAt }] of entries) {
      if (endedAt !== null && clock.now() - endedAt >= KEPT_MS) entries.delete(jobId);
    }
  };

  async function carryOut(entry: Entry, work: (call: Call) => Promise<JobResult>): Promise<void> {
    const { jobId } = entry.job;
    const { signal } = entry.abort;
    try {
      const result = await work({
        abort: signal,
        onProgress: (done, total) => {
          entry.job = { ...entry.job, progress: { done, total } };
          tell(jobId);
        },
      });
      entry.job = signal.aborted ? { ...entry.job, state: 'cancelled' } : { ...entry.job, state: 'done', result };
    } catch (thrown) {
      const error = asAppError(thrown);
      const isCancelled = signal.aborted || error.code === 'cancelled';
      entry.job = isCancelled
        ? { ...entry.job, state: 'cancelled' }
        : { ...entry.job, state: 'failed', trouble: { ...error.toWire() } };
    }
    entry.endedAt = clock.now();
    tell(jobId);
  }

  return {
    start(work) {
      forgetOld();
      const jobId = random.id();
      const entry: Entry = {
        job: { jobId, state: 'running', progress: null, result: null, trouble: null },
        abort: new AbortController(),
        done: Promise.resolve(),
        endedAt: null,
      };
      entries.set(jobId, entry);
      entry.done = carryOut(entry, work);
      return { jobId };
    },
    read(jobId) {
      forgetOld();
      return find(jobId).job;
    },
    cancel(jobId) {
      find(jobId).abort.abort();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      for (const { abort } of entries.values()) abort.abort();
      await Promise.all([...entries.values()].map(({ done }) => done));
      entries.clear();
    },
  };
}
