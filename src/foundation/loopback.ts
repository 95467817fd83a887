import { BlockList, isIP, isIPv6 } from 'node:net';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8);
LOOPBACK.addAddress('::1', 'ipv6');

/** True for a host name or address that only this machine can reach. */
export function isLoopback(host: string): boolean {
  if (isIP(host) === 0) return /^(?:[a-z0-9-]+\.)*localhost$/i.test(host);
  return LOOPBACK.check(host, isIPv6(host) ? 'ipv6' : 'ipv4');
}
