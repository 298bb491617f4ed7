import { createHash } from 'node:crypto';
import type { Hash } from '../sync/ports';

/** SHA-256, hex: 64 digits. */
export function createSha256(): Hash {
  return { digest: (text) => createHash('sha256').update(text, 'utf8').digest('hex') };
}
