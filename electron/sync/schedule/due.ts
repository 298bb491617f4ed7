import type { Instant } from '../../../shared/time';
import { addMinutes, MINUTE_MS } from '../../../shared/time';

/**
 * When the next scheduled run is due: one interval after the last one ended; at once when there was none.
 * @param intervalMinutes 1-15
 */
export const nextRunAt = (now: Instant, lastFinished: Instant | null, intervalMinutes: number): Instant =>
  // A clock set back would else postpone the next run by as much (R7).
  lastFinished === null || lastFinished > now ? now : addMinutes(lastFinished, intervalMinutes);

/** Whether a scheduled run is due. After sleep or a clock set forward it is due once, not once per missed interval. */
export const isDue = (now: Instant, lastFinished: Instant | null, intervalMinutes: number): boolean =>
  nextRunAt(now, lastFinished, intervalMinutes) <= now;

/** How many polls in a row have not brought a good reading (P22: two are visible). 0 when never read: that is "not yet", not "missed". */
export const missedPolls = (now: Instant, lastGoodReadAt: Instant | null, intervalMinutes: number): number =>
  lastGoodReadAt === null ? 0 : Math.max(0, Math.floor((now - lastGoodReadAt) / (intervalMinutes * MINUTE_MS)));
