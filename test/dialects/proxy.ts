import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';

/** A forward proxy on loopback: the only way to a name that no name server knows. */
export interface DialectProxy {
  /** "http://127.0.0.1:PORT" */
  readonly url: string;
  /** The tunnels that were asked for: "host:port". */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/**
 * Tunnels (CONNECT) to the named host only; anything else is refused as a house's proxy would.
 * @param host its name, e.g. "planner.house.example"
 * @param port where it really listens on loopback
 */
export async function startProxy(host: string, port: number): Promise<DialectProxy> {
  const asked: string[] = [];
  const tunnels = new Set<Socket>();
  const server = createServer((_request, response) => void response.writeHead(403).end());
  server.on('connect', (request, client: Socket) => {
    asked.push(request.url ?? '');
    if (request.url !== `${host}:443`) {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      tunnels.add(one);
      one.on('error', () => other.destroy()).on('close', () => tunnels.delete(one));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        for (const socket of tunnels) socket.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
