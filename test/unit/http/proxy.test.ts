import { afterEach, describe, expect, it } from 'vitest';
import { createHttp, routesFromEnvironment, routesFromPac } from '../../../electron/http';
import type { HttpRequest, RoutesTo } from '../../../electron/http';
import type { TrustSettings } from '../../../shared/settings';
import { createFakeClock, fakeRandom, json, QUICK, refusalOf, startServer } from '../../contract/connectors/support';
import { pemOf, startProxy, startTlsServer } from './tls-servers';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A server that only the proxy can find: its name exists nowhere. */
const NAME = 'planner.firma.example';
const AUTHORITY: TrustSettings = { kind: 'authority', pem: pemOf('authority') };

async function houseBehind(options: Parameters<typeof startProxy>[1] = {}) {
  const server = await startTlsServer('house');
  const proxy = await startProxy(server.port, options);
  closers.push(
    () => server.close(),
    () => proxy.close(),
  );
  return { server, proxy, url: `https://${NAME}/api` };
}

function httpBy(routesTo: RoutesTo, trust = AUTHORITY) {
  const http = createHttp({
    limits: { ...QUICK, connectMs: 5_000, firstAnswerMs: 5_000 },
    clock: createFakeClock(),
    random: fakeRandom(),
    trust,
    routesTo,
  });
  closers.push(() => http.close());
  return http;
}

const get = (url: string): HttpRequest => ({
  kind: 'read',
  method: 'GET',
  url,
  headers: { Authorization: 'canary-password' },
  body: null,
});

const by = (port: number, login = ''): RoutesTo =>
  routesFromEnvironment({ HTTPS_PROXY: `http://${login}127.0.0.1:${String(port)}` });

describe('a server behind a proxy', () => {
  it('is reached through a tunnel: the proxy learns name and port, and sees nothing but TLS', async () => {
    const { server, proxy, url } = await houseBehind();
    const http = httpBy(by(proxy.port));
    expect((await http.send(get(url), null)).status).toBe(200);
    expect((await http.send(get(url), null)).status).toBe(200);
    expect(server.seen).toEqual(['GET /api', 'GET /api']);
    // One connection for both reads.
    expect(proxy.asked).toEqual([`CONNECT ${NAME}:443`]);
    expect(proxy.headers[0]).not.toHaveProperty('proxy-authorization');
    expect(JSON.stringify(proxy.headers)).not.toContain('canary');
    expect(proxy.passed().toString('latin1')).not.toContain('canary');
    expect(proxy.passed()[0]).toBe(0x16);
    expect(await http.proxyTo(url)).toBe(`127.0.0.1:${String(proxy.port)}`);
  });

  it('is reached with the proxy’s user and password, which nobody else is told', async () => {
    const { proxy, url } = await houseBehind({ login: 'ånna:p@ss word' });
    const http = httpBy(by(proxy.port, `${encodeURIComponent('ånna')}:${encodeURIComponent('p@ss word')}@`));
    expect((await http.send(get(url), null)).status).toBe(200);
    expect(await http.proxyTo(url)).toBe(`127.0.0.1:${String(proxy.port)}`);
  });

  it('407 tells which proxy asks for a login, without the one that was tried', async () => {
    const { proxy, url, server } = await houseBehind({ login: 'anna:right' });
    const name = `127.0.0.1:${String(proxy.port)}`;
    for (const login of ['', 'anna:canary-wrong@']) {
      const error = await refusalOf(httpBy(by(proxy.port, login)).send(get(url), null));
      expect(error).toMatchObject({ code: 'proxy-login-refused', context: { proxy: name, status: 407 } });
      expect(JSON.stringify([error.context, error.stack, String(error.cause)])).not.toContain('canary');
    }
    expect(server.connections()).toBe(0);
  });

  it('a proxy that will not, cannot or is not there is named', async () => {
    const refusing = await houseBehind({ status: 503 });
    expect(await refusalOf(httpBy(by(refusing.proxy.port)).send(get(refusing.url), null))).toMatchObject({
      code: 'proxy-refused',
      context: { proxy: `127.0.0.1:${String(refusing.proxy.port)}`, status: 503 },
    });
    const web = await startServer((_, response) => response.end());
    await web.close();
    expect(await refusalOf(httpBy(by(web.port)).send(get(refusing.url), null))).toMatchObject({
      code: 'proxy-refused',
      context: { proxy: `127.0.0.1:${String(web.port)}`, reason: 'ECONNREFUSED' },
    });
  });

  it('a server’s certificate is judged through the tunnel as without it', async () => {
    const { proxy, server, url } = await houseBehind();
    expect((await refusalOf(httpBy(by(proxy.port), { kind: 'system' }).send(get(url), null))).code).toBe(
      'certificate-not-trusted',
    );
    const pin: TrustSettings = { kind: 'pinned', sha256: '0'.repeat(64), subject: '', validTo: '' };
    expect((await refusalOf(httpBy(by(proxy.port), pin).send(get(url), null))).code).toBe('certificate-changed');
    expect(await server.bytes()).toBe(0);
    expect((await httpBy(by(proxy.port)).lookAtCertificate(url))?.subject).toBe('CN=unilock.firma.example');
  });

  it('the next way is taken when a proxy cannot be used, as PAC files mean it; none at all is told', async () => {
    const { proxy, url } = await houseBehind();
    const gone = await startServer(() => undefined);
    await gone.close();
    const pac = `PROXY 127.0.0.1:${String(gone.port)}; SOCKS5 127.0.0.1:1; PROXY 127.0.0.1:${String(proxy.port)}; DIRECT`;
    expect((await httpBy(() => Promise.resolve(routesFromPac(pac))).send(get(url), null)).status).toBe(200);
    expect(await refusalOf(httpBy(() => routesFromPac('SOCKS5 127.0.0.1:1')).send(get(url), null))).toMatchObject({
      code: 'proxy-refused',
      context: { reason: 'no-route' },
    });
  });

  it('loopback and private addresses are gone to straight, whatever the environment says', async () => {
    const server = await startTlsServer('house');
    const plain = await startServer((_, response) => json(response, {}));
    const proxy = await startProxy(server.port);
    closers.push(
      () => server.close(),
      () => plain.close(),
      () => proxy.close(),
    );
    const http = httpBy(by(proxy.port));
    for (const url of [server.url, `https://localhost:${String(server.port)}/`, plain.url])
      expect((await http.send(get(url), null)).status).toBe(200);
    expect(proxy.asked).toEqual([]);
    expect(await http.proxyTo('https://10.1.2.3/')).toBeNull();
  });
});

describe('which way is gone', () => {
  const first = (environment: Record<string, string>, address: string): string => {
    const routes = routesFromEnvironment(environment)(new URL(address)) as readonly { kind: string; proxy?: URL }[];
    return routes.map(({ kind, proxy }) => proxy?.href ?? kind).join(' ');
  };

  it.each<[Record<string, string>, string, string]>([
    [{}, 'https://a.example/', 'straight'],
    [{ HTTPS_PROXY: 'http://p:8080' }, 'https://a.example/', 'http://p:8080/'],
    [{ https_proxy: 'p:8080' }, 'https://a.example/', 'http://p:8080/'],
    [{ ALL_PROXY: 'https://p' }, 'https://a.example/', 'https://p/'],
    [{ HTTP_PROXY: 'http://p:8080' }, 'https://a.example/', 'straight'],
    // Named, but nothing this program can go by: never straight behind somebody's back.
    [{ HTTPS_PROXY: 'socks5://p:1080' }, 'https://a.example/', ''],
    [{ HTTPS_PROXY: 'http://p', NO_PROXY: 'b.example, a.example' }, 'https://a.example/', 'straight'],
    [{ HTTPS_PROXY: 'http://p', NO_PROXY: '.example' }, 'https://a.example/', 'straight'],
    [{ HTTPS_PROXY: 'http://p', no_proxy: '*.example' }, 'https://a.example/', 'straight'],
    [{ HTTPS_PROXY: 'http://p', NO_PROXY: 'ample' }, 'https://a.example/', 'http://p/'],
    [{ HTTPS_PROXY: 'http://p', NO_PROXY: 'a.example:8443' }, 'https://a.example/', 'http://p/'],
    [{ HTTPS_PROXY: 'http://p', NO_PROXY: 'a.example:8443' }, 'https://a.example:8443/', 'straight'],
    [{ HTTPS_PROXY: 'http://p', NO_PROXY: '*' }, 'https://a.example/', 'straight'],
    [{ HTTPS_PROXY: 'http://p', NO_PROXY: '192.0.2.0/24' }, 'https://192.0.2.9/', 'straight'],
    [{ HTTPS_PROXY: 'http://p', NO_PROXY: '192.0.2.0/24' }, 'https://198.51.100.9/', 'http://p/'],
    [{ HTTPS_PROXY: 'http://p', NO_PROXY: '2001:db8::1' }, 'https://[2001:db8::1]/', 'straight'],
  ])('%j to %s: %s', (environment, address, expected) => {
    expect(first(environment, address)).toBe(expected);
  });

  it.each([
    ['', 'straight'],
    ['DIRECT', 'straight'],
    ['PROXY p:8080; DIRECT', 'http://p:8080/ straight'],
    ['HTTPS p:443', 'https://p/'],
    ['SOCKS5 p:1080; proxy q', 'http://q/'],
    ['SOCKS p:1', ''],
  ])('a PAC answer "%s": %s', (answer, expected) => {
    expect(
      routesFromPac(answer)
        .map((route) => (route.kind === 'proxy' ? route.proxy.href : route.kind))
        .join(' '),
    ).toBe(expected);
  });
});
