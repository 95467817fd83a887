import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { isAtConsole } from './console-address.ts';

type CookieName = 'session' | 'link';

const NAMES: Readonly<Record<CookieName, string>> = { session: 'charrette', link: 'charrette-link' };

/** Reads, sets and clears cookies that no script sees, that other sites do not send along, and that are of this host alone. */
export class Cookies {
  readonly #publicUrl: URL | null;
  readonly #isSecure: boolean;

  constructor(publicUrl: URL | null) {
    this.#publicUrl = publicUrl;
    this.#isSecure = publicUrl?.protocol === 'https:';
  }

  /**
   * Returns the value; `null` for none, as at any address that is not the console's. Under TLS a cookie without the prefix of its
   * host, which others could have set, is none.
   */
  read(context: Context, name: CookieName): string | null {
    if (!isAtConsole(this.#publicUrl, context)) return null;
    const found = this.#isSecure ? getCookie(context, NAMES[name], 'host') : getCookie(context, NAMES[name]);
    return found === undefined || found === '' ? null : found;
  }

  /** Sets none at an address that is not the console's: who is known there by a token of their own or a proxy needs none. */
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
