import { join } from 'node:path';

const APP_NAME = 'Mødeklar';

/**
 * The app's own data folder: Electron's `userData` for this name, so that the command line works on what the app works on.
 * @param environment APPDATA (Windows), XDG_CONFIG_HOME (Linux)
 */
export function defaultDataFolder(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  if (platform === 'win32') return join(environment['APPDATA'] ?? join(home, 'AppData', 'Roaming'), APP_NAME);
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', APP_NAME);
  const config = environment['XDG_CONFIG_HOME'];
  // An empty or relative one is to be ignored, as the XDG specification and Electron do.
  return join(config?.startsWith('/') === true ? config : join(home, '.config'), APP_NAME);
}
