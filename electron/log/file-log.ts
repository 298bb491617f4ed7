import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import log from 'electron-log/node';
import type { Clock, Logger } from '../sync/ports';
import { isoFromInstant } from '../../shared/time';
import type { LogValue } from './redact';
import { redactFields, redactText } from './redact';

export interface FileLogOptions {
  /** Absolute; made when it is missing. */
  readonly folder: string;
  readonly clock: Clock;
  /** Bytes after which a file is put away. */
  readonly maxBytes?: number;
  /** How many put-away files are kept: `modeklar.1.log` is the youngest. */
  readonly keptFiles?: number;
}

const NAME = 'modeklar';

/**
 * The log for technicians: one JSON object per line, `{"at","level","event",…}`, in `modeklar.log`. electron-log writes and rotates it; its
 * plain Node flavour is used in the app as well, because everything it would ask Electron for is handed in.
 *
 * A log that cannot be written stops nothing: electron-log tells standard error, and the program goes on.
 */
export function createFileLog(options: FileLogOptions): Logger {
  const { folder, clock, maxBytes = 1024 * 1024, keptFiles = 5 } = options;
  // One per folder: electron-log hands out the same logger for the same id.
  const logger = log.create({ logId: `${NAME}:${folder}` });
  const fileOf = (index: number): string => join(folder, index === 0 ? `${NAME}.log` : `${NAME}.${index}.log`);

  const { file } = logger.transports;
  // Without a name electron-log looks for a package.json around the program and refuses to write when it finds none.
  file.setAppName(NAME);
  file.resolvePathFn = () => fileOf(0);
  file.maxSize = maxBytes;
  file.archiveLogFn = () => {
    for (let index = keptFiles - 1; index >= 0; index -= 1) {
      if (existsSync(fileOf(index))) renameSync(fileOf(index), fileOf(index + 1));
    }
  };
  // The message is the finished line: no time or level in front of it, no colours, no placeholders taken from its text.
  file.transforms = [({ message }) => [String(message.data[0])]];
  // Standard output belongs to the command line's own answers.
  logger.transports.console.level = false;

  const line = (level: string, event: string, fields: Readonly<Record<string, LogValue>>): string =>
    JSON.stringify({ at: isoFromInstant(clock.now()), level, event: redactText(event), ...redactFields(fields) });

  return {
    info: (event, fields = {}) => logger.info(line('info', event, fields)),
    warn: (event, fields = {}) => logger.warn(line('warn', event, fields)),
  };
}
