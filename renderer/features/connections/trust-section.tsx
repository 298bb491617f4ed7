import type { ReactNode } from 'react';
import { useState } from 'react';
import type { CertificateDto, CheckStep, ConnectionFacts } from '../../../shared/dto';
import type { TrustSettings } from '../../../shared/settings';
import { troubleOf, useCommand } from '../../bridge';
import { useText } from '../../i18n';
import { Button, ErrorCard, makeStyles, MessageBar, MessageBarBody, Sentence } from '../../ui';
import { dayOf } from './certificate-day';

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: '8px' },
  title: { margin: 0, fontSize: '14px', lineHeight: '20px' },
  facts: { margin: 0, padding: 0, listStyleType: 'none', overflowWrap: 'anywhere' },
  row: { display: 'flex', gap: '12px', alignItems: 'center', flexWrap: 'wrap' },
});

export interface TrustSectionProps {
  readonly trust: TrustSettings;
  /** The newest test of what is typed; null: none, or something else is typed since. */
  readonly steps: readonly CheckStep[] | null;
  readonly facts: ConnectionFacts | null;
  choose(trust: TrustSettings): void;
}

/** Whose certificate is believed now, with the way back; and after a test that failed at the certificate, what the server shows and the choice. */
export function TrustSection({ trust, steps, facts, choose }: TrustSectionProps): ReactNode {
  const styles = useStyles();
  const t = useText();
  const opening = useCommand('certificate/open');
  const [unreadable, setUnreadable] = useState<string | null>(null);
  const shown = facts?.certificate ?? null;
  const isRefused = steps?.some(({ step, state }) => step === 'certificate' && state === 'failed') === true;
  if (trust.kind === 'system' && !isRefused) return null;

  const openAuthority = async (): Promise<void> => {
    setUnreadable(null);
    const file = await opening.mutateAsync(null);
    if (file === null) return;
    if (file.pem === null) setUnreadable(file.name);
    else choose({ kind: 'authority', pem: file.pem });
  };
  // What goes wrong is in the command's own state, and shown below.
  const open = (): void => void openAuthority().catch(() => undefined);

  return (
    <section className={styles.section} aria-label={t('settings.connection.trust.title')}>
      <h3 className={styles.title}>{t('settings.connection.trust.title')}</h3>
      <Sentence isQuiet>
        {trust.kind === 'pinned'
          ? t('settings.connection.trust.now.pinned', { subject: trust.subject, to: dayOf(trust.validTo) })
          : t(`settings.connection.trust.now.${trust.kind}`)}
      </Sentence>
      {isRefused && shown !== null && (
        <>
          <CertificateFacts certificate={shown} />
          <Sentence>{t('settings.connection.trust.question')}</Sentence>
          {facts?.hasSystemStore === false && (
            <MessageBar intent="info" layout="multiline">
              <MessageBarBody>{t('settings.connection.trust.noSystemStore')}</MessageBarBody>
            </MessageBar>
          )}
        </>
      )}
      <div className={styles.row}>
        {isRefused && shown !== null && (
          <Button
            onClick={() =>
              choose({ kind: 'pinned', sha256: shown.sha256, subject: shown.subject, validTo: shown.validTo })
            }
          >
            {t('settings.connection.trust.pin')}
          </Button>
        )}
        {isRefused && <Button onClick={open}>{t('settings.connection.trust.authority')}</Button>}
        {trust.kind !== 'system' && (
          <Button appearance="transparent" onClick={() => choose({ kind: 'system' })}>
            {t('settings.connection.trust.back')}
          </Button>
        )}
      </div>
      <div role="status">
        {unreadable !== null && (
          <Sentence>{t('settings.connection.trust.noCertificate', { name: unreadable })}</Sentence>
        )}
        {opening.error !== null && <ErrorCard trouble={troubleOf(opening.error)} />}
      </div>
    </section>
  );
}

/** A certificate as it says of itself. */
function CertificateFacts({ certificate }: { certificate: CertificateDto }): ReactNode {
  const styles = useStyles();
  const t = useText();
  const { subject, issuer, validFrom, validTo, sha256 } = certificate;
  return (
    <ul className={styles.facts}>
      <li>{t('settings.connection.trust.subject', { subject })}</li>
      <li>{t('settings.connection.trust.issuer', { issuer })}</li>
      <li>{t('settings.connection.trust.dates', { from: dayOf(validFrom), to: dayOf(validTo) })}</li>
      <li>
        {t('settings.connection.trust.fingerprint', { sha256: sha256.match(/../g)?.join(':').toUpperCase() ?? '' })}
      </li>
    </ul>
  );
}
