import { afterEach, describe, expect, it, vi } from 'vitest';
import type {
  AskedErrand,
  DoneErrand,
  Errand,
  StartErrandProcess,
} from '../../../electron/access/unilock-import-file/errands';
import { createDistantFolder, createErrands, fetchPersons } from '../../../electron/access/unilock-import-file/errands';
import { AppError } from '../../../shared/errors';

const LIMITS = { limitMs: 20_000, idleMs: 5_000, againMs: 600_000 };

/** Processes that answer only when the test says so; one that was ended is gone only when the test says so, as with a call that hangs. */
function hangingProcesses() {
  const started: {
    readonly asked: AskedErrand[];
    isEnded: boolean;
    done(done: DoneErrand): void;
    gone(): void;
  }[] = [];
  const start: StartErrandProcess = ({ done, ended }) => {
    const one = { asked: [] as AskedErrand[], isEnded: false, done, gone: ended };
    started.push(one);
    return { send: (asked) => one.asked.push(asked), end: () => (one.isEnded = true) };
  };
  return { started, start };
}

const LOOK: Errand & { readonly operation: 'waiting' } = { operation: 'waiting', folder: '/share', fileName: 'x.xml' };

/** What came of it: the reason of a failure, or the value. */
const outcome = (work: Promise<unknown>): Promise<unknown> =>
  work.catch((thrown: unknown) => (thrown instanceof AppError ? [thrown.code, thrown.context['reason']] : thrown));

const UNREACHABLE = ['import-folder-unreachable', 'ETIMEDOUT'];

function began() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  const processes = hangingProcesses();
  return { ...processes, errands: createErrands(processes.start, LIMITS) };
}
afterEach(() => void vi.useRealTimers());

describe('W13 a share that hangs', () => {
  it('is told after the time limit, its process is left, and as long as that hangs everything is answered at once and nothing else is started', async () => {
    const { started, errands } = began();
    const first = outcome(errands.run(LOOK));
    await vi.advanceTimersByTimeAsync(LIMITS.limitMs - 1);
    expect(started.map(({ isEnded }) => isEnded)).toEqual([false]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await first).toEqual(UNREACHABLE);
    expect(started.map(({ isEnded }) => isEnded)).toEqual([true]);

    // Polls of an hour less than the wait for another try would be.
    for (let poll = 0; poll < 9; poll++) {
      expect(await outcome(errands.run(LOOK))).toEqual(UNREACHABLE);
      await vi.advanceTimersByTimeAsync(60_000);
    }
    expect(started).toHaveLength(1);
  });

  it('that comes back is used again at once: what hung is gone, and the next errand gets a process of its own', async () => {
    const { started, errands } = began();
    const first = outcome(errands.run(LOOK));
    await vi.advanceTimersByTimeAsync(LIMITS.limitMs);
    await first;
    // The call that hung comes back: too late to be heard, then the end by force takes effect.
    started[0]?.done({ id: 1, value: null });
    started[0]?.gone();
    const next = outcome(errands.run(LOOK));
    expect(started).toHaveLength(2);
    started[1]?.done({ id: started[1].asked[0]?.id ?? 0, value: null });
    expect(await next).toBeNull();
  });

  it('for good, because it was taken off by force and mounted anew: another process is tried every ten minutes, three at most', async () => {
    const { started, errands } = began();
    for (let minute = 0; minute < 300; minute++) {
      const look = outcome(errands.run(LOOK));
      await vi.advanceTimersByTimeAsync(60_000);
      expect(await look).toEqual(UNREACHABLE);
    }
    expect(started).toHaveLength(3);
    started[1]?.gone();
    const look = outcome(errands.run(LOOK));
    expect(started).toHaveLength(4);
    started[3]?.done({ id: started[3].asked[0]?.id ?? 0, value: null });
    expect(await look).toBeNull();
  });

  it('leaves everything that was asked unknown, and other processes untouched', async () => {
    const { started, errands } = began();
    const folder = createDistantFolder('/share', 'x.xml', errands);
    const placed = outcome(folder.place('.x.part'));
    await vi.advanceTimersByTimeAsync(LIMITS.limitMs / 2);
    const asked = outcome(folder.hasTemporary('.x.part'));
    await vi.advanceTimersByTimeAsync(LIMITS.limitMs / 2);
    expect(await Promise.all([placed, asked])).toEqual([UNREACHABLE, UNREACHABLE]);
    await folder.discard('.x.part');
    expect(started).toHaveLength(1);

    const another = createErrands(hangingProcesses().start, LIMITS);
    const persons = outcome(fetchPersons('/other/persons.csv', another));
    await vi.advanceTimersByTimeAsync(LIMITS.limitMs);
    expect(await persons).toEqual(['persons-file-unreadable', 'ETIMEDOUT']);
  });
});

describe('the process for errands', () => {
  it('serves many errands, is ended when it has had none for a while, and the next one gets another', async () => {
    const { started, errands } = began();
    for (const id of [1, 2]) {
      const look = errands.run(LOOK);
      started[0]?.done({ id, value: { digest: String(id), modifiedAt: 0 as never } });
      expect(await look).toMatchObject({ digest: String(id) });
      await vi.advanceTimersByTimeAsync(LIMITS.idleMs - 1);
    }
    expect(started.map(({ isEnded }) => isEnded)).toEqual([false]);
    await vi.advanceTimersByTimeAsync(1);
    expect(started.map(({ isEnded }) => isEnded)).toEqual([true]);
    // Ended at rest, it hangs in nothing: nobody waits for its end.
    void outcome(errands.run(LOOK));
    expect(started).toHaveLength(2);
  });

  it('that dies at work is told, and the next errand gets another', async () => {
    const { started, errands } = began();
    const look = outcome(errands.run(LOOK));
    started[0]?.gone();
    expect(await look).toEqual(['import-folder-unreachable', 'process-ended']);
    void outcome(errands.run(LOOK));
    expect(started).toHaveLength(2);
  });

  it('ends when the connector is closed, but only after its errand', async () => {
    const { started, errands } = began();
    const look = errands.run(LOOK);
    errands.close();
    expect(started[0]?.isEnded).toBe(false);
    started[0]?.done({ id: 1, value: null });
    expect(await look).toBeNull();
    expect(started[0]?.isEnded).toBe(true);
  });

  it('tells an error by its code and context', async () => {
    const { started, errands } = began();
    const look = outcome(errands.run(LOOK));
    started[0]?.done({ id: 1, trouble: { code: 'import-place-taken', context: { side: 'access', reason: 'x' } } });
    expect(await look).toEqual(['import-place-taken', 'x']);
  });
});
