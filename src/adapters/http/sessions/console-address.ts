import type { Context } from 'hono';
import { isLoopback } from '../../../foundation/loopback.ts';

/** Numbers by which a listener is reached on its own machine although they name no machine. */
const ANY_ADDRESS: readonly string[] = ['0.0.0.0', '::'];

/**
 * Returns the one address at which browsers get the console's cookie: the public one; on this machine one with a host name that no
 * other port has, since a cookie of 127.0.0.1 is sent to every program that listens there; else the address that was asked.
 */
export function consoleAddress(publicUrl: URL | null, asked: URL): URL {
  if (publicUrl !== null) return publicUrl;
  const host = asked.hostname.replace(/^\[(.*)\]$/, '$1');
  if (!isLoopback(host) && !ANY_ADDRESS.includes(host)) return asked;
  const port = asked.port || '80';
  return new URL(`http://c-${port}.localhost:${port}/`);
}

/** Tells if a request came by that address. A proxy may leave the port out, and a cookie has none. */
export function isAtConsole(publicUrl: URL | null, { req }: Context): boolean {
  const asked = new URL(req.url);
  return consoleAddress(publicUrl, asked).hostname === asked.hostname;
}
