import type { Logger } from '../sync/ports';

/** What may be told of something thrown: its kind and where, never its message, which may hold names or titles (rule M3). */
export function traceOf(thrown: unknown): { readonly kind: string; readonly place: string } {
  if (!(thrown instanceof Error)) return { kind: typeof thrown, place: '' };
  const frame = thrown.stack?.split('\n').find((line) => /^\s+at /.test(line)) ?? '';
  // The file's name and position only: the folders above it can carry a person's name.
  return { kind: thrown.name, place: /([^/\\(]+:\d+:\d+)\)?$/.exec(frame.trim())?.[1] ?? '' };
}

/** More than this many failures that nobody caught, within a minute, and the program cannot be trusted any more. */
const MOST_PER_MINUTE = 20;

/**
 * Logs what nobody caught. The program goes on: doors follow the schedule, and one failed click must not end it. Only when failures keep
 * coming, it ends in order.
 * @param giveUp called once
 * @param now milliseconds, for counting
 */
export function createCrashGuard(logger: Logger, giveUp: () => void, now: () => number): (thrown: unknown) => void {
  let recent: number[] = [];
  let hasGivenUp = false;
  return (thrown) => {
    logger.warn('uncaught', traceOf(thrown));
    const at = now();
    recent = [...recent.filter((each) => at - each < 60_000), at];
    if (recent.length <= MOST_PER_MINUTE || hasGivenUp) return;
    hasGivenUp = true;
    logger.warn('giving-up', { failures: recent.length });
    giveUp();
  };
}
