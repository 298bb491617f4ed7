import type { ReactNode } from 'react';
import type { CheckStep } from '../../../shared/dto';
import { useText } from '../../i18n';
import type { Tone } from '../../ui';
import { ErrorCard, makeStyles, ToneMark } from '../../ui';

const useStyles = makeStyles({
  list: { margin: 0, padding: '0 0 0 28px', display: 'flex', flexDirection: 'column', gap: '8px' },
  step: { paddingLeft: '4px' },
  trouble: { margin: '8px 0' },
});

const TONE: Readonly<Record<CheckStep['state'], Tone>> = { ok: 'good', failed: 'bad', skipped: 'neutral' };

/** The numbered steps of a connection test, each with its answer or its remedy. */
export function CheckSteps({ steps }: { steps: readonly CheckStep[] }): ReactNode {
  const styles = useStyles();
  const t = useText();
  return (
    <ol className={styles.list} aria-label={t('settings.connection.steps')}>
      {steps.map(({ step, state, count, trouble }) => (
        <li key={step} className={styles.step}>
          <ToneMark tone={TONE[state]}>
            {t(`settings.connection.step.${step}`)}
            {': '}
            {count === null || state !== 'ok'
              ? t(`settings.connection.stepState.${state}`)
              : t(`settings.connection.stepCount.${step}`, { count })}
          </ToneMark>
          {trouble !== null && (
            <div className={styles.trouble}>
              <ErrorCard trouble={trouble} />
            </div>
          )}
        </li>
      ))}
    </ol>
  );
}
