import type { ReactNode } from 'react';
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { useBridgeEvent } from '../bridge';
import type { OutputOf } from '../../shared/ipc';
import type { Instant } from '../../shared/time';

/** The six places of the navigation, and the wizard. */
export type Place = OutputOf<'app/navigate'>['to'];

/** What a place should show at once when one is sent there from elsewhere. */
export interface Focus {
  readonly at?: Instant;
  readonly roomId?: string;
  readonly exceptionId?: string;
  readonly runId?: string;
}

export interface Navigation {
  readonly place: Place;
  readonly focus: Focus;
  /** Asks first where the place that is left has unsaved changes. */
  go(place: Place, focus?: Focus): void;
  /** The question that waits for an answer; null when none does. */
  readonly leaving: Leaving | null;
  guard(save: Save | null): void;
}

/** Saves what is unsaved; false: it could not be saved. */
type Save = () => Promise<boolean>;

/** A person wants to go elsewhere while something is unsaved. */
export interface Leaving {
  readonly save: Save;
  /** Goes there; what is still unsaved is dropped. */
  leave(): void;
  stay(): void;
}

const NavigationContext = createContext<Navigation | null>(null);
const NO_FOCUS: Focus = {};

/**
 * Where the window is, kept as state: there are no addresses. Main can send it to a place with `app/navigate`, also before the
 * first state is known. `start` (null: not known yet) is where it begins; a later change of it moves nobody.
 */
export function NavigationProvider({ start, children }: { start: Place | null; children: ReactNode }): ReactNode {
  const [where, setWhere] = useState<{ place: Place; focus: Focus } | null>(null);
  const [began, setBegan] = useState<Place | null>(start);
  if (began === null && start !== null) setBegan(start);
  const [leaving, setLeaving] = useState<Leaving | null>(null);
  const saving = useRef<Save | null>(null);
  const guard = useCallback((save: Save | null) => {
    saving.current = save;
  }, []);
  const current = where?.place ?? began ?? 'overview';
  const go = useCallback(
    (place: Place, focus: Focus = NO_FOCUS) => {
      const leave = (): void => {
        setLeaving(null);
        setWhere({ place, focus });
      };
      if (saving.current === null || place === current) leave();
      else setLeaving({ save: saving.current, leave, stay: () => setLeaving(null) });
    },
    [current],
  );
  useBridgeEvent('app/navigate', ({ to }) => go(to));
  const navigation = useMemo(
    () => ({ place: current, focus: where?.focus ?? NO_FOCUS, go, leaving, guard }),
    [current, where, go, leaving, guard],
  );
  return <NavigationContext.Provider value={navigation}>{children}</NavigationContext.Provider>;
}

export function useNavigation(): Navigation {
  const navigation = useContext(NavigationContext);
  if (navigation === null) throw new Error('useNavigation needs a NavigationProvider');
  return navigation;
}

/** Has a person asked before the shown place is left with unsaved changes. @param save null: nothing is unsaved */
export function useLeaveGuard(save: Save | null): void {
  const { guard } = useNavigation();
  useEffect(() => {
    guard(save);
    return () => guard(null);
  }, [guard, save]);
}
