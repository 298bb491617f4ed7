import { join } from 'node:path';
import { app, Menu } from 'electron';
import { asAppError } from '../shared/errors';
import { instant, viewerZone } from '../shared/time';
import type { Instant } from '../shared/time';
import { composeCore, composeDemo, shippedProfiles } from './compose-core';
import { createActiveHouse } from './core/active-house';
import type { Topic } from './core/core-api';
import { createHandlers } from './ipc/handlers';
import { createPublisher } from './ipc/publisher';
import { startRouter } from './ipc/router';
import { createFileLog } from './log';
import { createSystemClock } from './platform';
import { appIcon } from './shell/app-icon';
import { applicationMenu } from './shell/application-menu';
import { setAutostart, startCommand } from './shell/autostart';
import { createCrashGuard, traceOf } from './shell/crash-guard';
import { createDesktop } from './shell/desktop';
import { startErrands } from './shell/errand-process';
import { guardNavigation } from './shell/navigation-guard';
import { noticeFor, noticeText, NO_NOTICES } from './shell/notice';
import { showNotification } from './shell/notifications';
import { onWake } from './shell/power';
import { askToQuit } from './shell/quit-dialog';
import { quitQuestion } from './shell/quit-question';
import { systemRoutes } from './shell/system-proxy';
import { createTexts } from './shell/texts';
import { createTheme } from './shell/theme';
import type { TrayIcon } from './shell/tray';
import type { TrayAction } from './shell/tray-view';
import { pauseEnd, trayView } from './shell/tray-view';
import { createBoundsMemory } from './shell/window-bounds';
import { createAppWindow } from './shell/window';

export interface AppOptions {
  /** Absolute: settings, journal, log. */
  readonly dataFolder: string;
  /** The folder of `--data`, which the PC's own start has to repeat; null without. */
  readonly chosenFolder: string | null;
  /** Start without a window. */
  readonly isHidden: boolean;
  readonly tray: TrayIcon;
}

/** The program in operation. */
export interface RunningApp {
  /** Does what tray or menu asks for. */
  act(action: TrayAction): void;
  /** Ends everything in order; resolves when nothing runs any more. */
  stop(): Promise<void>;
}

/**
 * Puts the app together: core, then what the desktop shows of it.
 * @throws AppError when settings, journal or data folder cannot be used, e.g. `already-running`
 */
export async function composeApp({ dataFolder, chosenFolder, isHidden, tray }: AppOptions): Promise<RunningApp> {
  const clock = createSystemClock();
  const logger = createFileLog({ folder: join(dataFolder, 'log'), clock });
  const guard = createCrashGuard(
    logger,
    () => app.quit(),
    () => clock.now(),
  );
  process.on('uncaughtException', guard);
  process.on('unhandledRejection', guard);

  const real = await composeCore({ dataFolder, logger, systemRoutes, startErrands });
  const house = createActiveHouse(real, () => composeDemo({ logger }));
  const language = () => house.core().readSettings().language;
  const now = (): Instant => instant(clock.now());
  let isQuitting = false;

  const window = createAppWindow({
    preload: join(app.getAppPath(), 'out', 'preload', 'preload.js'),
    pages: join(app.getAppPath(), 'out', 'renderer'),
    developmentServer: app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null),
    bounds: createBoundsMemory(join(dataFolder, 'window.json')),
    title: () => createTexts(language())(house.isDemo() ? 'tray.window.demoTitle' : 'tray.window.title'),
    isDark: () => theme.isDark(),
    icon: appIcon(),
    onClosed: () => sayOnceThatItRuns(),
    logger,
  });
  const publisher = createPublisher(window.receivers);
  const tellLook = (): void => publisher.publish('app/look-changed', { isDark: theme.isDark(), language: language() });
  const theme = createTheme(tellLook);

  /** Work of the background that nobody waits for: what goes wrong is logged, and the next click tries again. */
  const inBackground = (what: string, work: Promise<unknown>): void => {
    work.catch((thrown: unknown) =>
      logger.warn('shell-failed', { what, code: asAppError(thrown).code, ...traceOf(thrown) }),
    );
  };
  const openWindow = (): void => inBackground('open-window', window.open());
  const openOverview = (): void =>
    inBackground(
      'open-window',
      window.open().then(() => publisher.publish('app/navigate', { to: 'overview' })),
    );

  const sayOnceThatItRuns = (): void => {
    if (isQuitting || real.readSettings().hasSeenTrayHint) return;
    const text = createTexts(language());
    showNotification({ title: text('tray.notice.trayHintTitle'), body: text('tray.notice.trayHint') }, openWindow);
    // While the settings are in trouble a person decides what is written over them, not a closed window.
    if (real.settingsTrouble() === null) real.saveSettings({ hasSeenTrayHint: true });
  };

  const refreshTray = (): void => tray.show(trayView(house.core().status(), language(), now(), viewerZone()));

  let notices = NO_NOTICES;
  const tellNotice = (): void => {
    // The demo house has no trouble worth a notice; the real one has, also while the demo is looked at.
    const status = real.status();
    const { memory, notice } = noticeFor(notices, status);
    notices = memory;
    if (notice !== null) showNotification(noticeText(notice, status, language(), now(), viewerZone()), openOverview);
  };

  let look = '';
  const followSettings = (): void => {
    const shown = house.core().readSettings();
    theme.apply(shown.theme);
    window.refreshTitle();
    if (look !== shown.language) tellLook();
    look = shown.language;
  };

  let autostart = '';
  const followAutostart = (): void => {
    const { isSetUp, startWithComputer } = real.readSettings();
    const wanted = String(startWithComputer);
    // A program that was never set up leaves the PC's start as it is.
    if (!isSetUp || wanted === autostart) return;
    autostart = wanted;
    try {
      setAutostart(startWithComputer, startCommand(chosenFolder === null ? null : dataFolder));
    } catch (thrown) {
      logger.warn('autostart-failed', traceOf(thrown));
    }
  };

  const changed = (topics: readonly Topic[]): void => {
    publisher.coreChanged(topics);
    if (topics.includes('settings')) followSettings();
    refreshTray();
  };
  house.onChange(changed);
  house.onJobChange(publisher.jobChanged);
  real.onChange((topics) => {
    if (topics.includes('settings')) followAutostart();
    tellNotice();
  });

  const quit = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    try {
      if (await askToQuit(quitQuestion(house.core().status(), language(), now(), viewerZone()))) app.quit();
    } finally {
      isAsking = false;
    }
  };
  let isAsking = false;

  const act = (action: TrayAction): void => {
    switch (action) {
      case 'open':
        return openWindow();
      case 'sync-now':
        house.core().syncNow({ trigger: 'manual', acceptPlanHash: null });
        return;
      case 'resume':
        return house.core().resume();
      case 'quit':
        return inBackground('quit', quit());
      case 'pause-30-minutes':
      case 'pause-1-hour':
      case 'pause-until-tomorrow':
        return house.core().pause(pauseEnd(action, now(), house.core().status().houseZone ?? viewerZone()));
    }
  };

  guardNavigation(app, logger);
  const menu = applicationMenu(process.platform, act);
  Menu.setApplicationMenu(menu === null ? null : Menu.buildFromTemplate(menu));
  const profiles = shippedProfiles().map(({ id, title, confirmed }) => ({ name: id, title, isConfirmed: confirmed }));
  const desktop = createDesktop({ window: window.current, isDark: () => theme.isDark(), profiles });
  const stopRouter = startRouter({ handlers: createHandlers(house, desktop), isOurWindow: window.isOurs, logger });
  app.on('second-instance', openWindow);
  app.on('activate', openWindow);
  app.on('before-quit', () => (isQuitting = true));
  onWake(() => real.wake());

  followSettings();
  followAutostart();
  real.start();
  refreshTray();
  // Damaged settings keep the sync paused until a person has seen it: then a hidden start shows itself.
  if (!isHidden || real.settingsTrouble() !== null) openWindow();
  logger.info('started', { isHidden, electron: process.versions.electron });

  return {
    act,
    async stop() {
      stopRouter();
      publisher.stop();
      await house.stop();
      tray.destroy();
      logger.info('stopped');
    },
  };
}
