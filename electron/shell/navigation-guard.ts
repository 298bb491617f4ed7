import type { App, Session } from 'electron';
import { APP_PAGE } from '../../shared/ipc/app-origin';
import type { Logger } from '../sync/ports';

/** Keeps every page where it is: no navigation but reloading itself, no new windows, no embedded pages. */
export function guardNavigation(app: App, logger: Logger): void {
  app.on('web-contents-created', (_created, contents) => {
    const refuse = (what: string) => (event: { preventDefault(): void; readonly url?: string }) => {
      if (event.url === APP_PAGE) return;
      event.preventDefault();
      // The address is left out: it can hold anything.
      logger.warn('navigation-refused', { what });
    };
    contents.on('will-navigate', refuse('navigate'));
    contents.on('will-frame-navigate', refuse('frame'));
    contents.on('will-redirect', refuse('redirect'));
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
      logger.warn('navigation-refused', { what: 'webview' });
    });
    contents.setWindowOpenHandler(() => {
      logger.warn('navigation-refused', { what: 'window' });
      return { action: 'deny' };
    });
  });
}

/** The window needs no camera, place, notification or any other right of a web page. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}
