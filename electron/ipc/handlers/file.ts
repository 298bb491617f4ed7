import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../../../shared/errors';
import type { Desktop } from '../desktop';
import type { HandlersOf } from '../router';

export const createFileHandlers = (desktop: Desktop): HandlersOf<'file'> => ({
  'file/open': async () => {
    const path = await desktop.askWhichToOpen('document');
    if (path === null) return null;
    try {
      return { name: basename(path), text: await readFile(path, 'utf8') };
    } catch (cause) {
      const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreadable';
      throw new AppError('file-unreadable', { file: path, reason }, cause);
    }
  },
  'file/save': async ({ suggestedName, text }) => {
    const path = await desktop.askWhereToSave(plainFileName(suggestedName));
    if (path === null) return { isSaved: false };
    try {
      await writeFile(path, text, 'utf8');
    } catch (cause) {
      throw new AppError('file-unwritable', { path }, cause);
    }
    return { isSaved: true };
  },
});

/** A name that every system takes, without a folder: the person chooses where. */
export const plainFileName = (suggested: string): string =>
  suggested.replace(/[\u0000-\u001f<>:"/\\|?*]+/g, '-').replace(/^[.\s-]+|[.\s-]+$/g, '') || 'modeklar.txt';
