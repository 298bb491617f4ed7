import type { ReactNode } from 'react';
import type { ConsentDto, OverflowDto, QuestionDto, Status, WithoutAccessDto } from '../../../shared/dto';
import { questionsOf } from '../../../shared/dto';
import type { Instant } from '../../../shared/time';
import { useNavigation } from '../../app/navigation';
import { statusSentence } from '../../app/status-sentence';
import { useNow } from '../../app/use-now';
import { troubleOf, useChannel, useCommand } from '../../bridge';
import { useFormat, useText } from '../../i18n';
import {
  Button,
  ErrorCard,
  ForwardIcon,
  Page,
  Section,
  Sentence,
  Spinner,
  StateBadge,
  ToneMark,
  UnlockedIcon,
} from '../../ui';
import { RunLine } from '../history/run-line';
import styles from './overview-page.module.css';
import { TroubleCards } from './trouble-cards';

/** The state in one look, what needs a person, what opens next, and how fresh it all is. */
export function OverviewPage(): ReactNode {
  const t = useText();
  const answer = useChannel('status/get', null, { everyMs: 30_000 });
  if (answer.error !== null) {
    return (
      <Page title={t('overview.title')}>
        <ErrorCard trouble={troubleOf(answer.error)} />
      </Page>
    );
  }
  if (answer.data === undefined) {
    return (
      <Page title={t('overview.title')}>
        <Spinner label={t('common.loading')} />
      </Page>
    );
  }
  return <Overview status={answer.data} />;
}

function Overview({ status }: { status: Status }): ReactNode {
  const t = useText();
  const now = useNow();
  return (
    <Page title={t('overview.title')}>
      <StateCard status={status} now={now} />
      {status.state !== 'not-set-up' && (
        <>
          <Needs status={status} now={now} />
          {status.withoutAccess.total > 0 && <WithoutAccess status={status} now={now} />}
          <div className={styles.columns}>
            <NextOpenings status={status} now={now} />
            <Readings status={status} now={now} />
          </div>
          <LatestRuns now={now} />
        </>
      )}
    </Page>
  );
}

function StateCard({ status, now }: { status: Status; now: Instant }): ReactNode {
  const t = useText();
  const format = useFormat();
  const { go } = useNavigation();
  const resume = useCommand('sync/resume');
  const text = stateText(status, now);
  const actions = {
    'not-set-up': (
      <Button appearance="primary" onClick={() => go('wizard')}>
        {t('overview.startWizard')}
      </Button>
    ),
    paused: (
      <Button appearance="primary" onClick={() => resume.mutate(null)}>
        {t('overview.resume')}
      </Button>
    ),
  } as const;
  const action = status.state === 'not-set-up' || status.state === 'paused' ? actions[status.state] : null;
  return (
    <section className={styles.state} data-state={status.state} aria-live="polite">
      <div className={styles.stateTitle}>
        <StateBadge state={status.state}>{text.title}</StateBadge>
      </div>
      <Sentence size="large">{text.sentence}</Sentence>
      {status.missedPolls >= 2 && (
        <ToneMark tone="warning">{t('overview.missed', { count: status.missedPolls })}</ToneMark>
      )}
      {action}
    </section>
  );

  function stateText(value: Status, at: Instant): { title: string; sentence: string } {
    const near = (instant: Instant | null): string =>
      instant === null ? t('overview.neverRead') : format.near(instant, at);
    switch (value.state) {
      case 'no-contact':
        return {
          title: t('overview.state.no-contact', {
            side: t(`overview.side.${value.noContact?.side ?? 'bookings'}`),
            since: near(value.noContact?.since ?? null),
          }),
          sentence:
            value.followsUntil === null
              ? t('overview.state.no-contactNothing')
              : t('overview.state.no-contactText', { until: near(value.followsUntil) }),
        };
      case 'paused':
        return {
          title: t('overview.state.paused', { until: near(value.pausedUntil) }),
          sentence: t('overview.state.pausedText'),
        };
      case 'attention':
        return {
          title: t('overview.state.attention'),
          sentence: statusSentence(value, t, format),
        };
      case 'ready':
        return { title: t('overview.state.ready'), sentence: t('overview.state.readyText') };
      case 'syncing':
        return { title: t('overview.state.syncing'), sentence: t('overview.state.syncingText') };
      case 'handed-over':
        return {
          title: t('overview.state.handed-over'),
          sentence:
            value.waitingSince === null
              ? t('overview.state.handed-overText')
              : t('overview.state.handed-overWaiting', { since: near(value.waitingSince) }),
        };
      case 'not-set-up':
        return { title: t('overview.state.not-set-up'), sentence: t('overview.state.not-set-upText') };
    }
  }
}

function Needs({ status, now }: { status: Status; now: Instant }): ReactNode {
  const t = useText();
  const isEmpty = status.troubles.length + status.holds.length + status.consents.length + status.overflow.length === 0;
  return (
    <Section title={t('overview.needs')}>
      {isEmpty && <ToneMark tone="good">{t('overview.needsNone')}</ToneMark>}
      <TroubleCards troubles={status.troubles} />
      {status.consents.map((consent) => (
        <ConsentNeed key={consent.hash} consent={consent} planHash={status.planHash} />
      ))}
      {questionsOf(status.holds).map((question) => (
        <HoldNeed key={question.hash} question={question} now={now} />
      ))}
      {status.overflow.map((overflow) => (
        <OverflowNeed key={overflow.exceptionId} overflow={overflow} now={now} />
      ))}
    </Section>
  );
}

function ConsentNeed({ consent, planHash }: { consent: ConsentDto; planHash: string | null }): ReactNode {
  const t = useText();
  const { go } = useNavigation();
  const sync = useCommand('sync/now');
  return (
    <Need
      text={t(consent.isUnknown ? 'overview.consent.unknown' : 'overview.consent.text', {
        exception: consent.exceptionName,
        count: consent.periods.length,
      })}
      actions={
        <>
          <Button
            appearance="primary"
            disabled={planHash === null || sync.isPending}
            onClick={() => sync.mutate({ acceptPlanHash: planHash })}
          >
            {t('overview.consent.accept')}
          </Button>
          <Button onClick={() => go('calendar', { exceptionId: consent.exceptionId, ...firstOf(consent) })}>
            {t('overview.consent.show')}
          </Button>
        </>
      }
    />
  );
}

const firstOf = (consent: ConsentDto): { at?: Instant } => {
  const first = consent.periods[0];
  return first === undefined ? {} : { at: first.from };
};

/** One card per question: a mass change is one, however many doors it holds open (W5). */
function HoldNeed({ question, now }: { question: QuestionDto; now: Instant }): ReactNode {
  const t = useText();
  const format = useFormat();
  const { go } = useNavigation();
  const answer = useCommand('holds/answer');
  const { hash, holds, reason, exceptions, rooms, meetings, bookings, period } = question;
  const some = (names: readonly string[]): string => {
    const more = names.length - MOST_NAMES;
    const shown = names.slice(0, MOST_NAMES).join(', ');
    return more > 0 ? t('overview.trouble.more', { names: shown, count: more }) : shown;
  };
  const isMass = reason === 'mass-change';
  const verbs = isMass
    ? ({ confirmed: 'overview.hold.letGo', refused: 'overview.hold.keepOpen' } as const)
    : ({ confirmed: 'overview.hold.open', refused: 'overview.hold.dontOpen' } as const);
  return (
    <Need
      text={
        isMass
          ? t('overview.hold.mass', { count: meetings, exceptions: some(exceptions) })
          : t(sentenceOf(question), { exception: exceptions.join(', '), period: format.period(period, now) })
      }
      note={[
        t('overview.hold.since', { since: format.near(question.since, now), rooms: some(rooms) }),
        ...(isMass
          ? [t('overview.hold.massCount', { count: bookings, first: format.period(period, now) })]
          : holds === 'removal' && reason === 'vanished'
            ? [t('overview.hold.cannotAnswer')]
            : []),
      ].join(' · ')}
      actions={
        <>
          {question.canBeConfirmed && (
            <>
              <Button
                appearance="primary"
                disabled={answer.isPending}
                onClick={() => answer.mutate({ hash, answer: 'confirmed' })}
              >
                {t(verbs.confirmed)}
              </Button>
              <Button disabled={answer.isPending} onClick={() => answer.mutate({ hash, answer: 'refused' })}>
                {t(verbs.refused)}
              </Button>
            </>
          )}
          <Button
            onClick={() =>
              go('calendar', {
                at: period.from,
                ...(question.exceptionId === null ? {} : { exceptionId: question.exceptionId }),
              })
            }
          >
            {t('overview.consent.show')}
          </Button>
        </>
      }
    />
  );
}

/** Names on one card; of more only the number is told. */
const MOST_NAMES = 4;

function sentenceOf({ holds, reason }: QuestionDto) {
  if (holds === 'removal') return reason === 'vanished' ? 'overview.hold.removal' : 'overview.hold.removalIncomplete';
  return reason === 'too-long' ? 'overview.hold.openingLong' : 'overview.hold.openingHours';
}

function OverflowNeed({ overflow, now }: { overflow: OverflowDto; now: Instant }): ReactNode {
  const t = useText();
  const format = useFormat();
  const first = overflow.periods[0];
  return (
    <Need
      tone={overflow.isUrgent ? 'warning' : 'info'}
      text={t('overview.overflow.text', {
        exception: overflow.exceptionName,
        places: overflow.places,
        count: overflow.periods.length,
        first: first === undefined ? '' : format.near(first.from, now),
      })}
      note={t(overflow.isUrgent ? 'overview.overflow.urgent' : 'overview.overflow.later')}
    />
  );
}

/** Who of the meetings gets no access, and why: each on a line, the soonest meeting first. */
function WithoutAccess({ status, now }: { status: Status; now: Instant }): ReactNode {
  const t = useText();
  const format = useFormat();
  const { total, people } = status.withoutAccess;
  const left = total - people.length;
  const facts = ({ roomName, meetingId, from, why }: WithoutAccessDto): string =>
    [
      ...(roomName === '' ? [] : [roomName]),
      ...(meetingId === null ? [] : [t('overview.withoutAccess.meeting', { id: meetingId })]),
      ...(from === null ? [] : [format.near(from, now)]),
      t(`overview.withoutAccess.why.${why}`),
    ].join(' · ');
  return (
    <Section title={t('overview.withoutAccess.title')} intro={t('overview.withoutAccess.intro')}>
      <ul className={styles.people}>
        {people.map((person, index) => (
          <li key={index}>
            <strong>{callOf(person)}</strong>
            <span className={styles.note}>{facts(person)}</span>
          </li>
        ))}
      </ul>
      {left > 0 && <Sentence isQuiet>{t('overview.withoutAccess.more', { count: left })}</Sentence>}
    </Section>
  );

  function callOf({ name, personId, place }: WithoutAccessDto): string {
    if (name !== '') return name;
    if (personId !== null) return t('common.personNumber', { id: personId });
    return place === 'organiser' || place === null
      ? t('overview.withoutAccess.organiser')
      : t('overview.withoutAccess.participant', { number: place + 1 });
  }
}

interface NeedProps {
  readonly text: string;
  readonly note?: string;
  readonly tone?: 'warning' | 'info';
  readonly actions?: ReactNode;
}

function Need({ text, note, tone = 'warning', actions }: NeedProps): ReactNode {
  return (
    <div className={styles.need}>
      <ToneMark tone={tone}>
        {text}
        {note !== undefined && <span className={styles.note}>{note}</span>}
      </ToneMark>
      {actions !== undefined && <div className={styles.needActions}>{actions}</div>}
    </div>
  );
}

function NextOpenings({ status, now }: { status: Status; now: Instant }): ReactNode {
  const t = useText();
  const format = useFormat();
  return (
    <Section title={t('overview.today')}>
      {status.nextOpenings.length === 0 ? (
        <Sentence isQuiet>{t('overview.todayNone')}</Sentence>
      ) : (
        <ul className={styles.openings}>
          {status.nextOpenings.map((opening) => (
            <li key={`${opening.exceptionId}/${opening.period.from}`}>
              <span className={styles.time}>{format.timeRange(opening.period)}</span>
              <span className={styles.what}>
                <strong>{opening.exceptionName}</strong>
                <span className={styles.note}>
                  {format.nearDay(opening.period.from, now)}
                  {opening.rooms.length > 0 && ` · ${opening.rooms.join(', ')}`}
                </span>
              </span>
              {opening.isOpenNow && (
                <ToneMark tone="good" icon={<UnlockedIcon />}>
                  {t('overview.openNow')}
                </ToneMark>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Readings({ status, now }: { status: Status; now: Instant }): ReactNode {
  const t = useText();
  const age = (at: Instant | null): string => {
    if (at === null) return t('overview.neverRead');
    const minutes = Math.floor((now - at) / 60_000);
    return minutes < 1 ? t('overview.ageNow') : t('overview.age', { count: minutes });
  };
  return (
    <Section title={t('overview.readings')}>
      <dl className={styles.readings}>
        <dt>{t('overview.side.bookings')}</dt>
        <dd>{age(status.bookingsReadAt)}</dd>
        <dt>{t('overview.side.access')}</dt>
        <dd>{age(status.accessReadAt)}</dd>
      </dl>
    </Section>
  );
}

function LatestRuns({ now }: { now: Instant }): ReactNode {
  const t = useText();
  const { go } = useNavigation();
  const runs = useChannel('runs/list', { limit: 5, before: null });
  return (
    <Section
      title={t('overview.runs')}
      actions={
        <Button appearance="subtle" icon={<ForwardIcon />} iconPosition="after" onClick={() => go('history')}>
          {t('overview.allRuns')}
        </Button>
      }
    >
      {runs.data?.length === 0 && <Sentence isQuiet>{t('overview.runsNone')}</Sentence>}
      <ul className={styles.runs}>
        {(runs.data ?? []).map((run) => (
          <li key={run.runId}>
            <RunLine run={run} now={now} onOpen={() => go('history', { runId: run.runId })} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
