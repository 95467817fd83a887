import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

/**
 * Returns the address that a request came from, as its connection says; empty where there is none. Headers that name another,
 * as proxies add them, are written by anybody.
 */
export function addressOf(context: Context): string {
  const bindings: Partial<HttpBindings> | undefined = context.env;
  const address = bindings?.incoming?.socket?.remoteAddress ?? '';
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}
