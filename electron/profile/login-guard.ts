import { AppError } from '../../shared/errors';
import type { Instant } from '../../shared/time';
import { isoFromInstant, MINUTE_MS, addMs } from '../../shared/time';

/** How long after a refusal no login is tried, and how many refusals end it (rule W11). */
export const REFUSAL_PAUSE_MS = 10 * MINUTE_MS;
export const REFUSALS_TO_STOP = 3;

/** Survives a connector's rebuild, and a restart where the caller keeps it. */
export interface LoginGuardState {
  readonly refusals: number;
  readonly lastRefusedAt: Instant | null;
}

/**
 * Keeps a wrong password from locking the account (rule W11): after an explicit refusal no login is tried for ten minutes, after three
 * none until a person acts. One guard per connector.
 */
export interface LoginGuard {
  /** @throws AppError `login-refused` (refusals, nextTryAt) within the pause; `login-stopped` (refusals) when a person must act. */
  check(): void;
  /** The server explicitly refused. Refusals within the pause of the last one were on their way already and count once. */
  refused(): AppError;
  succeeded(): void;
  /** A person typed a new password or asked to try again. */
  reset(): void;
  state(): LoginGuardState;
}

/**
 * @param now our clock
 * @param kept the state of before, or null
 * @param onChange told every new state, so that it can be kept
 */
export function createLoginGuard(
  now: () => Instant,
  kept: LoginGuardState | null = null,
  onChange: (state: LoginGuardState) => void = () => undefined,
): LoginGuard {
  let state: LoginGuardState = kept ?? { refusals: 0, lastRefusedAt: null };
  const set = (next: LoginGuardState): void => {
    state = next;
    onChange(next);
  };
  const isPausing = (): boolean => {
    if (state.lastRefusedAt === null) return false;
    const since = now() - state.lastRefusedAt;
    // A clock that was set back must not make the pause longer than it is.
    return since >= 0 && since < REFUSAL_PAUSE_MS;
  };
  const trouble = (): AppError => {
    const { refusals, lastRefusedAt } = state;
    if (refusals >= REFUSALS_TO_STOP || lastRefusedAt === null) return new AppError('login-stopped', { refusals });
    return new AppError('login-refused', {
      refusals,
      nextTryAt: isoFromInstant(addMs(lastRefusedAt, REFUSAL_PAUSE_MS)),
    });
  };
  return {
    check() {
      if (state.refusals >= REFUSALS_TO_STOP || isPausing()) throw trouble();
    },
    refused() {
      if (!isPausing()) set({ refusals: state.refusals + 1, lastRefusedAt: now() });
      return trouble();
    },
    succeeded() {
      if (state.refusals !== 0) set({ refusals: 0, lastRefusedAt: null });
    },
    reset() {
      set({ refusals: 0, lastRefusedAt: null });
    },
    state: () => state,
  };
}
