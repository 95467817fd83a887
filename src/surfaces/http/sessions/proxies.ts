import { BlockList, isIP, isIPv6 } from 'node:net';
import type { Context } from 'hono';
import { readableName } from '../../../presentation/format/plain.ts';
import { connectionAddress } from '../access/address.ts';

/** Platform of people identified by a proxy. */
export const PROXY = 'proxy';

export interface TrustedProxies {
  /** Addresses, or networks like `10.1.0.0/16`. Empty: no proxy is trusted. */
  readonly addresses: readonly string[];
  /** Header in which a proxy names the person, in lower case. `null`: proxies identify nobody. */
  readonly userHeader: string | null;
  readonly operators: readonly string[];
}

export interface ProxyUser {
  readonly id: string;
  readonly name: string;
  readonly isOperator: boolean;
}

const USER = /^[\x21-\x7e]{1,200}$/;
const MAX_FORWARDED = 2_000;

/** Reads the headers of trusted proxies, and ignores those of other senders. */
export class Proxies {
  readonly #trusted = new BlockList();
  readonly #given: TrustedProxies;

  constructor(given: TrustedProxies) {
    this.#given = given;
    for (const each of given.addresses) addTo(this.#trusted, each);
  }

  /** Returns the person named by a trusted proxy; `null` without such a proxy, or without a name. */
  user(context: Context): ProxyUser | null {
    const { userHeader, operators } = this.#given;
    if (userHeader === null || !this.#isTrusted(connectionAddress(context))) return null;
    const id = context.req.header(userHeader) ?? '';
    if (!USER.test(id)) return null;
    return { id, name: readableName([id]), isOperator: operators.includes(id) };
  }

  /** Returns the client's address: the last hop that is not a trusted proxy, or the proxy's own if it is unreadable. */
  clientAddress(context: Context): string {
    const own = connectionAddress(context);
    if (!this.#isTrusted(own)) return own;
    const forwarded = (context.req.header('x-forwarded-for') ?? '').slice(-MAX_FORWARDED);
    const client = forwarded
      .split(',')
      .map(addressIn)
      .findLast((hop) => !this.#isTrusted(hop));
    // Anybody may have written the list up to an unreadable hop.
    return client === undefined || isIP(client) === 0 ? own : client;
  }

  #isTrusted(address: string): boolean {
    if (isIP(address) === 0) return false;
    return this.#trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  }
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
