import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import type { Explanation } from '../../../shared/dto';
import type { TextKey } from '../../../shared/i18n';
import { useFormat, useText } from '../../i18n';
import { troubleOf, useChannel } from '../../bridge';
import { Button, DismissIcon, ErrorCard, Spinner, VerdictIcon } from '../../ui';
import type { Instant, Period } from '../../../shared/time';
import type { TimelineBar } from './timeline-model';
import { bookingTitle } from './timeline-model';
import styles from './details-panel.module.css';

/** The rules of the transfer that have a sentence of their own; another one is named by its number alone. */
const RULES = ['D1', 'D2', 'D3', 'D6', 'R1', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7', 'W1', 'W3', 'W4', 'W6', 'W7'] as const;

interface DetailsProps {
  readonly bar: TimelineBar;
  readonly roomName: string;
  readonly now: Instant;
  readonly onClose: () => void;
}

/** What stands behind one bar: "Hvorfor er den åben?" for an opening, the booking itself for a booking. Escape closes it. */
export function DetailsPanel({ bar, roomName, now, onClose }: DetailsProps): ReactNode {
  const t = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, [bar.key]);
  // Wherever the keyboard is: the bar the panel was opened from may be drawn anew and take it along. But in a field Escape belongs to the field.
  const latestClose = useRef(onClose);
  useEffect(() => {
    latestClose.current = onClose;
  });
  useEffect(() => {
    const closeOnEscape = (event: KeyboardEvent): void => {
      const isInField = event.target instanceof HTMLInputElement;
      if (event.key === 'Escape' && !event.defaultPrevented && !isInField) latestClose.current();
    };
    document.addEventListener('keydown', closeOnEscape);
    return () => document.removeEventListener('keydown', closeOnEscape);
  }, []);
  const title =
    bar.kind === 'booking'
      ? t('calendar.details.bookingTitle')
      : bar.isOver
        ? t('calendar.details.titleOver')
        : bar.bar.observed === null
          ? t('calendar.details.titleShut')
          : t('calendar.details.title');
  return (
    <aside className={styles.panel} aria-label={title}>
      <header className={styles.head}>
        <h2 ref={heading} tabIndex={-1} className={styles.title}>
          {title}
        </h2>
        <Button appearance="subtle" icon={<DismissIcon />} aria-label={t('calendar.details.close')} onClick={onClose} />
      </header>
      {bar.kind === 'booking' ? (
        <BookingDetails bar={bar} roomName={roomName} now={now} />
      ) : (
        <OpeningDetails exceptionId={bar.exceptionId} period={bar.period} isOver={bar.isOver} now={now} />
      )}
    </aside>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function BookingDetails({
  bar,
  roomName,
  now,
}: {
  bar: Extract<TimelineBar, { kind: 'booking' }>;
  roomName: string;
  now: Instant;
}): ReactNode {
  const t = useText();
  const format = useFormat();
  const { booking } = bar;
  return (
    <>
      <p className={styles.strong}>{bookingTitle(booking, t)}</p>
      <dl className={styles.facts}>
        <Fact name={t('calendar.details.room')}>{roomName}</Fact>
        <Fact name={t('calendar.details.time')}>{format.period(booking.period, now)}</Fact>
        <Fact name={t('calendar.details.status')}>
          {t(`calendar.status.${booking.status}`)}
          {!booking.counts && ` · ${t('calendar.doesNotCount')}`}
        </Fact>
        {!booking.isPrivate && booking.organiser !== null && (
          <Fact name={t('calendar.details.organiser')}>{booking.organiser}</Fact>
        )}
      </dl>
      <p className={styles.quiet}>
        {t('calendar.details.booking', { id: booking.bookingId })}
        {booking.meetingId !== null && ` · ${t('calendar.details.meeting', { id: booking.meetingId })}`}
      </p>
    </>
  );
}

interface OpeningProps {
  readonly exceptionId: string;
  readonly period: Period;
  readonly isOver: boolean;
  readonly now: Instant;
}

function OpeningDetails({ exceptionId, period, isOver, now }: OpeningProps): ReactNode {
  const t = useText();
  const answer = useChannel('compare/explain', { exceptionId, period: { from: period.from, to: period.to } });
  if (answer.error !== null) return <ErrorCard trouble={troubleOf(answer.error)} />;
  if (answer.data === undefined) return <Spinner label={t('calendar.details.loading')} />;
  return <Explained explanation={answer.data} isOver={isOver} now={now} />;
}

function Explained({
  explanation,
  isOver,
  now,
}: {
  explanation: Explanation;
  isOver: boolean;
  now: Instant;
}): ReactNode {
  const t = useText();
  const format = useFormat();
  const when = (period: Period | null): string =>
    period === null ? t('calendar.details.nothing') : format.period(period, now);
  const rule = RULES.find((known) => known === explanation.rule);
  const ruleKey: TextKey | null = rule === undefined ? null : `calendar.rule.${rule}`;
  return (
    <>
      <p className={styles.strong}>{explanation.exceptionName}</p>
      <p className={styles.verdict} data-verdict={isOver ? 'over' : explanation.verdict}>
        {!isOver && <VerdictIcon verdict={explanation.verdict} />}
        <span>
          <strong>{t(isOver ? 'calendar.over' : `calendar.verdict.${explanation.verdict}`)}</strong>
          {' · '}
          {t(isOver ? 'calendar.overMeaning' : `calendar.verdictMeaning.${explanation.verdict}`)}
        </span>
      </p>
      <dl className={styles.facts}>
        <Fact name={t('calendar.details.wanted')}>{when(explanation.desired)}</Fact>
        {/* UniLock keeps nothing of what is over, so there is nothing to set against it. */}
        {!isOver && (
          <>
            <Fact name={t('calendar.details.actual')}>{when(explanation.observed)}</Fact>
            <Fact name={t('calendar.details.written')}>
              {explanation.writtenAt === null
                ? t('calendar.details.notWritten')
                : format.near(explanation.writtenAt, now)}
              {explanation.runId !== null && ` ${t('calendar.details.byRun', { run: explanation.runId.slice(0, 8) })}`}
            </Fact>
            <Fact name={t('calendar.details.readBack')}>
              {explanation.readBackAt === null
                ? t('calendar.details.notReadBack')
                : format.near(explanation.readBackAt, now)}
            </Fact>
          </>
        )}
      </dl>
      {explanation.rule !== null && (
        <p className={styles.rule}>
          <strong>{t('calendar.details.rule', { rule: explanation.rule })}</strong>
          {ruleKey !== null && <> {t(ruleKey)}</>}
        </p>
      )}
      <h3 className={styles.sub}>
        {explanation.because.length === 0 ? t('calendar.details.becauseNone') : t('calendar.details.because')}
      </h3>
      <ul className={styles.reasons}>
        {explanation.because.map((reason) => (
          <li key={`${reason.bookingId}/${reason.roomId}`}>
            <div className={styles.strong}>
              {reason.isPrivate
                ? t('calendar.privateTitle')
                : (reason.title ?? t('calendar.untitled', { id: reason.bookingId }))}
            </div>
            <div>
              {reason.roomName} · {format.period(reason.period, now)} · {t(`calendar.status.${reason.status}`)}
            </div>
            <div className={styles.quiet}>
              {t('calendar.details.leadLag', { lead: reason.leadMinutes, lag: reason.lagMinutes })}
              {reason.withPreparation && `, ${t('calendar.details.withPreparation')}`}
            </div>
            <div className={styles.quiet}>{t('calendar.details.booking', { id: reason.bookingId })}</div>
          </li>
        ))}
      </ul>
    </>
  );
}
