import { describe, expect, it } from 'vitest';
import { attempt } from '../../../electron/sync/attempt';
import { exceptionKey } from '../../../electron/sync/model';
import { createWriteTries } from '../../../electron/sync/write-tries';
import { exceptionId } from '../../../shared/ids';
import { AppError } from '../../../shared/errors';
import { addMinutes, addMs } from '../../../shared/time';
import { at } from '../../builders';

const NOW = at('2026-11-23T08:00');
const ONE = exceptionKey(exceptionId('e1'));
const OTHER = exceptionKey(exceptionId('e2'));

describe('W10 at most three tries of one object in five minutes', () => {
  it('W10 three, and the next one five minutes after the first; others are not concerned', () => {
    const tries = createWriteTries();
    for (const minute of [0, 1, 2]) {
      expect(tries.mayTry(ONE, addMinutes(NOW, minute))).toBe(true);
      tries.note(ONE, addMinutes(NOW, minute));
    }
    expect(tries.mayTry(ONE, addMinutes(NOW, 2))).toBe(false);
    expect(tries.mayTry(OTHER, addMinutes(NOW, 2))).toBe(true);
    expect(tries.mayTry(ONE, addMs(addMinutes(NOW, 5), -1))).toBe(false);
    expect(tries.mayTry(ONE, addMinutes(NOW, 5))).toBe(true);
  });

  it('W10 what holds is settled: the next write is a new change', () => {
    const tries = createWriteTries();
    for (const key of [ONE, OTHER]) for (let time = 0; time < 3; time++) tries.note(key, NOW);
    expect([tries.isUnseen(ONE), tries.isUnseen(OTHER)]).toEqual([true, true]);
    tries.settle(ONE);
    expect([tries.mayTry(ONE, NOW), tries.mayTry(OTHER, NOW)]).toEqual([true, false]);
    expect([tries.isUnseen(ONE), tries.isUnseen(OTHER)]).toEqual([false, true]);
  });

  it('W10 R7 a clock set back stops nothing for longer than five minutes, and forgets no try', () => {
    const tries = createWriteTries();
    for (const minute of [600, 601, 602]) tries.note(ONE, addMinutes(NOW, minute));
    expect(tries.mayTry(ONE, NOW)).toBe(false);
    expect(tries.mayTry(ONE, addMs(addMinutes(NOW, 5), -1))).toBe(false);
    expect(tries.mayTry(ONE, addMinutes(NOW, 5))).toBe(true);
    const other = createWriteTries();
    for (const minute of [600, 601]) other.note(ONE, addMinutes(NOW, minute));
    other.note(ONE, NOW);
    expect(other.mayTry(ONE, addMs(addMinutes(NOW, 5), -1))).toBe(false);
    expect(other.mayTry(ONE, addMinutes(NOW, 5))).toBe(true);
  });
});

describe('what an adapter throws is a value', () => {
  it('gives what came of it', async () => {
    expect(await attempt(() => Promise.resolve(7))).toEqual({ ok: true, value: 7 });
  });

  it('keeps an error of the program with its code, and calls everything else a bug', async () => {
    const known = new AppError('timed-out', { side: 'access' });
    expect(await attempt(() => Promise.reject(known))).toEqual({
      ok: false,
      trouble: { code: 'timed-out', context: { side: 'access' } },
    });
    expect(
      await attempt(() => {
        throw new Error('a bug in an adapter');
      }),
    ).toMatchObject({ ok: false, trouble: { code: 'bug' } });
  });
});
