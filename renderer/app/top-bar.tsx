import type { ReactNode } from 'react';
import type { Status } from '../../shared/dto';
import { viewerZone } from '../../shared/time';
import { useCommand } from '../bridge';
import { DemoBar } from '../features/demo/demo-bar';
import { useFormat, useText } from '../i18n';
import { Button, makeStyles, PlayIcon, StateBadge, SyncIcon, tokens } from '../ui';
import { useNavigation } from './navigation';
import { statusSentence } from './status-sentence';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    alignItems: 'center',
    gap: '20px',
    padding: '12px 28px 12px 36px',
    '@media (max-width: 800px)': { gap: '12px', padding: '8px 16px' },
    minHeight: '46px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media print': { display: 'none' },
  },
  state: { flex: 1, minWidth: 0, display: 'flex', flexDirection: 'column', gap: '2px' },
  line: {
    display: 'flex',
    gap: '10px',
    alignItems: 'flex-start',
    // Much enlarged: the sentence below the state, rather than beside it a word at a time.
    '@media (max-width: 800px)': { flexWrap: 'wrap', columnGap: '10px', rowGap: 0 },
    lineHeight: '22px',
    '& > :first-child': { flexShrink: 0 },
  },
  times: {
    color: tokens.colorNeutralForeground3,
    fontSize: '12px',
    lineHeight: '16px',
    fontVariantNumeric: 'tabular-nums',
    paddingLeft: '28px',
  },
  actions: { display: 'flex', gap: '8px', flexShrink: 0 },
});

/** The state in one sentence, last and next run, and the button that starts one. */
export function TopBar({ status }: { status: Status }): ReactNode {
  const styles = useStyles();
  const t = useText();
  const format = useFormat();
  const { go } = useNavigation();
  const syncNow = useCommand('sync/now');
  const resume = useCommand('sync/resume');
  const isRunning = status.running !== null;
  // The times are the house's: that has to be said where the computer's clock shows another.
  const isElsewhere = format.zone !== viewerZone();
  const isSetUp = status.state !== 'not-set-up';
  const times = [
    status.lastReadAt === null
      ? t('app.sync.neverRead')
      : t('app.sync.lastRead', { at: format.near(status.lastReadAt, status.now) }),
    ...(status.nextRunAt === null ? [] : [t('app.sync.nextRun', { at: format.near(status.nextRunAt, status.now) })]),
  ];
  return (
    <header>
      {status.isDemo && <DemoBar />}
      <div className={styles.bar}>
        <div className={styles.state}>
          <div className={styles.line} role="status">
            <StateBadge state={status.state}>{t(`app.state.${status.state}`)}</StateBadge>
            <span>{statusSentence(status, t, format)}</span>
          </div>
          {isSetUp && (
            <span className={styles.times}>
              <span>{times.join(' · ')}</span>
              {isElsewhere && <span>{` · ${t('common.houseTime', { zone: format.zone })}`}</span>}
            </span>
          )}
        </div>
        <div className={styles.actions}>
          {status.state === 'paused' && (
            <Button icon={<PlayIcon />} onClick={() => resume.mutate(null)}>
              {t('app.sync.resume')}
            </Button>
          )}
          {isSetUp ? (
            <Button
              appearance="primary"
              icon={<SyncIcon />}
              disabledFocusable={isRunning}
              onClick={() => syncNow.mutate({ acceptPlanHash: null })}
            >
              {t(isRunning ? 'app.sync.running' : 'app.sync.now')}
            </Button>
          ) : (
            <Button appearance="primary" onClick={() => go('wizard')}>
              {t('app.setUpNow')}
            </Button>
          )}
        </div>
      </div>
    </header>
  );
}
