import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { instant, MINUTE_MS } from '../../../shared/time';
import type { Ticker } from '../../../electron/core/core-api';
import { createTicker } from '../../../electron/core/ticker';

/** 12 s past a full minute, so that the minute job and the heartbeat tick at different seconds. */
const BEGIN = Date.UTC(2026, 10, 23, 8, 0, 12);

describe('the ticker', () => {
  let ticker: Ticker;
  let ticks: number[];
  beforeEach(() => {
    vi.useFakeTimers({ now: BEGIN });
    ticks = [];
    ticker = createTicker();
  });
  afterEach(() => {
    ticker.stop();
    vi.useRealTimers();
  });
  const start = (): void => ticker.start(() => ticks.push(Date.now() - BEGIN));

  it('P22 ticks at every full minute and, beside it, every 60 s', async () => {
    start();
    await vi.advanceTimersByTimeAsync(3 * MINUTE_MS);
    expect(ticks).toEqual([48_000, 60_000, 108_000, 120_000, 168_000, 180_000]);
  });

  it('P11 ticks again within a minute after the clock was set back by a day', async () => {
    start();
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    const before = ticks.length;
    vi.setSystemTime(BEGIN - 24 * 60 * MINUTE_MS);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(ticks.length).toBeGreaterThan(before);
  });

  it('D3 ticks at the instant that was asked for, once, and a later wish replaces it', async () => {
    start();
    ticker.wakeAt(instant(BEGIN + 20_000));
    ticker.wakeAt(instant(BEGIN + 30_000));
    await vi.advanceTimersByTimeAsync(40_000);
    expect(ticks).toEqual([30_000]);
  });

  it('P11 D3 ticks at the instant by the wall clock, although the clock was set back meanwhile', async () => {
    start();
    ticker.wakeAt(instant(BEGIN + 20_000));
    await vi.advanceTimersByTimeAsync(10_000);
    vi.setSystemTime(BEGIN + 5000);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(ticks).toEqual([20_000]);
  });

  it('ticks at once for an instant that has passed, but not inside the call', async () => {
    start();
    ticker.wakeAt(instant(BEGIN - 1000));
    expect(ticks).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(ticks).toHaveLength(1);
  });

  it('forgets a wish on null, and everything on stop', async () => {
    start();
    ticker.wakeAt(instant(BEGIN + 1000));
    ticker.wakeAt(null);
    await vi.advanceTimersByTimeAsync(2000);
    expect(ticks).toEqual([]);
    ticker.wakeAt(instant(BEGIN + 10_000));
    ticker.stop();
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(ticks).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('started again it ticks once per minute and heartbeat, not twice', async () => {
    start();
    start();
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(ticks).toEqual([48_000, 60_000]);
  });
});
