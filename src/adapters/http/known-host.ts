import { isIP } from 'node:net';
import type { MiddlewareHandler } from 'hono';
import { isLocal } from './local.ts';
import { Problem } from './problem.ts';

export interface HostParts {
  /** True if the daemon listens for this machine alone. */
  readonly isOnLoopback: boolean;
  /** The name by which others reach it through a proxy; `null` for none. */
  readonly publicHost: string | null;
}

/**
 * Refuses requests by an unknown name to a daemon that listens for this machine alone: a page in a browser here can have its own
 * name point at this machine, and would then be of the same origin. A number is nobody's name. Ports may differ: a tunnel's does.
 */
export function knownHost({ isOnLoopback, publicHost }: HostParts): MiddlewareHandler {
  const known = new Set(['localhost', ...(publicHost === null ? [] : [publicHost.toLowerCase()])]);
  return async (context, next) => {
    const { hostname } = new URL(context.req.url);
    const isNumber = isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0;
    if ((isOnLoopback || isLocal(context)) && !isNumber && !known.has(hostname.toLowerCase())) {
      const message =
        'This daemon is not known by that name. Use 127.0.0.1 or localhost, or set CHARRETTE_PUBLIC_URL.';
      throw new Problem('misdirected', message);
    }
    await next();
  };
}
