import { BrowserWindow, screen, session } from 'electron';
import type { NativeImage, WebContents } from 'electron';
import { APP_PAGE } from '../../shared/ipc/app-origin';
import type { Logger } from '../sync/ports';
import { serveApp } from './app-protocol';
import { denyPermissions } from './navigation-guard';
import type { BoundsMemory } from './window-bounds';
import { SMALLEST, windowBounds } from './window-bounds';
import { zoomAfter } from './zoom';

export interface AppWindowOptions {
  /** Absolute path of the built preload script. */
  readonly preload: string;
  /** Absolute folder of the built window. */
  readonly pages: string;
  /** Address of the server of `npm run dev`; null in every build. */
  readonly developmentServer: string | null;
  readonly bounds: BoundsMemory;
  readonly title: () => string;
  readonly isDark: () => boolean;
  readonly icon: NativeImage;
  /** After the window is gone; the program lives on in the tray. */
  readonly onClosed: () => void;
  readonly logger: Logger;
}

/** The program's one window: made when it is asked for, destroyed when it is closed, so that the tray alone stays small. */
export interface AppWindow {
  /** Opens the window, or brings the open one to the front. Resolves when its page is loaded. */
  open(): Promise<void>;
  close(): void;
  /** Whether the page belongs to a window that was made here. */
  isOurs(contents: WebContents): boolean;
  /** The open window's page, if there is one: who events are told to. */
  receivers(): readonly WebContents[];
  current(): BrowserWindow | null;
  /** After the house or the language changed. */
  refreshTitle(): void;
}

/** Nothing of a page is kept on disk: a partition without "persist:" lives in memory (rule M3: names and titles). */
const PARTITION = 'modeklar';

export function createAppWindow(options: AppWindowOptions): AppWindow {
  const { logger } = options;
  let window: BrowserWindow | null = null;
  let isServing = false;

  const serveOnce = (): void => {
    if (isServing) return;
    isServing = true;
    const own = session.fromPartition(PARTITION);
    denyPermissions(own);
    own.setSpellCheckerEnabled(false);
    // The program's name stands in it, and a header cannot carry "ø": Electron would refuse the page's own requests.
    own.setUserAgent(own.getUserAgent().replace(/[^ -~]/g, ''));
    serveApp(own, options.pages, options.developmentServer);
  };

  const make = (): BrowserWindow => {
    serveOnce();
    const main = screen.getPrimaryDisplay();
    const others = screen.getAllDisplays().filter((display) => display.id !== main.id);
    const made = new BrowserWindow({
      ...windowBounds(
        options.bounds.read(),
        [main, ...others].map((display) => display.workArea),
      ),
      minWidth: SMALLEST.width,
      minHeight: SMALLEST.height,
      title: options.title(),
      show: false,
      // The page's own background, so that a dark window does not flash white.
      backgroundColor: options.isDark() ? '#1f1f1f' : '#fafafa',
      icon: options.icon,
      webPreferences: {
        preload: options.preload,
        partition: PARTITION,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
      },
    });
    const { webContents } = made;
    made.setMenuBarVisibility(false);
    // The title says which house it is; the page's own title would overwrite it.
    made.on('page-title-updated', (event) => event.preventDefault());
    made.on('close', () => options.bounds.write(made.getNormalBounds()));
    made.on('closed', () => {
      if (window === made) window = null;
      options.onClosed();
    });
    webContents.on('before-input-event', (event, press) => {
      const level = zoomAfter(press, webContents.getZoomLevel(), process.platform === 'darwin');
      if (level === null) return;
      event.preventDefault();
      webContents.setZoomLevel(level);
    });
    webContents.on('render-process-gone', (_event, { reason }) => {
      // A page that died shows nothing and answers nothing: the next click opens a new one.
      logger.warn('window-died', { reason });
      if (!made.isDestroyed()) made.destroy();
    });
    made.once('ready-to-show', () => made.show());
    return made;
  };

  return {
    async open() {
      if (window !== null) {
        if (window.isMinimized()) window.restore();
        window.show();
        window.focus();
        return;
      }
      window = make();
      const opened = window;
      try {
        await opened.loadURL(APP_PAGE);
      } catch (thrown) {
        // Closed while it loaded is no trouble; a page that is not there is, and an invisible window would hide it.
        if (opened.isDestroyed()) return;
        opened.destroy();
        throw thrown;
      }
    },
    close: () => window?.close(),
    isOurs: (contents) => window !== null && window.webContents === contents,
    receivers: () => (window === null || window.isDestroyed() ? [] : [window.webContents]),
    current: () => window,
    refreshTitle: () => window?.setTitle(options.title()),
  };
}
