import type { BookingId, MappingLineId, RoomId } from '../../../shared/ids';
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
import type { Coverage, OpeningLine, Policy, RememberedRoom, SafeHours } from '../model';
import { isInside, normalise } from '../model';
import type { BookingFact } from './knowledge';

/** What one booking asks of one exception or group through one line: its opening. */
export interface Ask {
  readonly period: Period;
  readonly booking: BookingId;
  readonly line: MappingLineId;
  readonly room: RoomId;
  /** The booking and the line once more as lists of one; shared, so that a hundred thousand asks do not make as many lists. */
  readonly bookings: readonly [BookingId];
  readonly lines: readonly [MappingLineId];
}

/** Why an opening is odd (rule D6); null when it is not. */
export type Oddity = 'too-long' | 'outside-safe-hours' | null;

/** A line made ready for many bookings. */
interface CompiledLine<Line extends OpeningLine> {
  readonly line: Line;
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly longestMs: number | null;
  readonly safe: Coverage | null;
}

/** What the openings of all lines have in common. */
export interface OpeningFrame {
  readonly doubled: readonly Period[];
  /** Openings that start here or later are not written yet (R2). */
  readonly horizonEnd: Instant;
  readonly now: Instant;
  readonly zone: ZoneName;
  /** Everything that the bookings and their lines can reach. */
  readonly span: Period;
}

/** Lines of one kind, made ready once for all bookings of a run. */
export interface Openings<Line extends OpeningLine> {
  readonly frame: OpeningFrame;
  readonly lines: ReadonlyMap<RoomId, readonly CompiledLine<Line>[]>;
}

/** No end is looked at further away than this: ten years. */
const FARTHEST_MS = 3660 * DAY_MS;

/** No line and room reach further from their booking than this. */
const REACH_MS = 2 * DAY_MS;

/** R2: never under a day, because the house must survive a lost line for a day. */
export const horizonEndOf = (policy: Pick<Policy, 'horizonHours'>, now: Instant): Instant =>
  addMs(now, Math.max(24, policy.horizonHours) * HOUR_MS);

/** D1, first two steps: block, then lead and lag. Milliseconds before and after the meeting. */
function reachOf(line: OpeningLine, room: RememberedRoom | undefined): { beforeMs: number; afterMs: number } {
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

/** The frame of a run's openings. The doubled hours are computed once, not per booking. */
export function frameOf(input: {
  readonly policy: Policy;
  readonly facts: Iterable<BookingFact>;
  readonly zone: ZoneName;
  readonly now: Instant;
}): OpeningFrame {
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
  return { doubled: doubledHours(span, zone), horizonEnd: horizonEndOf(policy, now), now, zone, span };
}

/**
 * Prepares live lines for `askAll`. Safe hours are computed once, not per booking.
 * @param live lines of rooms and targets that are in use
 */
export function compileOpenings<Line extends OpeningLine>(
  live: Iterable<Line>,
  rooms: ReadonlyMap<RoomId, RememberedRoom>,
  frame: OpeningFrame,
): Openings<Line> {
  const { span, zone } = frame;
  const safe = new Map<string, Coverage>();
  const safeOf = (hours: SafeHours): Coverage => {
    const key = `${hours.fromMinute}-${hours.toMinute}`;
    const known = safe.get(key) ?? safeCoverage(hours, span, zone);
    safe.set(key, known);
    return known;
  };
  const lines = new Map<RoomId, CompiledLine<Line>[]>();
  for (const line of live) {
    const compiled = {
      line,
      ...reachOf(line, rooms.get(line.roomId)),
      longestMs: line.longestOpeningHours === null ? null : line.longestOpeningHours * HOUR_MS,
      safe: line.safeHours === null ? null : safeOf(line.safeHours),
    };
    const sameRoom = lines.get(line.roomId);
    if (sameRoom === undefined) lines.set(line.roomId, [compiled]);
    else sameRoom.push(compiled);
  }
  return { frame, lines };
}

/** D6, on the opening with lead and lag in: that is what stands open. */
function oddityOf(opening: Period, line: CompiledLine<OpeningLine>): Oddity {
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

/** A booking with lead and lag in, rounded (D1, R1): the same for all lines of a room that reach equally far. */
interface Opening {
  readonly period: Period;
  readonly fact: BookingFact;
  readonly bookings: readonly [BookingId];
}

function openingsOf(
  booked: readonly BookingFact[],
  { beforeMs, afterMs }: Pick<CompiledLine<OpeningLine>, 'beforeMs' | 'afterMs'>,
  { doubled, now, horizonEnd }: OpeningFrame,
): readonly Opening[] {
  const openings: Opening[] = [];
  for (const fact of booked) {
    const from = instant(fact.period.from - beforeMs);
    const to = instant(fact.period.to + afterMs);
    // Cheap tests first: most bookings of a long reading lie beyond the horizon. Rounding moves an end by less than a day.
    if (to + DAY_MS <= now || from - DAY_MS >= horizonEnd) continue;
    const period = writablePeriod({ from, to }, doubled);
    if (period.to <= now || period.from >= horizonEnd) continue;
    openings.push({ period, fact, bookings: [fact.id] });
  }
  return openings;
}

/**
 * Tells what bookings ask for, line by line: block, lead and lag, rounding (D1, R1). Openings that have ended or start beyond the horizon
 * (R2) are not asked for; the others are asked for whole.
 * @param booked by room, as `byRoom` gives them
 * @param ofLine called once per line that has bookings; gives what takes the line's asks
 */
export function askAll<Line extends OpeningLine>(
  booked: ReadonlyMap<RoomId, readonly BookingFact[]>,
  { frame, lines: linesOfRooms }: Openings<Line>,
  ofLine: (line: Line) => (ask: Ask, oddity: Oddity, fact: BookingFact) => void,
): void {
  for (const [room, compiledLines] of linesOfRooms) {
    const facts = booked.get(room);
    if (facts === undefined) continue;
    const known = new Map<string, readonly Opening[]>();
    for (const compiled of compiledLines) {
      const reach = `${compiled.beforeMs}/${compiled.afterMs}`;
      const openings = known.get(reach) ?? openingsOf(facts, compiled, frame);
      known.set(reach, openings);
      const { id: line } = compiled.line;
      const lines: Ask['lines'] = [line];
      const take = ofLine(compiled.line);
      for (const { period, fact, bookings } of openings)
        take({ period, booking: fact.id, line, room, bookings, lines }, oddityOf(period, compiled), fact);
    }
  }
}
