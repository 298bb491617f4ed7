import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { repository } from './wrong-house';

const binary = new Set(['.png', '.ico', '.icns', '.jpg', '.woff2', '.gz', '.zip']);

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** Every text file of the repository, new ones that are not committed yet included. */
export function textFiles(): TextFile[] {
  return execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: repository,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
    .split('\0')
    .filter((path) => path !== '' && !binary.has(extname(path)) && existsSync(join(repository, path)))
    .map((path) => ({ path, text: readFileSync(join(repository, path), 'utf8') }));
}
