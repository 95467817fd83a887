import type { Context } from 'hono';
import { isLoopback } from '../../../foundation/loopback.ts';

/** Wildcard addresses, by which a client reaches a listener on its own machine. */
const ANY_ADDRESS: readonly string[] = ['0.0.0.0', '::'];

/**
 * Returns the one address at which browsers get the console's cookie: the public one, if there is one. On this machine,
 * the host name contains the port, since browsers send a cookie of 127.0.0.1 to every port there. Otherwise it is the
 * requested address.
 */
export function chooseConsoleAddress(publicUrl: URL | null, requestUrl: URL): URL {
  if (publicUrl !== null) return publicUrl;
  const host = requestUrl.hostname.replace(/^\[(.*)\]$/, '$1');
  if (!isLoopback(host) && !ANY_ADDRESS.includes(host)) return requestUrl;
  const port = requestUrl.port || '80';
  return new URL(`http://c-${port}.localhost:${port}/`);
}

/** True for a request to that address. Ports are ignored: a proxy may omit its port, and cookies have none. */
export function isAtConsole(publicUrl: URL | null, { req }: Context): boolean {
  const requestUrl = new URL(req.url);
  return chooseConsoleAddress(publicUrl, requestUrl).hostname === requestUrl.hostname;
}
