import { Temporal } from 'temporal-polyfill';
import type { Instant, Period } from './instant';
import { ceilMinute, floorMinute, instant, MINUTE_MS } from './instant';

/** An IANA zone name such as "Europe/Copenhagen", known to this runtime. */
export type ZoneName = string;

/** Whether this runtime knows the IANA zone name. */
export function isZoneName(name: string): boolean {
  if (name === '') return false;
  try {
    Temporal.Now.zonedDateTimeISO(name);
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}

/** Which instant a wall time that occurs twice (autumn) or never (spring) stands for. */
export type Fold = 'earlier' | 'later';

/**
 * The instant of a local wall time "YYYY-MM-DDTHH:MM[:SS[.fff]]" in a zone. A time that occurs twice is resolved by `fold`; one that
 * never occurs moves by the length of the gap (earlier: back, later: forward).
 * @throws RangeError when the text is no wall time or the zone is unknown.
 */
export function instantFromWall(wall: string, zone: ZoneName, fold: Fold): Instant {
  const dateTime = Temporal.PlainDateTime.from(wall, { overflow: 'reject' });
  return instant(dateTime.toZonedDateTime(zone, { disambiguation: fold }).epochMilliseconds);
}

/**
 * The instant of an ISO text that carries its own offset or Z, e.g. "2026-11-23T09:00:00+01:00".
 * @throws RangeError when the text has no offset or is malformed.
 */
export function instantFromIso(text: string): Instant {
  return instant(Temporal.Instant.from(text).epochMilliseconds);
}

/** Whether the ISO text carries an offset or Z, and so needs no zone. */
export const hasOffset = (text: string): boolean =>
  /(?:Z|[+-]\d{2}(?::?\d{2}){0,2})(?:\[.*\])?$/i.test(text.trim()) && /T|\s/.test(text);

/** ISO text in UTC to the second, e.g. "2026-11-23T08:00:00Z"; milliseconds only when there are any. */
export const isoFromInstant = (at: Instant): string => Temporal.Instant.fromEpochMilliseconds(at).toString();

/** Wall time in the zone, "YYYY-MM-DDTHH:MM:SS", as the servers' default shapes carry it. */
export function wallFromInstant(at: Instant, zone: ZoneName): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .round({ smallestUnit: 'second', roundingMode: 'floor' })
    .toString({ smallestUnit: 'second' });
}

/** The pieces of a wall time for views: numbers as on a clock and calendar; `weekday` 1 = Monday … 7 = Sunday; ISO week. */
export interface WallParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly weekday: number;
  readonly week: number;
  /** "YYYY-MM-DD" */
  readonly date: string;
  /** UTC offset in minutes at that instant. */
  readonly offsetMinutes: number;
}

/** What a clock and calendar in the zone show at the instant. */
export function wallParts(at: Instant, zone: ZoneName): WallParts {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return {
    year: zoned.year,
    month: zoned.month,
    day: zoned.day,
    hour: zoned.hour,
    minute: zoned.minute,
    weekday: zoned.dayOfWeek,
    week: zoned.weekOfYear ?? 0,
    date: zoned.toPlainDate().toString(),
    offsetMinutes: zoned.offsetNanoseconds / 60e9,
  };
}

/** Midnight (or the first existing instant) of the date "YYYY-MM-DD" in the zone. */
export function startOfDate(date: string, zone: ZoneName): Instant {
  return instant(Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds);
}

/** The first instant of the zone's calendar day that holds `at`. */
export const startOfDay = (at: Instant, zone: ZoneName): Instant => startOfDate(wallParts(at, zone).date, zone);

/** The date `days` later (earlier when negative), "YYYY-MM-DD" in and out. */
export const addDays = (date: string, days: number): string => Temporal.PlainDate.from(date).add({ days }).toString();

/** The Monday of the date's ISO week, "YYYY-MM-DD" in and out. */
export function mondayOf(date: string): string {
  const plain = Temporal.PlainDate.from(date);
  return plain.subtract({ days: plain.dayOfWeek - 1 }).toString();
}

/** The instants in (from, to) at which the zone's offset changes, in order. */
export function zoneTransitions(within: Period, zone: ZoneName): Instant[] {
  const found: Instant[] = [];
  let zoned = Temporal.Instant.fromEpochMilliseconds(within.from)
    .toZonedDateTimeISO(zone)
    .getTimeZoneTransition('next');
  while (zoned !== null && zoned.epochMilliseconds < within.to) {
    found.push(instant(zoned.epochMilliseconds));
    zoned = zoned.getTimeZoneTransition('next');
  }
  return found;
}

/** The stretches of instants inside `within` whose wall time in the zone occurs twice: both passes of each doubled autumn hour, as one period. */
export function doubledHours(within: Period, zone: ZoneName): Period[] {
  // A doubled hour reaches one offset shift to each side of its transition; three hours is more than any zone shifts.
  const margin = 3 * 60 * MINUTE_MS;
  const wide = { from: instant(within.from - margin), to: instant(within.to + margin) };
  return zoneTransitions(wide, zone).flatMap((at) => {
    const before = wallParts(instant(at - 1), zone).offsetMinutes;
    const after = wallParts(at, zone).offsetMinutes;
    const shift = (before - after) * MINUTE_MS;
    return shift > 0 ? [{ from: instant(at - shift), to: instant(at + shift) }] : [];
  });
}

/**
 * The smallest period of whole minutes around [from, to) that keeps its meaning when written as wall time (rule R1): From down, To up, and
 * an end that falls in a doubled hour moves outward (From 01:59, To 03:00), so that the wall time read back means one instant only.
 * @param doubled the house zone's `doubledHours` around the period
 */
export function writablePeriod(raw: Period, doubled: readonly Period[]): Period {
  let from = floorMinute(raw.from);
  let to = ceilMinute(raw.to);
  for (const hour of doubled) {
    if (from >= hour.from && from < hour.to) from = instant(hour.from - MINUTE_MS);
    if (to >= hour.from && to < hour.to) to = hour.to;
  }
  return { from, to };
}

/** The system's own zone, for showing only (rule R1: the viewer's zone). */
export const viewerZone = (): ZoneName => Temporal.Now.timeZoneId();
