import { describe, expect, it } from 'vitest';
import { createJobs } from '../../../electron/core/jobs';
import { AppError } from '../../../shared/errors';
import type { JobResult } from '../../../shared/ipc';
import { MINUTE_MS } from '../../../shared/time';
import { at } from '../../builders';
import { FakeClock, FakeRandom } from '../../fakes';
import { settle } from '../../fakes/fake-ticker';

const NOON = at('2026-11-23T12:00');
const CHECK: JobResult = { kind: 'check-bookings', check: { ok: true, facts: null, steps: [], locations: [] } };

function someJobs() {
  const clock = new FakeClock(NOON);
  return { clock, jobs: createJobs({ clock, random: new FakeRandom() }) };
}

describe('jobs', () => {
  it('answer at once with an id, tell progress in numbers, and keep the result', async () => {
    const { jobs } = someJobs();
    const told: string[] = [];
    jobs.onChange((jobId) => told.push(`${jobs.read(jobId).state} ${jobs.read(jobId).progress?.done ?? '-'}`));
    let finish: (result: JobResult) => void = () => undefined;
    const { jobId } = jobs.start((call) => {
      call.onProgress?.(12, 40);
      return new Promise((resolve) => (finish = resolve));
    });
    expect(jobs.read(jobId)).toMatchObject({ state: 'running', progress: { done: 12, total: 40 } });
    finish(CHECK);
    await settle();
    expect(told).toEqual(['running 12', 'done 12']);
    expect(jobs.read(jobId)).toMatchObject({ state: 'done', result: CHECK });
    expect(jobs.read(jobId).state).toBe('done');
  });

  it('that fail carry the code; anything unforeseen is a bug without its message', async () => {
    const { jobs } = someJobs();
    const known = jobs.start(() => Promise.reject(new AppError('login-refused', { refusals: 1 })));
    const bug = jobs.start(() => Promise.reject(new TypeError('secret text')));
    await settle();
    expect(jobs.read(known.jobId)).toMatchObject({
      state: 'failed',
      trouble: { code: 'login-refused', context: { refusals: 1 } },
    });
    expect(JSON.stringify(jobs.read(bug.jobId))).not.toContain('secret');
    expect(jobs.read(bug.jobId).trouble?.code).toBe('bug');
  });

  it('can be cancelled, whatever they answer then', async () => {
    const { jobs } = someJobs();
    const { jobId } = jobs.start(
      (call) => new Promise((resolve) => call.abort?.addEventListener('abort', () => resolve(CHECK))),
    );
    jobs.cancel(jobId);
    await settle();
    expect(jobs.read(jobId)).toMatchObject({ state: 'cancelled', result: null });
  });

  it('are forgotten ten minutes after their end, and an unknown one is refused', async () => {
    const { clock, jobs } = someJobs();
    const { jobId } = jobs.start(() => Promise.resolve(CHECK));
    await settle();
    clock.advance(10 * MINUTE_MS - 1);
    expect(jobs.read(jobId).state).toBe('done');
    clock.advance(1);
    expect(() => jobs.read(jobId)).toThrow(expect.objectContaining({ code: 'run-unknown' }) as Error);
  });

  it('all end with the program', async () => {
    const { jobs } = someJobs();
    let isAborted = false;
    jobs.start(
      (call) =>
        new Promise((resolve) =>
          call.abort?.addEventListener('abort', () => {
            isAborted = true;
            resolve(CHECK);
          }),
        ),
    );
    await jobs.stop();
    expect(isAborted).toBe(true);
  });
});
