import type { ErrorContext } from '../../shared/errors';
import { AppError } from '../../shared/errors';
import type { HttpAnswer } from './http-api';

/** Our own codes, given to errors that we make on sockets and lookups. */
export const INSECURE = 'MODEKLAR_INSECURE';
export const CONNECT_TIMEOUT = 'MODEKLAR_CONNECT_TIMEOUT';

const CERTIFICATE_CODES = new Set([
  'CERT_REVOKED',
  'CERT_REJECTED',
  'CERT_UNTRUSTED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_CHAIN_TOO_LONG',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'INVALID_CA',
  'INVALID_PURPOSE',
]);

const codeOf = (thrown: unknown): string => {
  const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' ? code : 'UNKNOWN';
};

/** The whole chain: axios wraps, and happy-eyeballs connects give an error of errors. */
function codesOf(thrown: unknown, depth = 0): string[] {
  if (typeof thrown !== 'object' || thrown === null || depth > 4) return [];
  const inner = 'errors' in thrown && Array.isArray(thrown.errors) ? (thrown.errors as unknown[]) : [];
  const cause = 'cause' in thrown ? [thrown.cause] : [];
  return [codeOf(thrown), ...[...inner, ...cause].flatMap((each) => codesOf(each, depth + 1))];
}

/** An error of our own connections, wherever in the chain. */
function ownErrorIn(thrown: unknown, depth = 0): AppError | null {
  if (thrown instanceof AppError) return thrown;
  if (!(thrown instanceof Error) || depth > 4) return null;
  return ownErrorIn(thrown.cause, depth + 1);
}

/**
 * What went wrong before an answer was there, as AppError. The thrown value itself is not kept as cause: it may carry headers with secrets.
 * @param host for the texts
 */
export function failureOfConnection(thrown: unknown, host: string): AppError {
  const own = ownErrorIn(thrown);
  if (own !== null) return own;
  const codes = codesOf(thrown);
  const reason = codes.find((code) => code !== 'UNKNOWN') ?? 'UNKNOWN';
  const context: ErrorContext = { host, reason };
  const has = (...wanted: string[]): boolean => codes.some((code) => wanted.includes(code));
  if (has(INSECURE)) return new AppError('insecure-address', { host });
  if (has(CONNECT_TIMEOUT, 'ETIMEDOUT')) return new AppError('timed-out', { host, phase: 'connect' });
  if (has('ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME', 'EADDRNOTAVAIL'))
    return new AppError('address-not-found', context);
  if (has('CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID')) return new AppError('certificate-expired', context);
  if (has('ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH')) return new AppError('certificate-other-name', context);
  if (codes.some((code) => CERTIFICATE_CODES.has(code))) return new AppError('certificate-not-trusted', context);
  // It did not come to a certificate: what answers speaks plain http, or another age's TLS.
  if (codes.some((code) => code === 'EPROTO' || /^ERR_(TLS|SSL)_/.test(code)))
    return new AppError('encryption-failed', context);
  if (has('ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN'))
    return new AppError('connection-refused', context);
  return new AppError('connection-lost', context);
}

/** The path part of where a redirect leads: a query may hold anything. */
export function redirectPath(answer: HttpAnswer): string {
  const location = answer.headers['location'] ?? '';
  try {
    return new URL(location, answer.url).pathname.slice(0, 200);
  } catch {
    // A malformed target is still a redirect; there is just no path to show.
    return '';
  }
}

/**
 * The AppError a status amounts to when nothing said otherwise; null for 2xx.
 * @param context what the caller knows of the call, e.g. the operation
 */
export function failureOf(answer: HttpAnswer, context: ErrorContext = {}): AppError | null {
  const { status } = answer;
  const facts: ErrorContext = { ...context, host: new URL(answer.url).host, status };
  if (status >= 200 && status < 300) return null;
  // "Unchanged" to a question that did not say since when.
  if (status === 304) return new AppError('unexpected-answer', facts);
  if (status >= 300 && status < 400) return new AppError('redirected-away', { ...facts, to: redirectPath(answer) });
  if (status === 401 || status === 403) return new AppError('access-denied', facts);
  if (status === 404 || status === 410) return new AppError('not-found', facts);
  if (status === 429)
    return new AppError('too-many-requests', {
      ...facts,
      retryAfterSeconds: answer.retryAfterMs === null ? null : Math.ceil(answer.retryAfterMs / 1000),
    });
  if (status >= 500) return new AppError('server-error', facts);
  return new AppError('unexpected-answer', facts);
}
