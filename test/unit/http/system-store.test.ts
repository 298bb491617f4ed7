import { join } from 'node:path';
import tls from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttp, hasSystemStore } from '../../../electron/http';
import { createFakeClock, fakeRandom, PATIENT } from '../../contract/connectors/support';
import { startTlsServer } from './tls-servers';

// Read once for a process, at the first TLS connection: therefore a file of its own.
const before = process.env['SSL_CERT_FILE'];
afterEach(() => {
  if (before === undefined) delete process.env['SSL_CERT_FILE'];
  else process.env['SSL_CERT_FILE'] = before;
});

describe('the computer’s own store of authorities', () => {
  // Where OpenSSL's variable says what the store is: on Linux.
  it.runIf(process.platform === 'linux')('vouches as the runtime’s own list does', async () => {
    process.env['SSL_CERT_FILE'] = join(import.meta.dirname, '../../certificates/authority.pem');
    expect(hasSystemStore()).toBe('getCACertificates' in tls);
    const server = await startTlsServer('house');
    const http = createHttp({ limits: PATIENT, clock: createFakeClock(), random: fakeRandom() });
    try {
      const answer = http.send({ kind: 'read', method: 'GET', url: server.url, headers: {}, body: null }, null);
      expect((await answer).status).toBe(200);
    } finally {
      http.close();
      await server.close();
    }
  });
});
