import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { useChannel, useJob } from '../../../bridge';
import { useText } from '../../../i18n';
import { Section, ToneMark } from '../../../ui';
import { AccessConnection } from '../../connections/access-connection';
import { ZoneField } from '../../settings/zone-field';
import type { StepProps } from '../step-props';
import { useAutomaticStart } from './use-automatic-start';

/** The connection to UniLock, its test, what was found, and the house's zone where UniLock does not tell it. */
export function UnilockStep({ draft, found, save, find, onReady }: StepProps): ReactNode {
  const t = useText();
  const check = useJob('check/access');
  // What is typed and not saved would be left behind by going on.
  const [isKept, setKept] = useState(false);
  const [hadConnection] = useState(draft.access !== null);
  const credential = useChannel(
    'credentials/state',
    { connectorId: draft.access?.connectorId ?? '' },
    { isEnabled: hadConnection },
  );
  useAutomaticStart(
    check,
    hadConnection && isKept && found.access === null && credential.data === 'present' && check.state === 'idle',
  );

  const result = check.result?.kind === 'check-access' ? check.result.check : null;
  useEffect(() => {
    if (result !== null) find({ access: result });
  }, [result, find]);
  const told = result ?? found.access;
  const isTested = draft.access !== null && isKept && told?.ok === true && check.trouble === null && !check.isRunning;
  const needsZone = isTested && told.zone === null && draft.houseZone === null;
  useEffect(
    () => onReady(isTested && !needsZone, t(needsZone ? 'wizard.unilock.zoneFirst' : 'wizard.testFirst')),
    [isTested, needsZone, onReady, t],
  );

  return (
    <>
      <AccessConnection source="draft" saved={draft.access} check={check} save={save} onKept={setKept} />
      {isTested && (
        <Section title={t('wizard.unilock.found')}>
          {draft.access?.kind === 'unilock-import-file' ? (
            <ToneMark tone="neutral">{t('wizard.unilock.typed')}</ToneMark>
          ) : (
            <ToneMark tone={told.exceptions.length > 0 ? 'good' : 'warning'}>
              {t('wizard.unilock.exceptions', { count: told.exceptions.length })}
            </ToneMark>
          )}
          {told.zone === null ? (
            <ZoneField value={draft.houseZone} onChange={(houseZone) => void save({ houseZone })} />
          ) : (
            <ToneMark tone="good">{t('wizard.unilock.zone', { zone: told.zone })}</ToneMark>
          )}
        </Section>
      )}
    </>
  );
}
