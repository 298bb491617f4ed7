import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFormat } from '../../../shared/i18n';
import { addMinutes, instant, instantFromIso, wallParts } from '../../../shared/time';

const da = createFormat('da', 'Europe/Copenhagen');
const en = createFormat('en', 'Europe/Copenhagen');
const now = instantFromIso('2026-11-23T10:42:00+01:00');

describe('times and days as texts', () => {
  it('writes a moment as people write it', () => {
    expect(da.dateTime(now)).toBe('man. 23. nov. 10:42');
    expect(en.dateTime(now)).toBe('Mon 23 Nov 10:42');
    expect(da.dayLong(now)).toBe('mandag 23. november 2026');
    expect(en.dayLong(now)).toBe('Monday 23 November 2026');
    expect(da.month(now)).toBe('november 2026');
  });

  it('uses ISO weeks, also around New Year', () => {
    expect(da.week(now)).toBe('uge 48');
    expect(en.week(instantFromIso('2027-01-01T12:00:00+01:00'))).toBe('week 53');
  });

  it('is as short as the present allows', () => {
    expect(da.near(addMinutes(now, 5), now)).toBe('10:47');
    expect(da.near(addMinutes(now, 1440), now)).toBe('i morgen 10:42');
    expect(da.near(addMinutes(now, -1440), now)).toBe('i går 10:42');
    expect(en.near(addMinutes(now, 3 * 1440), now)).toBe('Thu 26 Nov 10:42');
    expect(da.near(addMinutes(now, 60 * 1440), now)).toBe('fre. 22. jan. 2027 10:42');
  });

  it('names the second day of a period only when there is one', () => {
    expect(da.period({ from: now, to: addMinutes(now, 48) })).toBe('man. 23. nov. 10:42–11:30');
    const midnight = instantFromIso('2026-11-24T00:00:00+01:00');
    expect(da.timeRange({ from: now, to: midnight })).toBe('10:42–00:00');
    expect(en.period({ from: now, to: addMinutes(midnight, 90) })).toBe('Mon 23 Nov 10:42 – Tue 24 Nov 01:30');
  });

  it('shows the house’s zone, not the computer’s', () => {
    expect(createFormat('da', 'America/Nuuk').time(instantFromIso('2026-07-01T12:00:00Z'))).toBe('11:00');
  });

  it('writes durations and numbers', () => {
    expect(da.duration(90 * 60_000)).toBe('1 t. 30 min.');
    expect(en.duration(120 * 60_000)).toBe('2 h');
    expect(da.duration(0)).toBe('0 min.');
    expect([da.number(1234567), en.number(1234), da.number(999)]).toEqual(['1.234.567', '1,234', '999']);
    expect([da.number(0.5), en.number(0.5), da.number(1234.5)]).toEqual(['0,5', '0.5', '1.234,5']);
  });

  it('property: every instant is written with the hour and minute of its wall clock, 24 hours', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (epochMs) => {
        const at = instant(epochMs);
        const { hour, minute } = wallParts(at, 'Europe/Copenhagen');
        expect(da.time(at)).toBe(`${hour < 10 ? '0' : ''}${hour}:${minute < 10 ? '0' : ''}${minute}`);
      }),
      { numRuns: 200 },
    );
  });
});
