import type { ReactNode } from 'react';
import { troubleValues } from '../../../shared/i18n';
import type { RunDto } from '../../../shared/dto';
import type { Instant } from '../../../shared/time';
import { useFormat, useText } from '../../i18n';
import type { Tone } from '../../ui';
import { ToneMark } from '../../ui';
import styles from './history-page.module.css';

const TONES: Readonly<Record<RunDto['result'], Tone>> = {
  running: 'busy',
  equal: 'good',
  'handed-over': 'info',
  different: 'warning',
  failed: 'bad',
  interrupted: 'neutral',
};

interface RunLineProps {
  readonly run: RunDto;
  readonly now: Instant;
  readonly isSelected?: boolean;
  readonly onOpen: () => void;
}

/** One run as one line: when, why, how it ended, what it wrote. A button that opens it. */
export function RunLine({ run, now, isSelected = false, onOpen }: RunLineProps): ReactNode {
  const t = useText();
  const format = useFormat();
  const facts = [
    run.written === 0 ? t('history.nothingWritten') : t('history.written', { count: run.written }),
    ...(run.failed > 0 ? [t('history.failed', { count: run.failed })] : []),
    ...(run.held > 0 ? [t('history.held', { count: run.held })] : []),
    ...(run.overflow > 0 ? [t('history.overflow', { count: run.overflow })] : []),
    ...run.troubles.map((trouble) => t(`errors.${trouble.code}.title`, troubleValues(trouble))),
  ];
  return (
    <button type="button" className={styles.line} aria-pressed={isSelected} data-run={run.runId} onClick={onOpen}>
      <span className={styles.time}>{format.near(run.startedAt, now)}</span>
      <span className={styles.trigger}>{t(`history.trigger.${run.trigger}`)}</span>
      <span className={styles.result}>
        <ToneMark tone={TONES[run.result]}>{t(`history.result.${run.result}`)}</ToneMark>
      </span>
      <span className={styles.facts}>{facts.join(' · ')}</span>
    </button>
  );
}
