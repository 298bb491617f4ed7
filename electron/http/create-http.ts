import type { Readable } from 'node:stream';
import axios from 'axios';
import { AppError } from '../../shared/errors';
import type { Abort } from '../sync/ports';
import type { CachedAnswer } from './answer-cache';
import { createAnswerCache } from './answer-cache';
import type { Http, HttpAnswer, HttpOptions, HttpRequest } from './http-api';
import { createConnections } from './connections';
import { createCookies } from './cookies';
import { failureOfConnection } from './failures';
import { bareHost, isPrivateHost } from './private-addresses';
import { straightTo } from './routes';

const REPEATED_STATUSES: readonly number[] = [429, 500, 502, 503, 504];

/** How far Date is from our clock, given that it was written somewhere between sending and receiving, and cut to the second. */
function skewOf(date: number, sentAt: number, receivedAt: number): number {
  if (date > receivedAt) return date - receivedAt;
  if (date + 999 < sentAt) return date + 999 - sentAt;
  return 0;
}

function retryAfterOf(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

function flatHeaders(raw: object): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(raw)) {
    // Cookies live in the jar alone.
    if (name.toLowerCase() === 'set-cookie') continue;
    if (typeof value === 'string') flat[name.toLowerCase()] = value;
    else if (Array.isArray(value)) flat[name.toLowerCase()] = value.join(', ');
  }
  return flat;
}

/** Reads a stream to its end; rejects with AppError `answer-too-large` past the cap. `onPiece` is told of every piece. */
function readAll(stream: Readable, maxBytes: number, host: string, onPiece: () => void): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let size = 0;
    stream.on('data', (piece: Buffer) => {
      onPiece();
      size += piece.length;
      pieces.push(piece);
      if (size > maxBytes)
        stream.destroy(new AppError('answer-too-large', { host, megabytes: Math.round(maxBytes / 1024 / 1024) }));
    });
    stream.once('end', () => resolve(Buffer.concat(pieces, size)));
    stream.once('error', reject);
    // Cut off without an error of its own; after an end it changes nothing.
    stream.once('close', () => reject(new AppError('connection-lost', { host, reason: 'cut-off' })));
  });
}

/** The server says that what it gave before is what it would give now: the former body with the newer headers. */
const asUnchanged = (
  { headers, text }: CachedAnswer,
  newer: Readonly<Record<string, string>>,
): Pick<HttpAnswer, 'status' | 'headers' | 'text'> => ({
  status: 200,
  // The 304 has no body of its own to describe.
  headers: { ...newer, ...Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('content-'))) },
  text,
});

/** Whether an answer may be asked for again by its mark: plain reads, whose answer is for the address alone. */
const isCacheable = (request: HttpRequest): boolean => request.kind === 'read' && request.method === 'GET';

/**
 * Creates the client of one server, with its own connections, cookies and remembered answers.
 * @throws AppError `settings-invalid` when the trusted authority is no certificate
 */
export function createHttp(options: HttpOptions): Http {
  const { limits, clock, random, trust = { kind: 'system' }, routesTo = straightTo } = options;
  const connections = createConnections({ connectMs: limits.connectMs, trust, routesTo });
  const cookies = createCookies();
  const cache = createAnswerCache(limits.maxCachedBytes);
  const client = axios.create({
    maxRedirects: 0,
    maxContentLength: -1,
    responseType: 'stream',
    validateStatus: () => true,
    transformRequest: [(data: unknown) => data],
  });

  /** Counts the logins: what was asked for before one is no answer after it. */
  let logins = 0;

  async function sendOnce(request: HttpRequest, abort: Abort | null, isRepeated: boolean): Promise<HttpAnswer> {
    const url = new URL(request.url);
    const host = url.host;
    const isPrivate = isPrivateHost(bareHost(url));
    if (url.protocol === 'http:' && isPrivate === false) throw new AppError('insecure-address', { host });
    if (abort?.aborted === true) throw new AppError('cancelled');

    const controller = new AbortController();
    /** Set when we end the request ourselves, and the answer once it has begun. */
    const state: { ended: AppError | null; stream: Readable | null } = { ended: null, stream: null };
    const end = (error: AppError): void => {
      state.ended ??= error;
      controller.abort();
      state.stream?.destroy(error);
    };
    const onAbort = (): void => end(new AppError('cancelled'));
    abort?.addEventListener('abort', onAbort);
    const firstAnswer = setTimeout(
      () => end(new AppError('timed-out', { host, phase: 'first-answer' })),
      limits.firstAnswerMs,
    );
    let idle: NodeJS.Timeout | null = null;

    // What failed may have failed because the server has closed the kept connections, and then all of them are dead.
    const agents = request.kind === 'read' && !isRepeated ? connections.kept : connections.fresh;
    const cookie = cookies.headerFor(request.url);
    const cached = isCacheable(request) ? cache.find(request) : null;
    const loginBefore = logins;
    const sentAt = clock.now();
    try {
      const response = await client.request<Readable>({
        method: request.method,
        url: request.url,
        headers: {
          Accept: 'application/json',
          'User-Agent': 'Modeklar',
          // Keeps axios from adding its own when there is no body.
          'Content-Type': false,
          ...request.headers,
          ...(cached === null ? {} : { 'If-None-Match': cached.tag }),
          ...(cookie === null ? {} : { Cookie: cookie }),
        },
        data: request.body ?? undefined,
        signal: controller.signal,
        httpAgent: agents.http,
        httpsAgent: agents.https,
        // Whether there is a proxy is for our connections to decide, not for axios.
        proxy: false,
      });
      const receivedAt = clock.now();
      clearTimeout(firstAnswer);
      const idleTimer = setTimeout(() => end(new AppError('timed-out', { host, phase: 'idle' })), limits.idleMs);
      idle = idleTimer;
      state.stream = response.data;
      cookies.take(response.headers['set-cookie'] ?? [], request.url);
      const headers = flatHeaders(response.headers);
      const bytes = await readAll(state.stream, limits.maxAnswerBytes, host, () => idleTimer.refresh());
      const date = Date.parse(headers['date'] ?? '');
      // An answer that a cache gives out again tells the time of long ago.
      const isFresh = !Number.isNaN(date) && headers['age'] === undefined;
      const given = { headers, text: bytes.toString('utf8').replace(/^\uFEFF/, '') };
      // An answer to a login that has been replaced meanwhile is remembered for nobody.
      if (isCacheable(request) && response.status === 200 && logins === loginBefore) cache.keep(request, given);
      return {
        url: request.url,
        ...(response.status === 304 && cached !== null
          ? asUnchanged(cached, headers)
          : { status: response.status, ...given }),
        clockSkewMs: isFresh ? skewOf(date, sentAt, receivedAt) : null,
        retryAfterMs: retryAfterOf(headers['retry-after'], Number.isNaN(date) ? receivedAt : date),
      };
    } catch (thrown) {
      if (state.ended !== null) throw state.ended;
      throw thrown instanceof AppError ? thrown : failureOfConnection(thrown, host);
    } finally {
      clearTimeout(firstAnswer);
      if (idle !== null) clearTimeout(idle);
      abort?.removeEventListener('abort', onAbort);
    }
  }

  /** Milliseconds to wait before the next try; null when this outcome stands. */
  function pauseAfter(tried: number, outcome: HttpAnswer | AppError): number | null {
    if (tried >= limits.tries) return null;
    const backoff = limits.retryBaseMs * 2 ** (tried - 1) * (0.5 + random.next());
    if (outcome instanceof AppError) return outcome.code === 'connection-lost' ? backoff : null;
    if (!REPEATED_STATUSES.includes(outcome.status)) return null;
    if (outcome.retryAfterMs === null) return backoff;
    return outcome.retryAfterMs > limits.maxRetryAfterMs ? null : Math.max(outcome.retryAfterMs, backoff);
  }

  return {
    async send(request, abort) {
      if (request.kind !== 'read') return sendOnce(request, abort, false);
      for (let tried = 1; ; tried++) {
        let outcome: HttpAnswer | AppError;
        try {
          outcome = await sendOnce(request, abort, tried > 1);
        } catch (thrown) {
          if (!(thrown instanceof AppError)) throw thrown;
          outcome = thrown;
        }
        const pause = pauseAfter(tried, outcome);
        if (pause === null) {
          if (outcome instanceof AppError) throw outcome;
          return outcome;
        }
        await clock.wait(pause, abort);
        if (abort?.aborted === true) throw new AppError('cancelled');
      }
    },
    forgetLogin() {
      logins += 1;
      cookies.clear();
      cache.clear();
    },
    async lookAtCertificate(url) {
      const address = new URL(url);
      if (address.protocol !== 'https:') return null;
      try {
        return await connections.lookAt(address);
      } catch (thrown) {
        throw thrown instanceof AppError ? thrown : failureOfConnection(thrown, address.host);
      }
    },
    proxyTo: (url) => connections.proxyTo(new URL(url)),
    close: () => connections.close(),
  };
}
