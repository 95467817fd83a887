import { BlockList, isIP, isIPv6 } from 'node:net';
import * as z from 'zod';
import { optional, type Values, withDefault } from '../foundation/variable.ts';

/**
 * Prefix length of the largest network to trust: Docker's address range, or one site's. Any machine
 * in it can claim any name.
 */
const LARGEST = { four: 12, six: 48 };

/** For a proxy in front of the daemon that signs people in. */
export const PROXY_VARIABLES = {
  CHARRETTE_TRUSTED_PROXIES: withDefault(
    'Proxies whose headers are trusted for the client address and the signed-in person.',
    `addresses or networks, as in 10.0.0.7,10.1.0.0/16, none larger than /${LARGEST.four}, or /${LARGEST.six} for IPv6`,
    '',
    listOf(z.string().refine(isNetwork)),
  ),
  CHARRETTE_PROXY_USER_HEADER: optional(
    'Header in which such a proxy names the signed-in person. The proxy must remove it from incoming requests.',
    'the name of a header',
    z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9-]{1,60}$/)
      .transform((header) => header.toLowerCase()),
  ),
};

type ProxyValues = Values<typeof PROXY_VARIABLES>;

/** Problems with settings that depend on each other, with the remedy. */
export function listProxyProblems(values: ProxyValues): string[] {
  if (values.CHARRETTE_PROXY_USER_HEADER === null || values.CHARRETTE_TRUSTED_PROXIES.length > 0)
    return [];
  return [
    'CHARRETTE_PROXY_USER_HEADER is set without CHARRETTE_TRUSTED_PROXIES, so no proxy may send it. Set both, or neither.',
  ];
}

function listOf(each: z.ZodString) {
  return z
    .string()
    .max(4_000)
    .transform((list) => (list.trim() === '' ? [] : list.split(',').map((part) => part.trim())))
    .pipe(z.array(each));
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  if (isIP(address) === 0 || rest.length > 0) return false;
  if (bits === undefined) return true;
  const [least, most] = isIPv6(address) ? [LARGEST.six, 128] : [LARGEST.four, 32];
  if (!/^\d{1,3}$/.test(bits) || Number(bits) < least || Number(bits) > most) return false;
  return !isIPv6(address) || !holdsIPv4(address, Number(bits));
}

/** `true` if an IPv6 network includes mapped IPv4 addresses: `::/64` includes all of them. */
function holdsIPv4(address: string, bits: number): boolean {
  const place = new BlockList();
  const network = new BlockList();
  place.addSubnet('::ffff:0:0', 96, 'ipv6');
  network.addSubnet(address, bits, 'ipv6');
  return place.check(address, 'ipv6') || network.check('::ffff:0:0', 'ipv6');
}
