import { describe, expect, it } from 'vitest';
import type { QueuedRequest, RunQueuePorts } from '../../../electron/core/run-queue';
import { createRunQueue } from '../../../electron/core/run-queue';
import type { RunResult } from '../../../electron/sync/model';
import { AppError } from '../../../shared/errors';
import { at } from '../../builders';
import { FakeClock, FakeRandom } from '../../fakes';
import { settle } from '../../fakes/fake-ticker';

const NOON = at('2026-11-23T12:00');

const resultOf = (request: QueuedRequest): RunResult => ({
  runId: request.runId,
  trigger: request.trigger,
  startedAt: NOON,
  endedAt: NOON,
  result: 'equal',
  bookings: null,
  access: null,
  people: null,
  plan: null,
  hashToAccept: null,
  actions: [],
  troubles: [],
  differing: [],
  differingMemberships: 0,
});

/** A queue whose runs end when the test says so. */
function aQueue(more: Partial<RunQueuePorts> = {}) {
  const runs: { readonly request: QueuedRequest; end(): void; fail(error: Error): void }[] = [];
  const ended: { readonly runId: string; readonly code: string | null }[] = [];
  const queue = createRunQueue({
    clock: new FakeClock(NOON),
    random: new FakeRandom(),
    perform: (request) =>
      new Promise((resolve, reject) => {
        runs.push({ request, end: () => resolve(resultOf(request)), fail: reject });
      }),
    onChange: () => undefined,
    onEnd: ({ request, error }) => ended.push({ runId: request.runId, code: error?.code ?? null }),
    ...more,
  });
  return { queue, runs, ended };
}

const manual = { trigger: 'manual', acceptPlanHash: null } as const;
const scheduled = { trigger: 'schedule', acceptPlanHash: null } as const;

describe('the run queue', () => {
  it('never runs two at once, and many wishes during a run become exactly one more', async () => {
    const { queue, runs } = aQueue();
    const first = queue.ask(scheduled);
    const wishes = [queue.ask(manual), queue.ask(scheduled), queue.ask(manual)];

    expect(runs).toHaveLength(1);
    expect(new Set(wishes.map(({ runId }) => runId)).size).toBe(1);
    expect(wishes[0]!.runId).not.toBe(first.runId);

    runs[0]!.end();
    await settle();
    expect(runs).toHaveLength(2);
    expect(runs[1]!.request.runId).toBe(wishes[0]!.runId);
    runs[1]!.end();
    await settle();
    expect(runs).toHaveLength(2);
    expect(queue.isBusy()).toBe(false);
  });

  it('tells the run id before the run begins, and the engine gets the same', async () => {
    const { queue, runs } = aQueue();
    const { runId } = queue.ask(manual);
    const done = queue.whenDone(runId);
    runs[0]!.end();
    expect((await done).runId).toBe(runId);
  });

  it('W1 a consent that joins a waiting run goes with it, and the run is called what the person called it', async () => {
    const { queue, runs } = aQueue();
    queue.ask(scheduled);
    queue.ask(scheduled);
    queue.ask({ trigger: 'manual', acceptPlanHash: 'abc' });
    runs[0]!.end();
    await settle();
    expect(runs[1]!.request).toMatchObject({ trigger: 'manual', acceptPlanHash: 'abc' });
  });

  it('a run that throws fails alone: its waiter is told, the next one begins', async () => {
    const { queue, runs, ended } = aQueue();
    const { runId } = queue.ask(manual);
    queue.ask(manual);
    const done = queue.whenDone(runId);
    runs[0]!.fail(new TypeError('a bug'));
    await expect(done).rejects.toMatchObject({ code: 'bug' });
    await settle();
    expect(ended).toEqual([{ runId, code: 'bug' }]);
    expect(runs).toHaveLength(2);
  });

  it('an unknown run is refused by code', async () => {
    const { queue } = aQueue();
    await expect(queue.whenDone('nothing')).rejects.toMatchObject({ code: 'run-unknown' });
  });

  it('W12 exclusive work is refused while a run goes on, and runs asked for meanwhile wait for its end', async () => {
    const { queue, runs } = aQueue();
    queue.ask(manual);
    await expect(queue.exclusively(() => Promise.resolve())).rejects.toMatchObject({ code: 'sync-running' });
    runs[0]!.end();
    await settle();

    let finish: () => void = () => undefined;
    const work = queue.exclusively(() => new Promise<void>((resolve) => (finish = resolve)));
    queue.ask(scheduled);
    await settle();
    expect(runs).toHaveLength(1);
    finish();
    await work;
    expect(runs).toHaveLength(2);
  });

  it('stop aborts what runs, refuses what waits, starts nothing afterwards', async () => {
    const { queue, runs } = aQueue({
      perform: (request) =>
        new Promise((resolve) => {
          runs.push({ request, end: () => undefined, fail: () => undefined });
          request.abort?.addEventListener('abort', () => resolve(resultOf(request)));
        }),
    });
    const running = queue.whenDone(queue.ask(scheduled).runId);
    const waiting = queue.whenDone(queue.ask(manual).runId);
    await queue.stop();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    expect((await running).result).toBe('equal');
    expect(runs).toHaveLength(1);
    expect(() => queue.ask(manual)).toThrow(AppError);
  });

  it('shows how far the run is', () => {
    const { queue, runs } = aQueue();
    queue.ask(manual);
    runs[0]!.request.onProgress?.({ step: 'write', done: 12, total: 40 });
    expect(queue.running()?.progress).toEqual({ step: 'write', done: 12, total: 40 });
  });
});
