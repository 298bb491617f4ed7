import type { ReactNode } from 'react';
import { useText } from '../i18n';
import {
  CalendarIcon,
  HelpIcon,
  HistoryIcon,
  makeStyles,
  mergeClasses,
  OverviewIcon,
  RoomIcon,
  SettingsIcon,
  tokens,
  useRestoreFocusTarget,
} from '../ui';
import type { Place } from './navigation';
import { useNavigation } from './navigation';

const useStyles = makeStyles({
  bar: {
    gridRow: '1 / span 2',
    display: 'flex',
    flexDirection: 'column',
    padding: '18px 10px',
    gap: '14px',
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media print': { display: 'none' },
  },
  name: { padding: '2px 12px', fontSize: '18px', lineHeight: '26px', fontWeight: tokens.fontWeightSemibold },
  list: { listStyle: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '2px' },
  item: {
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    width: '100%',
    minHeight: '38px',
    padding: '0 12px',
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    background: 'none',
    color: tokens.colorNeutralForeground1,
    font: 'inherit',
    textAlign: 'left',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  current: {
    backgroundColor: tokens.colorSubtleBackgroundSelected,
    fontWeight: tokens.fontWeightSemibold,
    '::before': {
      content: '""',
      position: 'absolute',
      left: '2px',
      top: '10px',
      bottom: '10px',
      width: '3px',
      borderRadius: '2px',
      backgroundColor: tokens.colorCompoundBrandStroke,
      '@media (forced-colors: active)': { backgroundColor: 'Highlight' },
    },
  },
  icon: { fontSize: '20px', lineHeight: 0, flexShrink: 0 },
  label: {
    '@media (max-width: 800px)': {
      position: 'absolute',
      clipPath: 'inset(50%)',
      width: '1px',
      height: '1px',
      overflow: 'hidden',
    },
  },
});

const PLACES: readonly { readonly place: Exclude<Place, 'wizard'>; readonly icon: ReactNode }[] = [
  { place: 'overview', icon: <OverviewIcon /> },
  { place: 'calendar', icon: <CalendarIcon /> },
  { place: 'rooms', icon: <RoomIcon /> },
  { place: 'history', icon: <HistoryIcon /> },
  { place: 'settings', icon: <SettingsIcon /> },
  { place: 'help', icon: <HelpIcon /> },
];

/** The six places of the program. */
export function NavigationBar(): ReactNode {
  const styles = useStyles();
  const t = useText();
  const { place: current, go } = useNavigation();
  // Whoever stays after the question about unsaved changes is back on the button.
  const restoreFocus = useRestoreFocusTarget();
  return (
    <nav className={styles.bar} aria-label={t('app.navigation')}>
      <div className={mergeClasses(styles.name, styles.label)} aria-hidden="true">
        {t('common.appName')}
      </div>
      <ul className={styles.list}>
        {PLACES.map(({ place, icon }) => (
          <li key={place}>
            <button
              type="button"
              {...restoreFocus}
              className={mergeClasses(styles.item, place === current && styles.current)}
              aria-current={place === current ? 'page' : undefined}
              onClick={() => go(place)}
            >
              <span className={styles.icon} aria-hidden="true">
                {icon}
              </span>
              <span className={styles.label}>{t(`app.places.${place}`)}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
