import type { Instant } from '../time';
import type { OpeningBar } from './compare';

/** Ended, and no longer in UniLock: nothing can be compared any more, and nothing differs (W3). */
export const isOver = ({ observed, period, verdict }: OpeningBar, now: Instant): boolean =>
  observed === null && period.to <= now && verdict === 'equal';
