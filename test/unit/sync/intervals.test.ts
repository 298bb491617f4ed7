import { describe, expect, it } from 'vitest';
import {
  asListed,
  clipFrom,
  clipTo,
  coverageFromNow,
  intersect,
  isInside,
  isSameCoverage,
  normalise,
  subtract,
  union,
  wholeMinutes,
} from '../../../electron/sync/model';
import type { Period } from '../../../shared/time';
import { instant, MINUTE_MS } from '../../../shared/time';

const p = (from: number, to: number): Period => ({ from: instant(from * MINUTE_MS), to: instant(to * MINUTE_MS) });

describe('interval algebra', () => {
  it('D2 overlapping and touching periods become one, whatever their order', () => {
    expect(normalise([p(20, 30), p(0, 10), p(10, 12), p(25, 40)])).toEqual([p(0, 12), p(20, 40)]);
  });

  it('drops empty and backward periods', () => {
    expect(normalise([p(5, 5), p(9, 7), p(1, 2)])).toEqual([p(1, 2)]);
    expect(normalise([p(5, 5)])).toEqual([]);
  });

  it('keeps a normal list as it is and leaves its argument alone', () => {
    const normal = [p(0, 1), p(2, 3)];
    expect(normalise(normal)).toBe(normal);
    const messy = [p(2, 3), p(0, 1)];
    normalise(messy);
    expect(messy).toEqual([p(2, 3), p(0, 1)]);
  });

  it('swallows a period inside another', () => {
    expect(normalise([p(0, 10), p(2, 3), p(9, 11)])).toEqual([p(0, 11)]);
  });

  it('unites, intersects and subtracts half-open periods', () => {
    const a = [p(0, 10), p(20, 30)];
    const b = [p(5, 25)];
    expect(union(a, b)).toEqual([p(0, 30)]);
    expect(intersect(a, b)).toEqual([p(5, 10), p(20, 25)]);
    expect(subtract(a, b)).toEqual([p(0, 5), p(25, 30)]);
    expect(subtract(b, a)).toEqual([p(10, 20)]);
    expect(union([], b)).toBe(b);
    expect(union(b, [])).toBe(b);
    expect(intersect([p(0, 10)], [p(10, 20)])).toEqual([]);
  });

  it('subtracts several cuts from one period and one cut from several', () => {
    expect(subtract([p(0, 10)], [p(1, 2), p(3, 4), p(9, 12)])).toEqual([p(0, 1), p(2, 3), p(4, 9)]);
    expect(subtract([p(0, 2), p(3, 5), p(6, 8)], [p(1, 7)])).toEqual([p(0, 1), p(7, 8)]);
    expect(subtract([p(0, 2)], [p(0, 2)])).toEqual([]);
  });

  it('clips', () => {
    expect(clipFrom([p(0, 10), p(20, 30)], instant(5 * MINUTE_MS))).toEqual([p(5, 10), p(20, 30)]);
    expect(clipFrom([p(0, 10), p(20, 30)], instant(10 * MINUTE_MS))).toEqual([p(20, 30)]);
    expect(clipTo([p(0, 10), p(20, 30)], instant(25 * MINUTE_MS))).toEqual([p(0, 10), p(20, 25)]);
    expect(clipTo([p(0, 10), p(20, 30)], instant(20 * MINUTE_MS))).toEqual([p(0, 10)]);
  });

  it('tells sameness and inclusion', () => {
    expect(isSameCoverage([p(0, 1)], [p(0, 1)])).toBe(true);
    expect(isSameCoverage([p(0, 1)], [p(0, 2)])).toBe(false);
    expect(isSameCoverage([p(0, 1)], [])).toBe(false);
    expect(isInside([p(2, 3)], [p(0, 5)])).toBe(true);
    expect(isInside([p(2, 6)], [p(0, 5)])).toBe(false);
    expect(isInside([], [])).toBe(true);
  });

  it('W3 looks at whole minutes from now on: seconds, order, merging and the past make no difference', () => {
    const now = instant(100 * MINUTE_MS + 30_000);
    const seconds = { from: instant(120 * MINUTE_MS + 5_000), to: instant(130 * MINUTE_MS - 1_000) };
    const one = coverageFromNow([p(0, 50), p(90, 110), p(110, 115), seconds], now);
    expect(one).toEqual([p(100, 115), p(120, 130)]);
    expect(coverageFromNow([p(120, 130), p(80, 115)], now)).toEqual(one);
    expect(coverageFromNow([p(90, 100)], now)).toEqual([]);
  });
});

/** Five minutes, each covered or not: every list and every coverage there is of them. */
describe('P14 interval algebra, minute by minute', () => {
  const MINUTES = [0, 1, 2, 3, 4] as const;
  const minutesOf = (periods: readonly Period[]): boolean[] =>
    MINUTES.map((minute) => periods.some(({ from, to }) => from <= minute * MINUTE_MS && minute * MINUTE_MS < to));
  /** The one way to write down these minutes. */
  const coverageOf = (minutes: readonly boolean[]): Period[] => {
    const starts = MINUTES.filter((minute) => minutes[minute] === true && minutes[minute - 1] !== true);
    return starts.map((from) => p(from, MINUTES.find((minute) => minute > from && minutes[minute] !== true) ?? 5));
  };
  const coverages = Array.from({ length: 32 }, (_, bits) =>
    coverageOf(MINUTES.map((minute) => (bits >> minute) % 2 === 1)),
  );
  const bounds = [...MINUTES, 5];
  const singles = bounds.flatMap((from) => bounds.map((to) => p(from, to)));

  it('P14 D2 normalise: every pair of periods, in any order, empty and backward ones too, becomes the one coverage', () => {
    for (const a of singles) for (const b of singles) expect(normalise([a, b])).toEqual(coverageOf(minutesOf([a, b])));
  });

  it('P14 unite, intersect, subtract, compare and include agree with the minutes, for every two coverages', () => {
    for (const a of coverages) {
      const inA = minutesOf(a);
      for (const b of coverages) {
        const inB = minutesOf(b);
        const both = (test: (one: boolean, other: boolean) => boolean) =>
          coverageOf(MINUTES.map((minute) => test(inA[minute]!, inB[minute]!)));
        expect(union(a, b)).toEqual(both((one, other) => one || other));
        expect(intersect(a, b)).toEqual(both((one, other) => one && other));
        expect(subtract(a, b)).toEqual(both((one, other) => one && !other));
        expect(isSameCoverage(a, b)).toBe(inA.every((one, minute) => one === inB[minute]));
        expect(isInside(a, b)).toBe(inA.every((one, minute) => !one || inB[minute] === true));
      }
    }
  });

  it('clips before and after every minute', () => {
    for (const a of coverages) {
      for (const minute of bounds) {
        const at = instant(minute * MINUTE_MS);
        const inA = minutesOf(a);
        expect(clipFrom(a, at)).toEqual(coverageOf(inA.map((one, index) => one && index >= minute)));
        expect(clipTo(a, at)).toEqual(coverageOf(inA.map((one, index) => one && index < minute)));
      }
    }
  });
});

describe('W3 a server’s list in whole minutes', () => {
  const s = (from: number, to: number): Period => ({ from: instant(from * 1000), to: instant(to * 1000) });

  it('W3 From down and To up, in order, neither merged nor forgotten', () => {
    expect(wholeMinutes([s(150, 200), s(10, 59), s(60, 120)])).toEqual([p(0, 1), p(1, 2), p(2, 4)]);
    expect(wholeMinutes([p(2, 4), p(2, 3), p(0, 9)])).toEqual([p(0, 9), p(2, 3), p(2, 4)]);
    expect(wholeMinutes([p(0, 5), p(3, 8)])).toEqual([p(0, 5), p(3, 8)]);
  });

  it.each([
    ['with seconds in its From', s(10, 60)],
    ['with seconds in its To', s(0, 50)],
  ])('W3 one %s is rounded outward', (_name, one) => {
    expect(wholeMinutes([one])).toEqual([p(0, 1)]);
  });

  it('W3 empty and backward ones are nothing', () => {
    expect(wholeMinutes([p(1, 1), p(3, 2), p(4, 5)])).toEqual([p(4, 5)]);
  });

  it('a list in whole minutes and in order is the same list', () => {
    const whole = [p(0, 5), p(3, 4)];
    expect(wholeMinutes(whole)).toBe(whole);
  });

  it('W6 what is another’s goes back to the second as it came, each row once; ours in whole minutes', () => {
    const theirs = [s(65, 110), s(70, 119), s(600, 660)];
    expect(asListed([p(1, 2), p(1, 2), p(1, 2), p(4, 5), p(10, 11)], theirs)).toEqual([
      theirs[0],
      theirs[1],
      p(1, 2),
      p(4, 5),
      p(10, 11),
    ]);
    const ours = [p(1, 2)];
    expect(asListed(ours, [p(1, 2), p(3, 4)])).toBe(ours);
  });
});
