import { z } from 'zod';
import { AppError } from '../../shared/errors';
import { reason } from '../../shared/profile';
import type { Settings } from '../../shared/settings';
import type { Instant } from '../../shared/time';
import { isoFromInstant } from '../../shared/time';
import { memoryDocument, memorySchema } from '../store/journal';
import { invalidJson, validateSettings } from '../store/settings';
import type { Memory } from '../sync/model';
import type { Hash } from '../sync/ports';
import { serversOf } from './memory-of';

/** What a file that a person hands over holds: settings alone, or those of another PC with the memory that says what is ours. */
export interface HouseFile {
  readonly settings: Settings;
  /** null: settings alone; what UniLock already holds is then asked about as on a first run (W1). */
  readonly memory: Memory | null;
}

const FORMAT = 'modeklar-export';
/** 2: the ledger says of each membership whether a reading has shown it. A file of version 1 is read as it is. */
const FORMAT_VERSION = 2;

const head = z.looseObject({ format: z.literal(FORMAT), formatVersion: z.int().min(1) });
const whole = z.strictObject({
  format: z.literal(FORMAT),
  formatVersion: z.int().min(1).max(FORMAT_VERSION),
  exportedAt: z.iso.datetime(),
  /** Over time, settings and memory as they stand in the file, so that nothing damaged passes for what was written. */
  digest: z.string(),
  settings: z.unknown(),
  memory: memorySchema,
});

const digestOf = (
  {
    formatVersion,
    exportedAt,
    settings,
    memory,
  }: {
    readonly formatVersion?: unknown;
    readonly exportedAt?: unknown;
    readonly settings?: unknown;
    readonly memory?: unknown;
  },
  hash: Hash,
): string => hash.digest(JSON.stringify([FORMAT, formatVersion, exportedAt, settings, memory]));

/** The export for a new PC as text: never a secret, of memory ids and times only (M3). */
export function writeHouseFile(
  file: { readonly settings: Settings; readonly memory: Memory },
  at: Instant,
  hash: Hash,
): string {
  const { settings } = file;
  const memory = memoryDocument(file.memory);
  const document = {
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    exportedAt: isoFromInstant(at),
    settings,
    memory,
  };
  return `${JSON.stringify({ ...document, digest: digestOf(document, hash) }, null, 1)}\n`;
}

/** @throws AppError `settings-invalid` */
export function parseJson(text: string): unknown {
  try {
    // Some editors begin a file with a byte order mark.
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch (thrown) {
    throw new AppError('settings-invalid', { path: '$', reason: reason('no-json') }, thrown);
  }
}

/**
 * Reads what a person hands over, whole, before anything is changed.
 * @throws AppError `settings-invalid` {path, reason}, `settings-newer` {version, newest}, `export-foreign` {path}
 */
export function readHouseFile(json: unknown, hash: Hash): HouseFile {
  const isExport = typeof json === 'object' && json !== null && 'format' in json;
  if (!isExport) return { settings: validateSettings(json), memory: null };
  const { formatVersion } = parsed(head, json);
  if (formatVersion > FORMAT_VERSION) {
    throw new AppError('settings-newer', { version: formatVersion, newest: FORMAT_VERSION });
  }
  const { digest, memory } = parsed(whole, json);
  // As it stands there: what parsing fills in or leaves out was not under the digest.
  const raw = json as { readonly settings?: unknown };
  if (digest !== digestOf(raw, hash)) {
    throw new AppError('settings-invalid', {
      path: 'digest',
      reason: reason('not-as-exported'),
    });
  }
  const settings = settingsOf(raw.settings);
  const servers = serversOf(settings, hash);
  for (const side of ['bookings', 'access'] as const) {
    if (servers[side] === null || memory.servers[side] !== servers[side])
      throw new AppError('export-foreign', { path: `memory.servers.${side}` });
  }
  return { settings, memory };
}

function parsed<T>(schema: z.ZodType<T>, json: unknown): T {
  const read = schema.safeParse(json);
  if (!read.success) throw invalidJson(read.error);
  return read.data;
}

function settingsOf(json: unknown): Settings {
  try {
    return validateSettings(json);
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'settings-invalid') throw thrown;
    const path = String(thrown.context['path'] ?? '.');
    throw new AppError('settings-invalid', { ...thrown.context, path: path === '.' ? 'settings' : `settings.${path}` });
  }
}
