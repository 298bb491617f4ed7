import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { Socket } from 'node:net';
import { CONNECT_TIMEOUT, INSECURE } from './failures';
import { isPrivateAddress } from './private-addresses';

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

/** Closes a socket that is not connected (TLS included) in time. */
function limitConnect(socket: Socket, connectMs: number, readyEvent: 'connect' | 'secureConnect'): void {
  const timer = setTimeout(() => socket.destroy(codedError(CONNECT_TIMEOUT)), connectMs);
  const stop = (): void => clearTimeout(timer);
  socket.once(readyEvent, stop).once('close', stop).once('error', stop);
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
  close(): void;
}

/** An idle connection is closed by us before common servers close it (Node: 5 s), so that no request is sent into a closing one. */
const IDLE_SOCKET_MS = 4_000;

/**
 * @param connectMs time limit of one connect, TLS included
 * @param ca the only certificate authorities (PEM) to trust; null: the runtime's own
 */
export function createConnections(connectMs: number, ca: readonly string[] | null): Connections {
  const trust = ca === null ? {} : { ca: [...ca] };
  const limited = <A extends http.Agent>(agent: A, readyEvent: 'connect' | 'secureConnect'): A => {
    const connect = agent.createConnection.bind(agent);
    agent.createConnection = (options, callback) => {
      const socket = connect(options, callback);
      if (socket instanceof Socket) limitConnect(socket, connectMs, readyEvent);
      return socket;
    };
    return agent;
  };
  const agents = (pool: http.AgentOptions): Agents => ({
    http: limited(new http.Agent({ ...pool, lookup: lookupPrivate }), 'connect'),
    https: limited(new https.Agent({ ...pool, ...trust }), 'secureConnect'),
  });
  const kept = agents({ keepAlive: true, timeout: IDLE_SOCKET_MS });
  const fresh = agents({ keepAlive: false });
  return {
    kept,
    fresh,
    close() {
      for (const agent of [kept.http, kept.https, fresh.http, fresh.https]) agent.destroy();
    },
  };
}
