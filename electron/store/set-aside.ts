import { existsSync, renameSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import type { Instant } from '../../shared/time';
import { instant, isoFromInstant } from '../../shared/time';

/**
 * Renames a damaged file to `<name>.damaged-<time in UTC><ending>` beside it, never over an earlier one, so that a technician can still look
 * at it. Companions (a database's `-wal` and `-shm`) keep their ending behind the new name, so that the set still opens as one.
 * @returns the new absolute path
 * @throws the file system's own error; the callers name it
 */
export function setAside(file: string, at: Instant, companions: readonly string[] = []): string {
  const { name, ext } = parse(file);
  const stamp = isoFromInstant(instant(Math.floor(at / 1000) * 1000)).replaceAll(/[-:]/g, '');
  let target = '';
  for (let attempt = 1; target === '' || existsSync(target); attempt += 1) {
    const suffix = attempt === 1 ? '' : `-${attempt}`;
    target = join(dirname(file), `${name}.damaged-${stamp}${suffix}${ext}`);
  }
  renameSync(file, target);
  for (const ending of companions) {
    if (existsSync(file + ending)) renameSync(file + ending, target + ending);
  }
  return target;
}
