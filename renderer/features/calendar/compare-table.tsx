import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import { useFormat, useText } from '../../i18n';
import { useCommand } from '../../bridge';
import { Button, CopyIcon, DownloadIcon, SortDownIcon, SortUpIcon, VerdictIcon } from '../../ui';
import type { OpeningBar } from '../../../shared/dto';
import { isOver } from '../../../shared/dto/is-over';
import type { Instant, Period } from '../../../shared/time';
import { wallParts } from '../../../shared/time';
import type { CompareLine, SortKey } from './timeline';
import { sortLines, toDelimited } from './timeline';
import styles from './compare-table.module.css';

interface CompareTableProps {
  readonly lines: readonly CompareLine[];
  readonly date: string;
  readonly now: Instant;
  readonly onChoose: (line: CompareLine) => void;
}

const SHOWN_BOOKINGS = 2;
/** A week of a big house has thousands of lines: drawn at once they would stop the window for seconds. */
const LINES_AT_ONCE = 200;

const COLUMNS: readonly {
  readonly key: SortKey;
  readonly texts: readonly (
    'room' | 'exception' | 'desiredFrom' | 'desiredTo' | 'observedFrom' | 'observedTo' | 'verdict'
  )[];
}[] = [
  { key: 'room', texts: ['room'] },
  { key: 'exception', texts: ['exception'] },
  { key: 'desired', texts: ['desiredFrom', 'desiredTo'] },
  { key: 'observed', texts: ['observedFrom', 'observedTo'] },
  { key: 'verdict', texts: ['verdict'] },
];

/** The calendar as a table: the same facts, sortable, for the clipboard, a spreadsheet, and people who read rather than look. */
export function CompareTable({ lines, date, now, onChoose }: CompareTableProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const [sort, setSort] = useState<{ key: SortKey; descending: boolean }>({ key: 'room', descending: false });
  const [limit, setLimit] = useState(LINES_AT_ONCE);
  const [isCopied, setCopied] = useState(false);
  const copy = useCommand('clipboard/write');
  const save = useCommand('file/save');
  const sorted = useMemo(() => sortLines(lines, sort.key, sort.descending), [lines, sort]);

  const edge = (period: Period | null, end: 'from' | 'to'): string =>
    period === null ? '' : format.dateTime(period[end], now);
  /** On screen the day is said once where both ends lie in it; a spreadsheet gets both in full. */
  const shortEnd = (period: Period | null): string =>
    period !== null && wallParts(period.from, format.zone).date === wallParts(period.to, format.zone).date
      ? format.time(period.to)
      : edge(period, 'to');
  const word = (bar: OpeningBar): string => t(isOver(bar, now) ? 'calendar.over' : `calendar.verdict.${bar.verdict}`);
  const text = (separator: ';' | '\t'): string =>
    toDelimited(
      [
        [
          ...COLUMNS.flatMap((column) => column.texts.map((key) => t(`calendar.table.${key}`))),
          t('calendar.table.bookings'),
        ],
        ...sorted.map(({ roomName, exceptionName, bar }) => [
          roomName,
          exceptionName,
          edge(bar.desired, 'from'),
          edge(bar.desired, 'to'),
          edge(bar.observed, 'from'),
          edge(bar.observed, 'to'),
          word(bar),
          bar.bookings.join(' '),
        ]),
      ],
      separator,
    );

  return (
    <div className={styles.frame}>
      <div className={styles.tools}>
        <Button
          icon={<CopyIcon />}
          onClick={() => {
            copy.mutate({ text: text('\t') }, { onSuccess: () => setCopied(true) });
          }}
        >
          {t(isCopied ? 'calendar.table.copied' : 'calendar.table.copy')}
        </Button>
        <Button
          icon={<DownloadIcon />}
          onClick={() => {
            save.mutate({ suggestedName: t('calendar.table.fileName', { date }), text: `\uFEFF${text(';')}` });
          }}
        >
          {t('calendar.table.saveCsv')}
        </Button>
      </div>
      <div className={styles.scroller} tabIndex={0} role="region" aria-label={t('calendar.table.caption')}>
        <table className={styles.table}>
          <caption className={styles.caption}>{t('calendar.table.caption')}</caption>
          <thead>
            <tr>
              {COLUMNS.flatMap((column) =>
                column.texts.map((key) => (
                  <th
                    key={key}
                    scope="col"
                    aria-sort={sort.key === column.key ? (sort.descending ? 'descending' : 'ascending') : 'none'}
                  >
                    <button
                      type="button"
                      className={styles.sort}
                      title={t('calendar.table.sortBy', { column: t(`calendar.table.${key}`) })}
                      onClick={() => {
                        setSort((now) => ({ key: column.key, descending: now.key === column.key && !now.descending }));
                      }}
                    >
                      {t(`calendar.table.${key}`)}
                      {sort.key === column.key &&
                        (sort.descending ? <SortDownIcon aria-hidden /> : <SortUpIcon aria-hidden />)}
                    </button>
                  </th>
                )),
              )}
              <th scope="col">{t('calendar.table.bookings')}</th>
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, limit).map((line) => (
              <tr key={`${line.roomId}/${line.exceptionId}/${line.bar.period.from}`} data-verdict={line.bar.verdict}>
                <th scope="row">{line.roomName}</th>
                <td>{line.exceptionName}</td>
                <td>{edge(line.bar.desired, 'from')}</td>
                <td>{shortEnd(line.bar.desired)}</td>
                <td>{edge(line.bar.observed, 'from')}</td>
                <td>{shortEnd(line.bar.observed)}</td>
                <td>
                  <button
                    type="button"
                    className={styles.verdict}
                    data-bar={`${line.roomId}/${line.exceptionId}/${line.bar.period.from}`}
                    onClick={() => onChoose(line)}
                  >
                    {!isOver(line.bar, now) && <VerdictIcon verdict={line.bar.verdict} />}
                    {word(line.bar)}
                  </button>
                </td>
                <td title={line.bar.bookings.join(', ')}>{shortList(line.bar.bookings)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {sorted.length > limit && (
          <div className={styles.more}>
            <span>
              {t('calendar.table.shown', { shown: format.number(limit), total: format.number(sorted.length) })}
            </span>
            <Button onClick={() => setLimit(limit + LINES_AT_ONCE)}>{t('common.showMore')}</Button>
          </div>
        )}
        {sorted.length === 0 && <p className={styles.empty}>{t('calendar.table.empty')}</p>}
      </div>
    </div>
  );
}

/** A shared entrance opens for many: the first few, and how many more. Details, clipboard and file have them all. */
const shortList = (ids: readonly string[]): string =>
  ids.length <= SHOWN_BOOKINGS + 1
    ? ids.join(', ')
    : `${ids.slice(0, SHOWN_BOOKINGS).join(', ')} +${String(ids.length - SHOWN_BOOKINGS)}`;
