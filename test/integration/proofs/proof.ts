import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

/**
 * Proofs that take long have two forms: a small one that runs with every `npm test`, and the whole, started by `npm run proof -- <name>`, whose
 * record goes to docs/records.
 */
export const isWhole = process.env['MODEKLAR_PROOF'] === 'whole';

export const REPOSITORY = join(import.meta.dirname, '../../..');

/** A number that the person at the terminal may choose for the whole form: `SEED=7 npm run proof -- kills`. */
export function chosen(name: string, whole: number, small: number): number {
  const text = isWhole ? process.env[name] : undefined;
  if (text === undefined) return isWhole ? whole : small;
  if (!/^[0-9]+$/.test(text)) throw new RangeError(`${name} is a whole number`);
  return Number(text);
}

const git = (...args: string[]): string => execFileSync('git', args, { cwd: REPOSITORY, encoding: 'utf8' }).trim();

/** As it was when the proof began: people go on working while it runs. */
const COMMIT = isWhole
  ? `${git('rev-parse', 'HEAD')}${git('status', '--porcelain', '--', 'electron', 'shared', 'test') === '' ? '' : ' with changes that are not committed'}`
  : '';

/** Writes the record of a whole proof; the small form leaves none. */
export function record(name: string, lines: readonly string[]): void {
  if (!isWhole) return;
  const now = new Date().toISOString();
  const [cpu] = cpus();
  const text = [
    name,
    `date       ${now}`,
    `commit     ${COMMIT}`,
    `machine    ${cpus().length} × ${cpu?.model ?? 'unknown'}, Node ${process.version}, ${process.platform}`,
    ...lines,
    '',
  ].join('\n');
  writeFileSync(join(REPOSITORY, 'docs/records', `${now.slice(0, 10)}-${name}.txt`), text);
  process.stdout.write(`${text}\n`);
}
