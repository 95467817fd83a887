/**
 * How a browser is known again: its cookie, the login that this is for, and the address and the
 * proxies by which it comes.
 */

import type { SharedParts } from '#engine/parts/parts.ts';
import { sha256Of } from '#foundation/digest.ts';
import type { AccessToken } from '#ports/access-tokens.ts';
import type { Login } from '#ports/logins.ts';
import { KnownSecrets, matchSecret } from '../access/known-secrets.ts';
import { type ConsoleCookie, createConsoleCookie } from './cookies.ts';
import { createProxies, type Proxies, type TrustedProxies } from './proxies.ts';

export interface EntranceParts {
  readonly token: string;
  /**
   * The daemon's public address, the only one for the console. `null`: any address that reaches the
   * daemon.
   */
  readonly publicUrl: URL | null;
  readonly proxies: TrustedProxies;
}

/** By which clients are identified. */
export interface Entrance extends Pick<SharedParts, 'clock'> {
  readonly publicUrl: URL | null;
  readonly adminHash: string;
  readonly isAdmin: (token: string) => boolean;
  readonly tokens: KnownSecrets<AccessToken>;
  readonly logins: KnownSecrets<Login>;
  readonly cookie: ConsoleCookie;
  readonly proxies: Proxies;
}

export function createEntrance(
  { token, publicUrl, proxies }: EntranceParts,
  { tokens, logins, clock }: Pick<SharedParts, 'tokens' | 'logins' | 'clock'>,
): Entrance {
  return {
    publicUrl,
    clock,
    adminHash: sha256Of(token),
    isAdmin: matchSecret(token),
    tokens: new KnownSecrets(/^chrt_[A-Za-z0-9_-]{43}$/, tokens, clock),
    logins: new KnownSecrets(/^chr[sol]_[A-Za-z0-9_-]{43}$/, logins, clock),
    cookie: createConsoleCookie(publicUrl),
    proxies: createProxies(proxies),
  };
}
