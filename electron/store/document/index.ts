import { AppError } from '../../../shared/errors';
import type { Logger } from '../../sync/ports';
import { failureReason } from '../failure-reason';
import { jsonFile } from '../settings/json-file';

/** A small document that outlives the process. Its owner knows its shape. */
export interface Document {
  /** null: there is none, or none that could be read: its owner has to do without. */
  read(): unknown;
  /** The whole document or nothing of it, durable when it returns. @throws AppError `handover-unwritable` */
  write(value: object): void;
}

/** @param folder absolute; null: in memory alone */
export function createDocument(folder: string | null, name: string, logger: Logger): Document {
  if (folder === null) {
    let value: unknown = null;
    return {
      read: () => value,
      write: (next) => {
        value = next;
      },
    };
  }
  const file = jsonFile(folder, name);
  return {
    read() {
      try {
        return file.exists() ? file.read() : null;
      } catch (thrown) {
        logger.warn('document-unreadable', { name, reason: failureReason(thrown) });
        return null;
      }
    },
    write(value) {
      try {
        file.write(value);
      } catch (thrown) {
        throw new AppError('handover-unwritable', { reason: failureReason(thrown) }, thrown);
      }
    },
  };
}
