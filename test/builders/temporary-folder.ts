import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder {
  readonly path: string;
  /** Within `npm test` it stays: the whole run's bytes are searched for canaries first (P20), and then it goes as a whole. */
  remove(): void;
}

const isSearchedLater = process.env['MODEKLAR_TEST_SECRETS'] !== undefined;

/** A folder for what a test writes. The only way to make one, so that none is forgotten in that search. */
export function temporaryFolder(name: string): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), `modeklar-${name}-`));
  return {
    path,
    remove: () => {
      if (!isSearchedLater) rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
