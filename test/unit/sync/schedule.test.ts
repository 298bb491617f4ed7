import { describe, expect, it } from 'vitest';
import { backoffMs, isDue, missedPolls, nextRefillAt, nextRunAt } from '../../../electron/sync/schedule';
import { managingNothing, readsBookings } from '../../../electron/sync/model';
import { exceptionId } from '../../../shared/ids';
import { addMinutes } from '../../../shared/time';
import { aBooking, aGroupLine, aHouse, aLine, aManaged, aPolicy, at, between } from '../../builders';

const now = at('2026-11-23T08:00');

describe('schedule', () => {
  it('is due at once when there was no run, and one interval after the last one ended', () => {
    expect(isDue(now, null, 5)).toBe(true);
    expect(nextRunAt(now, null, 5)).toBe(now);
    expect(isDue(addMinutes(now, 4.99), now, 5)).toBe(false);
    expect(isDue(addMinutes(now, 5), now, 5)).toBe(true);
    expect(nextRunAt(now, now, 5)).toBe(addMinutes(now, 5));
  });

  it('D3 P19 a refill and taking everything back read no bookings; every other run does', () => {
    const triggers = ['schedule', 'manual', 'start', 'resume', 'refill', 'remove-all'] as const;
    expect(triggers.filter(readsBookings)).toEqual(['schedule', 'manual', 'start', 'resume']);
  });

  it('W7 P19 taking everything back chooses and manages nothing; the lines stay for the lag of people inside', () => {
    const policy = aPolicy([aLine('r1', 'e1')], { groupLines: [aGroupLine('r1', 'g1')] });
    expect(managingNothing(policy)).toEqual({ ...policy, locations: [], rooms: [], managed: [], managedGroups: [] });
  });

  it('R7 a clock set back does not postpone the next run, one set forward makes it due once', () => {
    expect(isDue(now, addMinutes(now, 600), 5)).toBe(true);
    expect(nextRunAt(now, addMinutes(now, 600), 5)).toBe(now);
    expect(isDue(addMinutes(now, 6000), now, 5)).toBe(true);
  });

  it('P22 counts missed polls since the last good reading', () => {
    expect(missedPolls(now, null, 5)).toBe(0);
    expect(missedPolls(addMinutes(now, 4), now, 5)).toBe(0);
    expect(missedPolls(addMinutes(now, 9.9), now, 5)).toBe(1);
    expect(missedPolls(addMinutes(now, 10), now, 5)).toBe(2);
    expect(missedPolls(now, addMinutes(now, 60), 5)).toBe(0);
  });

  it('W10 backs off by doubling, bounded, with the upper half by lot', () => {
    const least = [1, 2, 3, 20].map((failures) => backoffMs(failures, { next: () => 0 }));
    const most = [1, 2, 3, 20].map((failures) => backoffMs(failures, { next: () => 1 }));
    expect(least).toEqual([1_000, 2_000, 4_000, 150_000]);
    expect(most).toEqual([2_000, 4_000, 8_000, 300_000]);
    expect(backoffMs(0, { next: () => 0 })).toBe(1_000);
    expect(backoffMs(1, { next: () => 0.25 })).toBe(1_250);
    expect([7, 8].map((failures) => backoffMs(failures, { next: () => 1 }))).toEqual([128_000, 256_000]);
    // Whole milliseconds, for a timer.
    expect(backoffMs(1, { next: () => 0.12345 })).toBe(1_123);
  });

  it('D3 a refill is due at the earliest end of any exception with overflow, and never for one in which all fits', () => {
    const target = (id: string, ...ends: number[]) => ({
      exceptionId: exceptionId(id),
      desired: [],
      entries: [],
      places: 2,
      periods: ends.map((minutes) => ({ from: now, to: addMinutes(now, minutes) })),
    });
    const overflow = (id: string) => ({ exceptionId: exceptionId(id), places: 2, periods: [], isUrgent: false });
    const targets = [target('e1', 60, 40, 50), target('e2', 30), target('e3', 10)];
    expect(nextRefillAt({ overflow: [overflow('e1')], targets })).toBe(addMinutes(now, 40));
    expect(nextRefillAt({ overflow: [overflow('e1'), overflow('e2')], targets })).toBe(addMinutes(now, 30));
    expect(nextRefillAt({ overflow: [], targets })).toBeNull();
    expect(nextRefillAt({ overflow: [overflow('e1')], targets: [target('e1')] })).toBeNull();
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
