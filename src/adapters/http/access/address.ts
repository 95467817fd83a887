import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import { isLocal } from './local.ts';

declare module 'hono' {
  interface ContextVariableMap {
    address: string;
  }
}

/**
 * Returns the address that a request came from, as its connection says; empty where there is none. Headers that name another,
 * as proxies add them, are written by anybody.
 */
export function connectionAddress(context: Context): string {
  const bindings: Partial<HttpBindings> | undefined = context.env;
  const address = bindings?.incoming?.socket?.remoteAddress ?? '';
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}

/** Puts the client's address down for all routes after it, as `clientAddress` tells it; the command line on the data folder has none. */
export function addressBy(clientAddress: (context: Context) => string): MiddlewareHandler {
  return async (context, next) => {
    context.set('address', isLocal(context) ? '' : clientAddress(context));
    await next();
  };
}

/** Returns the client's address, for limits and for the audit log (D8); empty where there is none. */
export function addressOf(context: Context): string {
  const address: string | undefined = context.get('address');
  return address ?? '';
}
