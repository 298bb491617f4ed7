import type { Abort, Clock, Random } from '../sync/ports';

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
}

export const DEFAULT_HTTP_LIMITS: HttpLimits = {
  connectMs: 10_000,
  firstAnswerMs: 120_000,
  idleMs: 30_000,
  maxAnswerBytes: 50 * 1024 * 1024,
  tries: 3,
  retryBaseMs: 500,
  maxRetryAfterMs: 30_000,
};

export interface HttpOptions {
  readonly limits: HttpLimits;
  readonly clock: Clock;
  readonly random: Random;
  /** Trusted certificate authorities (PEM) instead of the runtime's own; null: the runtime's. */
  readonly certificateAuthorities?: readonly string[] | null;
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
   * `certificate-not-trusted`, `insecure-address`, `answer-too-large`, `cancelled`.
   */
  send(request: HttpRequest, abort: Abort | null): Promise<HttpAnswer>;
  forgetCookies(): void;
  close(): void;
}
