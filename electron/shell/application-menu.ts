import type { MenuItemConstructorOptions } from 'electron';

/**
 * The menu bar's template: on a Mac what every program has (editing keys work only through it there); null elsewhere, where the window has
 * none. The labels of roles are the system's own.
 */
export function applicationMenu(platform: string, act: (action: 'quit') => void): MenuItemConstructorOptions[] | null {
  if (platform !== 'darwin') return null;
  return [
    {
      role: 'appMenu',
      submenu: [
        { role: 'about' },
        { type: 'separator' },
        { role: 'hide' },
        { role: 'hideOthers' },
        { role: 'unhide' },
        { type: 'separator' },
        // Not the role: quitting asks first, and says what the doors do.
        { id: 'quit', accelerator: 'Command+Q', label: 'Mødeklar', click: () => act('quit') },
      ],
    },
    { role: 'editMenu' },
    { role: 'windowMenu' },
  ];
}
