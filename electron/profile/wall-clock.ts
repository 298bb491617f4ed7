import type { Fold, Instant, ZoneName } from '../../shared/time';
import { addMs, DAY_MS, instant, instantFromWall, wallParts, zoneTransitions } from '../../shared/time';

/** Turns local wall times of one zone into instants; gives exactly what `instantFromWall` gives, or null for a text that is no wall time. */
export type WallClock = (wall: string, fold: Fold) => Instant | null;

/** A stretch of instants in which the zone keeps one offset. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly offsetMs: number;
}

/** Further from a change of offset than any zone ever shifted (a whole day: Samoa, 2011), a wall time has one meaning. */
const SAFE_MS = 2 * DAY_MS;
const LOOK_MS = 400 * DAY_MS;

function spanAround(at: Instant, zone: ZoneName): Span {
  const from = addMs(at, -LOOK_MS);
  const to = addMs(at, LOOK_MS);
  const changes = zoneTransitions({ from, to }, zone);
  return {
    from: changes.filter((change) => change <= at).at(-1) ?? from,
    to: changes.find((change) => change > at) ?? to,
    // Old offsets have seconds, and their minutes a fraction.
    offsetMs: Math.round(wallParts(at, zone).offsetMinutes * 60_000),
  };
}

/** The two digits at the place, -1 when they are none. By character: this runs for every time of every answer. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

const [DASH, COLON, LETTER_T] = [45, 58, 84];

/** Milliseconds of "YYYY-MM-DDTHH:MM[:SS[.f]]" as if it were UTC; null unless it has this very form and is on the calendar. */
export function wallAsUtc(wall: string): number | null {
  const { length } = wall;
  if (length !== 16 && length < 19) return null;
  if (
    wall.charCodeAt(4) !== DASH ||
    wall.charCodeAt(7) !== DASH ||
    wall.charCodeAt(10) !== LETTER_T ||
    wall.charCodeAt(13) !== COLON
  )
    return null;
  const [century, years, month, day] = [twoDigits(wall, 0), twoDigits(wall, 2), twoDigits(wall, 5), twoDigits(wall, 8)];
  const [hour, minute] = [twoDigits(wall, 11), twoDigits(wall, 14)];
  let second = 0;
  let millisecond = 0;
  if (length > 16) {
    if (wall.charCodeAt(16) !== COLON) return null;
    second = twoDigits(wall, 17);
    if (length > 19) {
      const fraction = /^\.(\d{1,3})$/.exec(wall.slice(19))?.[1];
      if (fraction === undefined) return null;
      millisecond = Number(fraction.padEnd(3, '0'));
    }
  }
  // Years before 1900 have local mean times, and Date takes 0-99 for 1900-1999: the slow way knows better.
  if (century < 19 || years < 0 || month < 1 || month > 12 || day < 1) return null;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return null;
  const utc = Date.UTC(century * 100 + years, month - 1, day, hour, minute, second, millisecond);
  // The 31st of a shorter month would roll over.
  return day > 28 && new Date(utc).getUTCDate() !== day ? null : utc;
}

/**
 * Creates the clock of one zone. Reading a thousand bookings must not cost a thousand calendar computations: the stretch between two
 * changes of offset is found once, and wall times well inside it are plain sums.
 * @throws RangeError when the zone is unknown
 */
export function createWallClock(zone: ZoneName): WallClock {
  const spans: Span[] = [];
  wallParts(instant(0), zone);
  return (wall, fold) => {
    const utc = wallAsUtc(wall);
    if (utc !== null) {
      for (const span of spans) {
        const at = utc - span.offsetMs;
        if (at >= span.from + SAFE_MS && at < span.to - SAFE_MS) return instant(at);
      }
    }
    let at: Instant;
    try {
      at = instantFromWall(wall, zone, fold);
    } catch (thrown) {
      if (thrown instanceof RangeError) return null;
      throw thrown;
    }
    if (utc !== null && !spans.some((span) => at >= span.from && at < span.to)) spans.push(spanAround(at, zone));
    return at;
  };
}
