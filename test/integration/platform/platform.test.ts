import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSha256, createSystemClock, createSystemRandom } from '../../../electron/platform';

describe('the system clock', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Whether the wait has ended by now. */
  const watched = (wait: Promise<void>): { isOver: boolean } => {
    const state = { isOver: false };
    void wait.then(() => {
      state.isOver = true;
    });
    return state;
  };

  it('tells the time and waits that long, not shorter', async () => {
    const clock = createSystemClock();
    const before = clock.now();
    const state = watched(clock.wait(5000, null));
    await vi.advanceTimersByTimeAsync(4999);
    expect(state.isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(state.isOver).toBe(true);
    expect(clock.now() - before).toBe(5000);
  });

  it('waits longer than one timer can hold', async () => {
    const clock = createSystemClock();
    const month = 40 * 24 * 3600_000;
    const state = watched(clock.wait(month, null));
    await vi.advanceTimersByTimeAsync(month - 1);
    expect(state.isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(state.isOver).toBe(true);
  });

  it('ends at once when aborted, before or during the wait, and leaves no timer', async () => {
    const clock = createSystemClock();
    const abort = new AbortController();
    const state = watched(clock.wait(5000, abort.signal));
    abort.abort();
    await vi.advanceTimersByTimeAsync(0);
    expect(state.isOver).toBe(true);
    const late = watched(clock.wait(5000, abort.signal));
    await vi.advanceTimersByTimeAsync(0);
    expect(late.isOver).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('chance and digest', () => {
  it('chance lies in [0, 1) and ids differ', () => {
    const random = createSystemRandom();
    const drawn = Array.from({ length: 1000 }, () => random.next());
    for (const each of drawn) expect(each >= 0 && each < 1).toBe(true);
    expect(new Set(drawn).size).toBeGreaterThan(990);
    expect(new Set(Array.from({ length: 1000 }, () => random.id())).size).toBe(1000);
  });

  it('the digest is SHA-256 of the UTF-8 text', () => {
    // Known answers: the empty text, and FIPS 180-2's "abc".
    expect(createSha256().digest('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(createSha256().digest('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(createSha256().digest('ø')).not.toBe(createSha256().digest('o'));
  });
});
