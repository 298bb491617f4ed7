import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { app } from 'electron';
import type { Command } from './desktop-entry';
import { desktopEntry } from './desktop-entry';

const FILE_NAME = 'dk.modeklar.app.desktop';

/** What the PC's own start runs: this program, to the tray, on the same data folder. */
export function startCommand(dataFolder: string | null): Command {
  // An AppImage runs from a mounted folder that is gone after it ends; its own file is told in APPIMAGE.
  const program = process.env['APPIMAGE'] ?? process.execPath;
  const unpacked = app.isPackaged ? [] : [app.getAppPath()];
  return [program, ...unpacked, '--hidden', ...(dataFolder === null ? [] : ['--data', dataFolder])];
}

/**
 * Starts the program with the PC, or no longer. Windows and macOS keep a list of their own; on Linux it is a file in the desktop's
 * autostart folder.
 */
export function setAutostart(isOn: boolean, command: Command): void {
  if (process.platform !== 'linux') {
    const [path, ...args] = command;
    app.setLoginItemSettings({ openAtLogin: isOn, path, args });
    return;
  }
  writeAutostartFile(
    autostartFile(process.env['XDG_CONFIG_HOME'], homedir()),
    isOn ? desktopEntry('Mødeklar', command) : null,
  );
}

/** @param configHome `XDG_CONFIG_HOME`, which counts only when it is absolute (XDG Base Directory Specification) */
export const autostartFile = (configHome: string | undefined, home: string): string =>
  join(configHome !== undefined && isAbsolute(configHome) ? configHome : join(home, '.config'), 'autostart', FILE_NAME);

/** Writes or (null) removes the file; leaves it alone when it is as it should be. */
export function writeAutostartFile(file: string, entry: string | null): void {
  if (entry === null) {
    rmSync(file, { force: true });
    return;
  }
  if (currentText(file) === entry) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, entry);
}

function currentText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Not there, or not readable: writing it tells.
    return null;
  }
}
