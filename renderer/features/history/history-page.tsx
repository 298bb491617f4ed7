import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import type { ChangeDto, RunActionDto, RunDto } from '../../../shared/dto';
import { actionName } from '../../../shared/i18n/membership-name';
import type { Instant, Period } from '../../../shared/time';
import { useNavigation } from '../../app/navigation';
import { useNow } from '../../app/use-now';
import { troubleOf, useChannel } from '../../bridge';
import { useFormat, useText } from '../../i18n';
import type { Tone } from '../../ui';
import { Button, EmptyState, ErrorCard, HistoryIcon, Page, Sentence, Spinner, Switch, ToneMark } from '../../ui';
import { RunLine } from './run-line';
import styles from './history-page.module.css';

const PAGE_SIZE = 50;

const didSomething = (run: RunDto): boolean =>
  run.written > 0 || run.troubles.length > 0 || run.result === 'failed' || run.result === 'interrupted';

/** "Who changed what when": every run, newest first, and what each one wrote, before and after. */
export function HistoryPage(): ReactNode {
  const t = useText();
  const now = useNow();
  const { focus } = useNavigation();
  const [limit, setLimit] = useState(PAGE_SIZE);
  const [onlyChanges, setOnlyChanges] = useState(false);
  const [chosen, setChosen] = useState<string | null>(focus.runId ?? null);
  const answer = useChannel('runs/list', { limit, before: null }, { keepsPrevious: true });
  const runs = useMemo(
    () => (answer.data ?? []).filter((run) => !onlyChanges || didSomething(run)),
    [answer.data, onlyChanges],
  );

  if (answer.error !== null) {
    return (
      <Page title={t('history.title')}>
        <ErrorCard trouble={troubleOf(answer.error)} />
      </Page>
    );
  }
  if (answer.data === undefined) {
    return (
      <Page title={t('history.title')}>
        <Spinner label={t('history.loading')} />
      </Page>
    );
  }
  if (answer.data.length === 0) {
    return (
      <Page title={t('history.title')}>
        <EmptyState icon={<HistoryIcon />} title={t('history.empty')} text={t('history.emptyText')} />
      </Page>
    );
  }
  return (
    <Page
      title={t('history.title')}
      intro={t('history.lead')}
      width="fill"
      actions={
        <Switch
          checked={onlyChanges}
          label={t('history.onlyChanges')}
          onChange={(_event, set) => setOnlyChanges(set.checked)}
        />
      }
    >
      <div className={styles.main}>
        <div className={styles.list}>
          <ul>
            {runs.map((run) => (
              <li key={run.runId}>
                <RunLine run={run} now={now} isSelected={run.runId === chosen} onOpen={() => setChosen(run.runId)} />
              </li>
            ))}
          </ul>
          {answer.data.length >= limit && limit < 500 && (
            <Button onClick={() => setLimit(Math.min(500, limit + PAGE_SIZE))}>{t('history.more')}</Button>
          )}
        </div>
        <div className={styles.details} tabIndex={0} role="region" aria-label={t('history.chosen')}>
          {chosen === null ? (
            <Sentence isQuiet>{t('history.choose')}</Sentence>
          ) : (
            <RunDetails runId={chosen} now={now} />
          )}
        </div>
      </div>
    </Page>
  );
}

function RunDetails({ runId, now }: { runId: string; now: Instant }): ReactNode {
  const t = useText();
  const format = useFormat();
  const answer = useChannel('runs/get', { runId });
  if (answer.error !== null) return <ErrorCard trouble={troubleOf(answer.error)} />;
  if (answer.data === undefined) return <Spinner label={t('history.loading')} />;
  const run = answer.data;
  return (
    <article aria-label={t('history.details', { run: run.runId.slice(0, 8) })}>
      <h2 className={styles.title}>{format.dateTime(run.startedAt, now)}</h2>
      <p className={styles.quiet}>
        {[
          t('history.details', { run: run.runId.slice(0, 8) }),
          t(`history.trigger.${run.trigger}`),
          t(`history.result.${run.result}`),
          ...(run.endedAt === null
            ? []
            : [
                t('history.seconds', {
                  seconds: format.number(Math.max(0.1, Math.round((run.endedAt - run.startedAt) / 100) / 10)),
                }),
              ]),
        ].join(' · ')}
      </p>
      {run.troubles.map((trouble, index) => (
        <ErrorCard key={`${trouble.code}/${index}`} trouble={trouble} />
      ))}
      <h3 className={styles.sub}>{t('history.actions')}</h3>
      {run.actions.length === 0 ? (
        <Sentence isQuiet>{t('history.noActions')}</Sentence>
      ) : (
        run.actions.map((action, index) => <ActionDetails key={index} action={action} now={now} />)
      )}
    </article>
  );
}

const OUTCOME_TONES: Readonly<Record<NonNullable<RunActionDto['outcome']>, Tone>> = {
  confirmed: 'good',
  'handed-over': 'info',
  unconfirmed: 'warning',
  failed: 'bad',
};

function ActionDetails({ action, now }: { action: RunActionDto; now: Instant }): ReactNode {
  const t = useText();
  const format = useFormat();
  const name = actionName(action, t);
  return (
    <section className={styles.action} aria-label={name}>
      <header className={styles.actionHead}>
        <strong>{name}</strong>
        <span className={styles.quiet}>{t(`history.kind.${action.kind}`)}</span>
        <ToneMark tone={action.outcome === null ? 'neutral' : OUTCOME_TONES[action.outcome]}>
          {t(`history.outcome.${action.outcome ?? 'unknown'}`)}
        </ToneMark>
      </header>
      <p className={styles.quiet}>
        {[
          ...(action.writtenAt === null ? [] : [t('history.writtenAt', { time: format.near(action.writtenAt, now) })]),
          ...(action.readBackAt === null
            ? []
            : [t('history.readBackAt', { time: format.near(action.readBackAt, now) })]),
        ].join(' · ')}
      </p>
      {action.trouble !== null && <ErrorCard trouble={action.trouble} />}
      <div className={styles.beforeAfter}>
        <PeriodList title={t('history.before')} periods={action.before} now={now} />
        <PeriodList title={t('history.after')} periods={action.after} now={now} />
      </div>
      <h4 className={styles.sub}>{t('history.changes')}</h4>
      <ul className={styles.changes}>
        {action.changes
          .filter((change) => change.change !== 'keep' || change.reason === 'held' || change.reason === 'kept-foreign')
          .map((change, index) => (
            <li key={`${change.period.from}/${index}`}>
              <Change change={change} now={now} />
            </li>
          ))}
      </ul>
    </section>
  );
}

function Change({ change, now }: { change: ChangeDto; now: Instant }): ReactNode {
  const t = useText();
  const format = useFormat();
  return (
    <>
      <span className={styles.change} data-change={change.change}>
        {t(`history.change.${change.change}`)}
      </span>
      <span className={styles.number}>{format.period(change.period, now)}</span>
      <span className={styles.quiet}>
        {[
          t(`history.reason.${change.reason}`),
          ...(change.bookings.length === 0
            ? []
            : [t('history.booking', { count: change.bookings.length, ids: change.bookings.join(', ') })]),
        ].join(' · ')}
      </span>
    </>
  );
}

function PeriodList({ title, periods, now }: { title: string; periods: readonly Period[]; now: Instant }): ReactNode {
  const t = useText();
  const format = useFormat();
  return (
    <div>
      <h4 className={styles.sub}>{title}</h4>
      {periods.length === 0 ? (
        <Sentence isQuiet>{t('history.none')}</Sentence>
      ) : (
        <ul className={styles.periods}>
          {periods.map((period) => (
            <li key={period.from}>{format.period(period, now)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
