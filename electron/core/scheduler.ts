import { AppError } from '../../shared/errors';
import type { Instant } from '../../shared/time';
import { addMs } from '../../shared/time';
import type { Trigger } from '../sync/model';
import type { Clock, Logger, Random } from '../sync/ports';
import { backoffMs, missedPolls, nextRunAt } from '../sync/schedule';
import type { Ticker } from './core-api';
import type { RunQueue } from './run-queue';

export interface SchedulerPorts {
  readonly clock: Clock;
  readonly ticker: Ticker;
  readonly queue: RunQueue;
  readonly random: Pick<Random, 'next'>;
  readonly logger: Logger;
  /** Minutes between polls, from the settings of the moment. */
  intervalMinutes(): number;
  /** false: not set up, or settings trouble that nobody has confirmed. Nothing runs. */
  mayRun(): boolean;
  /** When a place becomes free that an overflowing period waits for (D3); null when none does. */
  refillAt(): Instant | null;
  onChange(): void;
}

/** What the status tells of the schedule. */
export interface ScheduleState {
  readonly pausedUntil: Instant | null;
  /** null while nothing is going to run by itself. */
  readonly nextRunAt: Instant | null;
  readonly missedPolls: number;
}

/**
 * Decides when runs happen; what they do is the queue's. Every decision is made anew from the clock at each tick, so that sleep, a clock
 * that jumps, a lost timer or a throwing run cost at most the time to the next tick.
 */
export interface Scheduler {
  /** First run at once, trigger `start`. */
  start(): void;
  /** After sleep: missed polls are made good at once. */
  wake(): void;
  /** No scheduled run before; runs by hand stay possible. */
  pause(until: Instant): void;
  resume(): void;
  /** Something that bears on what should be written has changed: the next poll is due now. */
  hasten(trigger: Trigger): void;
  /**
   * Told by whoever carries out runs.
   * @param poll when it began, and whether both sides were read completely; null for a refill, which reads one side only and is no poll
   */
  ended(poll: { readonly startedAt: Instant; readonly isGood: boolean } | null): void;
  state(): ScheduleState;
  stop(): void;
}

/** A stopped scheduler over the queue. */
export function createScheduler(ports: SchedulerPorts): Scheduler {
  const { clock, ticker, queue, logger } = ports;
  let isStarted = false;
  let pausedUntil: Instant | null = null;
  /** When the newest poll began or was tried. */
  let lastPollAt: Instant | null = null;
  /** Since when polls are expected: the last good one, or the begin of the expectation. */
  let goodSince: Instant | null = null;
  let failedInARow = 0;
  /** What is waited beyond the interval after failures, at most five minutes, so that a struggling server is not met by everybody at once. */
  let extraMs = 0;
  let lastRefillAt: Instant | null = null;

  const isPaused = (): boolean => pausedUntil !== null;

  /** A refill that changed nothing must not be tried again and again: each due instant is answered once. */
  function refillDueAt(): Instant | null {
    const at = ports.refillAt();
    return at === null || (lastRefillAt !== null && at <= lastRefillAt) ? null : at;
  }

  function ask(trigger: Trigger): void {
    const now = clock.now();
    if (trigger === 'refill') lastRefillAt = now;
    else lastPollAt = now;
    try {
      queue.ask({ trigger, acceptPlanHash: null });
    } catch (error) {
      // Only a queue that is being stopped refuses.
      logger.warn('schedule-refused', { trigger, code: error instanceof AppError ? error.code : 'bug' });
    }
  }

  function tick(): void {
    if (!isStarted) return;
    const now = clock.now();
    if (pausedUntil !== null && now >= pausedUntil) endPause();
    if (ports.mayRun() && !isPaused()) expectPolls();
    if (ports.mayRun() && !isPaused() && !queue.isBusy()) {
      const refillAt = refillDueAt();
      const pollAt = plannedAt();
      if (pollAt !== null && pollAt <= now) ask('schedule');
      else if (refillAt !== null && refillAt <= now) ask('refill');
    }
    arm();
    // Time alone changes what is fresh and what is missed (P22).
    ports.onChange();
  }

  function arm(): void {
    // While a run goes on nothing can begin; its end arms again. A wish for an instant that has passed would only wake us in a circle.
    const runs = isPaused() || queue.isBusy() ? [] : [plannedAt(), ports.mayRun() ? refillDueAt() : null];
    const wishes = [pausedUntil, ...runs].filter((at) => at !== null);
    ticker.wakeAt(wishes.reduce<Instant | null>((first, at) => (first === null || at < first ? at : first), null));
  }

  function plannedAt(): Instant | null {
    if (!isStarted || !ports.mayRun()) return null;
    const now = clock.now();
    const regular = nextRunAt(now, lastPollAt, ports.intervalMinutes());
    // At once stays at once, also for a clock that was set back.
    return lastPollAt === null || lastPollAt > now ? regular : addMs(regular, extraMs);
  }

  function endPause(): void {
    pausedUntil = null;
    // Polls are not missed while they were not wanted.
    goodSince = clock.now();
    failedInARow = 0;
    extraMs = 0;
    lastPollAt = null;
  }

  function expectPolls(): void {
    goodSince ??= clock.now();
  }

  return {
    start() {
      if (isStarted) return;
      isStarted = true;
      ticker.start(tick);
      if (ports.mayRun()) {
        expectPolls();
        ask('start');
      }
      arm();
    },
    wake() {
      if (!isStarted || !ports.mayRun() || isPaused()) return;
      ask('resume');
      arm();
    },
    pause(until) {
      pausedUntil = until > clock.now() ? until : null;
      arm();
      ports.onChange();
    },
    resume() {
      if (!isPaused()) return;
      endPause();
      tick();
    },
    hasten(trigger) {
      if (!isStarted || !ports.mayRun() || isPaused()) return;
      expectPolls();
      ask(trigger);
      arm();
    },
    ended(poll) {
      if (poll !== null) {
        // From begin to begin, so that a long run does not slow the rhythm; one by hand is a poll too.
        lastPollAt = poll.startedAt;
        failedInARow = poll.isGood ? 0 : failedInARow + 1;
        extraMs = poll.isGood ? 0 : backoffMs(failedInARow, ports.random);
        if (poll.isGood) goodSince = poll.startedAt;
      }
      arm();
    },
    state() {
      const now = clock.now();
      const isExpected = isStarted && ports.mayRun() && !isPaused();
      return {
        pausedUntil,
        nextRunAt: isPaused() ? pausedUntil : plannedAt(),
        missedPolls: isExpected ? missedPolls(now, goodSince, ports.intervalMinutes()) : 0,
      };
    },
    stop() {
      isStarted = false;
      ticker.stop();
    },
  };
}
