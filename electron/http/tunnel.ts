import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { AppError } from '../../shared/errors';
import { bareHost } from './private-addresses';
import { proxyName } from './routes';

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN');

/**
 * Asks a proxy to connect to a server. The proxy learns host and port, nothing else: what follows is TLS with the server itself.
 * @param abort ends the attempt
 * @param context trusted authorities, for a proxy that is itself spoken to by TLS
 * @returns the connection, straight to the server from now on
 * @throws AppError `proxy-refused` {proxy, status | reason}, `proxy-login-refused` {proxy, status}
 */
export function openTunnel(
  proxy: URL,
  host: string,
  port: number,
  context: SecureContext,
  abort: AbortSignal,
): Promise<Socket> {
  const name = proxyName(proxy);
  const target = `${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
  const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const isSecure = proxy.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const request = (isSecure ? https : http).request({
      host: bareHost(proxy),
      port: proxy.port === '' ? (isSecure ? 443 : 80) : Number(proxy.port),
      method: 'CONNECT',
      path: target,
      agent: false,
      signal: abort,
      headers: {
        Host: target,
        ...(login === ':' ? {} : { 'Proxy-Authorization': `Basic ${Buffer.from(login, 'utf8').toString('base64')}` }),
      },
      ...(isSecure ? { secureContext: context } : {}),
    });
    request.once('connect', (answer, socket, head) => {
      const status = answer.statusCode ?? 0;
      if (status >= 200 && status < 300) {
        if (head.length > 0) socket.unshift(head);
        return resolve(socket);
      }
      socket.destroy();
      reject(new AppError(status === 407 ? 'proxy-login-refused' : 'proxy-refused', { proxy: name, status }));
    });
    // A proxy that does not know CONNECT answers as a web server would.
    request.once('response', (answer) => {
      answer.destroy();
      reject(new AppError('proxy-refused', { proxy: name, status: answer.statusCode ?? 0 }));
    });
    request.once('error', (error) => reject(new AppError('proxy-refused', { proxy: name, reason: codeOf(error) })));
    request.end();
  });
}
