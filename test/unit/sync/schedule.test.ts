import { describe, expect, it } from 'vitest';
import { backoffMs, isDue, missedPolls, nextRefillAt, nextRunAt } from '../../../electron/sync/schedule';
import { exceptionId } from '../../../shared/ids';
import { addMinutes } from '../../../shared/time';
import { aBooking, aHouse, aLine, aManaged, aPolicy, at, between } from '../../builders';

const now = at('2026-11-23T08:00');

describe('schedule', () => {
  it('is due at once when there was no run, and one interval after the last one ended', () => {
    expect(isDue(now, null, 5)).toBe(true);
    expect(isDue(addMinutes(now, 4.99), now, 5)).toBe(false);
    expect(isDue(addMinutes(now, 5), now, 5)).toBe(true);
    expect(nextRunAt(now, now, 5)).toBe(addMinutes(now, 5));
  });

  it('R7 a clock set back does not postpone the next run, one set forward makes it due once', () => {
    expect(isDue(now, addMinutes(now, 600), 5)).toBe(true);
    expect(nextRunAt(now, addMinutes(now, 600), 5)).toBe(now);
    expect(isDue(addMinutes(now, 6000), now, 5)).toBe(true);
  });

  it('P22 counts missed polls since the last good reading', () => {
    expect(missedPolls(now, null, 5)).toBe(0);
    expect(missedPolls(addMinutes(now, 4), now, 5)).toBe(0);
    expect(missedPolls(addMinutes(now, 10), now, 5)).toBe(2);
    expect(missedPolls(now, addMinutes(now, 60), 5)).toBe(0);
  });

  it('W10 backs off by doubling, bounded, with the upper half by lot', () => {
    const least = [1, 2, 3, 20].map((failures) => backoffMs(failures, { next: () => 0 }));
    const most = [1, 2, 3, 20].map((failures) => backoffMs(failures, { next: () => 1 }));
    expect(least).toEqual([1_000, 2_000, 4_000, 150_000]);
    expect(most).toEqual([2_000, 4_000, 8_000, 300_000]);
    expect(backoffMs(0, { next: () => 0 })).toBe(1_000);
  });

  it('D3 a refill is due when the first place of an exception with overflow is freed', async () => {
    const meeting = (from: string, to: string) => between(`2026-11-23T${from}`, to);
    const house = aHouse({
      now,
      policy: aPolicy([aLine('r1', 'e1'), aLine('r2', 'e2')], {
        managed: [aManaged('e1', { places: 1 }), aManaged('e2')],
      }),
      bookings: [
        aBooking('b0', 'r2', meeting('08:00', '08:30')),
        aBooking('b1', 'r1', meeting('09:00', '10:00')),
        aBooking('b2', 'r1', meeting('13:00', '14:00')),
      ],
    });
    expect(nextRefillAt(null)).toBeNull();
    const first = await house.run();
    expect(nextRefillAt(first.plan)).toBe(at('2026-11-23T10:10'));
    house.clock.set(at('2026-11-23T10:10'));
    const refill = await house.run({ trigger: 'refill' });
    expect(house.access.periodsOf(exceptionId('e1'))).toEqual([meeting('12:50', '14:10')]);
    expect(nextRefillAt(refill.plan)).toBeNull();
  });
});
