import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

const privateAddresses = new BlockList();
privateAddresses.addSubnet('127.0.0.0', 8, 'ipv4');
privateAddresses.addSubnet('10.0.0.0', 8, 'ipv4');
privateAddresses.addSubnet('172.16.0.0', 12, 'ipv4');
privateAddresses.addSubnet('192.168.0.0', 16, 'ipv4');
privateAddresses.addSubnet('169.254.0.0', 16, 'ipv4');
privateAddresses.addAddress('::1', 'ipv6');
privateAddresses.addSubnet('fc00::', 7, 'ipv6');
privateAddresses.addSubnet('fe80::', 10, 'ipv6');

/** Whether the IP address is loopback, link-local or of a private network (RFC 1918, 3927, 4193, 4291). */
export function isPrivateAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return privateAddresses.check(mapped, 'ipv4');
  if (isIPv4(address)) return privateAddresses.check(address, 'ipv4');
  return isIPv6(address) && privateAddresses.check(address, 'ipv6');
}

/** The host of a URL without the brackets of IPv6. */
export const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

/** What can be said of a host before its name is looked up: true or false for an address or "localhost", null for any other name. */
export function isPrivateHost(host: string): boolean | null {
  if (isIP(host) !== 0) return isPrivateAddress(host);
  return host.toLowerCase() === 'localhost' ? true : null;
}
