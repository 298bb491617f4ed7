import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../../../shared/errors';
import { readCertificates } from '../../http';
import type { Desktop } from '../desktop';
import type { HandlersOf } from '../router';

export const createCertificateHandlers = (desktop: Desktop): HandlersOf<'certificate'> => ({
  'certificate/open': async () => {
    const path = await desktop.askWhichToOpen('certificate');
    if (path === null) return null;
    try {
      const found = readCertificates(await readFile(path));
      return { name: basename(path), pem: found?.map(({ pem }) => pem).join('\n') ?? null };
    } catch (cause) {
      const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreadable';
      throw new AppError('file-unreadable', { file: path, reason }, cause);
    }
  },
});
