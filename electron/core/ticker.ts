import { scheduleJob } from 'node-schedule';
import type { Job } from 'node-schedule';
import type { Instant } from '../../shared/time';
import { MINUTE_MS } from '../../shared/time';
import type { Ticker } from './core-api';

/** null: the instant has passed, and node-schedule makes no job for it (its types do not say so). */
const jobAt = (at: Instant, work: () => void): Job | null => scheduleJob(new Date(at), work);

/**
 * The only place of the program's timers. A tick only asks the pure `isDue`, so one too many costs nothing and one too few would cost a meeting:
 *
 * - node-schedule at every full minute of the wall clock;
 * - a heartbeat every 60 s beside it, because node-schedule plans each minute from the one before and may lose its place when the PC sleeps
 *   or its clock is set;
 * - node-schedule at the instant that was asked for (a refill, the next run), at once when that has already passed.
 */
export function createTicker(): Ticker {
  let onTick: (() => void) | null = null;
  let minuteJob: Job | null = null;
  let heartbeat: NodeJS.Timeout | null = null;
  let wakeJob: Job | null = null;
  let wakeNow: NodeJS.Immediate | null = null;

  const tick = (): void => onTick?.();
  const forgetWake = (): void => {
    wakeJob?.cancel();
    wakeJob = null;
    if (wakeNow !== null) clearImmediate(wakeNow);
    wakeNow = null;
  };
  const wakeAt = (at: Instant | null): void => {
    forgetWake();
    if (at === null) return;
    const wake = (): void => {
      // A timer counts its own milliseconds: after the clock was set back, or rounded, it rings too early, and the refill would not be due yet.
      if (Date.now() < at) wakeAt(at);
      else tick();
    };
    wakeJob = jobAt(at, wake);
    // Never inside the call: the caller is still planning.
    if (wakeJob === null) wakeNow = setImmediate(tick);
  };
  const stopBeat = (): void => {
    minuteJob?.cancel();
    minuteJob = null;
    if (heartbeat !== null) clearInterval(heartbeat);
    heartbeat = null;
  };

  return {
    start: (listener) => {
      stopBeat();
      onTick = listener;
      minuteJob = scheduleJob({ second: 0 }, tick);
      heartbeat = setInterval(tick, MINUTE_MS);
    },
    wakeAt,
    stop: () => {
      onTick = null;
      stopBeat();
      forgetWake();
    },
  };
}
