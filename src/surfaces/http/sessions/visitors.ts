import type { Context } from 'hono';
import type { Reading } from '#engine/access/may-read.ts';
import type { Viewer } from '#engine/access/viewer.ts';
import { No } from '#foundation/no.ts';
import { type AccessToken, tokenEndOf } from '#ports/access-tokens.ts';
import { type Login, type LoginKind, loginEndOf } from '#ports/logins.ts';
import type { KnownSecrets } from '../access/known-secrets.ts';
import type { SignedIn } from '../access/via.ts';
import { ADMIN, makeTokenViewer } from '../access/viewer.ts';
import type { Refused } from '../door/door.ts';
import { platformReadingOf } from '../readable.ts';
import type { Entrance } from './entrance.ts';

type Found =
  | { readonly viewer: Viewer; readonly signedIn: SignedIn }
  | No<Extract<Refused, `${string}_session`> | null>;

/**
 * Returns the login of one of these kinds, even an expired one; `null` if unknown. Throws `Fault`
 * when the store is unavailable.
 */
export async function loginOf(
  logins: KnownSecrets<Login>,
  secret: string | null,
  ...kinds: readonly LoginKind[]
): Promise<Login | null> {
  const login = secret === null ? null : await logins.findSecret(secret);
  return login !== null && kinds.includes(login.kind) ? login : null;
}

/**
 * Identifies a visitor by a trusted proxy's header, or by a session or a link in the cookie.
 * Returns the reason to refuse others, which is `null` for a request without a login. Throws
 * `Fault` when the store is unavailable, and `ChatFault` when a chat platform does not say who its
 * person is.
 */
export async function visitorOf(entrance: Entrance, context: Context): Promise<Found> {
  const { cookie, logins, proxies, clock } = entrance;
  const proxyUser = proxies.user(context);
  if (proxyUser !== null) {
    const { viewer, name } = proxyUser;
    return { viewer, signedIn: { name, login: null, token: null } };
  }
  const secret = cookie.read(context);
  if (secret === null) return new No(null);
  const login = await loginOf(logins, secret, 'session', 'link');
  if (login === null) return new No('wrong_session');
  const why = loginEndOf(login, clock.now());
  if (why !== null) return new No(`${why}_session`);
  const viewer = await holderOf(entrance, login, platformReadingOf(context));
  if (viewer === null) return new No('revoked_session');
  const token =
    viewer.kind === 'operator' ? ADMIN : viewer.kind === 'token' ? viewer.token.name : null;
  return { viewer, signedIn: { name: login.name, login, token } };
}

type Held =
  | { readonly viewer: Viewer; readonly token: AccessToken | null }
  | No<{ readonly kind: Extract<Refused, `${string}_token`>; readonly who: string }>;

/**
 * Returns who holds a token, with its entry unless it is the admin's, or why it is refused. Throws
 * `Fault` when the store is unavailable.
 */
export async function identifyHolder(
  { isAdmin, tokens, clock }: Entrance,
  secret: string,
): Promise<Held> {
  if (isAdmin(secret)) return { viewer: { kind: 'operator' }, token: null };
  const token = await tokens.findSecret(secret);
  if (token === null) return new No({ kind: 'wrong_token', who: 'unknown' });
  const why = tokenEndOf(token, clock.now());
  return why === null
    ? { viewer: makeTokenViewer(token), token }
    : new No({ kind: `${why}_token`, who: token.name });
}

/**
 * Returns the holder as of now: role, groups and membership of a platform may have changed since.
 */
async function holderOf(
  { adminHash, tokens, clock }: Entrance,
  { holder }: Login,
  { platforms, asking }: Reading,
): Promise<Viewer | null> {
  switch (holder.kind) {
    case 'operator':
      // The admin's token may have changed since the session began.
      return holder.sha256 === adminHash ? { kind: 'operator' } : null;
    case 'link':
      return { kind: 'link', designId: holder.designId };
    case 'token': {
      const token = await tokens.byHash(holder.sha256);
      return token === null || tokenEndOf(token, clock.now()) !== null
        ? null
        : makeTokenViewer(token);
    }
    case 'person': {
      const { platform, id } = holder;
      // A person who has left the platform is not signed in.
      const person = (await platforms.get(platform)?.member?.(id, asking)) ?? null;
      return person === null ? null : { kind: 'person', platform, person };
    }
  }
}
