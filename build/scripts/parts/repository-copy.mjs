import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './run.mjs';

/**
 * A copy of the working tree in a temporary folder, for work that changes files: what git knows or would add. `node_modules` is a folder of links,
 * so that caches written into it stay in the copy.
 * @returns {{ path: string, remove: () => void }}
 */
export function copyRepository() {
  const path = mkdtempSync(join(tmpdir(), 'modeklar-copy-'));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  for (const file of listed.split('\0')) {
    // Deleted and not committed yet.
    if (file !== '' && existsSync(join(root, file))) cpSync(join(root, file), join(path, file));
  }
  const modules = join(path, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (!name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction');
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }) };
}
