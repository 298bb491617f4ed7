import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  doubledHours,
  hasOffset,
  instant,
  instantFromIso,
  instantFromWall,
  isoFromInstant,
  isZoneName,
  mondayOf,
  startOfDate,
  wallFromInstant,
  wallParts,
  writablePeriod,
  zoneTransitions,
} from '../../../shared/time';

const COPENHAGEN = 'Europe/Copenhagen';
const at = instantFromIso;

describe('R1 reading wall times', () => {
  it('reads a wall time in the location’s zone, winter and summer', () => {
    expect(isoFromInstant(instantFromWall('2026-11-23T09:00:00', COPENHAGEN, 'earlier'))).toBe('2026-11-23T08:00:00Z');
    expect(isoFromInstant(instantFromWall('2026-07-01T09:00:00', COPENHAGEN, 'earlier'))).toBe('2026-07-01T07:00:00Z');
  });

  it('resolves a doubled wall time by the fold that was asked for', () => {
    expect(isoFromInstant(instantFromWall('2026-10-25T02:30', COPENHAGEN, 'earlier'))).toBe('2026-10-25T00:30:00Z');
    expect(isoFromInstant(instantFromWall('2026-10-25T02:30', COPENHAGEN, 'later'))).toBe('2026-10-25T01:30:00Z');
  });

  it('moves a wall time that never occurs by the length of the gap', () => {
    expect(isoFromInstant(instantFromWall('2026-03-29T02:30', COPENHAGEN, 'earlier'))).toBe('2026-03-29T00:30:00Z');
    expect(isoFromInstant(instantFromWall('2026-03-29T02:30', COPENHAGEN, 'later'))).toBe('2026-03-29T01:30:00Z');
  });

  it.each(['2026-02-30T09:00', '2026-13-01T09:00', 'kl. 9', ''])('refuses "%s"', (text) => {
    expect(() => instantFromWall(text, COPENHAGEN, 'earlier')).toThrow(RangeError);
  });

  it('tells texts with an offset from those without', () => {
    expect(hasOffset('2026-11-23T09:00:00+01:00')).toBe(true);
    expect(hasOffset('2026-11-23T09:00:00Z')).toBe(true);
    expect(hasOffset('2026-11-23T09:00:00')).toBe(false);
    expect(hasOffset('2026-11-23')).toBe(false);
  });

  it('knows zone names, and that an offset is none', () => {
    expect(isZoneName(COPENHAGEN)).toBe(true);
    expect(isZoneName('America/Nuuk')).toBe(true);
    expect(isZoneName('Romance Standard Time')).toBe(false);
    expect(isZoneName('+01:00')).toBe(false);
    expect(isZoneName('')).toBe(false);
  });
});

describe('R1 what is written keeps its meaning', () => {
  const autumn = doubledHours({ from: at('2026-10-24T00:00:00Z'), to: at('2026-10-26T00:00:00Z') }, COPENHAGEN);

  it('rounds From down and To up to whole minutes', () => {
    const period = writablePeriod({ from: at('2026-11-23T08:00:59.999Z'), to: at('2026-11-23T09:00:00.001Z') }, []);
    expect(isoFromInstant(period.from)).toBe('2026-11-23T08:00:00Z');
    expect(isoFromInstant(period.to)).toBe('2026-11-23T09:01:00Z');
  });

  it.each([
    ['first pass', '2026-10-25T00:30:00Z'],
    ['second pass', '2026-10-25T01:30:00Z'],
    ['the doubled hour’s first minute', '2026-10-25T00:00:00Z'],
    ['its first minute, second pass', '2026-10-25T01:00:00Z'],
  ])('moves a From in the doubled hour (%s) to 01:59', (_name, iso) => {
    const period = writablePeriod({ from: at(iso), to: at('2026-10-25T05:00:00Z') }, autumn);
    expect(wallFromInstant(period.from, COPENHAGEN)).toBe('2026-10-25T01:59:00');
  });

  it.each(['2026-10-25T00:00:00Z', '2026-10-25T00:30:00Z', '2026-10-25T01:00:00Z', '2026-10-25T01:30:00Z'])(
    'moves a To in the doubled hour (%s) to 03:00',
    (iso) => {
      const period = writablePeriod({ from: at('2026-10-24T20:00:00Z'), to: at(iso) }, autumn);
      expect(wallFromInstant(period.to, COPENHAGEN)).toBe('2026-10-25T03:00:00');
      expect(isoFromInstant(period.to)).toBe('2026-10-25T02:00:00Z');
    },
  );

  it('leaves 01:59 and 03:00 as they are', () => {
    const exact = { from: at('2026-10-24T23:59:00Z'), to: at('2026-10-25T02:00:00Z') };
    expect(writablePeriod(exact, autumn)).toEqual(exact);
  });

  it.each([COPENHAGEN, 'America/Nuuk', 'Australia/Lord_Howe', 'Asia/Kolkata'])(
    'P11 whatever the period, its wall times in %s mean one instant each, and it covers the raw one',
    (zone) => {
      const year = at('2026-01-01T00:00:00Z');
      const doubled = doubledHours({ from: year, to: at('2027-02-01T00:00:00Z') }, zone);
      fc.assert(
        fc.property(
          fc.integer({ min: 0, max: 366 * 1440 }),
          fc.integer({ min: 1, max: 3000 }),
          fc.boolean(),
          (start, length, near) => {
            const anchor = near && doubled[0] !== undefined ? doubled[0].from - 90 * 60_000 : year;
            const from = instant(anchor + (near ? start % 300 : start) * 60_000 + 17);
            const raw = { from, to: instant(from + length * 60_000) };
            const period = writablePeriod(raw, doubled);
            expect(period.from).toBeLessThanOrEqual(raw.from);
            expect(period.to).toBeGreaterThanOrEqual(raw.to);
            for (const edge of [period.from, period.to]) {
              const wall = wallFromInstant(edge, zone);
              expect(instantFromWall(wall, zone, 'earlier')).toBe(edge);
              expect(instantFromWall(wall, zone, 'later')).toBe(edge);
            }
          },
        ),
      );
    },
  );
});

describe('calendar arithmetic', () => {
  it('knows the 23-hour and the 25-hour day', () => {
    const hours = (date: string): number =>
      (startOfDate(addDays(date, 1), COPENHAGEN) - startOfDate(date, COPENHAGEN)) / 3_600_000;
    expect(hours('2026-03-29')).toBe(23);
    expect(hours('2026-10-25')).toBe(25);
    expect(hours('2026-11-23')).toBe(24);
  });

  it('names weekday and ISO week over the year’s end', () => {
    expect(wallParts(at('2026-11-23T08:00:00Z'), COPENHAGEN)).toMatchObject({ weekday: 1, week: 48, hour: 9 });
    expect(wallParts(at('2027-01-01T12:00:00Z'), COPENHAGEN)).toMatchObject({ weekday: 5, week: 53 });
    expect(mondayOf('2027-01-01')).toBe('2026-12-28');
  });

  it('lists the transitions inside a period only', () => {
    const year = { from: at('2026-01-01T00:00:00Z'), to: at('2027-01-01T00:00:00Z') };
    expect(zoneTransitions(year, COPENHAGEN).map(isoFromInstant)).toEqual([
      '2026-03-29T01:00:00Z',
      '2026-10-25T01:00:00Z',
    ]);
    expect(zoneTransitions(year, 'Asia/Kolkata')).toEqual([]);
  });
});
