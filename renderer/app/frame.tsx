import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import type { Status } from '../../shared/dto';
import { CalendarPage } from '../features/calendar/calendar-page';
import { HelpPage } from '../features/help/help-page';
import { HistoryPage } from '../features/history/history-page';
import { OverviewPage } from '../features/overview/overview-page';
import { RoomsPage } from '../features/rooms/rooms-page';
import { SettingsPage } from '../features/settings/settings-page';
import { WizardPage } from '../features/wizard/wizard-page';
import { makeStyles, tokens } from '../ui';
import { ErrorBoundary } from './error-boundary';
import type { Place } from './navigation';
import { useNavigation } from './navigation';
import { NavigationBar } from './navigation-bar';
import { SettingsTrouble } from './settings-trouble';
import { TopBar } from './top-bar';

const useStyles = makeStyles({
  frame: {
    display: 'grid',
    gridTemplateColumns: '208px minmax(0, 1fr)',
    gridTemplateRows: 'auto minmax(0, 1fr)',
    height: '100%',
    backgroundColor: tokens.colorNeutralBackground3,
    '@media (max-width: 800px)': { gridTemplateColumns: '64px minmax(0, 1fr)' },
    '@media print': { display: 'block', height: 'auto' },
  },
  content: { overflow: 'auto', minHeight: 0, outlineStyle: 'none', backgroundColor: tokens.colorNeutralBackground2 },
});

const PAGES: Readonly<Record<Exclude<Place, 'wizard'>, () => ReactNode>> = {
  overview: OverviewPage,
  calendar: CalendarPage,
  rooms: RoomsPage,
  history: HistoryPage,
  settings: SettingsPage,
  help: HelpPage,
};

/** Navigation to the left, the state on top, the chosen place in the rest; the wizard brings its own steps to the left. */
export function Frame({ status }: { status: Status }): ReactNode {
  const styles = useStyles();
  const { place } = useNavigation();
  const content = useRef<HTMLElement>(null);
  const shown = useRef(place);
  useEffect(() => {
    if (shown.current === place) return;
    shown.current = place;
    // A new place starts at its top, and the keyboard and the screen reader follow.
    if (content.current !== null) content.current.scrollTop = 0;
    content.current?.focus({ preventScroll: true });
  }, [place]);

  if (place === 'wizard') {
    return (
      <ErrorBoundary key="wizard">
        <WizardPage status={status} />
      </ErrorBoundary>
    );
  }
  const PlacePage = PAGES[place];
  return (
    <div className={styles.frame}>
      <NavigationBar />
      <TopBar status={status} />
      <main ref={content} className={styles.content} tabIndex={-1} id="content">
        <SettingsTrouble />
        <ErrorBoundary key={place}>
          <PlacePage />
        </ErrorBoundary>
      </main>
    </div>
  );
}
