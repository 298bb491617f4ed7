import type { ReactNode } from 'react';
import { useEffect, useMemo, useState } from 'react';
import type { Compare } from '../../../shared/dto';
import { addDays, startOfDate, wallParts } from '../../../shared/time';
import { useNavigation } from '../../app/navigation';
import { useNow } from '../../app/use-now';
import { troubleOf, useChannel } from '../../bridge';
import { useFormat, useText } from '../../i18n';
import {
  Button,
  ChevronLeftIcon,
  ChevronRightIcon,
  EmptyState,
  ErrorCard,
  Page,
  RoomIcon,
  SearchBox,
  SearchIcon,
  Spinner,
  Switch,
  Tab,
  TableIcon,
  TabList,
  TimelineIcon,
  VerdictIcon,
  ZoomInIcon,
  ZoomOutIcon,
} from '../../ui';
import { CompareTable } from './compare-table';
import { DetailsPanel } from './details-panel';
import type { CalendarSpan } from './timeline';
import {
  compareLines,
  countVerdicts,
  dayColumns,
  filterRows,
  firstDate,
  isDifference,
  shownPeriod,
  SPAN_DAYS,
} from './timeline';
import type { TimelineBar, TimelineRow } from './timeline-model';
import { timelineRows } from './timeline-model';
import { TimelineView } from './timeline-view';
import styles from './calendar-page.module.css';

const SPANS: readonly CalendarSpan[] = ['day', 'three-days', 'week'];
/** Pixels per minute at each step of the zoom, and hours between the clock times of the axis. */
const ZOOMS = [
  { pixels: 0.075, hours: 12 },
  { pixels: 0.16, hours: 6 },
  { pixels: 0.35, hours: 3 },
  { pixels: 0.8, hours: 1 },
  { pixels: 1.5, hours: 1 },
  { pixels: 3, hours: 1 },
] as const;
const FIRST_ZOOM: Readonly<Record<CalendarSpan, number>> = { day: 4, 'three-days': 3, week: 0 };

/** Booked beside actual, for every room: the heart of the program. Equal on every line means that the house is ready. */
export function CalendarPage(): ReactNode {
  const t = useText();
  const { zone } = useFormat();
  const { focus } = useNavigation();
  const now = useNow();
  const [view, setView] = useState<View>(() => ({ span: 'day', anchor: wallParts(focus.at ?? now, zone).date }));
  const shown = useMemo(() => shownPeriod(view.span, view.anchor, zone), [view, zone]);
  const answer = useChannel('compare/get', { range: { from: shown.from, to: shown.to } }, { keepsPrevious: true });
  const status = useChannel('status/get', null);

  useEffect(() => {
    if (focus.at !== undefined) setView((before) => ({ ...before, anchor: wallParts(focus.at ?? now, zone).date }));
  }, [focus]); // eslint-disable-line react-hooks/exhaustive-deps -- sent here once, not at every tick of the clock

  if (answer.error !== null) {
    return (
      <Page title={t('calendar.title')}>
        <ErrorCard trouble={troubleOf(answer.error)} />
      </Page>
    );
  }
  if (answer.data === undefined) {
    return (
      <Page title={t('calendar.title')}>
        <Spinner label={t('calendar.loading')} />
      </Page>
    );
  }
  if (answer.data.rooms.length === 0) return <NoRooms isSetUp={status.data?.state !== 'not-set-up'} />;
  return <Calendar compare={answer.data} view={view} onView={setView} />;
}

function NoRooms({ isSetUp }: { isSetUp: boolean }): ReactNode {
  const t = useText();
  const { go } = useNavigation();
  return (
    <Page title={t('calendar.title')}>
      <EmptyState
        icon={<RoomIcon />}
        title={t('calendar.emptyTitle')}
        text={t('calendar.emptyText')}
        action={
          <Button appearance="primary" onClick={() => go(isSetUp ? 'rooms' : 'wizard')}>
            {t(isSetUp ? 'calendar.emptyAction' : 'overview.startWizard')}
          </Button>
        }
      />
    </Page>
  );
}

interface View {
  readonly span: CalendarSpan;
  readonly anchor: string;
}

function Calendar({
  compare,
  view,
  onView,
}: {
  compare: Compare;
  view: View;
  onView: (view: View) => void;
}): ReactNode {
  const t = useText();
  const format = useFormat();
  const { focus, go } = useNavigation();
  const now = useNow();
  const zone = format.zone;
  const [zoom, setZoom] = useState<number>(FIRST_ZOOM[view.span]);
  const [layout, setLayout] = useState<'timeline' | 'table'>('timeline');
  const [search, setSearch] = useState('');
  const [onlyDifferences, setOnlyDifferences] = useState(false);
  const [selected, setSelected] = useState<{ readonly bar: TimelineBar; readonly roomName: string } | null>(null);

  useEffect(() => {
    if (focus.exceptionId !== undefined || focus.roomId !== undefined)
      setSearch(focus.exceptionId ?? focus.roomId ?? '');
  }, [focus]);

  const shown = useMemo(() => shownPeriod(view.span, view.anchor, zone), [view, zone]);
  const days = useMemo(() => dayColumns(view.span, view.anchor, zone), [view, zone]);
  const rooms = useMemo(
    () => filterRows(compare.rooms, { search, onlyDifferences }),
    [compare.rooms, search, onlyDifferences],
  );
  const rows = useMemo(() => timelineRows(rooms, shown, now, t, format), [rooms, shown, now, t, format]);
  const lines = useMemo(() => compareLines(rooms, shown), [rooms, shown]);
  const step = ZOOMS[zoom] ?? ZOOMS[0];
  const counts = countVerdicts(compare);

  const choose = (bar: TimelineBar): void => setSelected({ bar, roomName: roomOf(rows, bar)?.roomName ?? '' });
  const close = (): void => {
    setSelected(null);
    // The keyboard goes on where the panel was opened from.
    const bars = [...document.querySelectorAll<HTMLElement>('[data-bar]')];
    bars.find((each) => each.dataset['bar'] === selected?.bar.key)?.focus();
  };
  const move = (direction: 1 | -1): void =>
    onView({ ...view, anchor: addDays(firstDate(view.span, view.anchor), direction * SPAN_DAYS[view.span]) });
  const first = startOfDate(firstDate(view.span, view.anchor), zone);
  const hasFilter = search !== '' || onlyDifferences;

  return (
    <Page
      title={t('calendar.title')}
      intro={t('calendar.lead')}
      width="fill"
      actions={
        <>
          <Switch
            checked={onlyDifferences}
            label={t('calendar.onlyDifferences')}
            onChange={(_event, set) => setOnlyDifferences(set.checked)}
          />
          <TabList
            size="small"
            selectedValue={layout}
            aria-label={t('calendar.layout.label')}
            onTabSelect={(_event, chosen) => setLayout(chosen.value === 'table' ? 'table' : 'timeline')}
          >
            <Tab value="timeline" icon={<TimelineIcon />}>
              {t('calendar.layout.timeline')}
            </Tab>
            <Tab value="table" icon={<TableIcon />}>
              {t('calendar.layout.table')}
            </Tab>
          </TabList>
        </>
      }
    >
      <div className={styles.bar}>
        <div className={styles.group}>
          <Button icon={<ChevronLeftIcon />} aria-label={t('calendar.previous')} onClick={() => move(-1)} />
          <Button className={styles.today} onClick={() => onView({ ...view, anchor: wallParts(now, zone).date })}>
            {t('calendar.today')}
          </Button>
          <Button icon={<ChevronRightIcon />} aria-label={t('calendar.next')} onClick={() => move(1)} />
          <input
            type="date"
            className={styles.date}
            aria-label={t('calendar.jump')}
            value={view.anchor}
            onChange={(event) => {
              if (/^\d{4}-\d{2}-\d{2}$/.test(event.target.value)) onView({ ...view, anchor: event.target.value });
            }}
          />
          <strong className={styles.when}>
            {`${format.month(first)} · ${t('calendar.week', { week: wallParts(first, zone).week })}`}
          </strong>
        </div>
        <div className={styles.group}>
          <TabList
            size="small"
            selectedValue={view.span}
            aria-label={t('calendar.span.label')}
            onTabSelect={(_event, chosen) => {
              const span = SPANS.find((each) => each === chosen.value) ?? 'day';
              setZoom(FIRST_ZOOM[span]);
              onView({ ...view, span });
            }}
          >
            {SPANS.map((span) => (
              <Tab key={span} value={span}>
                {t(`calendar.span.${span}`)}
              </Tab>
            ))}
          </TabList>
          {layout === 'timeline' && (
            <>
              <Button
                icon={<ZoomOutIcon />}
                aria-label={t('calendar.zoomOut')}
                disabled={zoom === 0}
                onClick={() => setZoom(zoom - 1)}
              />
              <Button
                icon={<ZoomInIcon />}
                aria-label={t('calendar.zoomIn')}
                disabled={zoom === ZOOMS.length - 1}
                onClick={() => setZoom(zoom + 1)}
              />
            </>
          )}
        </div>
        <div className={styles.search}>
          <SearchBox
            size="medium"
            value={search}
            placeholder={t('calendar.searchShort')}
            aria-label={t('calendar.search')}
            onChange={(_event, typed) => setSearch(typed.value)}
          />
        </div>
      </div>
      <div className={styles.main}>
        {rows.length === 0 ? (
          <div className={styles.none}>
            <EmptyState
              icon={<SearchIcon />}
              title={t('calendar.noMatchTitle')}
              text={onlyDifferences && search === '' ? t('calendar.allEqual') : t('calendar.noMatchText')}
              action={
                hasFilter && (
                  <Button
                    onClick={() => {
                      setSearch('');
                      setOnlyDifferences(false);
                      go('calendar');
                    }}
                  >
                    {t('calendar.clearFilter')}
                  </Button>
                )
              }
            />
          </div>
        ) : layout === 'timeline' ? (
          <TimelineView
            rows={rows}
            days={days}
            shown={shown}
            now={now}
            pixelsPerMinute={step.pixels}
            everyHours={step.hours}
            selectedKey={selected?.bar.key ?? null}
            onSelect={choose}
            t={t}
            format={format}
          />
        ) : (
          <CompareTable
            lines={lines}
            date={view.anchor}
            now={now}
            onChoose={(line) => {
              const bar = rows
                .flatMap((row) => row.lanes)
                .flatMap((lane) => lane.bars)
                .find((each) => each.key === `${line.roomId}/${line.exceptionId}/${line.bar.period.from}`);
              if (bar !== undefined) choose(bar);
            }}
          />
        )}
        {selected !== null && (
          <DetailsPanel bar={newest(rows, selected.bar)} roomName={selected.roomName} now={now} onClose={close} />
        )}
      </div>
      <footer className={styles.foot}>
        <ul className={styles.legend} aria-label={t('calendar.legend')}>
          {counts.map(({ verdict, count }) => (
            <li
              key={verdict}
              title={t(verdict === 'over' ? 'calendar.overMeaning' : `calendar.verdictMeaning.${verdict}`)}
              data-difference={verdict !== 'over' && isDifference(verdict)}
            >
              {verdict !== 'over' && <VerdictIcon verdict={verdict} />}
              {`${format.number(count)} ${t(verdict === 'over' ? 'calendar.over' : `calendar.verdict.${verdict}`)}`}
            </li>
          ))}
        </ul>
        <p className={styles.note}>
          {t('calendar.readAt', {
            bookings: compare.bookingsReadAt === null ? t('calendar.never') : format.near(compare.bookingsReadAt, now),
            access: compare.accessReadAt === null ? t('calendar.never') : format.near(compare.accessReadAt, now),
          })}
          {` · ${t('calendar.zoneNote', { zone })}`}
        </p>
      </footer>
    </Page>
  );
}

const roomOf = (rows: readonly TimelineRow[], bar: TimelineBar): TimelineRow | undefined =>
  rows.find((row) => row.lanes.some((lane) => lane.bars.some((each) => each.key === bar.key)));

/** The same bar as the newest reading has it; the old one when it is out of sight, so that an open panel does not vanish. */
const newest = (rows: readonly TimelineRow[], bar: TimelineBar): TimelineBar =>
  rows
    .flatMap((row) => row.lanes)
    .flatMap((lane) => lane.bars)
    .find((each) => each.key === bar.key) ?? bar;
