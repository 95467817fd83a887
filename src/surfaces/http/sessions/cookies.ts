import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { isAtConsole } from './console-address.ts';

type CookieName = 'session' | 'link';

const NAMES: Readonly<Record<CookieName, string>> = { session: 'charrette', link: 'charrette-link' };

/** Reads, sets and clears cookies of this host alone, hidden from scripts and from requests by other sites. */
export class Cookies {
  readonly #publicUrl: URL | null;
  readonly #isSecure: boolean;

  constructor(publicUrl: URL | null) {
    this.#publicUrl = publicUrl;
    this.#isSecure = publicUrl?.protocol === 'https:';
  }

  /**
   * Returns the value; `null` if there is none, or at any address other than the console's. Under TLS a cookie needs
   * the host prefix, since others could have set a cookie without it.
   */
  read(context: Context, name: CookieName): string | null {
    if (!isAtConsole(this.#publicUrl, context)) return null;
    const found = this.#isSecure ? getCookie(context, NAMES[name], 'host') : getCookie(context, NAMES[name]);
    return found === undefined || found === '' ? null : found;
  }

  /** Sets a cookie at the console's address alone. At other addresses a token or a proxy identifies people, so they need no cookie. */
  set(context: Context, name: CookieName, value: string, maxAgeMs: number): void {
    if (!isAtConsole(this.#publicUrl, context)) return;
    setCookie(context, NAMES[name], value, { ...this.#options(), maxAge: Math.ceil(maxAgeMs / 1_000) });
  }

  clear(context: Context, name: CookieName): void {
    deleteCookie(context, NAMES[name], this.#options());
  }

  #options() {
    const options = { path: '/', httpOnly: true, sameSite: 'Lax' } as const;
    return this.#isSecure ? ({ ...options, secure: true, prefix: 'host' } as const) : options;
  }
}
