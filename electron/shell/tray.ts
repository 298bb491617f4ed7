import { Menu, Tray } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import { trayIcon } from './tray-icons';
import type { TrayAction, TrayItem, TrayView } from './tray-view';

/** The icon by the clock. */
export interface TrayIcon {
  /** Shows the view; touches only what differs, because a new menu closes an open one. */
  show(view: TrayView): void;
  destroy(): void;
}

/** @param act does what an item of the menu, or a click (`open`), asks for */
export function createTray(first: TrayView, act: (action: TrayAction) => void): TrayIcon {
  const tray = new Tray(trayIcon(first.icon, process.platform));
  tray.on('click', () => act('open'));
  let shown: TrayView | null = null;

  const show = (view: TrayView): void => {
    if (shown?.icon !== view.icon) tray.setImage(trayIcon(view.icon, process.platform));
    if (shown?.tooltip !== view.tooltip) tray.setToolTip(view.tooltip);
    if (JSON.stringify(shown?.items) !== JSON.stringify(view.items)) {
      tray.setContextMenu(Menu.buildFromTemplate(menuTemplate(view.items, act)));
    }
    shown = view;
  };
  show(first);

  return {
    show: (view) => {
      if (!tray.isDestroyed()) show(view);
    },
    destroy: () => tray.destroy(),
  };
}

/** The view's items as Electron takes them. Each action's item carries the action's name as its id. */
export function menuTemplate(
  items: readonly TrayItem[],
  act: (action: TrayAction) => void,
): MenuItemConstructorOptions[] {
  return items.map((item): MenuItemConstructorOptions => {
    switch (item.kind) {
      case 'line':
        return { label: escaped(item.label), enabled: false };
      case 'separator':
        return { type: 'separator' };
      case 'action':
        return { id: item.action, label: escaped(item.label), enabled: item.isEnabled, click: () => act(item.action) };
      case 'submenu':
        return { label: escaped(item.label), enabled: item.isEnabled, submenu: menuTemplate(item.items, act) };
    }
  });
}

/** In a menu a single & marks a shortcut letter. */
const escaped = (label: string): string => label.replaceAll('&', '&&');
