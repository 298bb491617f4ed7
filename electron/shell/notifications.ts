import { Notification } from 'electron';

/** Shows a notice of the system, where the system has any. A click opens the window. */
export function showNotification(notice: { readonly title: string; readonly body: string }, onClick: () => void): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification(notice);
  notification.on('click', onClick);
  notification.show();
}
