import type { TimeFormat, Times, WrittenTime } from '../../shared/profile';
import type { Fold, Instant, ZoneName } from '../../shared/time';
import {
  addMs,
  ceilMinute,
  DAY_MS,
  floorMinute,
  hasOffset,
  instant,
  instantFromIso,
  isoFromInstant,
  startOfDay,
  wallFromInstant,
  wallParts,
} from '../../shared/time';
import type { WallClock } from './wall-clock';
import { createWallClock, wallAsUtc } from './wall-clock';

/**
 * Reads a server's time. A local time that occurs twice is taken as the earlier or the later of the two, as `fold` says: a From as the
 * earlier and a To as the later, so that a period that came without offset is never believed shorter than it may be.
 * @returns null when it is no time in a format of the profile
 */
export type TimeReader = (value: unknown, zone: ZoneName, fold: Fold) => Instant | null;

const OFFSET_FORM = /^(.{16,23})(?:Z|([+-])(\d\d):?(\d\d))$/;

function fromOffset(text: string): Instant | null {
  const match = OFFSET_FORM.exec(text);
  const utc = match === null ? null : wallAsUtc(match[1] ?? '');
  if (match !== null && utc !== null) {
    const [hours, minutes] = [Number(match[3] ?? 0), Number(match[4] ?? 0)];
    if (hours < 24 && minutes < 60) return instant(utc - (match[2] === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000);
  }
  try {
    return instantFromIso(text);
  } catch (thrown) {
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

/** The format of ASP.NET's older JSON serialiser: milliseconds in UTC, the offset only tells the server's zone. */
const DOTNET_FORM = /^\\?\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\\?\/$/;

function fromDotnet(text: string): Instant | null {
  const match = DOTNET_FORM.exec(text);
  return match === null ? null : instant(Number(match[1]));
}

const DAY_FIRST_FORM = /^(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})[T, ]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?$/;

/** "23-11-2026 9:00" as "2026-11-23T09:00"; null for anything else. */
function isoFromDayFirst(text: string): string | null {
  const match = DAY_FIRST_FORM.exec(text);
  if (match === null) return null;
  const [day = '', month = '', year = '', hour = '', minute = '', second = '00'] = match.slice(1);
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${hour.padStart(2, '0')}:${minute}:${second}`;
}

const [EPOCH_FIRST, EPOCH_END] = [Date.UTC(2000, 0, 1), Date.UTC(2100, 0, 1)];
const EPOCH_FORM = /^\d{9,13}(?:\.\d{1,9})?$/;

/**
 * A count since 1970 as an instant. Only of this century: a count in another unit than the profile says would be a time that nobody means, and is
 * none instead.
 * @param unit milliseconds of one
 */
function fromEpoch(text: string, unit: number): Instant | null {
  if (!EPOCH_FORM.test(text)) return null;
  const at = Math.round(Number(text) * unit);
  return at >= EPOCH_FIRST && at < EPOCH_END ? instant(at) : null;
}

/** Compiles a profile's formats. Keeps one clock per zone, so make one reader per connector. */
export function createTimeReader(times: Times): TimeReader {
  const clocks = new Map<ZoneName, WallClock>();
  const clockOf = (zone: ZoneName): WallClock => {
    let clock = clocks.get(zone);
    if (clock === undefined) clocks.set(zone, (clock = createWallClock(zone)));
    return clock;
  };
  const readers: Record<TimeFormat, (text: string, zone: ZoneName, fold: Fold) => Instant | null> = {
    'iso-offset': (text) => (hasOffset(text) ? fromOffset(text) : null),
    'iso-local': (text, zone, fold) =>
      hasOffset(text) || !text.includes(':') ? null : clockOf(zone)(text.replace(/^(.{10}) /, '$1T'), fold),
    'day-month-year': (text, zone, fold) => {
      const iso = isoFromDayFirst(text);
      return iso === null ? null : clockOf(zone)(iso, fold);
    },
    'dotnet-date': (text) => fromDotnet(text),
    'epoch-seconds': (text) => fromEpoch(text, 1000),
    'epoch-milliseconds': (text) => fromEpoch(text, 1),
  };
  const wanted = times.formats.map((format) => readers[format]);
  const canBeLocal = times.formats.includes('iso-local');
  return (value, zone, fold) => {
    if (typeof value !== 'string' && typeof value !== 'number') return null;
    const text = String(value).trim();
    // The common case first: a text of this length with a colon before its seconds has no room for an offset.
    if (canBeLocal && text.length === 19 && text[10] === 'T' && text[16] === ':') {
      const at = clockOf(zone)(text, fold);
      if (at !== null) return at;
    }
    for (const read of wanted) {
      const at = read(text, zone, fold);
      if (at !== null) return at;
    }
    return null;
  };
}

/** The forms that leave the seconds out, by the ones that do not. */
const WITH_SECONDS = {
  'iso-local-minutes': 'iso-local',
  'iso-space-minutes': 'iso-space',
  'day-month-year-minutes': 'day-month-year',
} as const;

/**
 * Writes an instant as the profile wants it, to the second; without seconds, outward to the minute.
 * @param bound which end of a window it is: told by days, a window ends with the day after
 */
export function renderTime(at: Instant, zone: ZoneName, form: WrittenTime, bound: 'from' | 'to'): string {
  switch (form) {
    case 'iso-utc':
      return isoFromInstant(at);
    case 'dotnet-date':
      return `/Date(${String(at)})/`;
    case 'epoch-seconds':
      // A window is never told smaller than it is.
      return String(bound === 'from' ? Math.floor(at / 1000) : Math.ceil(at / 1000));
    case 'epoch-milliseconds':
      return String(at);
    case 'iso-date':
      return wallFromInstant(bound === 'from' ? at : addMs(startOfDay(at, zone), 1.5 * DAY_MS), zone).slice(0, 10);
    case 'iso-local':
      return wallFromInstant(at, zone);
    case 'iso-space':
      return wallFromInstant(at, zone).replace('T', ' ');
    case 'day-month-year': {
      const [date = '', time = ''] = wallFromInstant(at, zone).split('T');
      return `${date.split('-').reverse().join('-')} ${time}`;
    }
    case 'iso-local-minutes':
    case 'iso-space-minutes':
    case 'day-month-year-minutes': {
      const minute = bound === 'from' ? floorMinute(at) : ceilMinute(at);
      return renderTime(minute, zone, WITH_SECONDS[form], bound).slice(0, -':00'.length);
    }
    case 'iso-offset': {
      const offset = wallParts(at, zone).offsetMinutes;
      const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
      const told = `${offset < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
      return wallFromInstant(at, zone) + told;
    }
  }
}
