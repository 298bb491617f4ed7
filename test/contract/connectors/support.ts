import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../../../shared/errors';
import type { Instant } from '../../../shared/time';
import { addMs, instant } from '../../../shared/time';
import type { HttpLimits } from '../../../electron/http';
import { createLoginGuard } from '../../../electron/profile';
import type { Call, Clock, Logger, Random } from '../../../electron/sync/ports';

/** Limits that a test can reach without waiting; far from any healthy answer on loopback. */
export const QUICK: HttpLimits = {
  connectMs: 300,
  firstAnswerMs: 300,
  idleMs: 300,
  maxAnswerBytes: 1024 * 1024,
  tries: 3,
  retryBaseMs: 500,
  maxRetryAfterMs: 30_000,
  maxCachedBytes: 64 * 1024,
};

/** The same for tests in which every server answers: on a busy machine a healthy answer may take longer than that. */
export const PATIENT: HttpLimits = { ...QUICK, connectMs: 20_000, firstAnswerMs: 20_000, idleMs: 20_000 };

export interface FakeClock extends Clock {
  /** Every wait that was asked for, milliseconds; waits return at once and move the clock. */
  readonly waits: readonly number[];
  set(at: Instant): void;
  advance(milliseconds: number): void;
}

export function createFakeClock(start: number = Date.UTC(2026, 10, 23, 8)): FakeClock {
  let at = instant(start);
  const waits: number[] = [];
  return {
    waits,
    now: () => at,
    wait: (milliseconds) => {
      waits.push(milliseconds);
      at = addMs(at, milliseconds);
      return Promise.resolve();
    },
    set: (next) => void (at = next),
    advance: (milliseconds) => void (at = addMs(at, milliseconds)),
  };
}

export const fakeRandom = (value = 0.5): Random => ({ next: () => value, id: () => 'id' });

export interface FakeLogger extends Logger {
  /** Everything that was logged, as text. */
  text(): string;
}

export function createFakeLogger(): FakeLogger {
  const lines: string[] = [];
  const write = (event: string, fields: unknown): void => void lines.push(JSON.stringify([event, fields]));
  return { info: write, warn: write, text: () => lines.join('\n') };
}

/** A connection to a test's server that no test of its own looks at, apart from its profile. */
export const plainConnection = (address: string, clock: Clock = createFakeClock()) => ({
  address,
  userName: 'u',
  password: () => Promise.resolve('p'),
  limits: PATIENT,
  clock,
  random: fakeRandom(),
  logger: createFakeLogger(),
  loginGuard: createLoginGuard(() => clock.now()),
});

export const CALL: Call = { abort: null, onProgress: null };

export interface TestServer {
  readonly url: string;
  readonly port: number;
  /** "METHOD /path?query" of every request so far. */
  readonly seen: readonly string[];
  close(): Promise<void>;
}

/** A real server on loopback; the handler gets the whole body. */
export async function startServer(
  handle: (request: IncomingMessage, response: ServerResponse, body: string) => void,
): Promise<TestServer> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      seen.push(`${request.method ?? ''} ${request.url ?? ''}`);
      handle(request, response, Buffer.concat(parts).toString('utf8'));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    port,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const json = (
  response: ServerResponse,
  value: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void => {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
};

/** The AppError a promise is rejected with. */
export async function refusalOf(work: Promise<unknown>): Promise<AppError> {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
  throw new Error('it was not refused');
}
