import type { PlatformReaders } from '../../../engine/access/may-read.ts';
import { sha256Of } from '../access/known-secrets.ts';
import { KnownTokens, type TokenParts } from '../access/known-tokens.ts';
import { Cookies } from './cookies.ts';
import { KnownLogins, type PassParts } from './known-logins.ts';
import { Proxies, type TrustedProxies } from './proxies.ts';
import { Visitors } from './visitors.ts';

export interface EntranceParts {
  /** The admin's. */
  readonly token: string;
  /** The address by which people reach the daemon, and the only one of the console; `null`: by any that leads to it. */
  readonly publicUrl: URL | null;
  readonly proxies: TrustedProxies;
}

/** Everything by which it is told who asks. */
export interface Entrance {
  readonly publicUrl: URL | null;
  readonly tokens: KnownTokens;
  readonly passes: KnownLogins;
  readonly cookies: Cookies;
  readonly proxies: Proxies;
  readonly visitors: Visitors;
  readonly platforms: ReadonlyMap<string, PlatformReaders>;
}

export function createEntrance(
  { token, publicUrl, proxies: trusted }: EntranceParts,
  parts: TokenParts & PassParts,
  platforms: ReadonlyMap<string, PlatformReaders>,
): Entrance {
  const tokens = new KnownTokens(parts);
  const passes = new KnownLogins(parts);
  const cookies = new Cookies(publicUrl);
  const proxies = new Proxies(trusted);
  const tokenByHash = (sha256: string) => tokens.byHash(sha256);
  const visitors = new Visitors({
    ...{ cookies, passes, proxies, tokenByHash, platforms, clock: parts.clock },
    adminHash: sha256Of(token),
  });
  return { publicUrl, tokens, passes, cookies, proxies, visitors, platforms };
}
