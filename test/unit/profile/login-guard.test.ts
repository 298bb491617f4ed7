import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoginGuardState } from '../../../electron/profile';
import { createLoginGuard } from '../../../electron/profile';
import type { Instant } from '../../../shared/time';
import { addMs, instant, MINUTE_MS } from '../../../shared/time';

describe('W11 the login guard', () => {
  it('property: however often and however parallel it is tried, refusals are at least ten minutes apart and at most three', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 15 * MINUTE_MS }), fc.integer({ min: 1, max: 4 })), {
          maxLength: 60,
        }),
        (steps) => {
          let now = instant(0);
          const guard = createLoginGuard(() => now);
          const tries: Instant[] = [];
          for (const [pause, parallel] of steps) {
            now = addMs(now, pause);
            let isAllowed = true;
            try {
              guard.check();
            } catch {
              isAllowed = false;
            }
            if (!isAllowed) continue;
            tries.push(now);
            for (let each = 0; each < parallel; each++) guard.refused();
          }
          expect(tries.length).toBeLessThanOrEqual(3);
          tries
            .slice(1)
            .forEach((at, index) => expect(at - (tries[index] ?? 0)).toBeGreaterThanOrEqual(10 * MINUTE_MS));
          expect(guard.state().refusals).toBe(tries.length);
        },
      ),
    );
  });

  it('a success or a person begins anew, and every change can be kept', () => {
    const kept: LoginGuardState[] = [];
    const guard = createLoginGuard(
      () => instant(0),
      { refusals: 3, lastRefusedAt: instant(-1) },
      (state) => kept.push(state),
    );
    expect(() => guard.check()).toThrow(expect.objectContaining({ code: 'login-stopped' }));
    guard.reset();
    expect(() => guard.check()).not.toThrow();
    guard.refused();
    guard.succeeded();
    guard.succeeded();
    expect(kept.map(({ refusals }) => refusals)).toEqual([0, 1, 0]);
  });

  it('a clock that is set back does not prolong the pause', () => {
    const guard = createLoginGuard(() => instant(0), { refusals: 1, lastRefusedAt: instant(365 * 86_400_000) });
    expect(() => guard.check()).not.toThrow();
  });
});
