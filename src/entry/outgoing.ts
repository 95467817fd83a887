import * as z from 'zod';
import { knowProxies } from '../foundation/connection.ts';
import { isObject } from '../foundation/is-object.ts';
import {
  isEncoded,
  PASSWORD_SIGNS,
  secret,
  text,
  type Values,
  withDefault,
} from '../foundation/variable.ts';

/** Never through a proxy: this machine, so also the command line's way to its daemon. */
const THIS_MACHINE = 'localhost,127.0.0.1,[::1],::1';

const PROXY_ALLOWED = `an http or https URL (no SOCKS), also without http://, as in user:password@host:port, ${PASSWORD_SIGNS}`;
const proxy = text
  .transform((address) =>
    /^[a-z][a-z0-9+.-]{0,20}:\/\//i.test(address) ? address : `http://${address}`,
  )
  .refine((address) => /^https?:$/.test(URL.parse(address)?.protocol ?? '') && isEncoded(address));

/** The proxies in front of everything outside. Lower-case names count as well, and first. */
export const OUTGOING_VARIABLES = {
  HTTPS_PROXY: secret(
    'Proxy to https addresses: models, chats, forge. Unset: HTTP_PROXY, or none.',
    PROXY_ALLOWED,
    proxy,
  ),
  HTTP_PROXY: secret('Proxy to http addresses. Unset: none.', PROXY_ALLOWED, proxy),
  NO_PROXY: withDefault(
    'Hosts that no proxy stands in front of. This machine is never reached through one.',
    'host, .domain, host:port or *, separated by commas; no networks',
    '',
    z.string().max(4_000),
  ),
};

export type Outgoing = Pick<Values<typeof OUTGOING_VARIABLES>, keyof typeof OUTGOING_VARIABLES>;

/** From here on, Node's own clients obey the settings. */
export function goThroughProxies(outgoing: Outgoing): void {
  const { HTTPS_PROXY, HTTP_PROXY, NO_PROXY } = outgoing;
  const forHttps = HTTPS_PROXY ?? HTTP_PROXY;
  const forHttp = HTTP_PROXY;
  if (forHttps === null) return;
  process.getBuiltinModule('node:http').setGlobalProxyFromEnv({
    https_proxy: forHttps,
    ...(forHttp === null ? {} : { http_proxy: forHttp }),
    no_proxy: NO_PROXY.trim() === '*' ? '*' : `${THIS_MACHINE},${NO_PROXY}`,
  });
  knowProxies((url) => findProxyTo(url, outgoing)?.name ?? null);
  // The library of Discord's socket makes its connections itself, without an agent, which alone
  // knows the proxy.
  const https = process.getBuiltinModule('node:https');
  const { request } = https;
  https.request = ((options: unknown, ...others: []) => {
    const isBare = isObject(options) && 'createConnection' in options;
    return request(
      isBare ? { agent: https.globalAgent, ...options } : (options as object),
      ...others,
    );
  }) as typeof request;
}

/**
 * The proxy in front of an address, with the setting that names it; `null` for none. Node's clients
 * do not say.
 */
export function findProxyTo(url: string, { HTTPS_PROXY, HTTP_PROXY, NO_PROXY }: Outgoing) {
  const { protocol, hostname, port } = new URL(url);
  const isPlain = /^(?:http|ws):$/.test(protocol);
  const name = isPlain || HTTPS_PROXY === null ? 'HTTP_PROXY' : 'HTTPS_PROXY';
  const address = name === 'HTTP_PROXY' ? HTTP_PROXY : HTTPS_PROXY;
  const isExcepted = `${THIS_MACHINE},${NO_PROXY}`.split(/[,\s]/).some((part) => {
    const [, host = '', only] = /^(.+?)(?<!:)(?::(\d+))?$/.exec(part.toLowerCase()) ?? [];
    const domain = host.replace(/^\*?\./, '');
    if (domain === '' || (only !== undefined && only !== (port || (isPlain ? '80' : '443'))))
      return false;
    return hostname === domain || hostname.endsWith(`.${domain}`);
  });
  return address === null || isExcepted || NO_PROXY.trim() === '*' ? null : { name, url: address };
}
