import { join } from 'node:path';
import { app, clipboard, dialog } from 'electron';
import type { BrowserWindow, OpenDialogOptions, SaveDialogOptions } from 'electron';
import { viewerZone } from '../../shared/time';

/** A profile as the window's help shows it. */
export interface KnownProfile {
  readonly name: string;
  readonly title: string;
  readonly isConfirmed: boolean;
}

/** Names of formats: the same in every language. */
const FILTERS = {
  document: { name: 'JSON', extensions: ['json'] },
  certificate: { name: 'PEM, DER', extensions: ['pem', 'crt', 'cer', 'der'] },
};

/** What the window may ask of the desktop through the contract. */
export function createDesktop(parts: {
  readonly window: () => BrowserWindow | null;
  readonly isDark: () => boolean;
  readonly profiles: readonly KnownProfile[];
}) {
  return {
    info: () => ({
      version: app.getVersion(),
      electron: process.versions.electron,
      platform: process.platform as string,
      zone: viewerZone(),
      isDark: parts.isDark(),
      profiles: [...parts.profiles],
    }),
    writeClipboard: (text: string) => clipboard.writeText(text),
    async askWhichToOpen(kind: 'document' | 'certificate'): Promise<string | null> {
      const options: OpenDialogOptions = {
        defaultPath: app.getPath('documents'),
        properties: ['openFile'],
        filters: [FILTERS[kind]],
      };
      const window = parts.window();
      const answer = await (window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options));
      return answer.canceled ? null : (answer.filePaths[0] ?? null);
    },
    async askWhereToSave(suggestedName: string): Promise<string | null> {
      const options: SaveDialogOptions = { defaultPath: join(app.getPath('documents'), suggestedName) };
      const window = parts.window();
      const answer = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options));
      return answer.canceled || answer.filePath === '' ? null : answer.filePath;
    },
  };
}
