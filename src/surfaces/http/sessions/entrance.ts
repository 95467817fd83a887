import type { PlatformReaders } from '../../../engine/access/may-read.ts';
import type { SharedParts } from '../../../engine/design/parts.ts';
import type { AccessToken } from '../../../engine/ports/access-tokens.ts';
import type { Login } from '../../../engine/ports/logins.ts';
import { KnownSecrets, sha256Of } from '../access/known-secrets.ts';
import { Cookies } from './cookies.ts';
import { Proxies, type TrustedProxies } from './proxies.ts';
import { Visitors } from './visitors.ts';

const TOKEN = /^chrt_[A-Za-z0-9_-]{43}$/;
const LOGIN = /^chr[sol]_[A-Za-z0-9_-]{43}$/;

export interface EntranceParts {
  readonly token: string;
  /** The daemon's public address, the only one for the console. `null`: any address that reaches the daemon. */
  readonly publicUrl: URL | null;
  readonly proxies: TrustedProxies;
}

export interface Entrance {
  readonly publicUrl: URL | null;
  readonly tokens: KnownSecrets<AccessToken>;
  readonly logins: KnownSecrets<Login>;
  readonly cookies: Cookies;
  readonly proxies: Proxies;
  readonly visitors: Visitors;
  readonly platforms: ReadonlyMap<string, PlatformReaders>;
}

export function createEntrance(
  { token, publicUrl, proxies: trusted }: EntranceParts,
  { tokens: keptTokens, logins: keptLogins, clock }: Pick<SharedParts, 'tokens' | 'logins' | 'clock'>,
  platforms: ReadonlyMap<string, PlatformReaders>,
): Entrance {
  const tokens = new KnownSecrets<AccessToken>({
    form: TOKEN,
    byHash: (sha256) => keptTokens.byHash(sha256),
    clock,
  });
  const logins = new KnownSecrets<Login>({
    form: LOGIN,
    byHash: (sha256) => keptLogins.byHash(sha256),
    clock,
  });
  const cookies = new Cookies(publicUrl);
  const proxies = new Proxies(trusted);
  const adminHash = sha256Of(token);
  const visitors = new Visitors({ cookies, logins, tokens, proxies, platforms, clock, adminHash });
  return { publicUrl, tokens, logins, cookies, proxies, visitors, platforms };
}
