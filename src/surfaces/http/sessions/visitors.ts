import type { Context } from 'hono';
import type { Asking } from '../../../engine/access/asking.ts';
import type { PlatformReaders } from '../../../engine/access/may-read.ts';
import type { Viewer } from '../../../engine/access/viewer.ts';
import { type AccessToken, whyTokenIsOver } from '../../../engine/ports/access-tokens.ts';
import { type Login, type LoginKind, whyLoginIsOver } from '../../../engine/ports/logins.ts';
import type { KnownSecrets } from '../access/known-secrets.ts';
import { ADMIN } from '../access/viewer.ts';
import type { Refused } from '../door/door.ts';
import type { Cookies } from './cookies.ts';
import { PROXY, type Proxies, type ProxyUser } from './proxies.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** Absent if a token in the header identifies the client. */
    signedIn: SignedIn;
  }
}

/** A signed-in person, as recorded. */
export interface SignedIn {
  readonly name: string;
  /** `null` if a proxy identifies the person at each request. */
  readonly login: Login | null;
  /** Name of the token behind a claimed name, or of the admin; `null` for a verified name. */
  readonly token: string | null;
}

interface Visitor {
  readonly viewer: Viewer;
  readonly signedIn: SignedIn;
}

type WhyNot = Extract<Refused, `${string}_session`>;
/** The holder of a login. `token`: as in `SignedIn`. */
type Held = { readonly viewer: Viewer; readonly token: string | null };
type Found = { readonly visitor: Visitor } | { readonly why: WhyNot | null };

interface VisitorParts {
  readonly cookies: Cookies;
  readonly logins: KnownSecrets<Login>;
  readonly tokens: KnownSecrets<AccessToken>;
  readonly proxies: Proxies;
  readonly adminHash: string;
  readonly platforms: ReadonlyMap<string, PlatformReaders>;
  readonly clock: { now(): number };
}

/** Returns the login of this kind, even an expired one; `null` if unknown. Throws `Fault` when the store is away. */
export async function loginOf(
  logins: KnownSecrets<Login>,
  secret: string,
  kind: LoginKind,
): Promise<Login | null> {
  const found = await logins.find(secret);
  return found?.kind === kind ? found : null;
}

/** Identifies a visitor by a trusted proxy's header, a session, or a link, in this order. */
export class Visitors {
  readonly #parts: VisitorParts;

  constructor(parts: VisitorParts) {
    this.#parts = parts;
  }

  /**
   * Returns the visitor, or the reason to refuse, which is `null` for a request without a login. Throws `Fault` when the store is
   * away, and `ChatFault` when a chat platform does not say who its person is.
   */
  async of(context: Context, asking: Asking): Promise<Found> {
    const { cookies, logins, proxies } = this.#parts;
    const user = proxies.user(context);
    if (user !== null) return { visitor: visitorOf(user) };
    let why: WhyNot | null = null;
    for (const kind of ['session', 'link'] as const) {
      const secret = cookies.read(context, kind);
      if (secret === null) continue;
      const found = await this.#byLogin(await loginOf(logins, secret, kind), asking);
      if ('visitor' in found) return found;
      why ??= found.why;
    }
    return { why };
  }

  /** Returns the holder as of now: role, groups and membership of a platform may have changed since. */
  async #byLogin(login: Login | null, asking: Asking): Promise<Found> {
    if (login === null) return { why: 'wrong_session' };
    const why = whyLoginIsOver(login, this.#parts.clock.now());
    if (why !== null) return { why: why === 'revoked' ? 'revoked_session' : 'expired_session' };
    const held = await this.#holder(login, asking);
    if (held === null) return { why: 'revoked_session' };
    return { visitor: { viewer: held.viewer, signedIn: { name: login.name, login, token: held.token } } };
  }

  async #holder(login: Login, asking: Asking): Promise<Held | null> {
    const { holder } = login;
    switch (holder.kind) {
      case 'operator': {
        // The admin's token has changed since the session began.
        if (holder.sha256 !== this.#parts.adminHash) return null;
        return { viewer: { kind: 'operator' }, token: ADMIN };
      }
      case 'link':
        return { viewer: { kind: 'link', designId: holder.designId }, token: null };
      case 'token': {
        const found = await this.#parts.tokens.byHash(holder.sha256);
        if (found === null || whyTokenIsOver(found, this.#parts.clock.now()) !== null) return null;
        const { name, createdAt, role, channels } = found;
        return { viewer: { kind: 'token', token: { name, createdAt, role, channels } }, token: name };
      }
      case 'person': {
        const { platform, id } = holder;
        const readers = this.#parts.platforms.get(platform);
        // A person who has left the platform is not signed in.
        const person = (await readers?.member?.(id, asking)) ?? null;
        return person === null ? null : { viewer: { kind: 'person', platform, person }, token: null };
      }
    }
  }
}

function visitorOf({ id, name, isOperator }: ProxyUser): Visitor {
  const viewer: Viewer = isOperator
    ? { kind: 'operator' }
    : { kind: 'person', platform: PROXY, person: { id, groups: [], name } };
  return { viewer, signedIn: { name, login: null, token: null } };
}
