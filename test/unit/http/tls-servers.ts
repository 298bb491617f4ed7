import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { createServer } from 'node:tls';

const folder = join(import.meta.dirname, '../../certificates');

/** A certificate of test/certificates, as PEM. */
export const pemOf = (name: string): string => readFileSync(join(folder, `${name}.pem`), 'utf8');
const keysOf = (name: string) => ({ cert: pemOf(name), key: readFileSync(join(folder, `${name}.key.pem`), 'utf8') });

/** A server over TLS on loopback, small enough to count every byte that comes over TLS. */
export interface TlsServer {
  readonly port: number;
  readonly url: string;
  /** "METHOD /path" of every request. */
  readonly seen: readonly string[];
  /** Connections that were made, whether or not TLS came about. */
  readonly connections: () => number;
  /** Bytes that came over TLS, told when no connection is open any more. */
  readonly bytes: () => Promise<number>;
  /** Shows another certificate from now on, and closes what is open. */
  show(name: string): void;
  close(): Promise<void>;
}

export async function startTlsServer(name: string): Promise<TlsServer> {
  const seen: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  let bytes = 0;
  const server = createServer({ ...keysOf(name) }, (socket) => {
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (piece: Buffer) => {
      bytes += piece.length;
      text += piece.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return;
      seen.push(text.split(' ').slice(0, 2).join(' '));
      text = text.slice(end + 4);
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}');
    });
  });
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // A client that hangs up is what is tested.
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()));
  const hangUp = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    port,
    url: `https://127.0.0.1:${String(port)}`,
    seen,
    connections: () => connections,
    async bytes() {
      await Promise.all([...sockets].map(closed));
      return bytes;
    },
    show(other) {
      server.setSecureContext(keysOf(other));
      hangUp();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        hangUp();
      }),
  };
}

/** A proxy on loopback that connects, whatever name is asked for, to one port of this machine. */
export interface TestProxy {
  readonly port: number;
  /** "CONNECT host:port" and other request lines. */
  readonly asked: readonly string[];
  readonly headers: readonly IncomingHttpHeaders[];
  /** What went through towards the server. */
  readonly passed: () => Buffer;
  close(): Promise<void>;
}

export async function startProxy(
  target: number,
  options: { readonly status?: number; readonly login?: string } = {},
): Promise<TestProxy> {
  const asked: string[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const passed: Buffer[] = [];
  const sockets = new Set<Duplex>();
  const server = createHttpServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.end();
  });
  server.on('connect', (request, socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    asked.push(`CONNECT ${request.url ?? ''}`);
    headers.push(request.headers);
    const expected =
      options.login === undefined ? undefined : `Basic ${Buffer.from(options.login, 'utf8').toString('base64')}`;
    const status = request.headers['proxy-authorization'] === expected ? (options.status ?? 200) : 407;
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${String(status)} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const onward = connect(target, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.on('data', (piece: Buffer) => passed.push(piece));
      socket.pipe(onward).pipe(socket);
    });
    sockets.add(onward);
    onward.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    headers,
    passed: () => Buffer.concat(passed),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
