import { useEffect } from 'react';
import type { JobHandle } from '../../../bridge';

/** Starts a test when a step needs its answer and nobody has it yet. A failed one is left for the person to repeat. */
export function useAutomaticStart(
  job: JobHandle<'check/bookings'> | JobHandle<'check/access'> | JobHandle<'check/rooms'>,
  isNeeded: boolean,
): void {
  const { state, start } = job;
  useEffect(() => {
    if (isNeeded && state === 'idle') void start({ source: 'draft' });
  }, [isNeeded, state, start]);
}
