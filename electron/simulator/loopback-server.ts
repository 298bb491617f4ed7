import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../../shared/errors';
import type { Instant } from '../../shared/time';
import { addMinutes } from '../../shared/time';
import type { FaultContext, FaultPlan, StruckFaults } from './faults';
import { createFaultPlan } from './faults';
import type { RequestLog } from './request-log';
import { createRequestRecorder } from './request-log';

export interface TwinRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface TwinAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An operation found for a request: what it is about, and what it does. */
export interface TwinOperation {
  readonly context: FaultContext;
  answer(struck: StruckFaults): TwinAnswer;
}

/** What both twins are, besides their worlds. */
export interface Twin {
  /** "http://127.0.0.1:PORT", as a person would type it. */
  readonly url: string;
  readonly faults: FaultPlan;
  readonly requests: RequestLog;
  /** Refuses connections from here on, and cuts those it has. */
  goDown(): Promise<void>;
  /** Listens again, on the same port. */
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

export interface TwinOptions {
  readonly clock: () => Instant;
  /** 0 or left out: any free port. */
  readonly port?: number;
  /** What slow answers wait through; milliseconds. Default: real time. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

const LARGEST_BODY = 1_000_000;

export const jsonAnswer = (
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): TwinAnswer => ({
  status,
  headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value),
});

/** An answer that says no, in the shape both default profiles expect. */
export const refusal = (status: number, message: string): TwinAnswer => jsonAnswer({ Message: message }, status);

/** As classic ASP.NET shows it, to whoever follows the redirect. */
export const LOGIN_PAGE: TwinAnswer = {
  status: 200,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  body: '<!DOCTYPE html><html><head><title>Log in</title></head><body><form method="post" action="/Login"></form></body></html>',
};

export const redirectToLogin = (from: string): TwinAnswer => ({
  status: 302,
  headers: { Location: `/Login?ReturnUrl=${encodeURIComponent(from)}`, 'Content-Type': 'text/html; charset=utf-8' },
  body: '<html><head><title>Object moved</title></head><body></body></html>',
});

/**
 * A server on 127.0.0.1 with the faults, the log and the clock that both twins share.
 * @param find the operation a request asks for, or null: 404
 * @throws AppError port-in-use
 */
export async function createTwin(
  options: TwinOptions,
  find: (request: TwinRequest) => TwinOperation | null,
): Promise<Twin> {
  const { clock, wait = waitInRealTime } = options;
  const faults = createFaultPlan();
  const requests = createRequestRecorder();

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await readRequest(incoming);
    if (request === null) return;
    const operation = find(request);
    const at = clock();
    const answered = requests.record({
      at,
      operation: operation?.context.operation ?? null,
      method: request.method,
      path: incoming.url ?? '/',
    });
    const struck = operation === null ? null : faults.take(operation.context);
    const slow = struck?.get('slow');
    if (slow !== undefined) await wait(slow.milliseconds);
    // Goes on even if the caller gave up meanwhile, as real servers do: a write may be done long after its time-out.
    const isWrite = operation !== null && /^(write|delete)-/.test(operation.context.operation);
    const isCutOff = struck?.get('cut-off') !== undefined;
    if (isCutOff && isWrite) {
      outgoing.destroy();
      return;
    }
    const answer =
      operation === null || struck === null
        ? request.path === '/Login' && request.method === 'GET'
          ? LOGIN_PAGE
          : refusal(404, 'No such method')
        : (troubleInstead(struck, request) ?? operation.answer(struck));
    if (struck?.get('answer-lost') !== undefined) {
      outgoing.destroy();
      return;
    }
    const body = Buffer.from(answer.body ?? '', 'utf8');
    // The date is the clock's at the answer: a slow answer is younger than its question.
    const date = new Date(addMinutes(clock(), struck?.get('wrong-clock')?.minutes ?? 0)).toUTCString();
    outgoing.sendDate = false;
    const lengths = answer.status === 204 ? {} : { 'Content-Length': String(body.length) };
    outgoing.writeHead(answer.status, { Date: date, ...answer.headers, ...lengths });
    answered(answer.status);
    if (isCutOff) {
      outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => outgoing.destroy());
    } else {
      outgoing.end(body);
    }
  }

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => {
      // A bug of the twin must be seen as trouble of the server, not end the process that shows the demo.
      if (!outgoing.headersSent) outgoing.writeHead(500);
      outgoing.end();
    });
  });

  const listen = (port: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const refuse = (error: NodeJS.ErrnoException): void => {
        reject(
          error.code === 'EADDRINUSE' || error.code === 'EACCES' ? new AppError('port-in-use', { port }, error) : error,
        );
      };
      server.once('error', refuse);
      server.listen({ port, host: '127.0.0.1' }, () => {
        server.off('error', refuse);
        resolve((server.address() as AddressInfo).port);
      });
    });
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      // Called with an error only when it does not listen, which is what is wanted.
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });

  const port = await listen(options.port ?? 0);
  return {
    url: `http://127.0.0.1:${String(port)}`,
    faults,
    requests,
    goDown: stop,
    comeBack: async () => {
      await listen(port);
    },
    close: stop,
  };
}

/** The answer of a fault that stands before the operation: nothing is done then. */
function troubleInstead(struck: StruckFaults, request: TwinRequest): TwinAnswer | null {
  const error = struck.get('server-error');
  if (error !== undefined) return refusal(error.status ?? 500, 'An error has occurred.');
  const many = struck.get('too-many-requests');
  if (many !== undefined) {
    return jsonAnswer({ Message: 'Too many requests.' }, 429, { 'Retry-After': String(many.retryAfterSeconds ?? 30) });
  }
  if (struck.get('redirect-to-login') !== undefined) return redirectToLogin(request.path);
  if (struck.get('login-page') !== undefined) return LOGIN_PAGE;
  if (struck.get('denied') !== undefined) return refusal(200, 'Authorization has been denied for this request.');
  return null;
}

/** null: the caller went away, or sent more than any call of the default shapes needs. */
async function readRequest(incoming: IncomingMessage): Promise<TwinRequest | null> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of incoming as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > LARGEST_BODY) {
        incoming.destroy();
        return null;
      }
      parts.push(part);
    }
  } catch {
    // The caller hung up in the middle of its request: there is nobody to answer.
    return null;
  }
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: Buffer.concat(parts).toString('utf8'),
  };
}

/** The body as JSON, or null when it is none. */
export function jsonBody(request: TwinRequest): unknown {
  try {
    return JSON.parse(request.body) as unknown;
  } catch {
    // The caller's mistake: each operation answers 400 in its own words.
    return null;
  }
}

/** A page number or size of the query: a whole number from 1, else the default. */
export function wholeNumber(text: string | null, otherwise: number): number {
  const value = Number(text);
  return text !== null && Number.isInteger(value) && value >= 1 ? value : otherwise;
}

const waitInRealTime = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    // Not kept alive for: a program that ends does not wait for a slow answer.
    setTimeout(resolve, milliseconds).unref();
  });
