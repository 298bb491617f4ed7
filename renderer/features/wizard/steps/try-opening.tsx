import type { ReactNode } from 'react';
import { useState } from 'react';
import type { ManagedExceptionSettings } from '../../../../shared/settings';
import { useJob } from '../../../bridge';
import { useFormat, useText } from '../../../i18n';
import { Button, ErrorCard, makeStyles, Section, Select, Spinner, ToneMark, TryIcon } from '../../../ui';

const useStyles = makeStyles({ row: { display: 'flex', gap: '12px', alignItems: 'center', flexWrap: 'wrap' } });

/** For the installer: two minutes of one exception, to see the right door react. */
export function TryOpening({ exceptions }: { exceptions: readonly ManagedExceptionSettings[] }): ReactNode {
  const styles = useStyles();
  const t = useText();
  const format = useFormat();
  const trial = useJob('try/opening');
  const [exceptionId, setExceptionId] = useState('');
  const chosen = exceptions.find(({ id }) => id === exceptionId) ?? exceptions[0];
  if (chosen === undefined) return null;
  const result = trial.result?.kind === 'try-opening' ? trial.result : null;
  return (
    <Section title={t('wizard.try.title')} intro={t('wizard.try.intro')}>
      <div className={styles.row}>
        <Select
          aria-label={t('wizard.try.exception')}
          value={chosen.id}
          onChange={(_, { value }) => setExceptionId(value)}
        >
          {exceptions.map(({ id, name }) => (
            <option key={id} value={id}>
              {name === '' ? id : name}
            </option>
          ))}
        </Select>
        <Button
          icon={<TryIcon />}
          disabledFocusable={trial.isRunning}
          onClick={() => void trial.start({ source: 'draft', exceptionId: chosen.id })}
        >
          {t('wizard.try.start')}
        </Button>
        {trial.isRunning && <Spinner size="tiny" label={t('wizard.try.running')} />}
      </div>
      <div role="status">
        {result !== null && (
          <ToneMark tone={result.isConfirmed ? 'good' : 'warning'}>
            {t(result.isConfirmed ? 'wizard.try.confirmed' : 'wizard.try.unconfirmed', {
              exception: exceptions.find(({ id }) => id === result.exceptionId)?.name ?? result.exceptionId,
              until: format.time(result.period.to),
            })}
          </ToneMark>
        )}
      </div>
      {trial.trouble !== null && <ErrorCard trouble={trial.trouble} />}
    </Section>
  );
}
