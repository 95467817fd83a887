import type { Socket } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import { isLocal } from './local.ts';

declare module 'hono' {
  interface ContextVariableMap {
    address?: string;
  }
}

/**
 * Returns the address of a request's connection; empty if there is none. Anybody can forge the
 * headers in which proxies name another address.
 */
export function connectionAddressOf(context: Context): string {
  const bindings: Partial<HttpBindings> | undefined = context.env;
  return remoteAddressOf(bindings?.incoming?.socket);
}

/**
 * Returns the address at the other end; empty if there is none. An IPv4 address keeps its plain
 * form, even at an IPv6 listener.
 */
export function remoteAddressOf(socket: Pick<Socket, 'remoteAddress'> | undefined): string {
  return (socket?.remoteAddress ?? '').replace(/^::ffff:/, '');
}

/**
 * Keeps the client's address, found by `clientAddress`, for all later routes. The local command
 * line has none.
 */
export function keepAddress(clientAddress: (context: Context) => string): MiddlewareHandler {
  return async (context, next) => {
    context.set('address', isLocal(context) ? '' : clientAddress(context));
    await next();
  };
}

/** Returns the client's address, for limits and for the log; empty if there is none. */
export function clientAddressOf(context: Context): string {
  return context.get('address') ?? '';
}
