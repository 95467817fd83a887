import { BlockList, isIP, isIPv6 } from 'node:net';
import type { Context } from 'hono';
import type { Viewer } from '#engine/access/viewer.ts';
import { makeReadableName } from '#presentation/format/plain.ts';
import { connectionAddressOf } from '../access/address.ts';

export interface TrustedProxies {
  /** Addresses, or networks like `10.1.0.0/16`. Empty: no proxy is trusted. */
  readonly addresses: readonly string[];
  /** Header in which a proxy names the person, in lower case. `null`: proxies identify nobody. */
  readonly userHeader: string | null;
  readonly operators: readonly string[];
}

const USER = /^[\x21-\x7e]{1,200}$/;
const MAX_FORWARDED = 2_000;

export type Proxies = ReturnType<typeof createProxies>;

/** Reads the headers of trusted proxies, and ignores those of other senders. */
export function createProxies({ addresses, userHeader, operators }: TrustedProxies) {
  const networks = new BlockList();
  for (const each of addresses) addTo(networks, each);
  const isTrusted = (address: string): boolean =>
    isIP(address) !== 0 && networks.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  return {
    /**
     * Returns the person named by a trusted proxy; `null` without such a proxy, or without a name.
     */
    user: (context: Context): { readonly name: string; readonly viewer: Viewer } | null => {
      if (userHeader === null || !isTrusted(connectionAddressOf(context))) return null;
      const id = context.req.header(userHeader) ?? '';
      if (!USER.test(id)) return null;
      const name = makeReadableName([id]);
      if (operators.includes(id)) return { name, viewer: { kind: 'operator' } };
      return {
        name,
        viewer: { kind: 'person', platform: 'proxy', person: { id, groups: [], name } },
      };
    },
    /**
     * Returns the client's address: the last hop that is not a trusted proxy, or the proxy's own if
     * it is unreadable.
     */
    clientAddress: (context: Context): string => {
      const own = connectionAddressOf(context);
      if (!isTrusted(own)) return own;
      const hops = (context.req.header('x-forwarded-for') ?? '').slice(-MAX_FORWARDED);
      const client = hops
        .split(',')
        .map(addressIn)
        .findLast((hop) => !isTrusted(hop));
      // Anybody may have written the list up to an unreadable hop.
      return client === undefined || isIP(client) === 0 ? own : client;
    },
  };
}

/** Returns the address of a hop, without the port and the brackets that some proxies write. */
function addressIn(hop: string): string {
  const [, bracketed, plain] = /^(?:\[([^\]]*)\]|([\d.]+))(?::\d{1,5})?$/.exec(hop.trim()) ?? [];
  return bracketed ?? plain ?? hop.trim();
}

function addTo(list: BlockList, text: string): void {
  const [address = '', bits] = text.split('/');
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  if (bits === undefined) list.addAddress(address, family);
  else list.addSubnet(address, Number(bits), family);
}
