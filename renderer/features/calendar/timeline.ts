import type { Compare, OpeningBar, RoomRow, Verdict } from '../../../shared/dto';
import type { Instant, Period, ZoneName } from '../../../shared/time';
import {
  addDays,
  addMinutes,
  HOUR_MS,
  instant,
  MINUTE_MS,
  mondayOf,
  overlaps,
  startOfDate,
  wallParts,
} from '../../../shared/time';

/** How much of the calendar is seen at once. */
export type CalendarSpan = 'day' | 'three-days' | 'week';

export const SPAN_DAYS: Readonly<Record<CalendarSpan, number>> = { day: 1, 'three-days': 3, week: 7 };

/** The first date shown for an anchor date: a week begins on its Monday, the others on the date itself. "YYYY-MM-DD". */
export const firstDate = (span: CalendarSpan, anchor: string): string => (span === 'week' ? mondayOf(anchor) : anchor);

/** The instants shown: whole calendar days of the zone, so 23 or 25 hours where the clock changes. */
export function shownPeriod(span: CalendarSpan, anchor: string, zone: ZoneName): Period {
  const first = firstDate(span, anchor);
  return { from: startOfDate(first, zone), to: startOfDate(addDays(first, SPAN_DAYS[span]), zone) };
}

export interface DayColumn extends Period {
  /** "YYYY-MM-DD" */
  readonly date: string;
}

/** The shown days with their real lengths. */
export function dayColumns(span: CalendarSpan, anchor: string, zone: ZoneName): DayColumn[] {
  const first = firstDate(span, anchor);
  return Array.from({ length: SPAN_DAYS[span] }, (_, index) => {
    const date = addDays(first, index);
    return { date, from: startOfDate(date, zone), to: startOfDate(addDays(date, 1), zone) };
  });
}

/** The whole hours to draw a line at: those whose clock hour is a multiple of `everyHours`, midnight excepted (that is the day's own line). */
export function hourMarks(
  days: readonly DayColumn[],
  everyHours: number,
  zone: ZoneName,
): { at: Instant; hour: number }[] {
  return days.flatMap((day) => {
    const marks: { at: Instant; hour: number }[] = [];
    for (let at = day.from + HOUR_MS; at < day.to; at += HOUR_MS) {
      const { hour } = wallParts(instant(at), zone);
      if (hour % everyHours === 0) marks.push({ at: instant(at), hour });
    }
    return marks;
  });
}

export interface Placed {
  /** Pixels from the left end of the shown period. */
  readonly left: number;
  readonly width: number;
}

/** Where a period lies on the track, cut at its ends; null when it is outside. */
export function place(period: Period, shown: Period, pixelsPerMinute: number): Placed | null {
  if (!overlaps(period, shown)) return null;
  const from = Math.max(period.from, shown.from);
  const to = Math.min(period.to, shown.to);
  return {
    left: ((from - shown.from) / MINUTE_MS) * pixelsPerMinute,
    width: ((to - from) / MINUTE_MS) * pixelsPerMinute,
  };
}

/** Verdicts that a person should look at; `equal`, `handed-over` and `waiting` are as they should be. */
export const isDifference = (verdict: Verdict): boolean => !['equal', 'handed-over', 'waiting'].includes(verdict);

const hasDifference = (row: RoomRow): boolean =>
  !row.isRead || row.lanes.some((lane) => lane.bars.some((bar) => isDifference(bar.verdict)));

/** Rooms whose name, location, exception or ids match all words of the search, and that differ when only differences are wanted. */
export function filterRows(
  rows: readonly RoomRow[],
  filter: { readonly search: string; readonly onlyDifferences: boolean },
): RoomRow[] {
  const words = filter.search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (filter.onlyDifferences && !hasDifference(row)) return false;
    const text = [
      row.roomName,
      row.roomId,
      row.locationName,
      ...row.lanes.flatMap((lane) => [lane.exceptionName, lane.exceptionId]),
    ]
      .join(' ')
      .toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** One line of the table twin: an exception's bar, under the room that asks for it. */
export interface CompareLine {
  readonly roomId: string;
  readonly roomName: string;
  readonly exceptionId: string;
  readonly exceptionName: string;
  readonly bar: OpeningBar;
}

/** The same facts as the timeline, one line a bar, only what overlaps the shown period; another room's bars are left to that room. */
export function compareLines(rows: readonly RoomRow[], shown: Period): CompareLine[] {
  return rows.flatMap((row) =>
    row.lanes.flatMap((lane) =>
      lane.bars
        .filter((bar) => !bar.isFromOtherRoom && overlaps(bar.period, shown))
        .map((bar) => ({
          roomId: row.roomId,
          roomName: row.roomName,
          exceptionId: lane.exceptionId,
          exceptionName: lane.exceptionName,
          bar,
        })),
    ),
  );
}

export type SortKey = 'room' | 'exception' | 'desired' | 'observed' | 'verdict';

/** Sorted by one column, then by time and room, so that equal keys keep a readable order. */
export function sortLines(lines: readonly CompareLine[], key: SortKey, descending: boolean): CompareLine[] {
  const sign = descending ? -1 : 1;
  const compareBy = (a: CompareLine, b: CompareLine): number => {
    switch (key) {
      case 'room':
        return a.roomName.localeCompare(b.roomName, 'da', { numeric: true });
      case 'exception':
        return a.exceptionName.localeCompare(b.exceptionName, 'da', { numeric: true });
      case 'desired':
        return (a.bar.desired?.from ?? Infinity) - (b.bar.desired?.from ?? Infinity) || 0;
      case 'observed':
        return (a.bar.observed?.from ?? Infinity) - (b.bar.observed?.from ?? Infinity) || 0;
      case 'verdict':
        return a.bar.verdict.localeCompare(b.bar.verdict);
    }
  };
  return [...lines].sort(
    (a, b) =>
      sign * compareBy(a, b) ||
      a.bar.period.from - b.bar.period.from ||
      a.roomName.localeCompare(b.roomName, 'da', { numeric: true }),
  );
}

/** Text in columns for a spreadsheet. A cell that could be taken for a formula gets an apostrophe in front. */
export function toDelimited(rows: readonly (readonly string[])[], separator: ';' | '\t'): string {
  const cell = (text: string): string => {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return separator === '\t'
      ? safe.replace(/[\t\r\n]+/g, ' ')
      : /[";\r\n]/.test(safe)
        ? `"${safe.replaceAll('"', '""')}"`
        : safe;
  };
  return rows.map((row) => row.map(cell).join(separator)).join('\r\n') + '\r\n';
}

/** How many bars of each verdict there are, each exception's bar counted once however many rooms show it; past ones apart. */
export function countVerdicts(compare: Compare): { verdict: Verdict | 'over'; count: number }[] {
  return (Object.entries({ ...compare.counts, over: compare.over }) as [Verdict | 'over', number][])
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => ({ verdict, count }));
}

/** The instant to begin scrolled to: an hour before now when today is shown, else seven in the morning of the first day. */
export function scrollStart(shown: Period, now: Instant): Instant {
  return now >= shown.from && now < shown.to ? addMinutes(now, -60) : addMinutes(shown.from, 7 * 60);
}
