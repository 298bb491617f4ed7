import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttp, readCertificates } from '../../../electron/http';
import type { HttpRequest } from '../../../electron/http';
import type { TrustSettings } from '../../../shared/settings';
import { createFakeClock, fakeRandom, QUICK, refusalOf } from '../../contract/connectors/support';
import type { TlsServer } from './tls-servers';
import { pemOf, startTlsServer } from './tls-servers';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function serve(name: string): Promise<TlsServer> {
  const server = await startTlsServer(name);
  closers.push(() => server.close());
  return server;
}

function trusting(trust: TrustSettings) {
  const http = createHttp({
    limits: { ...QUICK, connectMs: 5_000, firstAnswerMs: 5_000 },
    clock: createFakeClock(),
    random: fakeRandom(),
    trust,
  });
  closers.push(() => http.close());
  return http;
}

const get = (url: string, kind: HttpRequest['kind'] = 'read'): HttpRequest => ({
  kind,
  method: 'GET',
  url,
  headers: { Authorization: 'canary-password' },
  body: null,
});

const fingerprint = (name: string): string => readCertificates(Buffer.from(pemOf(name)))![0]!.facts.sha256;
const pinned = (name: string): TrustSettings => ({
  kind: 'pinned',
  sha256: fingerprint(name),
  subject: '',
  validTo: '',
});
const AUTHORITY: TrustSettings = { kind: 'authority', pem: pemOf('authority') };

describe('whose certificate is believed', () => {
  it.each(['house', 'alone', 'expired', 'elsewhere'])(
    'the system knows nobody who vouches for "%s": nothing is sent to it',
    async (name) => {
      const server = await serve(name);
      // Of two reasons, which one is told is the runtime's choice.
      expect((await refusalOf(trusting({ kind: 'system' }).send(get(server.url), null))).code).toMatch(
        name === 'expired' ? /^certificate-(not-trusted|expired)$/ : /^certificate-not-trusted$/,
      );
      expect(await server.bytes()).toBe(0);
    },
  );

  it('a private authority vouches for its own, in date and under the right name, and for nobody else', async () => {
    const http = trusting(AUTHORITY);
    const house = await serve('house');
    expect((await http.send(get(house.url), null)).status).toBe(200);
    for (const [name, code] of [
      ['alone', 'certificate-not-trusted'],
      ['expired', 'certificate-expired'],
      ['elsewhere', 'certificate-other-name'],
    ] as const) {
      const server = await serve(name);
      expect((await refusalOf(http.send(get(server.url), null))).code, name).toBe(code);
      expect(await server.bytes(), name).toBe(0);
    }
  });

  it.each([{ kind: 'system' }, AUTHORITY, pinned('house')] as const)(
    'a server that speaks plain http only is no matter of trust: told as such, and nothing is sent ($kind)',
    async (trust) => {
      const asked: string[] = [];
      const plain = createServer((request, response) => {
        asked.push(request.url ?? '');
        response.end();
      });
      await new Promise<void>((listening) => plain.listen(0, '127.0.0.1', listening));
      try {
        const url = `https://127.0.0.1:${String((plain.address() as AddressInfo).port)}/`;
        expect((await refusalOf(trusting(trust).send(get(url), null))).code).toBe('encryption-failed');
        expect(asked).toEqual([]);
      } finally {
        plain.close();
      }
    },
  );

  it('a private authority that is no certificate is told before anything is asked', () => {
    const pem = '-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----';
    let thrown: unknown = null;
    try {
      trusting({ kind: 'authority', pem });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'settings-invalid', context: { path: 'trust.pem' } });
  });

  it.each(['alone', 'expired', 'elsewhere', 'house'])(
    'the very certificate that a person chose is believed, whoever issued it: "%s"',
    async (name) => {
      const server = await serve(name);
      expect((await trusting(pinned(name)).send(get(server.url), null)).status).toBe(200);
      expect(server.seen).toEqual(['GET /']);
    },
  );

  it('another certificate than the chosen one is a hard stop, also from the same authority: not a byte is sent', async () => {
    const server = await serve('house');
    const http = trusting(pinned('house'));
    expect((await http.send(get(server.url), null)).status).toBe(200);
    server.show('renewed');
    const before = await server.bytes();
    expect(before).toBeGreaterThan(50);
    const error = await refusalOf(http.send(get(server.url), null));
    expect(error).toMatchObject({
      code: 'certificate-changed',
      context: {
        host: '127.0.0.1',
        expected: fingerprint('house'),
        found: fingerprint('renewed'),
        subject: 'CN=unilock.firma.example',
      },
    });
    expect(String(error.context['validTo'])).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(server.connections()).toBe(2);
    expect(await server.bytes()).toBe(before);
    expect(JSON.stringify([error, error.stack, error.context])).not.toContain('canary');
    // Not tried again by itself, and good again when the chosen one is back.
    expect(server.connections()).toBe(2);
    server.show('house');
    expect((await http.send(get(server.url), null)).status).toBe(200);
  });

  it('the chosen certificate is looked at on every connection, not only the first', async () => {
    const server = await serve('alone');
    const http = trusting(pinned('alone'));
    for (const kind of ['write', 'write', 'login'] as const) await http.send(get(server.url, kind), null);
    expect(server.connections()).toBe(3);
    server.show('house');
    for (const kind of ['write', 'login', 'read'] as const)
      expect((await refusalOf(http.send(get(server.url, kind), null))).code).toBe('certificate-changed');
    expect(server.seen).toHaveLength(3);
  });

  it('a chosen certificate is no authority for others, and the authority of a chosen one counts for nothing', async () => {
    const server = await serve('renewed');
    expect((await refusalOf(trusting(pinned('authority')).send(get(server.url), null))).code).toBe(
      'certificate-changed',
    );
  });
});

describe('looking at a certificate', () => {
  it('tells who, from whom, how long and the fingerprint, whether or not it is trusted, and sends nothing', async () => {
    for (const name of ['alone', 'expired', 'elsewhere', 'house']) {
      const server = await serve(name);
      const found = await trusting({ kind: 'system' }).lookAtCertificate(`${server.url}/folder/api`);
      expect(found, name).toEqual(readCertificates(Buffer.from(pemOf(name)))![0]!.facts);
      expect(server.connections()).toBe(1);
      expect(await server.bytes(), name).toBe(0);
    }
  });

  it('gives null for plain http, and says why it cannot look', async () => {
    const http = trusting({ kind: 'system' });
    expect(await http.lookAtCertificate('http://127.0.0.1:9/')).toBeNull();
    const gone = await startTlsServer('house');
    await gone.close();
    expect((await refusalOf(http.lookAtCertificate(gone.url))).code).toBe('connection-refused');
  });

  it('reads PEM with several certificates, and DER, and tells authorities from servers', () => {
    const both = readCertificates(Buffer.from(`${pemOf('authority')}\n${pemOf('house')}`));
    expect(both?.map(({ isAuthority }) => isAuthority)).toEqual([true, false]);
    expect(both?.[0]?.facts).toMatchObject({ subject: 'CN=Firmaets egne servere, O=Firma' });
    expect(both?.[1]?.facts.issuer).toBe(both?.[0]?.facts.subject);
    const der = Buffer.from(pemOf('house').replace(/-----[^-]+-----|\s/g, ''), 'base64');
    expect(readCertificates(der)?.[0]?.facts.sha256).toBe(fingerprint('house'));
    expect(readCertificates(Buffer.from('no certificate'))).toBeNull();
    expect(readCertificates(readFileSync(join(import.meta.dirname, '../../certificates/house.key.pem')))).toBeNull();
  });
});
