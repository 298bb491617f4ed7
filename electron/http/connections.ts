import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { AppError } from '../../shared/errors';
import type { CertificateDto } from '../../shared/dto';
import type { TrustSettings } from '../../shared/settings';
import { CONNECT_TIMEOUT, INSECURE } from './failures';
import type { HandshakeTarget } from './handshake';
import { lookAtCertificate, shakeHands } from './handshake';
import { bareHost, isPrivateAddress } from './private-addresses';
import type { RoutesTo } from './routes';
import { proxyName, routesOf } from './routes';
import { createTrust } from './trust';
import { openTunnel } from './tunnel';

type LookupAnswer = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

const codedError = (code: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code });

/** A lookup that gives private addresses only: the address checked is the address connected to, so a name cannot change in between. */
function lookupPrivate(hostname: string, options: LookupOptions, answer: LookupAnswer): void {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return answer(error, []);
    const allowed = addresses.filter(({ address }) => isPrivateAddress(address));
    const first = allowed[0];
    if (first === undefined) return answer(codedError(INSECURE), []);
    if (options.all === true) return answer(null, allowed);
    return answer(null, first.address, first.family);
  });
}

/** Closes a socket that is not connected in time. */
function limitConnect(socket: Socket, connectMs: number): void {
  const timer = setTimeout(() => socket.destroy(codedError(CONNECT_TIMEOUT)), connectMs);
  const stop = (): void => clearTimeout(timer);
  socket.once('connect', stop).once('close', stop).once('error', stop);
}

export interface Agents {
  readonly http: http.Agent;
  readonly https: https.Agent;
}

/** The connections to one server. */
export interface Connections {
  /** Kept alive, for what may be repeated. */
  readonly kept: Agents;
  /** New for each request: a kept one may just have been closed by the server, and then nobody knows whether a write arrived. */
  readonly fresh: Agents;
  /** The certificate that the server shows now, whether or not it is trusted; nothing is sent to it. @throws AppError, or the runtime's error */
  lookAt(address: URL): Promise<CertificateDto>;
  /** The proxy by which the address was reached last, or would be first: "host:port"; null: none. */
  proxyTo(address: URL): Promise<string | null>;
  close(): void;
}

/** An idle connection is closed by us before common servers close it (Node: 5 s), so that no request is sent into a closing one. */
const IDLE_SOCKET_MS = 4_000;

export interface ConnectionOptions {
  /** Time limit of one connect, proxy and TLS included. */
  readonly connectMs: number;
  readonly trust: TrustSettings;
  /** Of https only: plain http goes to private addresses, which are not behind a proxy. */
  readonly routesTo: RoutesTo;
}

/** @throws AppError `settings-invalid` when the trusted authority is no certificate */
export function createConnections({ connectMs, trust, routesTo }: ConnectionOptions): Connections {
  const authorities = createTrust(trust);
  /** Attempts under way: they belong to no agent yet. */
  const attempts = new Set<AbortController>();

  /** Goes the ways to the server one after the other; a way whose proxy cannot be used is followed by the next. */
  async function attempt<T>(host: string, port: number, speak: (target: HandshakeTarget) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const { signal: abort } = controller;
    attempts.add(controller);
    const timer = setTimeout(() => controller.abort(codedError(CONNECT_TIMEOUT)), connectMs);
    try {
      const address = new URL(`https://${host.includes(':') ? `[${host}]` : host}:${String(port)}`);
      let failure = new AppError('proxy-refused', { proxy: '', reason: 'no-route' });
      for (const route of await routesOf(address, routesTo)) {
        if (route.kind === 'straight') return await speak({ host, port, over: null, abort });
        let over: Socket;
        try {
          over = await openTunnel(route.proxy, host, port, authorities(), abort);
        } catch (thrown) {
          if (!(thrown instanceof AppError)) throw thrown;
          failure = abort.aborted
            ? new AppError('proxy-refused', { proxy: proxyName(route.proxy), reason: 'timed-out' })
            : thrown;
          if (abort.aborted) break;
          continue;
        }
        return await speak({ host, port, over, abort });
      }
      throw failure;
    } finally {
      clearTimeout(timer);
      attempts.delete(controller);
    }
  }

  const secureAgent = (pool: https.AgentOptions): https.Agent => {
    const agent = new https.Agent(pool);
    // The socket is handed over when TLS is spoken and the certificate was judged: not a byte of a request goes before.
    agent.createConnection = (options, callback) => {
      const { host, port } = options as { readonly host?: string | null; readonly port?: number | string | null };
      attempt(host ?? '', Number(port ?? 443), (target) => shakeHands(target, trust, authorities)).then(
        (socket) => callback?.(null, socket),
        (thrown: unknown) =>
          callback?.(thrown instanceof Error ? thrown : codedError('UNKNOWN'), undefined as unknown as Duplex),
      );
      return undefined;
    };
    return agent;
  };
  const plainAgent = (pool: http.AgentOptions): http.Agent => {
    const agent = new http.Agent({ ...pool, lookup: lookupPrivate });
    const connect = agent.createConnection.bind(agent);
    agent.createConnection = (options, callback) => {
      const socket = connect(options, callback);
      if (socket instanceof Socket) limitConnect(socket, connectMs);
      return socket;
    };
    return agent;
  };
  const agents = (pool: http.AgentOptions): Agents => ({ http: plainAgent(pool), https: secureAgent(pool) });
  const kept = agents({ keepAlive: true, timeout: IDLE_SOCKET_MS });
  const fresh = agents({ keepAlive: false });
  return {
    kept,
    fresh,
    lookAt: (address) =>
      attempt(bareHost(address), address.port === '' ? 443 : Number(address.port), lookAtCertificate),
    async proxyTo(address) {
      if (address.protocol !== 'https:') return null;
      const [first] = await routesOf(address, routesTo);
      return first === undefined || first.kind === 'straight' ? null : proxyName(first.proxy);
    },
    close() {
      for (const controller of attempts) controller.abort(new AppError('cancelled'));
      for (const agent of [kept.http, kept.https, fresh.http, fresh.https]) agent.destroy();
    },
  };
}
