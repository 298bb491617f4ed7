import type { Abort, Clock } from '../../electron/sync/ports';
import type { Instant } from '../../shared/time';
import { addMs } from '../../shared/time';

/** A clock that stands still until told, and jumps over every wait. */
export class FakeClock implements Clock {
  readonly waits: number[] = [];

  constructor(private current: Instant) {}

  now(): Instant {
    return this.current;
  }

  wait(milliseconds: number, abort: Abort | null): Promise<void> {
    if (abort?.aborted === true) return Promise.resolve();
    this.waits.push(milliseconds);
    this.current = addMs(this.current, milliseconds);
    return Promise.resolve();
  }

  advance(milliseconds: number): void {
    this.current = addMs(this.current, milliseconds);
  }

  set(at: Instant): void {
    this.current = at;
  }
}
