import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

/**
 * One hash over names and contents of files and folders, so that a stamp stays true when only times change
 * (a fresh checkout, a switched branch).
 * @param {readonly string[]} paths relative to the repository; a missing one counts as missing
 */
export function contentHash(paths) {
  const hash = createHash('sha256');
  for (const path of paths) add(path);
  return hash.digest('hex');

  /** @param {string} path */
  function add(path) {
    const absolute = join(root, path);
    if (!existsSync(absolute)) {
      hash.update(`missing ${path}\n`);
    } else if (statSync(absolute).isDirectory()) {
      for (const name of readdirSync(absolute).sort()) add(`${path}/${name}`);
    } else {
      const content = readFileSync(absolute);
      hash.update(`file ${path} ${content.length}\n`).update(content);
    }
  }
}
