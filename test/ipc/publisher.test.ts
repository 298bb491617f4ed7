import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPublisher } from '../../electron/ipc/publisher';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function setUp() {
  const sent: [string, unknown][] = [];
  const receiver = { send: (channel: string, payload: unknown) => void sent.push([channel, payload]) };
  return { sent, receiver, publisher: createPublisher(() => [receiver]) };
}

describe('the publisher', () => {
  it('tells the first change at once and what follows within 100 ms as one', () => {
    const { sent, publisher } = setUp();
    publisher.coreChanged(['status']);
    publisher.coreChanged(['status', 'compare']);
    publisher.coreChanged(['runs', 'status']);
    expect(sent).toEqual([['core/changed', { topics: ['status'] }]]);
    vi.advanceTimersByTime(100);
    expect(sent.slice(1)).toEqual([['core/changed', { topics: ['status', 'compare', 'runs'] }]]);
    vi.advanceTimersByTime(1000);
    expect(sent).toHaveLength(2);
    publisher.coreChanged(['draft']);
    expect(sent).toHaveLength(3);
  });

  it('never loses the last change of a job', () => {
    const { sent, publisher } = setUp();
    for (let step = 0; step < 50; step += 1) {
      publisher.jobChanged('a');
      vi.advanceTimersByTime(7);
    }
    publisher.jobChanged('a');
    const before = sent.length;
    vi.advanceTimersByTime(200);
    expect(sent.length).toBe(before + 1);
    expect(sent.length).toBeLessThan(10);
    expect(new Set(sent.map(([, payload]) => (payload as { jobId: string }).jobId))).toEqual(new Set(['a']));
  });

  it('sends nothing that the contract does not know', () => {
    const { sent, publisher } = setUp();
    expect(() => publisher.publish('app/navigate', { to: 'elsewhere' as never })).toThrow();
    expect(sent).toEqual([]);
  });

  it('forgets what waits when it stops', () => {
    const { sent, publisher } = setUp();
    publisher.coreChanged(['status']);
    publisher.coreChanged(['compare']);
    publisher.stop();
    vi.advanceTimersByTime(1000);
    expect(sent).toHaveLength(1);
  });
});
