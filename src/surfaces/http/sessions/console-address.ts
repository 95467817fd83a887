import type { Context } from 'hono';

/** Wildcard addresses, by which a client reaches a listener on its own machine. */
const ANY_ADDRESS: readonly string[] = ['0.0.0.0', '[::]'];

/**
 * Returns the address of the console for links: the public one, if there is one; otherwise that of
 * the daemon's listener.
 */
export function chooseConsoleAddress(publicUrl: URL | null, listener: URL): URL {
  if (publicUrl !== null) return publicUrl;
  return ANY_ADDRESS.includes(listener.hostname)
    ? new URL(`http://localhost:${listener.port}/`)
    : listener;
}

/**
 * True if browsers get the console's cookie there: with a public address at that alone, otherwise
 * at any. Ports are ignored, since a proxy may omit its port.
 */
export function isAtConsole(publicUrl: URL | null, { req }: Context): boolean {
  return publicUrl === null || new URL(req.url).hostname === publicUrl.hostname;
}
