import { useVirtualizer } from '@tanstack/react-virtual';
import type { CSSProperties, KeyboardEvent, ReactNode, RefObject } from 'react';
import { memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Format, Translate } from '../../../shared/i18n';
import type { Instant, Period } from '../../../shared/time';
import { VerdictIcon } from '../../ui';
import type { DayColumn } from './timeline';
import { hourMarks, place, scrollStart } from './timeline';
import type { Direction, TimelineBar, TimelineRow } from './timeline-model';
import { firstBar, neighbour } from './timeline-model';
import styles from './timeline-view.module.css';

const LANE_HEIGHT = 26;
const ROW_PADDING = 13;
const LABEL_WIDTH = 200;
/** Below this many pixels a bar's word would only be noise; it is in its label all the same. */
const TEXT_WIDTH = 44;
/** Below this many pixels a day's name is written smaller. */
const NARROW_DAY = 140;

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
};

export interface TimelineViewProps {
  readonly rows: readonly TimelineRow[];
  readonly days: readonly DayColumn[];
  readonly shown: Period;
  readonly now: Instant;
  readonly pixelsPerMinute: number;
  /** Hours between the lines that carry a clock time. */
  readonly everyHours: number;
  readonly selectedKey: string | null;
  readonly onSelect: (bar: TimelineBar) => void;
  readonly t: Translate;
  readonly format: Format;
}

/** The timeline: rooms down, real time across, booked above open. Scrolls both ways, draws only the rows in sight. */
export function TimelineView(props: TimelineViewProps): ReactNode {
  const { rows, days, shown, now, everyHours, selectedKey, onSelect, t, format } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const room = useWidth(scroller) - LABEL_WIDTH;
  // A week on a wide screen fills it: an empty half says nothing.
  const pixelsPerMinute = Math.max(props.pixelsPerMinute, room / ((shown.to - shown.from) / 60_000));
  const [currentKey, setCurrentKey] = useState<string | null>(null);
  const wantsFocus = useRef(false);

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.lanes.length ?? 1) * LANE_HEIGHT + ROW_PADDING,
    getItemKey: (index) => rows[index]?.roomId ?? index,
    overscan: 3,
  });

  // Sizes are computed, not measured, so a change of the rows must tell the virtualiser.
  useEffect(() => {
    virtual.measure();
  }, [rows, virtual]);

  const trackWidth = ((shown.to - shown.from) / 60_000) * pixelsPerMinute;

  // A new span, date or zoom begins where a person would look first; a mere refresh must not move the view.
  const start = useRef({ now });
  useEffect(() => {
    start.current = { now };
  });
  useEffect(() => {
    const at = scrollStart(shown, start.current.now);
    scroller.current?.scrollTo({ left: ((at - shown.from) / 60_000) * pixelsPerMinute });
  }, [shown.from, shown.to, pixelsPerMinute]); // eslint-disable-line react-hooks/exhaustive-deps -- `shown` is a new object at each refresh

  // The details take room beside the timeline: what they are about stays in sight.
  useEffect(() => {
    if (selectedKey === null) return;
    barElement(scroller.current, selectedKey)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [selectedKey]);

  const tabKey = useMemo(() => {
    const keys = new Set(rows.flatMap((row) => row.lanes.flatMap((lane) => lane.bars.map((bar) => bar.key))));
    return currentKey !== null && keys.has(currentKey) ? currentKey : firstBar(rows);
  }, [rows, currentKey]);

  useEffect(() => {
    if (!wantsFocus.current || currentKey === null) return;
    // The row may only just have been scrolled into sight: its bar exists one frame later.
    const frame = requestAnimationFrame(() => {
      const bar = barElement(scroller.current, currentKey);
      if (bar === undefined) return;
      wantsFocus.current = false;
      bar.focus();
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  });

  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      const direction = DIRECTIONS[event.key];
      if (direction === undefined || tabKey === null) return;
      const next = neighbour(rows, tabKey, direction);
      if (next === null) return;
      event.preventDefault();
      wantsFocus.current = true;
      virtual.scrollToIndex(next.rowIndex, { align: 'auto' });
      setCurrentKey(next.key);
    },
    [rows, tabKey, virtual],
  );

  const choose = useCallback(
    (bar: TimelineBar) => {
      // The keyboard goes into the details: a bar that is drawn only now must not take it back.
      wantsFocus.current = false;
      setCurrentKey(bar.key);
      onSelect(bar);
    },
    [onSelect],
  );

  const marks = useMemo(() => hourMarks(days, everyHours, format.zone), [days, everyHours, format.zone]);
  const nowPlace = now >= shown.from && now < shown.to ? ((now - shown.from) / 60_000) * pixelsPerMinute : null;
  const size = { '--label-width': `${LABEL_WIDTH}px`, '--track-width': `${trackWidth}px` } as CSSProperties;

  return (
    <div
      ref={scroller}
      className={styles.scroller}
      style={size}
      onKeyDown={onKeyDown}
      tabIndex={-1}
      role="region"
      aria-label={t('calendar.timelineLabel')}
    >
      <div className={styles.header}>
        <div className={styles.corner}>{t('calendar.roomColumn')}</div>
        <div className={styles.headTrack}>
          {days.map((day) => (
            <div
              key={day.date}
              className={styles.dayHead}
              style={span(day, shown, pixelsPerMinute)}
              data-narrow={((day.to - day.from) / 60_000) * pixelsPerMinute < NARROW_DAY}
            >
              <span className={styles.dayName}>{format.day(day.from)}</span>
            </div>
          ))}
          {marks.map((mark) => (
            <span
              key={mark.at}
              className={styles.hour}
              style={{ left: ((mark.at - shown.from) / 60_000) * pixelsPerMinute }}
            >
              {String(mark.hour).padStart(2, '0')}
            </span>
          ))}
          {nowPlace !== null && (
            <span className={styles.nowFlag} style={{ left: nowPlace }}>
              {format.time(now)}
            </span>
          )}
        </div>
      </div>
      <div className={styles.body} style={{ height: virtual.getTotalSize() }}>
        <div className={styles.lines} aria-hidden="true">
          {marks.map((mark) => (
            <div
              key={mark.at}
              className={styles.hourLine}
              style={{ left: ((mark.at - shown.from) / 60_000) * pixelsPerMinute }}
            />
          ))}
          {days.map((day) => (
            <div
              key={day.date}
              className={styles.dayLine}
              style={{ left: ((day.from - shown.from) / 60_000) * pixelsPerMinute }}
            />
          ))}
        </div>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <Row
              key={item.key}
              row={row}
              top={item.start}
              height={item.size}
              shown={shown}
              pixelsPerMinute={pixelsPerMinute}
              selectedKey={selectedKey}
              tabKey={tabKey}
              onSelect={choose}
              t={t}
            />
          );
        })}
        {nowPlace !== null && (
          <div className={styles.nowLayer} aria-hidden="true">
            <div className={styles.nowLine} style={{ left: nowPlace }} />
          </div>
        )}
      </div>
    </div>
  );
}

/** The width inside the element, kept up to date; 0 until it is drawn. */
function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const shown = element.current;
    if (shown === null) return undefined;
    const measure = (): void => setWidth(shown.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(shown);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

/** The drawn bar with that key, if its row is in sight. */
const barElement = (scroller: HTMLElement | null, key: string): HTMLElement | undefined =>
  [...(scroller?.querySelectorAll<HTMLElement>('[data-bar]') ?? [])].find((bar) => bar.dataset['bar'] === key);

const span = (period: Period, shown: Period, pixelsPerMinute: number): CSSProperties => ({
  ...place(period, shown, pixelsPerMinute),
});

interface RowProps {
  readonly row: TimelineRow;
  readonly top: number;
  readonly height: number;
  readonly shown: Period;
  readonly pixelsPerMinute: number;
  readonly selectedKey: string | null;
  readonly tabKey: string | null;
  readonly onSelect: (bar: TimelineBar) => void;
  readonly t: Translate;
}

/** A row once drawn is not drawn again while the timeline scrolls: a week of a big house has thousands of bars. */
const Row = memo(function Row(props: RowProps): ReactNode {
  const { row, top, height, shown, pixelsPerMinute, selectedKey, tabKey, onSelect, t } = props;
  return (
    <div
      className={styles.row}
      style={{ transform: `translateY(${top}px)`, height }}
      role="group"
      aria-label={`${row.roomName}, ${row.locationName}`}
    >
      <div className={styles.labels}>
        <div className={styles.room} title={`${row.roomName} · ${row.locationName}`}>
          {row.roomName}
          {!row.isRead && <VerdictIcon verdict="unknown" label={t('calendar.unread')} />}
        </div>
        {row.lanes.slice(1).map((lane) => (
          <div key={lane.key} className={styles.laneName} title={lane.label}>
            {lane.label}
          </div>
        ))}
      </div>
      <div className={styles.track}>
        {row.lanes.map((lane) => (
          <div key={lane.key} className={styles.lane} style={{ height: LANE_HEIGHT }}>
            {lane.bars.map((bar) => (
              <Bar
                key={bar.key}
                bar={bar}
                shown={shown}
                pixelsPerMinute={pixelsPerMinute}
                isSelected={bar.key === selectedKey}
                isTabStop={bar.key === tabKey}
                onSelect={onSelect}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
});

interface BarProps {
  readonly bar: TimelineBar;
  readonly shown: Period;
  readonly pixelsPerMinute: number;
  readonly isSelected: boolean;
  readonly isTabStop: boolean;
  readonly onSelect: (bar: TimelineBar) => void;
}

const Bar = memo(function Bar({ bar, shown, pixelsPerMinute, isSelected, isTabStop, onSelect }: BarProps): ReactNode {
  const at = place(bar.period, shown, pixelsPerMinute);
  if (at === null) return null;
  const within = (period: Period | null): CSSProperties | null => {
    const inner = period === null ? null : place(period, shown, pixelsPerMinute);
    return inner === null ? null : { left: inner.left - at.left, width: inner.width };
  };
  return (
    <button
      type="button"
      data-bar={bar.key}
      {...(bar.kind === 'opening'
        ? { 'data-verdict': bar.isOver ? 'over' : bar.verdict }
        : { 'data-status': bar.booking.status })}
      className={styles.bar}
      style={at}
      tabIndex={isTabStop ? 0 : -1}
      aria-label={bar.label}
      aria-pressed={isSelected}
      title={bar.label}
      onClick={() => {
        onSelect(bar);
      }}
    >
      {bar.kind === 'booking' ? (
        <span className={bar.booking.counts ? styles.booking : styles.bookingWithout}>
          {at.width >= TEXT_WIDTH && bar.text}
        </span>
      ) : (
        <span className={bar.isFromOtherRoom ? styles.fromOtherRoom : styles.opening}>
          {bar.bar.observed !== null && (
            <span className={styles.observed} style={within(bar.bar.observed) ?? undefined} />
          )}
          {bar.bar.desired !== null && <span className={styles.desired} style={within(bar.bar.desired) ?? undefined} />}
          {bar.bar.blocks.map((block) => {
            const inner = within(block);
            return inner === null ? null : <span key={block.from} className={styles.block} style={inner} />;
          })}
          {bar.text !== '' && (
            <span className={styles.word}>
              <VerdictIcon verdict={bar.verdict} />
              {at.width >= TEXT_WIDTH * 1.6 && <span>{bar.text}</span>}
            </span>
          )}
        </span>
      )}
    </button>
  );
});
