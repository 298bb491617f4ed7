import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import type { PlanDto } from '../../../../shared/dto';
import { troubleOf, useCommand, useJob } from '../../../bridge';
import { InZone, useText } from '../../../i18n';
import {
  Button,
  Checkbox,
  ErrorCard,
  makeStyles,
  RefreshIcon,
  Section,
  Sentence,
  Spinner,
  ToneMark,
} from '../../../ui';
import { ConsentList, PlanSummary } from '../../rooms/plan-summary';
import type { StepProps } from '../step-props';
import { TryOpening } from './try-opening';

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyle: 'none', display: 'flex', flexDirection: 'column', gap: '8px' },
  row: { display: 'flex', gap: '12px', alignItems: 'center', flexWrap: 'wrap' },
  write: { display: 'flex', flexDirection: 'column', gap: '12px', alignItems: 'flex-start' },
});

/** The dry run: what would be written and replaced, a checklist, and the one button that writes. */
export function CheckStep({ draft, onReady, goTo, footer }: StepProps): ReactNode {
  const styles = useStyles();
  const t = useText();
  const preview = useJob('plan/preview');
  const finish = useCommand('draft/finish');
  const [hasConsented, setConsented] = useState(false);
  const { start, state } = preview;
  useEffect(() => {
    if (state === 'idle') void start({ source: 'draft', patch: null });
  }, [state, start]);

  const plan = preview.result?.kind === 'preview' ? preview.result.plan : null;
  const needsConsent = plan !== null && plan.consents.length > 0;
  const isRead =
    plan !== null && plan.checklist.bookingsRead !== 'unreadable' && plan.checklist.accessRead !== 'unreadable';
  const canWrite = isRead && (!needsConsent || hasConsented) && !finish.isPending && !preview.isRunning;

  const why = needsConsent && !hasConsented ? t('wizard.check.consentFirst') : '';
  useEffect(() => onReady(false, why), [onReady, why]);

  const again = (): void => {
    setConsented(false);
    void start({ source: 'draft', patch: null });
  };
  const write = (): void => {
    if (plan === null) return;
    finish.mutate(
      { acceptPlanHash: plan.hash },
      {
        onSuccess: () => goTo('done'),
        onError: (thrown) => {
          // Only what was shown is written: show the new plan, and ask again.
          if (troubleOf(thrown).code === 'plan-changed') again();
        },
      },
    );
  };

  return (
    <InZone zone={plan?.houseZone ?? null}>
      {preview.isRunning && (
        <div className={styles.row}>
          <Spinner
            size="tiny"
            label={
              preview.progress === null
                ? t('wizard.check.working')
                : t('wizard.check.workingProgress', { done: preview.progress.done, total: preview.progress.total })
            }
          />
          <Button size="small" onClick={preview.cancel}>
            {t('common.cancel')}
          </Button>
        </div>
      )}
      {preview.trouble !== null && <ErrorCard trouble={preview.trouble} />}
      {plan !== null && (
        <>
          <Section title={t('wizard.check.checklist')}>
            <Checklist plan={plan} />
          </Section>
          <Section title={t('wizard.check.plan')}>
            <PlanSummary plan={plan} />
          </Section>
        </>
      )}
      {!preview.isRunning && (
        <div>
          <Button icon={<RefreshIcon />} onClick={again}>
            {t('wizard.check.again')}
          </Button>
        </div>
      )}
      {plan !== null && (
        <Section title={t('wizard.check.writeTitle')} intro={t('wizard.check.writeIntro')}>
          <div className={styles.write}>
            {needsConsent && (
              <>
                <ConsentList plan={plan} />
                <Checkbox
                  label={t('wizard.check.consent')}
                  checked={hasConsented}
                  onChange={(_, { checked }) => setConsented(checked === true)}
                />
              </>
            )}
            {finish.error !== null && <ErrorCard trouble={troubleOf(finish.error)} />}
            {!isRead && <Sentence isQuiet>{t('wizard.check.notRead')}</Sentence>}
          </div>
        </Section>
      )}
      {footer !== null &&
        createPortal(
          <Button appearance="primary" disabledFocusable={!canWrite} onClick={() => canWrite && write()}>
            {t(
              finish.isPending
                ? 'wizard.check.writing'
                : draft.isSetUp
                  ? 'wizard.check.writeAgain'
                  : 'wizard.check.write',
            )}
          </Button>,
          footer,
        )}
      {draft.access?.kind !== 'unilock-import-file' && <TryOpening exceptions={draft.exceptions} />}
    </InZone>
  );
}

function Checklist({ plan }: { plan: PlanDto }): ReactNode {
  const styles = useStyles();
  const t = useText();
  const { checklist } = plan;
  const areAllMapped = checklist.roomsMapped === checklist.rooms;
  const areAllFound = checklist.exceptionsFound === checklist.exceptions;
  const tone = (isGood: boolean): 'good' | 'warning' => (isGood ? 'good' : 'warning');
  const read = { complete: 'good', partial: 'warning', unreadable: 'bad' } as const;
  return (
    <ul className={styles.list}>
      <li>
        <ToneMark tone={read[checklist.bookingsRead]}>
          {t(`wizard.check.bookings.${checklist.bookingsRead}`, { count: checklist.bookings })}
        </ToneMark>
      </li>
      <li>
        <ToneMark tone={read[checklist.accessRead]}>
          {t(`wizard.check.access.${checklist.accessRead}`, { count: checklist.exceptionsFound })}
        </ToneMark>
      </li>
      <li>
        <ToneMark tone={tone(areAllMapped)}>
          {t('wizard.check.mapped', { done: checklist.roomsMapped, total: checklist.rooms })}
        </ToneMark>
      </li>
      <li>
        <ToneMark tone={tone(areAllFound)}>
          {t('wizard.check.found', { done: checklist.exceptionsFound, total: checklist.exceptions })}
        </ToneMark>
      </li>
      <li>
        <ToneMark tone={tone(checklist.placesEnough)}>
          {t(checklist.placesEnough ? 'wizard.check.placesEnough' : 'wizard.check.placesFew')}
        </ToneMark>
      </li>
      {checklist.peopleTotal > 0 && (
        <li>
          <ToneMark tone={tone(checklist.peopleMatched === checklist.peopleTotal)}>
            {t('wizard.check.people', { done: checklist.peopleMatched, total: checklist.peopleTotal })}
          </ToneMark>
        </li>
      )}
    </ul>
  );
}
