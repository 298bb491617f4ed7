import type { IncomingHttpHeaders, IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { FaultContext, FaultPlan, OperationName, StruckFaults } from '../../electron/simulator/faults';
import { createFaultPlan } from '../../electron/simulator/faults';
import type { Instant } from '../../shared/time';
import { addMinutes } from '../../shared/time';

export interface DialectRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface DialectAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An operation found for a request: what it is about, and what it does. */
export interface Operation {
  readonly context: FaultContext;
  answer(struck: StruckFaults): DialectAnswer;
}

/** Who is let in. */
export interface Entrance {
  /** The operation that logs in, or null: the request is none, or there is no such step. */
  login(request: DialectRequest): Operation | null;
  /** What a stranger is answered; null: the caller is let in. */
  turnAway(request: DialectRequest): DialectAnswer | null;
  /** Every login given so far has run out; the function ends it where no new login can. */
  expire(): () => void;
}

/** How one server talks, over a world that all have in common. */
export interface Speech {
  readonly entrance: Entrance;
  /** 200 with this dialect's way of saying no. */
  readonly denied: DialectAnswer;
  find(request: DialectRequest): Operation | null;
  /** For a server that works at few calls at a time; left out: it takes any number. */
  readonly counter?: Counter;
}

/** Where calls stand while a server works at them. */
export interface Counter {
  /** @returns what a call too many is answered at once, or null; and what tells that its answer is out */
  arrive(headers: IncomingHttpHeaders): { readonly turnedAway: DialectAnswer | null; leave(): void };
  /** How long one call takes, so that calls made together are at the counter together. */
  work(): Promise<unknown>;
}

export interface DialectServer {
  readonly port: number;
  readonly faults: FaultPlan;
  /** "METHOD /path?query" of every request so far. */
  readonly seen: readonly string[];
  /** The login runs out just before the next request of that operation; returns what ends it. */
  expireAt(operation: OperationName): () => void;
  /** Refuses connections from here on, and cuts those it has. */
  goDown(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

const LOGIN_PAGE =
  '<!DOCTYPE html><html><head><title>Log ind</title></head><body><form method="post" action="/logind"></form></body></html>';

export const htmlAnswer = (status = 200, headers: Readonly<Record<string, string>> = {}): DialectAnswer => ({
  status,
  headers: { 'Content-Type': 'text/html; charset=utf-8', ...headers },
  body: LOGIN_PAGE,
});
export const redirectAnswer = (to = '/Konto/Login'): DialectAnswer => htmlAnswer(302, { Location: `${to}?retur=%2F` });
export const jsonAnswer = (
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): DialectAnswer => ({
  status,
  headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value),
});

/** A real server on loopback that speaks so, over TLS where it is given a certificate. */
export async function listen(
  speech: Speech,
  options: {
    readonly clock: () => Instant;
    readonly tls?: { readonly key: string; readonly cert: string } | null;
    /** Left out: any that is free. */
    readonly port?: number;
  },
): Promise<DialectServer> {
  const { clock, tls = null } = options;
  const faults = createFaultPlan();
  const seen: string[] = [];
  let expiry: { readonly operation: OperationName; end: (() => void) | null } | null = null;

  async function answer(request: DialectRequest, response: ServerResponse): Promise<void> {
    const login = speech.entrance.login(request);
    const operation = login ?? speech.find(request);
    const struck = operation === null ? null : faults.take(operation.context);
    if (expiry !== null && expiry.end === null && expiry.operation === operation?.context.operation)
      expiry.end = speech.entrance.expire();
    // A slow server never answers in the caller's time, but what it was asked for is done.
    const isSlow = struck?.get('slow') !== undefined;
    const isCutOff = struck?.get('cut-off') !== undefined;
    const isWrite = /^(write|delete)-/.test(operation?.context.operation ?? '');
    if (isCutOff && isWrite) return void response.destroy();
    const said =
      operation === null || struck === null
        ? jsonAnswer({}, 404)
        : (troubleOf(struck) ??
          (login === null ? speech.entrance.turnAway(request) : null) ??
          operation.answer(struck));
    if (isSlow) return;
    if (struck?.get('answer-lost') !== undefined) return void response.destroy();
    say(said, response, { aheadMinutes: struck?.get('wrong-clock')?.minutes ?? 0, isCutOff });
  }

  function say(
    said: DialectAnswer,
    response: ServerResponse,
    { aheadMinutes, isCutOff }: { readonly aheadMinutes: number; readonly isCutOff: boolean },
  ): void {
    const body = Buffer.from(said.body ?? '', 'utf8');
    response.sendDate = false;
    response.writeHead(said.status, {
      Date: new Date(addMinutes(clock(), aheadMinutes)).toUTCString(),
      ...said.headers,
      ...(said.status === 204 ? {} : { 'Content-Length': String(body.length) }),
    });
    if (isCutOff) response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
    else response.end(body);
  }

  function troubleOf(struck: StruckFaults): DialectAnswer | null {
    const error = struck.get('server-error');
    if (error !== undefined) return { ...speech.denied, status: error.status ?? 500 };
    const many = struck.get('too-many-requests');
    if (many !== undefined)
      return { status: 429, headers: { 'Retry-After': String(many.retryAfterSeconds ?? 5) }, body: '' };
    if (struck.get('redirect-to-login') !== undefined) return redirectAnswer();
    if (struck.get('login-page') !== undefined) return htmlAnswer();
    return struck.get('denied') === undefined ? null : speech.denied;
  }

  async function attend(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const arrived = speech.counter?.arrive(incoming.headers);
    if (arrived !== undefined) outgoing.once('close', () => arrived.leave());
    const request = await readRequest(incoming);
    if (arrived !== undefined && arrived.turnedAway !== null) {
      say(arrived.turnedAway, outgoing, { aheadMinutes: 0, isCutOff: false });
      return;
    }
    await speech.counter?.work();
    await answer(request, outgoing);
  }

  const handle: RequestListener = (incoming, outgoing) => {
    seen.push(`${incoming.method ?? ''} ${incoming.url ?? ''}`);
    void attend(incoming, outgoing);
  };
  const server: Server = tls === null ? createServer(handle) : createSecureServer(tls, handle);
  const open = (port: number): Promise<number> =>
    new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
  const shut = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const port = await open(options.port ?? 0);
  return {
    port,
    faults,
    seen,
    expireAt(operation) {
      const mine = (expiry = { operation, end: null as (() => void) | null });
      return () => {
        mine.end?.();
        expiry = null;
      };
    },
    goDown: shut,
    comeBack: () => open(port).then(() => undefined),
    close: shut,
  };
}

async function readRequest(incoming: IncomingMessage): Promise<DialectRequest> {
  const parts: Buffer[] = [];
  for await (const part of incoming as AsyncIterable<Buffer>) parts.push(part);
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: Buffer.concat(parts).toString('utf8'),
  };
}
