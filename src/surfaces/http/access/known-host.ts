import { isIP } from 'node:net';
import type { MiddlewareHandler } from 'hono';
import { Problem } from '#acts/problem.ts';
import { isLocal } from './local.ts';

export interface HostParts {
  readonly isOnLoopback: boolean;
  /** The address of the daemon behind a proxy; `null` if there is no proxy. */
  readonly publicUrl: URL | null;
}

/**
 * Refuses requests to an unknown host name if the daemon listens only for this machine: otherwise a
 * foreign page could point its own name at this machine and count as the same origin. IP addresses
 * are safe. Any port is accepted, since a tunnel has its own.
 */
export function requireKnownHost({ isOnLoopback, publicUrl }: HostParts): MiddlewareHandler {
  return async (context, next) => {
    const { hostname } = new URL(context.req.url);
    const isNumber = isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0;
    const isKnown = isNumber || hostname === 'localhost' || hostname === publicUrl?.hostname;
    if ((isOnLoopback || isLocal(context)) && !isKnown) {
      const message =
        'This daemon is not known by that name. Use 127.0.0.1 or localhost, or set CHARRETTE_PUBLIC_URL.';
      throw new Problem('misdirected', message);
    }
    await next();
  };
}
