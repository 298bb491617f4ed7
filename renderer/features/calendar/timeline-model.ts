import type { BookingBar, Lane, OpeningBar, RoomRow, Verdict } from '../../../shared/dto';
import { isOver } from '../../../shared/dto/is-over';
import type { Format, Translate } from '../../../shared/i18n';
import type { Instant, Period } from '../../../shared/time';
import { overlaps } from '../../../shared/time';
import { isDifference } from './timeline';

/** A booking's bar, or an opening's. `key` is unique in the calendar and stable over readings. */
export type TimelineBar =
  | {
      readonly kind: 'booking';
      readonly key: string;
      readonly period: Period;
      readonly label: string;
      readonly text: string;
      readonly booking: BookingBar;
    }
  | {
      readonly kind: 'opening';
      readonly key: string;
      readonly period: Period;
      readonly label: string;
      /** The verdict's word where it is worth saying; empty for an equal bar. */
      readonly text: string;
      readonly exceptionId: string;
      readonly verdict: Verdict;
      readonly bar: OpeningBar;
      readonly isFromOtherRoom: boolean;
      /** Past, and gone from UniLock: no verdict can be given any more. */
      readonly isOver: boolean;
    };

export interface TimelineLane {
  readonly key: string;
  readonly label: string;
  /** Ascending by time. */
  readonly bars: readonly TimelineBar[];
}

/** A room with its booking lane and one lane for each mapped exception. */
export interface TimelineRow {
  readonly roomId: string;
  readonly roomName: string;
  readonly locationName: string;
  readonly isRead: boolean;
  readonly lanes: readonly TimelineLane[];
}

/** What a booking is called on screen: private titles are masked (rule M3). */
export const bookingTitle = (booking: BookingBar, t: Translate): string =>
  booking.isPrivate ? t('calendar.privateTitle') : (booking.title ?? t('calendar.untitled', { id: booking.bookingId }));

function openingBars(
  lane: Lane,
  roomId: string,
  shown: Period,
  now: Instant,
  t: Translate,
  format: Format,
): TimelineBar[] {
  return lane.bars
    .filter((bar) => overlaps(bar.period, shown))
    .map((bar) => ({
      kind: 'opening' as const,
      key: `${roomId}/${lane.exceptionId}/${bar.period.from}`,
      period: bar.period,
      label: [
        t('calendar.openingLabel', {
          exception: lane.exceptionName,
          from: format.dateTime(bar.period.from),
          to: format.time(bar.period.to),
          verdict: t(isOver(bar, now) ? 'calendar.over' : `calendar.verdict.${bar.verdict}`),
        }),
        ...(bar.isFromOtherRoom ? [t('calendar.otherRoom')] : []),
      ].join(', '),
      text: isDifference(bar.verdict) || bar.verdict === 'waiting' ? t(`calendar.verdict.${bar.verdict}`) : '',
      exceptionId: lane.exceptionId,
      verdict: bar.verdict,
      bar,
      isFromOtherRoom: bar.isFromOtherRoom,
      isOver: isOver(bar, now),
    }))
    .sort((a, b) => a.period.from - b.period.from);
}

/** The calendar's rows as they are drawn: texts made, bars of the shown period only. */
export function timelineRows(
  rows: readonly RoomRow[],
  shown: Period,
  now: Instant,
  t: Translate,
  format: Format,
): TimelineRow[] {
  return rows.map((row) => ({
    roomId: row.roomId,
    roomName: row.roomName,
    locationName: row.locationName,
    isRead: row.isRead,
    lanes: [
      {
        key: `${row.roomId}/bookings`,
        label: t('calendar.bookingsLane'),
        bars: row.bookings
          .filter((booking) => overlaps(booking.period, shown))
          .map((booking) => {
            const title = bookingTitle(booking, t);
            return {
              kind: 'booking' as const,
              key: `${row.roomId}/bookings/${booking.bookingId}`,
              period: booking.period,
              label: t('calendar.bookingLabel', {
                title,
                from: format.dateTime(booking.period.from),
                to: format.time(booking.period.to),
                status: t(`calendar.status.${booking.status}`),
              }),
              text: title,
              booking,
            };
          })
          .sort((a, b) => a.period.from - b.period.from),
      },
      ...row.lanes.map((lane) => ({
        key: `${row.roomId}/${lane.exceptionId}`,
        label: lane.exceptionName,
        bars: openingBars(lane, row.roomId, shown, now, t, format),
      })),
    ],
  }));
}

export type Direction = 'left' | 'right' | 'up' | 'down' | 'first' | 'last';

/** The bar that an arrow key leads to: along its lane, or the one nearest in time in the next lane that has any. null: stay. */
export function neighbour(
  rows: readonly TimelineRow[],
  key: string,
  direction: Direction,
): { readonly key: string; readonly rowIndex: number } | null {
  const lanes = rows.flatMap((row, rowIndex) =>
    row.lanes.filter((lane) => lane.bars.length > 0).map((lane) => ({ rowIndex, bars: lane.bars })),
  );
  const laneIndex = lanes.findIndex((lane) => lane.bars.some((bar) => bar.key === key));
  const lane = lanes[laneIndex];
  if (lane === undefined) return null;
  const index = lane.bars.findIndex((bar) => bar.key === key);
  const current = lane.bars[index];
  if (direction === 'up' || direction === 'down') {
    const next = lanes[laneIndex + (direction === 'down' ? 1 : -1)];
    if (next === undefined || current === undefined) return null;
    const nearest = next.bars.reduce((best, bar) =>
      Math.abs(bar.period.from - current.period.from) < Math.abs(best.period.from - current.period.from) ? bar : best,
    );
    return { key: nearest.key, rowIndex: next.rowIndex };
  }
  const target = { left: index - 1, right: index + 1, first: 0, last: lane.bars.length - 1 }[direction];
  const bar = lane.bars[target];
  return bar === undefined ? null : { key: bar.key, rowIndex: lane.rowIndex };
}

/** The first bar of the first row that has one: where Tab enters the timeline. */
export const firstBar = (rows: readonly TimelineRow[]): string | null =>
  rows.flatMap((row) => row.lanes).flatMap((lane) => lane.bars)[0]?.key ?? null;
