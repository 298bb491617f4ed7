import type { ReactNode } from 'react';
import type { Status } from '../../../../shared/dto';
import { useNavigation } from '../../../app/navigation';
import { statusSentence } from '../../../app/status-sentence';
import { useChannel, useCommand } from '../../../bridge';
import { useFormat, useText } from '../../../i18n';
import { TroubleCards } from '../../overview/trouble-cards';
import {
  Button,
  CalendarIcon,
  makeStyles,
  OverviewIcon,
  ProgressBar,
  Section,
  Sentence,
  StateBadge,
  Switch,
} from '../../../ui';

const useStyles = makeStyles({
  row: { display: 'flex', gap: '12px', flexWrap: 'wrap' },
  list: { margin: 0, paddingLeft: '20px', display: 'flex', flexDirection: 'column', gap: '8px', lineHeight: '21px' },
});

/** The first run's progress, then equality; and where the program lives from now on. */
export function DoneStep({ status }: { status: Status }): ReactNode {
  const styles = useStyles();
  const t = useText();
  const format = useFormat();
  const { go } = useNavigation();
  const settings = useChannel('settings/get', null);
  const save = useCommand('settings/save');
  const progress = status.running?.progress ?? null;
  return (
    <>
      <Section title={t('wizard.done.firstRun')}>
        <div role="status">
          <Sentence size="large">
            <StateBadge state={status.state}>{t(`app.state.${status.state}`)}</StateBadge>
          </Sentence>
          <Sentence>{statusSentence(status, t, format)}</Sentence>
        </div>
        {status.running !== null && (
          <ProgressBar
            aria-label={t('app.state.syncing')}
            {...(progress === null || progress.total === 0 ? {} : { value: progress.done / progress.total })}
          />
        )}
        {status.running === null && status.lastRun !== null && (
          <Sentence isQuiet>{t('wizard.done.written', { count: status.lastRun.written })}</Sentence>
        )}
        {status.running === null && <TroubleCards troubles={status.troubles} />}
        <div className={styles.row}>
          <Button appearance="primary" icon={<CalendarIcon />} onClick={() => go('calendar')}>
            {t('wizard.done.calendar')}
          </Button>
          <Button icon={<OverviewIcon />} onClick={() => go('overview')}>
            {t('wizard.done.overview')}
          </Button>
        </div>
      </Section>
      <Section title={t('wizard.done.afterwards')}>
        <ul className={styles.list}>
          <li>{t('wizard.done.tray')}</li>
          <li>{t('wizard.done.close')}</li>
          <li>{t('wizard.done.sleep')}</li>
        </ul>
        {settings.data !== undefined && !status.isDemo && (
          <Switch
            label={t('settings.startWithComputer')}
            checked={settings.data.startWithComputer}
            onChange={(_, { checked }) => save.mutate({ startWithComputer: checked })}
          />
        )}
      </Section>
    </>
  );
}
