import { join, resolve } from 'node:path';
import { app } from 'electron';
import type { RunningApp } from './compose-app';
import { registerAppScheme } from './shell/app-protocol';
import { endUnstarted } from './shell/start-failure';
import { readStartOptions } from './shell/start-options';
import type { StartOptions } from './shell/start-options';
import { startingView } from './shell/starting-view';
import { createTray } from './shell/tray';

/** Until the settings are read: Danish first. */
const FIRST_LANGUAGE = 'da';
/** A run that hangs must not keep the PC from shutting down; the journal heals what was cut (P8). */
const LONGEST_STOP_MS = 10_000;

app.setName('Mødeklar');
app.setAppUserModelId('dk.modeklar.app');
// Chromium's own parts, such as the date field: day before month, 24 hours, whatever the PC's language is.
app.commandLine.appendSwitch('lang', FIRST_LANGUAGE);
registerAppScheme();

try {
  const options = readStartOptions(process.argv);
  const dataFolder =
    options.dataFolder === null ? join(app.getPath('appData'), 'Mødeklar') : resolve(options.dataFolder);
  app.setPath('userData', dataFolder);
  // Chromium's own files stay out of the way of settings and journal.
  app.setPath('sessionData', join(dataFolder, 'window'));
  // The lock belongs to the data folder; the first instance opens its window (compose-app).
  if (app.requestSingleInstanceLock()) void start(options, dataFolder);
  else app.quit();
} catch (thrown) {
  endUnstarted(thrown, FIRST_LANGUAGE);
}

async function start(options: StartOptions, dataFolder: string): Promise<void> {
  try {
    await app.whenReady();
    // Closing the last window leaves the program in the tray.
    app.on('window-all-closed', () => undefined);
    let running: Promise<RunningApp> | null = null;
    const tray = createTray(startingView(FIRST_LANGUAGE), (action) => void running?.then((it) => it.act(action)));
    // The icon is there; everything heavy comes after it.
    running = import('./compose-app').then(({ composeApp }) =>
      composeApp({ dataFolder, chosenFolder: options.dataFolder, isHidden: options.isHidden, tray }),
    );
    endInOrder(await running);
  } catch (thrown) {
    endUnstarted(thrown, FIRST_LANGUAGE);
  }
}

/** However the program is asked to end, runs and stores are closed before it does. */
function endInOrder(running: RunningApp): void {
  let isEnding = false;
  app.on('will-quit', (event) => {
    // Also for a second request while the first is carried out: only `exit` below ends the program.
    event.preventDefault();
    if (isEnding) return;
    isEnding = true;
    const limit = new Promise<void>((done) => setTimeout(done, LONGEST_STOP_MS));
    void Promise.race([running.stop(), limit]).finally(() => app.exit(0));
  });
}
