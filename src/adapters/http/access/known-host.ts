import { isIP } from 'node:net';
import type { MiddlewareHandler } from 'hono';
import { Problem } from '../problem.ts';
import { consoleAddress } from '../sessions/console-address.ts';
import { isLocal } from './local.ts';

export interface HostParts {
  readonly isOnLoopback: boolean;
  /** The address by which others reach it through a proxy; `null` for none. */
  readonly publicUrl: URL | null;
}

/**
 * Refuses requests by an unknown name to a daemon that listens for this machine alone: a page in a browser here can have its own
 * name point at this machine, and would then be of the same origin. A number is nobody's name. Ports may differ: a tunnel's does.
 */
export function knownHost({ isOnLoopback, publicUrl }: HostParts): MiddlewareHandler {
  return async (context, next) => {
    const asked = new URL(context.req.url);
    const { hostname } = asked;
    const ours = consoleAddress(publicUrl, asked);
    const isNumber = isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0;
    const isKnown = isNumber || hostname === 'localhost' || (ours !== asked && ours.hostname === hostname);
    if ((isOnLoopback || isLocal(context)) && !isKnown) {
      const message =
        'This daemon is not known by that name. Use 127.0.0.1 or localhost, or set CHARRETTE_PUBLIC_URL.';
      throw new Problem('misdirected', message);
    }
    await next();
  };
}
