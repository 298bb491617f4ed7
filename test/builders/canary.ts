import { appendFileSync } from 'node:fs';
import { CANARY } from '../../build/scripts/parts/canaries.mjs';

/** P20: a title, name or password that `npm test` looks for in every byte that the whole run has written. */
export const canary = (text: string): string => `${CANARY}-${text}`;

/** Where `npm test` wants to know passwords that a test did not choose itself. */
const SECRETS_FILE = process.env['MODEKLAR_TEST_SECRETS'];

/** A password that was invented by the program (a simulator's) and is to be found nowhere. */
export function noteSecret(password: string): void {
  if (SECRETS_FILE !== undefined) appendFileSync(SECRETS_FILE, `${password}\n`);
}
