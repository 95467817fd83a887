import type { Socket } from 'node:net';
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
  return remoteAddress(bindings?.incoming?.socket);
}

/** Returns the address at the other end; of IPv4 as such, also where a listener for IPv6 has taken it. Empty for none. */
export function remoteAddress(socket: Pick<Socket, 'remoteAddress'> | undefined): string {
  return (socket?.remoteAddress ?? '').replace(/^::ffff:/, '');
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
