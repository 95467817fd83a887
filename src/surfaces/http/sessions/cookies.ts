import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { isAtConsole } from './console-address.ts';

export type ConsoleCookie = ReturnType<typeof createConsoleCookie>;

/**
 * The console's cookie, which holds the secret of a session or of a link. Of this host alone,
 * hidden from scripts and from requests by other sites. With a public address only that has it:
 * elsewhere a token or a proxy identifies people.
 */
export function createConsoleCookie(publicUrl: URL | null) {
  const isSecure = publicUrl?.protocol === 'https:';
  const plain = { path: '/', httpOnly: true, sameSite: 'Lax' } as const;
  // Under TLS a cookie needs the host prefix, since others could have set a cookie without it.
  const options = isSecure ? ({ ...plain, secure: true, prefix: 'host' } as const) : plain;
  // Browsers send a cookie to every port of a host, so two daemons on one machine need two names.
  const nameFor = ({ req }: Context) =>
    isSecure ? 'charrette' : `charrette-${(publicUrl ?? new URL(req.url)).port || '80'}`;
  return {
    read: (context: Context): string | null => {
      if (!isAtConsole(publicUrl, context)) return null;
      return getCookie(context, nameFor(context), isSecure ? 'host' : undefined) || null;
    },
    set: (context: Context, secret: string, maxAgeMs: number): void => {
      if (isAtConsole(publicUrl, context))
        setCookie(context, nameFor(context), secret, {
          ...options,
          maxAge: Math.ceil(maxAgeMs / 1_000),
        });
    },
    clear: (context: Context): void => {
      deleteCookie(context, nameFor(context), options);
    },
  };
}
