import { BlockList, isIP } from 'node:net';
import { bareHost, isPrivateHost } from './private-addresses';

/** One way to a server: straight, or by a proxy that is asked to connect (http: or https:, with or without user and password). */
export type Route = { readonly kind: 'straight' } | { readonly kind: 'proxy'; readonly proxy: URL };

/**
 * The ways to an address, the first that can be reached is taken. Asked for each new connection, because a laptop changes its network.
 * An empty list: there is no way that this program can go, e.g. a SOCKS proxy only.
 */
export type RoutesTo = (address: URL) => readonly Route[] | Promise<readonly Route[]>;

export const STRAIGHT: readonly Route[] = [{ kind: 'straight' }];
/** No proxy, wherever it goes. */
export const straightTo: RoutesTo = () => STRAIGHT;

/** Loopback and private addresses are never behind a proxy; of a name only the system's own rules can say it. */
export const routesOf = async (address: URL, routesTo: RoutesTo): Promise<readonly Route[]> =>
  isPrivateHost(bareHost(address)) === true ? STRAIGHT : routesTo(address);

/** "proxy.firma.example:8080": a proxy for people, never with its password. */
export const proxyName = (proxy: URL): string =>
  `${proxy.hostname}:${proxy.port === '' ? (proxy.protocol === 'https:' ? '443' : '80') : proxy.port}`;

function proxyFrom(text: string): URL | null {
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
    return (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '' ? url : null;
  } catch {
    return null;
  }
}

/** Whether NO_PROXY names the address: "*", names and their subdomains, addresses, networks (10.0.0.0/8), each with a port or without. */
function isExcepted(address: URL, exceptions: string): boolean {
  const host = bareHost(address).toLowerCase();
  const port = address.port === '' ? '443' : address.port;
  return exceptions
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((each) => each !== '')
    .some((each) => {
      if (each === '*') return true;
      const [, network, bits] = /^([0-9a-f.:]+)\/(\d{1,3})$/.exec(each) ?? [];
      if (network !== undefined) return isIP(host) === isIP(network) && isInNetwork(host, network, Number(bits));
      const [, named, ofPort] = /^(.+?)(?::(\d+))?$/.exec(isIP(each) === 6 ? `[${each}]` : each) ?? [];
      if (named === undefined || (ofPort !== undefined && ofPort !== port)) return false;
      const name = named.replace(/^\*?\.|^\[|\]$/g, '');
      return host === name || host.endsWith(`.${name}`);
    });
}

function isInNetwork(host: string, network: string, bits: number): boolean {
  const family = isIP(host);
  if (family === 0 || bits > (family === 4 ? 32 : 128)) return false;
  const block = new BlockList();
  block.addSubnet(network, bits, family === 4 ? 'ipv4' : 'ipv6');
  return block.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

/** The ways that the environment's HTTPS_PROXY (or ALL_PROXY) and NO_PROXY say, in small letters or large. */
export function routesFromEnvironment(environment: Readonly<Record<string, string | undefined>>): RoutesTo {
  const value = (name: string): string => (environment[name.toLowerCase()] || environment[name] || '').trim();
  return (address) => {
    const text = value('HTTPS_PROXY') || value('ALL_PROXY');
    if (text === '' || isExcepted(address, value('NO_PROXY'))) return STRAIGHT;
    const proxy = proxyFrom(text);
    // Named, but of no kind that can be gone: going straight instead would pass by what somebody decided.
    return proxy === null ? [] : [{ kind: 'proxy', proxy }];
  };
}

/**
 * The ways of an answer in the form of PAC files: "PROXY a:8080; HTTPS b:8443; DIRECT". What cannot be gone (SOCKS) is left out.
 * @param answer empty: straight
 */
export function routesFromPac(answer: string): readonly Route[] {
  const entries = answer
    .split(';')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  if (entries.length === 0) return STRAIGHT;
  return entries.flatMap((entry): Route[] => {
    const [kind = '', place = ''] = entry.split(/\s+/);
    if (kind.toUpperCase() === 'DIRECT') return [{ kind: 'straight' }];
    const scheme = { PROXY: 'http', HTTP: 'http', HTTPS: 'https' }[kind.toUpperCase()];
    const proxy = scheme === undefined ? null : proxyFrom(`${scheme}://${place}`);
    return proxy === null ? [] : [{ kind: 'proxy', proxy }];
  });
}
