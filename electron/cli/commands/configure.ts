import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AppError, asAppError } from '../../../shared/errors';
import type { Translate } from '../../../shared/i18n';
import type { Settings } from '../../../shared/settings';
import { isZoneName } from '../../../shared/time';
import { tryConnections } from '../../compose-core';
import type { HouseFile } from '../../core/house-file';
import { parseJson, readHouseFile } from '../../core/house-file';
import { createSha256 } from '../../platform';
import type { CommandContext } from '../command-context';
import { terminalFor } from '../command-context';
import type { ExitCode } from '../exit-codes';
import { EXIT } from '../exit-codes';
import { withCore } from '../open-core';

/**
 * `configure --file F`, with settings alone or an `export` of another PC: everything that can be known about the file without asking a server is checked before anything is changed. The settings
 * count as set up from here on; consent to what UniLock already holds (W1) is still asked for by the first `sync`.
 */
export async function configure(context: CommandContext, options: { readonly file: string }): Promise<ExitCode> {
  const { outside, dataFolder } = context;
  const wanted = readFile(resolve(outside.folder, options.file), context.terminal.t);
  return withCore(context, 'writer', async (core) => {
    const saved = await core.installHouse({ ...wanted, settings: { ...wanted.settings, isSetUp: true } });
    const terminal = terminalFor(context, saved);
    terminal.say(
      terminal.t('cli.configured', {
        rooms: saved.rooms.length,
        lines: saved.mapping.length + saved.groupMapping.length,
        exceptions: saved.exceptions.length,
        groups: saved.groups.length,
        folder: dataFolder,
      }),
    );
    if (wanted.memory !== null) terminal.say(terminal.t('cli.configuredMemory'));
    terminal.answer({
      folder: dataFolder,
      hasMemory: wanted.memory !== null,
      locations: saved.locations.length,
      rooms: saved.rooms.length,
      mapping: saved.mapping.length,
      exceptions: saved.exceptions.length,
      groupMapping: saved.groupMapping.length,
      groups: saved.groups.length,
    });
    return EXIT.ok;
  });
}

/** @throws AppError `file-unreadable` {file, reason}; `settings-invalid` {file, path, reason} and its like */
function readFile(file: string, t: Translate): HouseFile {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    const reason = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unreadable';
    throw new AppError('file-unreadable', { file, reason }, thrown);
  }
  let json: unknown;
  try {
    json = parseJson(text);
  } catch (thrown) {
    throw new AppError('settings-invalid', { file, path: '$', reason: t('cli.bad.json') }, thrown);
  }
  try {
    const wanted = readHouseFile(json, createSha256());
    checkMeaning(wanted.settings, t);
    return wanted;
  } catch (thrown) {
    const error = asAppError(thrown);
    throw new AppError(error.code, { file, ...error.context }, thrown);
  }
}

/** What the shape alone does not say: addresses, profiles and zone. */
function checkMeaning(settings: Settings, t: Translate): void {
  if (settings.houseZone !== null && !isZoneName(settings.houseZone))
    throw invalid('houseZone', `"${settings.houseZone}" ${t('cli.bad.invalid')}`);
  if (settings.bookings === null) throw invalid('bookings', t('cli.bad.missing'));
  if (settings.access === null) throw invalid('access', t('cli.bad.missing'));
  for (const side of ['bookings', 'access'] as const) {
    try {
      tryConnections(settings, side);
    } catch (thrown) {
      const error = asAppError(thrown);
      const place = settings[side]?.kind === 'unilock-import-file' ? 'folder' : 'address';
      const path = `${side}.${error.code === 'profile-invalid' ? 'profile' : place}`;
      throw new AppError(error.code, { ...error.context, path }, thrown);
    }
  }
}

const invalid = (path: string, reason: string): AppError => new AppError('settings-invalid', { path, reason });
