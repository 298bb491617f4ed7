import { createHash } from 'node:crypto';
import type { Hash } from '../../electron/sync/ports';

/** The real thing: a fake hash could hide a collision. */
export const shaHash: Hash = {
  digest: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
};
