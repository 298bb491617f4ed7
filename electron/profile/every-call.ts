import type { ErrorCode } from '../../shared/errors';

/** Trouble that every further call to the same server would meet too: each would only wait for its own time limit, or count as another login. */
export const MEETS_EVERY_CALL: readonly ErrorCode[] = [
  'address-not-found',
  'connection-refused',
  'certificate-not-trusted',
  'certificate-expired',
  'certificate-other-name',
  'certificate-changed',
  'encryption-failed',
  'proxy-refused',
  'proxy-login-refused',
  'insecure-address',
  'login-refused',
  'login-stopped',
  'login-expired',
  'password-missing',
  'keychain-unavailable',
  'keychain-locked',
  'cancelled',
];
