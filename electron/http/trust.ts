import tls from 'node:tls';
import type { SecureContext } from 'node:tls';
import { AppError } from '../../shared/errors';
import { reason } from '../../shared/profile';
import type { TrustSettings } from '../../shared/settings';
import { readCertificates } from './certificate';

/** Node has it since 22.15; older runtimes know their own list only. */
type Certificates = (store: 'default' | 'system') => readonly string[];
const certificatesOf = (tls as { getCACertificates?: Certificates }).getCACertificates;

/** Whether this runtime can read the computer's own store of authorities. */
export const hasSystemStore = (): boolean => certificatesOf !== undefined;

let read: readonly string[] | null | undefined;

/**
 * The authorities of the runtime with those of the computer's own store; null: the runtime cannot read the store and its own have to do.
 * Read once for the process: it takes a moment, and a store that changes is seen at the next start.
 */
function systemAuthorities(): readonly string[] | null {
  if (read !== undefined) return read;
  read =
    certificatesOf === undefined ? null : [...new Set([...certificatesOf('default'), ...certificatesOf('system')])];
  return read;
}

/**
 * The authorities that may vouch for a server; made at the first use, because a large store takes a moment.
 * @throws AppError `settings-invalid` at once when a private authority is no certificate
 */
export function createTrust(trust: TrustSettings): () => SecureContext {
  const own = trust.kind === 'authority' ? readCertificates(Buffer.from(trust.pem, 'utf8')) : [];
  if (own === null) throw new AppError('settings-invalid', { path: 'trust.pem', reason: reason('no-certificate') });
  let context: SecureContext | null = null;
  return () => {
    if (context !== null) return context;
    const system = systemAuthorities();
    // Naming any replaces the runtime's own, which therefore have to be named too.
    const named = own.length === 0 ? system : [...(system ?? tls.rootCertificates), ...own.map(({ pem }) => pem)];
    context = tls.createSecureContext(named === null ? {} : { ca: [...named] });
    return context;
  };
}
