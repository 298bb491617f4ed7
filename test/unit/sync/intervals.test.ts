import { describe, expect, it } from 'vitest';
import {
  clipFrom,
  clipTo,
  coverageFromNow,
  intersect,
  isInside,
  isSameCoverage,
  normalise,
  subtract,
  union,
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
