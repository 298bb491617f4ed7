import { useCallback, useEffect, useState } from 'react';

/** The kit's closing movement is over by then. */
const CLOSED_AFTER_MS = 1500;

export interface Overlay {
  /** Whether the dialog or drawer belongs in the page at all. */
  readonly isMounted: boolean;
  /** Its `open`. */
  readonly isOpen: boolean;
  open(): void;
  close(): void;
}

/**
 * A dialog or drawer that is in the page only while it is needed. It must not be taken out while open: the kit would leave the rest of
 * the page hidden from screen readers. Left in the page when closed, its keyboard guards are focusable although hidden. The button that
 * opens it carries `useRestoreFocusTarget()`, so that the keyboard is back there afterwards.
 */
export function useOverlay(): Overlay {
  const [state, setState] = useState<'absent' | 'open' | 'closing'>('absent');
  useEffect(() => {
    if (state !== 'closing') return undefined;
    const timer = setTimeout(() => setState('absent'), CLOSED_AFTER_MS);
    return () => clearTimeout(timer);
  }, [state]);
  return {
    isMounted: state !== 'absent',
    isOpen: state === 'open',
    open: useCallback(() => setState('open'), []),
    close: useCallback(() => setState((before) => (before === 'open' ? 'closing' : before)), []),
  };
}
