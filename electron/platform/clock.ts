import { instant } from '../../shared/time';
import type { Clock } from '../sync/ports';

/** Node's timers hold 2^31-1 milliseconds at most (24.8 days) and fire at once beyond that. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's own clock. */
export function createSystemClock(): Clock {
  return {
    now: () => instant(Date.now()),
    wait: (milliseconds, abort) =>
      new Promise((resolve) => {
        if (abort?.aborted === true) {
          resolve();
          return;
        }
        let left = milliseconds;
        let timer: NodeJS.Timeout;
        const end = (): void => {
          clearTimeout(timer);
          abort?.removeEventListener('abort', end);
          resolve();
        };
        const next = (): void => {
          const part = Math.min(left, LONGEST_TIMER_MS);
          left -= part;
          timer = setTimeout(left > 0 ? next : end, part);
        };
        abort?.addEventListener('abort', end);
        next();
      }),
  };
}
