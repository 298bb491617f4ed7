import type { ReactNode } from 'react';
import type { ConnectionFacts } from '../../../shared/dto';
import { useText } from '../../i18n';
import { makeStyles, ToneMark } from '../../ui';
import { dayOf } from './certificate-day';

const useStyles = makeStyles({
  facts: { margin: 0, padding: 0, listStyleType: 'none', display: 'flex', flexDirection: 'column', gap: '4px' },
});

/** What is worth knowing of the way to a server besides the steps of its test. */
export function CheckFacts({ facts }: { facts: ConnectionFacts }): ReactNode {
  const styles = useStyles();
  const t = useText();
  const { certificate, proxy, login, clockSkewMs } = facts;
  const seconds = Math.round(Math.abs(clockSkewMs ?? 0) / 1000);
  return (
    <ul className={styles.facts}>
      {certificate !== null && (
        <li>
          <ToneMark tone="info">
            {t('settings.connection.facts.certificate', {
              subject: certificate.subject,
              issuer: certificate.issuer,
              to: dayOf(certificate.validTo),
            })}
          </ToneMark>
        </li>
      )}
      {proxy !== null && (
        <li>
          <ToneMark tone="info">{t('settings.connection.facts.proxy', { proxy })}</ToneMark>
        </li>
      )}
      {seconds > 0 && (
        <li>
          <ToneMark tone="info">{t('settings.connection.facts.clock', { count: seconds })}</ToneMark>
        </li>
      )}
      {login === 'none' && (
        <li>
          <ToneMark tone="warning">{t('settings.connection.noLogin')}</ToneMark>
        </li>
      )}
    </ul>
  );
}
