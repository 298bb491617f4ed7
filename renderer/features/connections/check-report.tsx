import type { ReactNode } from 'react';
import { useState } from 'react';
import type { ReportedCheck } from '../../../shared/check-report';
import { createCheckReport } from '../../../shared/check-report';
import { useNow } from '../../app/use-now';
import { troubleOf, useChannel, useCommand } from '../../bridge';
import { useText } from '../../i18n';
import { Button, ErrorCard, makeStyles, Textarea, Field, ToneMark } from '../../ui';
import type { Side } from './connection-model';

const useStyles = makeStyles({
  report: { display: 'flex', flexDirection: 'column', gap: '8px', alignItems: 'start' },
  wide: { width: '100%' },
  text: { fontFamily: 'monospace', fontSize: '12px', height: '240px' },
});

/** A test as a text for support: shown first, saved as it is shown. */
export function CheckReport({ side, check }: { side: Side; check: ReportedCheck }): ReactNode {
  const styles = useStyles();
  const t = useText();
  const info = useChannel('app/info', null).data;
  const now = useNow();
  const saving = useCommand('file/save');
  const [text, setText] = useState<string | null>(null);
  if (info === undefined) return null;

  const make = (): void => {
    const origin = {
      program: `Mødeklar ${info.version}`,
      platform: info.platform,
      runtime: `Electron ${info.electron}`,
      madeAt: now,
    };
    setText(createCheckReport({ bookings: null, access: null, [side]: check }, origin, t));
  };
  return (
    <div className={styles.report}>
      {text === null ? (
        <Button onClick={make}>{t('settings.connection.report.save')}</Button>
      ) : (
        <>
          <Field className={styles.wide} label={t('settings.connection.report.title')}>
            <Textarea
              // What will be saved is to be read first; the button that was pressed is gone.
              autoFocus
              readOnly
              value={text}
              resize="vertical"
              textarea={{ className: styles.text, spellCheck: false }}
            />
          </Field>
          <Button onClick={() => saving.mutate({ suggestedName: `modeklar-${side}.txt`, text })}>
            {t('settings.connection.report.toFile')}
          </Button>
        </>
      )}
      <div role="status">
        {saving.data?.isSaved === true && <ToneMark tone="good">{t('settings.connection.report.saved')}</ToneMark>}
        {saving.error !== null && <ErrorCard trouble={troubleOf(saving.error)} />}
      </div>
    </div>
  );
}
