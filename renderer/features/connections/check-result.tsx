import type { ReactNode } from 'react';
import { useText } from '../../i18n';
import { ErrorCard, makeStyles, Sentence, ToneMark } from '../../ui';
import { CheckSteps } from './check-steps';
import type { ConnectionFormProps } from './connection-form';

const useStyles = makeStyles({
  result: { display: 'flex', flexDirection: 'column', gap: '12px' },
});

/** What a connection test came to; told to a screen reader as it comes. */
export function CheckResult({
  check,
  children,
}: Pick<ConnectionFormProps, 'check'> & { children?: ReactNode }): ReactNode {
  const styles = useStyles();
  const t = useText();
  const result = check.result !== null && 'check' in check.result ? check.result.check : null;
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
        </>
      )}
    </div>
  );
}
