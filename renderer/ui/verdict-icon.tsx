import type { ReactNode } from 'react';
import type { Verdict } from '../../shared/dto';
import {
  AddIcon,
  CheckIcon,
  ClockIcon,
  FilterIcon,
  HandedOverIcon,
  HelpIcon,
  LockedIcon,
  MoveIcon,
  PersonIcon,
  SkippedIcon,
} from './icons';

const ICONS: Readonly<Record<Verdict, typeof CheckIcon>> = {
  equal: CheckIcon,
  missing: SkippedIcon,
  extra: AddIcon,
  shifted: MoveIcon,
  waiting: ClockIcon,
  held: LockedIcon,
  'no-place': FilterIcon,
  foreign: PersonIcon,
  unknown: HelpIcon,
  'handed-over': HandedOverIcon,
};

/** A verdict's own shape, so that it is told apart without colour. Silent for screen readers unless it is given a label. */
export function VerdictIcon({ verdict, label }: { verdict: Verdict; label?: string }): ReactNode {
  const Icon = ICONS[verdict];
  return label === undefined ? <Icon aria-hidden="true" /> : <Icon role="img" aria-label={label} title={label} />;
}
