import { useEffect, useState } from 'react';
import type { Instant } from '../../shared/time';
import { instant } from '../../shared/time';

const clock = (): Instant => instant(Date.now());

/** The present instant, renewed every `everyMs` milliseconds: for the now line and "how long ago". */
export function useNow(everyMs = 30_000): Instant {
  const [now, setNow] = useState(clock);
  useEffect(() => {
    const timer = setInterval(() => setNow(clock()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
