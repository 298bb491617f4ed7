import type { Instant, Period } from '../../../shared/time';
import { ceilMinute, floorMinute, MINUTE_MS } from '../../../shared/time';

/** Ascending, neither overlapping nor touching: one way only to write down one set of instants. Made by `normalise`. */
export type Coverage = readonly Period[];

const isNormal = (periods: readonly Period[]): boolean => {
  let end = -Infinity;
  for (const { from, to } of periods) {
    if (from >= to || from <= end) return false;
    end = to;
  }
  return true;
};

/** The coverage of any periods (rule D2: overlapping and touching ones become one). Empty and backward ones cover nothing. */
export function normalise(periods: readonly Period[]): Coverage {
  if (isNormal(periods)) return periods;
  const sorted = periods.filter((one) => one.from < one.to).sort((a, b) => a.from - b.from);
  const merged: Period[] = [];
  for (const next of sorted) {
    const last = merged.at(-1);
    if (last === undefined || next.from > last.to) merged.push({ from: next.from, to: next.to });
    else if (next.to > last.to) merged[merged.length - 1] = { from: last.from, to: next.to };
  }
  return merged;
}

/** Everything that lies in one or the other. */
export const union = (a: Coverage, b: Coverage): Coverage => {
  if (a.length === 0) return b;
  return b.length === 0 ? a : normalise([...a, ...b]);
};

/** What lies in both. Linear. */
export function intersect(a: Coverage, b: Coverage): Coverage {
  const shared: Period[] = [];
  for (let i = 0, j = 0; ;) {
    const left = a[i];
    const right = b[j];
    if (left === undefined || right === undefined) return shared;
    const from = left.from > right.from ? left.from : right.from;
    const to = left.to < right.to ? left.to : right.to;
    if (from < to) shared.push({ from, to });
    if (left.to < right.to) i++;
    else j++;
  }
}

/** What lies in `a` and not in `b`. Linear. */
export function subtract(a: Coverage, b: Coverage): Coverage {
  if (a.length === 0 || b.length === 0) return a;
  const left: Period[] = [];
  let first = 0;
  for (const whole of a) {
    let from = whole.from;
    for (let j = first; ; j++) {
      const cut = b[j];
      if (cut === undefined || cut.from >= whole.to) break;
      // Ended before this period, and so before all that follow.
      if (cut.to <= whole.from) first = j + 1;
      if (cut.from > from) left.push({ from, to: cut.from });
      if (cut.to > from) from = cut.to;
    }
    if (from < whole.to) left.push({ from, to: whole.to });
  }
  return left;
}

/** Whether both are the same set of instants. */
export const isSameCoverage = (a: Coverage, b: Coverage): boolean =>
  a.length === b.length &&
  a.every(({ from, to }, index) => {
    const other = b[index];
    return other !== undefined && from === other.from && to === other.to;
  });

/** Whether every instant of `inner` lies in `outer`. */
export const isInside = (inner: Coverage, outer: Coverage): boolean => subtract(inner, outer).length === 0;

/** The part from the instant on. */
export function clipFrom(coverage: Coverage, from: Instant): Coverage {
  const first = coverage[0];
  if (first === undefined || first.from >= from) return coverage;
  return coverage.filter((one) => one.to > from).map((one) => (one.from < from ? { from, to: one.to } : one));
}

/** The part before the instant. */
export const clipTo = (coverage: Coverage, to: Instant): Coverage =>
  coverage.filter((one) => one.from < to).map((one) => (one.to > to ? { from: one.from, to } : one));

const isWhole = (periods: readonly Period[]): boolean => {
  let previous = -Infinity;
  for (const { from, to } of periods) {
    if (from % MINUTE_MS !== 0 || to % MINUTE_MS !== 0 || from >= to || from <= previous) return false;
    previous = from;
  }
  return true;
};

/** From down and To up to whole minutes, in order, not merged: how a server's list is looked at (rule W3). */
export const wholeMinutes = (periods: readonly Period[]): readonly Period[] =>
  isWhole(periods)
    ? periods
    : periods
        .map((one) => ({ from: floorMinute(one.from), to: ceilMinute(one.to) }))
        .filter((one) => one.from < one.to)
        .sort((a, b) => a.from - b.from || a.to - b.to);

/** Whole-minute periods as the server's list has them, where it does: what is another's goes back as it came, to the second. */
export function asListed(periods: readonly Period[], raw: readonly Period[]): readonly Period[] {
  if (isWhole(raw)) return periods;
  const listed = new Map<string, Period[]>();
  for (const one of raw) {
    const key = `${floorMinute(one.from)}-${ceilMinute(one.to)}`;
    listed.set(key, [...(listed.get(key) ?? []), one]);
  }
  return periods.map((one) => listed.get(`${one.from}-${one.to}`)?.shift() ?? one);
}

/** Whole-minute coverage from now on: what equality is measured on (rule W3); ended periods neither differ nor count. */
export const coverageFromNow = (periods: readonly Period[], now: Instant): Coverage =>
  clipFrom(normalise(wholeMinutes(periods)), floorMinute(now));
