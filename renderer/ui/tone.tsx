import type { ReactNode } from 'react';
import type { HouseState } from '../../shared/dto';
import {
  BadIcon,
  DotIcon,
  GoodIcon,
  HandedOverIcon,
  InfoIcon,
  NoContactIcon,
  PausedIcon,
  SkippedIcon,
  SyncIcon,
  WarningIcon,
} from './icons';
import { makeStyles, mergeClasses, tokens } from './kit';

/** How a fact is to be taken. Every tone has its own shape, so that it is never told by colour alone. */
export type Tone = 'good' | 'busy' | 'warning' | 'bad' | 'info' | 'neutral';

const useStyles = makeStyles({
  mark: { display: 'inline-flex', verticalAlign: 'top', alignItems: 'flex-start', gap: '8px', minWidth: 0 },
  icon: { flexShrink: 0, fontSize: '20px', lineHeight: 0, marginTop: '1px' },
  good: { color: tokens.colorStatusSuccessForeground1 },
  busy: { color: tokens.colorBrandForeground1 },
  warning: { color: tokens.colorStatusWarningForeground3 },
  bad: { color: tokens.colorStatusDangerForeground1 },
  info: { color: tokens.colorBrandForeground1 },
  neutral: { color: tokens.colorNeutralForeground3 },
  badge: { fontWeight: tokens.fontWeightSemibold, alignItems: 'center', '& > span:first-child': { marginTop: 0 } },
});

const ICON_OF_TONE: Readonly<Record<Tone, ReactNode>> = {
  good: <GoodIcon />,
  busy: <SyncIcon />,
  warning: <WarningIcon />,
  bad: <BadIcon />,
  info: <InfoIcon />,
  neutral: <SkippedIcon />,
};

export interface ToneMarkProps {
  readonly tone: Tone;
  /** Instead of the tone's own shape. */
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}

/** A shape, a colour and the words that say the same. */
export function ToneMark({ tone, icon, children }: ToneMarkProps): ReactNode {
  const styles = useStyles();
  return (
    <span className={styles.mark}>
      <span className={mergeClasses(styles.icon, styles[tone])} aria-hidden="true">
        {icon ?? ICON_OF_TONE[tone]}
      </span>
      <span>{children}</span>
    </span>
  );
}

const STATE_LOOK: Readonly<Record<HouseState, { tone: Tone; icon: ReactNode }>> = {
  ready: { tone: 'good', icon: <GoodIcon /> },
  syncing: { tone: 'busy', icon: <SyncIcon /> },
  attention: { tone: 'warning', icon: <WarningIcon /> },
  'no-contact': { tone: 'bad', icon: <NoContactIcon /> },
  'handed-over': { tone: 'info', icon: <HandedOverIcon /> },
  paused: { tone: 'neutral', icon: <PausedIcon /> },
  'not-set-up': { tone: 'neutral', icon: <DotIcon /> },
};

/** The house's state: the tray's shape and colour, and its words. */
export function StateBadge({ state, children }: { state: HouseState; children: ReactNode }): ReactNode {
  const styles = useStyles();
  const look = STATE_LOOK[state];
  return (
    <span className={mergeClasses(styles.mark, styles.badge)} data-state={state}>
      <span className={mergeClasses(styles.icon, styles[look.tone])} aria-hidden="true">
        {look.icon}
      </span>
      <span>{children}</span>
    </span>
  );
}
