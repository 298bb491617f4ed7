import type { Span } from './spans';
import { wholeMinutes } from './spans';

/** A room's booking as the oracle knows it: plain values. */
export interface Row {
  readonly id: string;
  readonly roomId: string;
  readonly locationId: string;
  readonly from: number;
  readonly to: number;
  readonly status: string;
}

/** A line of the mapping. Minutes and hours. */
export interface Line {
  readonly roomId: string;
  readonly exceptionId: string;
  readonly leadMinutes: number;
  readonly lagMinutes: number;
  readonly block: 'meeting' | 'with-preparation';
  readonly longestOpeningHours: number | null;
}

/** What people decided, as far as the oracle needs it. */
export interface Decided {
  readonly lines: readonly Line[];
  readonly managed: readonly string[];
  readonly rooms: ReadonlyMap<string, { readonly preparationMinutes: number; readonly followUpMinutes: number }>;
  readonly intervalMinutes: number;
  readonly horizonHours: number;
  readonly countsPending: boolean;
}

/** What one booking wants of one exception. */
export interface Wish {
  readonly exceptionId: string;
  readonly bookingId: string;
  readonly span: Span;
  /** Longer than the line allows without a question (D6). */
  readonly isOdd: boolean;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * The autumn night of Copenhagen in a year: 01:00 UTC on the last Sunday of October the clock goes back, so that the wall times from 02:00
 * to 03:00 occur twice, an hour to each side. By arithmetic, not by a zone database: the program uses one.
 */
export function doubledHour(year: number): Span {
  const last = new Date(Date.UTC(year, 9, 31));
  const change = Date.UTC(year, 9, 31 - last.getUTCDay(), 1);
  return [change - HOUR, change + HOUR];
}
const DOUBLED = [2025, 2026, 2027, 2028].map(doubledHour);

/** R1: whole minutes outward, and an end in the doubled hour outward too (From 01:59, To 03:00). */
export function writable(span: Span): Span {
  let [from, to] = wholeMinutes(span);
  for (const [start, end] of DOUBLED) {
    if (start <= from && from < end) from = start - MINUTE;
    if (start <= to && to < end) to = end;
  }
  return [from, to];
}

export const counts = (row: Row, decided: Decided): boolean =>
  row.status === 'confirmed' || (row.status === 'pending' && decided.countsPending);

/** What a booking wants if it counts (D1): block, then lead and lag, then rounding. One wish per line. */
export function wishesOf(row: Row, decided: Decided): Wish[] {
  const room = decided.rooms.get(row.roomId);
  if (room === undefined) return [];
  return decided.lines.flatMap((line): Wish[] => {
    if (line.roomId !== row.roomId || !decided.managed.includes(line.exceptionId)) return [];
    const isWide = line.block === 'with-preparation';
    const before = line.leadMinutes + (isWide ? room.preparationMinutes : 0);
    const behind = line.lagMinutes + (isWide ? room.followUpMinutes : 0);
    const span = writable([row.from - before * MINUTE, row.to + behind * MINUTE]);
    const longest = line.longestOpeningHours;
    const isOdd = longest !== null && span[1] - span[0] > longest * HOUR;
    return [{ exceptionId: line.exceptionId, bookingId: row.id, span, isOdd }];
  });
}
