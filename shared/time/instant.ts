import type { Brand } from '../brand';

/** A point in time: whole milliseconds since 1970-01-01T00:00Z. Never wall time. */
export type Instant = Brand<number, 'Instant'>;

/** Half-open [from, to) in UTC, `from` before `to` (rule R1). */
export interface Period {
  readonly from: Instant;
  readonly to: Instant;
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Marks a number of epoch milliseconds as an instant. */
export const instant = (epochMs: number): Instant => epochMs as Instant;

/** The instant `minutes` later (earlier when negative). */
export const addMinutes = (at: Instant, minutes: number): Instant => instant(at + minutes * MINUTE_MS);

/** The instant `milliseconds` later (earlier when negative). */
export const addMs = (at: Instant, milliseconds: number): Instant => instant(at + milliseconds);

/** Down to the whole minute: how every From is written (rule R1). */
export const floorMinute = (at: Instant): Instant => instant(Math.floor(at / MINUTE_MS) * MINUTE_MS);

/** Up to the whole minute: how every To is written (rule R1). */
export const ceilMinute = (at: Instant): Instant => instant(Math.ceil(at / MINUTE_MS) * MINUTE_MS);

/** The half-open period [from, to). Throws RangeError when it is empty or backwards: callers check untrusted input before. */
export function period(from: Instant, to: Instant): Period {
  if (!(from < to)) throw new RangeError('a period ends after it starts');
  return { from, to };
}

/** Whether two half-open periods share at least one instant; touching ones do not. */
export const overlaps = (a: Period, b: Period): boolean => a.from < b.to && b.from < a.to;

/** Whether both begin and end at the same instants. */
export const isSamePeriod = (a: Period, b: Period): boolean => a.from === b.from && a.to === b.to;

/** Whether one of the periods is the same as the given one; others that cover it do not count. */
export const includesPeriod = (list: readonly Period[], period: Period): boolean =>
  list.some((one) => isSamePeriod(one, period));

/** Whether the instant lies inside the half-open period. */
export const covers = (outer: Period, at: Instant): boolean => outer.from <= at && at < outer.to;
