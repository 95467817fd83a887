import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { isAtConsole } from './console-address.ts';

const NAME = 'charrette';

export type ConsoleCookie = ReturnType<typeof createConsoleCookie>;

/**
 * The console's cookie, which holds the secret of a session or of a link. Of this host alone, hidden from scripts and from requests
 * by other sites. Only the console's address has it: elsewhere a token or a proxy identifies people.
 */
export function createConsoleCookie(publicUrl: URL | null) {
  const isSecure = publicUrl?.protocol === 'https:';
  const plain = { path: '/', httpOnly: true, sameSite: 'Lax' } as const;
  // Under TLS a cookie needs the host prefix, since others could have set a cookie without it.
  const options = isSecure ? ({ ...plain, secure: true, prefix: 'host' } as const) : plain;
  return {
    read: (context: Context): string | null => {
      if (!isAtConsole(publicUrl, context)) return null;
      return getCookie(context, NAME, isSecure ? 'host' : undefined) || null;
    },
    set: (context: Context, secret: string, maxAgeMs: number): void => {
      if (isAtConsole(publicUrl, context))
        setCookie(context, NAME, secret, { ...options, maxAge: Math.ceil(maxAgeMs / 1_000) });
    },
    clear: (context: Context): void => {
      deleteCookie(context, NAME, options);
    },
  };
}
