import type { CertificateDto } from '../../shared/dto';
import type { TrustSettings } from '../../shared/settings';
import type { Abort, Clock, Random } from '../sync/ports';
import type { RoutesTo } from './routes';

/** All in milliseconds, except bytes and counts. */
export interface HttpLimits {
  readonly connectMs: number;
  /** From sending to the first byte of the answer: a cold start takes tens of seconds. */
  readonly firstAnswerMs: number;
  /** Between two pieces of an answer. */
  readonly idleMs: number;
  /** Of the unpacked answer. */
  readonly maxAnswerBytes: number;
  /** Of a read, the first one included. */
  readonly tries: number;
  /** Wait before the second try; doubles, with jitter. */
  readonly retryBaseMs: number;
  /** A server that asks for a longer pause is not waited for: the next run comes. */
  readonly maxRetryAfterMs: number;
  /** Of all answers together that are remembered to be asked for by their mark (ETag). */
  readonly maxCachedBytes: number;
}

export const DEFAULT_HTTP_LIMITS: HttpLimits = {
  connectMs: 10_000,
  firstAnswerMs: 120_000,
  idleMs: 30_000,
  maxAnswerBytes: 50 * 1024 * 1024,
  tries: 3,
  retryBaseMs: 500,
  maxRetryAfterMs: 30_000,
  maxCachedBytes: 32 * 1024 * 1024,
};

export interface HttpOptions {
  readonly limits: HttpLimits;
  readonly clock: Clock;
  readonly random: Random;
  /** Whose certificate is believed; the system's authorities when nothing is said. */
  readonly trust?: TrustSettings;
  /** The ways through proxies; straight when nothing is said. Loopback and private addresses are always gone to straight. */
  readonly routesTo?: RoutesTo;
}

export interface HttpRequest {
  /** Only a `read` is ever repeated (rule W10). */
  readonly kind: 'read' | 'login' | 'write';
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** A complete answer, whatever its status. */
export interface HttpAnswer {
  readonly url: string;
  readonly status: number;
  /** Names in small letters; several of one name joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The server's Date header minus our clock, milliseconds, 0 when the answer's way explains the difference; null without the header. */
  readonly clockSkewMs: number | null;
  /** What Retry-After asks for; null without one. */
  readonly retryAfterMs: number | null;
}

export interface Http {
  /**
   * Sends a request and reads the whole answer.
   * @throws AppError when there is no complete answer: `address-not-found`, `connection-refused`, `connection-lost`, `timed-out`,
   * `certificate-not-trusted`, `certificate-expired`, `certificate-other-name`, `certificate-changed`, `encryption-failed`, `proxy-refused`, `proxy-login-refused`, `insecure-address`, `answer-too-large`, `cancelled`.
   */
  send(request: HttpRequest, abort: Abort | null): Promise<HttpAnswer>;
  /** A new login begins: cookies and remembered answers of the former one are gone. */
  forgetLogin(): void;
  /**
   * The certificate that the server shows now, trusted or not; nothing but the handshake is sent to it.
   * @returns null for plain http
   * @throws AppError when it cannot be reached
   */
  lookAtCertificate(url: string): Promise<CertificateDto | null>;
  /** The proxy on the way to an address, "host:port", never with its password; null: none. */
  proxyTo(url: string): Promise<string | null>;
  close(): void;
}
