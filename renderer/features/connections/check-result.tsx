import type { ReactNode } from 'react';
import type { AccessCheck, BookingCheck } from '../../../shared/dto';
import type { JobHandle } from '../../bridge';
import { useText } from '../../i18n';
import { ErrorCard, makeStyles, Sentence, ToneMark } from '../../ui';
import { CheckFacts } from './check-facts';
import { CheckSteps } from './check-steps';

const useStyles = makeStyles({
  result: { display: 'flex', flexDirection: 'column', gap: '12px' },
});

type CheckJob = JobHandle<'check/bookings' | 'check/access'>;

/** What the test answered; null: nothing yet. */
export const checkOf = ({ result }: CheckJob): BookingCheck | AccessCheck | null =>
  result !== null && 'check' in result ? result.check : null;

interface CheckResultProps {
  readonly check: CheckJob;
  /** What comes before it, e.g. why nothing could be saved. */
  readonly children?: ReactNode;
}

/** What a connection test came to; told to a screen reader as it comes. */
export function CheckResult({ check, children }: CheckResultProps): ReactNode {
  const styles = useStyles();
  const t = useText();
  const result = checkOf(check);
  return (
    <div className={styles.result} role="status">
      {children}
      {check.trouble !== null && <ErrorCard trouble={check.trouble} />}
      {check.state === 'cancelled' && <Sentence isQuiet>{t('errors.cancelled.title')}</Sentence>}
      {result !== null && (
        <>
          <ToneMark tone={result.ok ? 'good' : 'bad'}>
            {t(result.ok ? 'settings.connection.testOk' : 'settings.connection.testFailed')}
          </ToneMark>
          <CheckSteps steps={result.steps} />
          {result.facts !== null && <CheckFacts facts={result.facts} />}
        </>
      )}
    </div>
  );
}
