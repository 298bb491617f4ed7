import type { BookingId, ExceptionId, MappingLineId, RoomId } from '../../../shared/ids';
import type { Instant, Period, ZoneName } from '../../../shared/time';
import {
  addDays,
  addMs,
  DAY_MS,
  doubledHours,
  HOUR_MS,
  instant,
  instantFromWall,
  MINUTE_MS,
  startOfDate,
  wallParts,
  writablePeriod,
} from '../../../shared/time';
import type { Coverage, MappingLine, Policy, RememberedRoom, SafeHours } from '../model';
import { isInside, normalise } from '../model';
import type { BookingFact } from './knowledge';

/** What one booking asks of one exception through one line: its opening. */
export interface Ask {
  readonly period: Period;
  readonly booking: BookingId;
  readonly line: MappingLineId;
  readonly room: RoomId;
}

/** Why an opening is odd (rule D6); null when it is not. */
export type Oddity = 'too-long' | 'outside-safe-hours' | null;

/** A line made ready for many bookings. */
interface CompiledLine {
  readonly line: MappingLine;
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly longestMs: number | null;
  readonly safe: Coverage | null;
}

/** The lines of a policy, made ready once for all bookings of a run. */
export interface Openings {
  readonly doubled: readonly Period[];
  readonly lines: ReadonlyMap<RoomId, readonly CompiledLine[]>;
  /** Openings that start here or later are not written yet (R2). */
  readonly horizonEnd: Instant;
  readonly now: Instant;
}

/** No end is looked at further away than this: ten years. */
const FARTHEST_MS = 3660 * DAY_MS;

/** No line and room reach further from their booking than this. */
const REACH_MS = 2 * DAY_MS;

/** R2: never under a day, because the house must survive a lost line for a day. */
export const horizonEndOf = (policy: Pick<Policy, 'horizonHours'>, now: Instant): Instant =>
  addMs(now, Math.max(24, policy.horizonHours) * HOUR_MS);

/** D1, first two steps: block, then lead and lag. Milliseconds before and after the meeting. */
function reachOf(line: MappingLine, room: RememberedRoom | undefined): { beforeMs: number; afterMs: number } {
  const withPreparation = line.block === 'with-preparation';
  const before = line.leadMinutes + (withPreparation ? (room?.preparationMinutes ?? 0) : 0);
  const after = line.lagMinutes + (withPreparation ? (room?.followUpMinutes ?? 0) : 0);
  return { beforeMs: before * MINUTE_MS, afterMs: after * MINUTE_MS };
}

const wallClock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** D6: the safe stretches of every day that touches the span, as instants; whole days join into one. */
function safeCoverage(hours: SafeHours, span: Period, zone: ZoneName): Coverage {
  const stretches: Period[] = [];
  const last = wallParts(span.to, zone).date;
  for (let date = wallParts(span.from, zone).date; date <= last; date = addDays(date, 1)) {
    // In the doubled hour of autumn the shorter stretch is the safe one.
    const from =
      hours.fromMinute === 0
        ? startOfDate(date, zone)
        : instantFromWall(`${date}T${wallClock(hours.fromMinute)}`, zone, 'later');
    const to =
      hours.toMinute >= 24 * 60
        ? startOfDate(addDays(date, 1), zone)
        : instantFromWall(`${date}T${wallClock(hours.toMinute)}`, zone, 'earlier');
    stretches.push({ from, to });
  }
  return normalise(stretches);
}

/** Prepares a policy's live lines for `askOf`. The doubled hours and safe hours are computed once, not per booking. */
export function compileOpenings(input: {
  readonly policy: Policy;
  readonly rooms: ReadonlyMap<RoomId, RememberedRoom>;
  readonly facts: Iterable<BookingFact>;
  readonly zone: ZoneName;
  readonly now: Instant;
}): Openings {
  const { policy, zone, now } = input;
  let from: number = now;
  let to: number = now;
  for (const { period } of input.facts) {
    if (period.from < from) from = period.from;
    if (period.to > to) to = period.to;
  }
  const span = {
    from: instant(Math.max(from, now - FARTHEST_MS) - REACH_MS),
    to: instant(Math.min(to, now + FARTHEST_MS) + REACH_MS),
  };
  const managed = new Set(policy.managed.map((one) => one.id));
  const usedRooms = new Set(policy.rooms);
  const safe = new Map<string, Coverage>();
  const safeOf = (hours: SafeHours): Coverage => {
    const key = `${hours.fromMinute}-${hours.toMinute}`;
    const known = safe.get(key) ?? safeCoverage(hours, span, zone);
    safe.set(key, known);
    return known;
  };
  const lines = new Map<RoomId, CompiledLine[]>();
  for (const line of policy.lines) {
    if (!managed.has(line.exceptionId) || !usedRooms.has(line.roomId)) continue;
    const compiled = {
      line,
      ...reachOf(line, input.rooms.get(line.roomId)),
      longestMs: line.longestOpeningHours === null ? null : line.longestOpeningHours * HOUR_MS,
      safe: line.safeHours === null ? null : safeOf(line.safeHours),
    };
    const sameRoom = lines.get(line.roomId);
    if (sameRoom === undefined) lines.set(line.roomId, [compiled]);
    else sameRoom.push(compiled);
  }
  return { doubled: doubledHours(span, zone), lines, horizonEnd: horizonEndOf(policy, now), now };
}

/** D6, on the opening with lead and lag in: that is what stands open. */
function oddityOf(opening: Period, line: CompiledLine): Oddity {
  if (line.longestMs !== null && opening.to - opening.from > line.longestMs) return 'too-long';
  if (line.safe !== null && !isInside([opening], line.safe)) return 'outside-safe-hours';
  return null;
}

/** Bookings by room, each room's in order of time: what asks is then nearly in order as well, and cheap to merge. */
export function byRoom(facts: readonly BookingFact[]): ReadonlyMap<RoomId, readonly BookingFact[]> {
  const rooms = new Map<RoomId, BookingFact[]>();
  for (const fact of facts) {
    const list = rooms.get(fact.roomId);
    if (list === undefined) rooms.set(fact.roomId, [fact]);
    else list.push(fact);
  }
  for (const list of rooms.values()) list.sort((a, b) => a.period.from - b.period.from);
  return rooms;
}

/**
 * Tells what bookings ask for, line by line: block, lead and lag, rounding (D1, R1). Openings that have ended or start beyond the horizon
 * (R2) are not asked for; the others are asked for whole.
 * @param ofLine called once per line that has bookings; gives what takes the line's asks
 */
export function askAll(
  facts: readonly BookingFact[],
  openings: Openings,
  ofLine: (exceptionId: ExceptionId) => (ask: Ask, oddity: Oddity) => void,
): void {
  const { doubled, now, horizonEnd } = openings;
  for (const [room, booked] of byRoom(facts)) {
    for (const compiled of openings.lines.get(room) ?? []) {
      const { line, beforeMs, afterMs } = compiled;
      const take = ofLine(line.exceptionId);
      for (const fact of booked) {
        const from = instant(fact.period.from - beforeMs);
        const to = instant(fact.period.to + afterMs);
        // Cheap tests first: most bookings of a long reading lie beyond the horizon. Rounding moves an end by less than a day.
        if (to + DAY_MS <= now || from - DAY_MS >= horizonEnd) continue;
        const period = writablePeriod({ from, to }, doubled);
        if (period.to <= now || period.from >= horizonEnd) continue;
        take({ period, booking: fact.id, line: line.id, room }, oddityOf(period, compiled));
      }
    }
  }
}
