import type { Socket } from 'node:net';
import tls from 'node:tls';
import type { SecureContext, TLSSocket } from 'node:tls';
import { AppError } from '../../shared/errors';
import type { CertificateDto } from '../../shared/dto';
import type { TrustSettings } from '../../shared/settings';
import { describeCertificate } from './certificate';

/** Where TLS is to be spoken, over a connection that is there already or is made on the way. */
export interface HandshakeTarget {
  /** Without the brackets of IPv6. */
  readonly host: string;
  readonly port: number;
  /** A tunnel; null: connect to host and port. */
  readonly over: Socket | null;
  readonly abort: AbortSignal;
}

const connectionOf = ({ host, port, over }: HandshakeTarget): tls.ConnectionOptions => ({
  host,
  port,
  // An address is no name: RFC 6066 forbids it here.
  servername: /^[\d.]+$|:/.test(host) ? '' : host,
  ALPNProtocols: ['http/1.1'],
  ...(over === null ? {} : { socket: over }),
});

/** Resolves when TLS is spoken, before any byte of ours has been sent over it. */
function whenSecure(socket: TLSSocket, abort: AbortSignal): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const end = (): void =>
      void socket.destroy(abort.reason instanceof Error ? abort.reason : new AppError('cancelled'));
    const settle = (done: () => void): void => {
      abort.removeEventListener('abort', end);
      socket.off('error', fail).off('close', gone).off('secureConnect', secure);
      done();
    };
    const fail = (error: Error): void => settle(() => reject(error));
    const gone = (): void => settle(() => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
    const secure = (): void => {
      // Whoever gets the socket listens for itself; what breaks it in between must not end the program.
      socket.on('error', () => undefined);
      settle(() => resolve(socket));
    };
    socket.once('error', fail).once('close', gone).once('secureConnect', secure);
    abort.addEventListener('abort', end);
    if (abort.aborted) end();
  });
}

/**
 * The one place where TLS is spoken with a server whose certificate no authority has judged. What comes out is the certificate and a socket on
 * which nothing was sent: it is closed here, unless `isThisOne` says that this very certificate is the one that a person chose.
 */
async function unjudged(
  target: HandshakeTarget,
  isThisOne: (found: CertificateDto) => boolean,
): Promise<{ readonly found: CertificateDto; readonly socket: TLSSocket | null }> {
  // No session is resumed (none is handed in), so the server shows its certificate, and proves that it has the key, on every connection.
  const socket = tls.connect({ ...connectionOf(target), rejectUnauthorized: false });
  await whenSecure(socket, target.abort);
  const { raw } = socket.getPeerCertificate() as { readonly raw?: Buffer };
  if (raw === undefined || socket.isSessionReused()) {
    socket.destroy();
    throw new AppError('certificate-not-trusted', { host: target.host, reason: 'NO_CERTIFICATE' });
  }
  const found = describeCertificate(raw);
  if (isThisOne(found)) return { found, socket };
  socket.destroy();
  return { found, socket: null };
}

/** Looks at a server's certificate and hangs up: not a byte is sent after the handshake. */
export const lookAtCertificate = async (target: HandshakeTarget): Promise<CertificateDto> =>
  (await unjudged(target, () => false)).found;

/**
 * Speaks TLS with a server that is trusted as the settings say.
 * @throws AppError `certificate-changed` {host, expected, found, subject, validTo}; else the runtime's error of a failed handshake
 */
export async function shakeHands(
  target: HandshakeTarget,
  trust: TrustSettings,
  authorities: () => SecureContext,
): Promise<TLSSocket> {
  if (trust.kind !== 'pinned')
    return whenSecure(tls.connect({ ...connectionOf(target), secureContext: authorities() }), target.abort);
  const { found, socket } = await unjudged(target, ({ sha256 }) => sha256 === trust.sha256);
  if (socket !== null) return socket;
  const { host } = target;
  const { sha256, subject, validTo } = found;
  throw new AppError('certificate-changed', { host, expected: trust.sha256, found: sha256, subject, validTo });
}
