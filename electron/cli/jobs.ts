import { AppError } from '../../shared/errors';
import type { JobResult } from '../../shared/ipc';
import type { Core, JobRequest } from '../core/core-api';

/** Carries out a job of the core to its end. @throws AppError what made it fail */
export function finishJob(core: Core, request: JobRequest): Promise<JobResult> {
  return new Promise((resolve, reject) => {
    const { jobId } = core.startJob(request);
    const look = (): void => {
      const job = core.readJob(jobId);
      if (job.state === 'running') return;
      unwatch();
      if (job.result !== null) resolve(job.result);
      else reject(new AppError(job.trouble?.code ?? 'cancelled', job.trouble?.context ?? {}));
    };
    const unwatch = core.onJobChange((changed) => {
      if (changed === jobId) look();
    });
    look();
  });
}
