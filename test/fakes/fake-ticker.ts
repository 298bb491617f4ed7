import type { Ticker } from '../../electron/core/core-api';
import type { Instant } from '../../shared/time';
import { MINUTE_MS, instant } from '../../shared/time';
import type { FakeClock } from './fake-clock';

/** A ticker over a virtual clock: ticks at every full minute and at the asked instant, when `pass` lets time go by. */
export class FakeTicker implements Ticker {
  wokenAt: Instant | null = null;
  private onTick: (() => void) | null = null;

  constructor(private readonly clock: FakeClock) {}

  get isRunning(): boolean {
    return this.onTick !== null;
  }

  start(onTick: () => void): void {
    this.onTick = onTick;
  }

  wakeAt(at: Instant | null): void {
    this.wokenAt = at;
  }

  stop(): void {
    this.onTick = null;
    this.wokenAt = null;
  }

  /** Lets time pass, tick by tick; after each, everything that can go on does. */
  async pass(milliseconds: number): Promise<void> {
    const until = this.clock.now() + milliseconds;
    while (this.clock.now() < until) {
      const minute = (Math.floor(this.clock.now() / MINUTE_MS) + 1) * MINUTE_MS;
      const woken = this.wokenAt !== null && this.wokenAt > this.clock.now() ? this.wokenAt : minute;
      this.clock.set(instant(Math.min(minute, woken, until)));
      this.onTick?.();
      await settle();
    }
  }

  /** A PC that sleeps: time goes by without a tick. */
  sleep(milliseconds: number): void {
    this.clock.advance(milliseconds);
  }
}

/** Lets every promise that can go on go on: fakes answer at once, so a turn of the event loop is enough. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
