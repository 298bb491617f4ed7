import { useCallback, useEffect, useRef, useState } from 'react';
import type { TroubleDto } from '../../shared/dto';
import type { InputOf, Job, JobResult } from '../../shared/ipc';
import { useChannel } from './channels';
import { troubleOf } from './client';
import { useClient } from './provider';

/** The commands that start long work and answer with its job id. */
export type JobStarter =
  | 'check/bookings'
  | 'check/access'
  | 'check/rooms'
  | 'plan/preview'
  | 'profiles/preview'
  | 'profiles/discover'
  | 'try/opening'
  | 'removal/preview'
  | 'removal/start';

/** Long work as a view sees it. */
export interface JobView {
  /** idle: never started, or forgotten again. */
  readonly state: 'idle' | Job['state'];
  readonly progress: Job['progress'];
  readonly result: JobResult | null;
  readonly trouble: TroubleDto | null;
  readonly isRunning: boolean;
}

export interface JobHandle<K extends JobStarter> extends JobView {
  /** Starts the work; an earlier job of this handle is cancelled and forgotten. */
  start(input: InputOf<K>): Promise<void>;
  cancel(): void;
  /** Back to idle, for when what was asked about has changed. */
  forget(): void;
}

/** Starts long work and follows it until its end. Leaving the view cancels what still runs. */
export function useJob<K extends JobStarter>(name: K): JobHandle<K> {
  const client = useClient();
  const [jobId, setJobId] = useState<string | null>(null);
  const [isStarting, setStarting] = useState(false);
  const [refusal, setRefusal] = useState<TroubleDto | null>(null);
  /** Counts starts, so that a slow answer to an earlier one is not taken for the present one's. */
  const turn = useRef(0);
  const running = useRef<string | null>(null);
  const job = useChannel('job/get', { jobId: jobId ?? '' }, { isEnabled: jobId !== null });
  const state = job.data?.state;

  const cancelRunning = useCallback(() => {
    const id = running.current;
    running.current = null;
    // The job may have ended in between: then there is nothing to cancel, and nothing to tell.
    if (id !== null) client.request('job/cancel', { jobId: id }).catch(() => undefined);
  }, [client]);

  useEffect(() => {
    if (state !== undefined && state !== 'running') running.current = null;
  }, [state]);
  useEffect(() => cancelRunning, [cancelRunning]);

  const start = useCallback(
    async (input: InputOf<K>) => {
      const mine = ++turn.current;
      cancelRunning();
      setJobId(null);
      setRefusal(null);
      setStarting(true);
      try {
        const answer: { jobId: string } = await client.request(name, input);
        if (mine !== turn.current) {
          client.request('job/cancel', answer).catch(() => undefined);
          return;
        }
        running.current = answer.jobId;
        setJobId(answer.jobId);
      } catch (thrown) {
        if (mine === turn.current) setRefusal(troubleOf(thrown));
      } finally {
        if (mine === turn.current) setStarting(false);
      }
    },
    [cancelRunning, client, name],
  );

  const forget = useCallback(() => {
    turn.current += 1;
    cancelRunning();
    setJobId(null);
    setRefusal(null);
    setStarting(false);
  }, [cancelRunning]);

  const view = viewOf(jobId, isStarting, refusal, job.data, job.error);
  return { ...view, start, cancel: cancelRunning, forget };
}

function viewOf(
  jobId: string | null,
  isStarting: boolean,
  refusal: TroubleDto | null,
  job: Job | undefined,
  error: Error | null,
): JobView {
  const view = (state: JobView['state'], rest: Partial<JobView> = {}): JobView => ({
    state,
    progress: null,
    result: null,
    trouble: null,
    isRunning: state === 'running',
    ...rest,
  });
  if (refusal !== null) return view('failed', { trouble: refusal });
  if (jobId === null) return isStarting ? view('running') : view('idle');
  if (error !== null) return view('failed', { trouble: troubleOf(error) });
  if (job === undefined) return view('running');
  return view(job.state, { progress: job.progress, result: job.result, trouble: job.trouble });
}
