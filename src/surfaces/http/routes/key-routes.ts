import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { issueLogin, linkPath, operatorBy, signInLink, signInPath } from '../../../acts/issue-login.ts';
import { invalid, Problem } from '../../../acts/problem.ts';
import { ACTS } from '../../../acts/table.ts';
import { counted, iso } from '../../../core/vocabulary/figures.ts';
import type { DesignId } from '../../../core/vocabulary/ids.ts';
import type { SharedParts } from '../../../engine/design/parts.ts';
import type { Engine } from '../../../engine/engine.ts';
import {
  type AccessToken,
  type AccessTokens,
  MAX_TOKENS,
  type NewAccessToken,
  whyTokenIsOver,
} from '../../../engine/ports/access-tokens.ts';
import type { Login } from '../../../engine/ports/logins.ts';
import type { Clock } from '../../../foundation/clock.ts';
import { DAY_MS } from '../../../foundation/day.ts';
import { sha256Of } from '../access/known-secrets.ts';
import { viaOf } from '../access/via.ts';
import { type Handled, handled } from '../handled.ts';
import { type Summarized, summaryOf } from './event-routes.ts';

const BYTES = 32;
/** Most valid links to one design. */
const MAX_LINKS = 50;
/** Most tokens in a list. */
const MAX_LISTED = 1_000;

interface TokenRouteParts {
  readonly tokens: AccessTokens;
  readonly clock: Pick<Clock, 'now'>;
}

/** Named tokens of the API (D8). Only the answer that creates a token contains it; the store keeps its hash. */
export function tokenRoutes({ tokens, clock }: TokenRouteParts): Handled[] {
  const list = handled(ACTS.tokens, async ({ context }) => {
    const now = clock.now();
    return context.json({ tokens: (await tokens.list(MAX_LISTED)).map((token) => shownToken(token, now)) });
  });

  const add = handled(ACTS.add_token, async ({ context, body }) => {
    const { name, role, channels, days, author } = body;
    const held = (await tokens.list(MAX_TOKENS)).filter(({ revokedAt }) => revokedAt === null);
    if (held.length >= MAX_TOKENS)
      throw new Problem(
        'conflict',
        `There are ${MAX_TOKENS} tokens already. Revoke one that is no longer needed.`,
      );
    const createdAt = clock.now();
    const expiresAt = createdAt + days * DAY_MS;
    const createdBy = author ?? viaOf(context).token ?? 'unknown';
    const kept: NewAccessToken = { name, role, channels, createdAt, createdBy, expiresAt };
    const token = `chrt_${randomBytes(BYTES).toString('base64url')}`;
    if (!(await tokens.add(sha256Of(token), kept)))
      throw new Problem(
        'conflict',
        `A token named ${name} already exists. Revoke it first, or choose another name.`,
      );
    context.set('about', `${name}: ${role}, ${channels?.join(', ') ?? 'all channels'}`);
    return context.json(
      {
        token,
        ...shownToken({ ...kept, lastUsedAt: null, revokedAt: null }, createdAt),
      },
      201,
    );
  });

  const revoke = handled(ACTS.revoke_token, async ({ context, names: { name } }) => {
    if (!(await tokens.revoke(name, clock.now())))
      throw new Problem(
        'not_found',
        'No token that can be revoked has this name. GET /api/v1/tokens lists all tokens.',
      );
    context.set('about', name);
    return context.json({ name, revoked: true });
  });

  return [list, add, revoke];
}

/** A token in the form of the API. `holds`: the token is valid now. */
function shownToken(token: AccessToken, now: number) {
  const { createdAt, expiresAt, lastUsedAt, revokedAt, ...rest } = token;
  return {
    ...rest,
    holds: whyTokenIsOver(token, now) === null,
    createdAt: iso(createdAt),
    expiresAt: iso(expiresAt),
    lastUsedAt: isoOrNull(lastUsedAt),
    revokedAt: isoOrNull(revokedAt),
  };
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : iso(at);
}

/** Creates, lists and revokes links that read one design without a sign-in (A18). */
export function linkRoutes(designs: Pick<Engine, 'forgotten' | 'parts'>, publicUrl: URL | null): Handled[] {
  const { logins, clock } = designs.parts;
  const links = (designId: DesignId) => logins.links(designId, clock.now(), MAX_LINKS);

  const list = handled(ACTS.links, async ({ context }) => {
    const id = await shareable(context, designs);
    return context.json({ links: (await links(id)).map(shownLink) });
  });

  const make = handled(ACTS.make_link, async ({ context, body: { days, author } }) => {
    const id = await shareable(context, designs);
    if ((await links(id)).length >= MAX_LINKS)
      throw new Problem('conflict', `There are ${MAX_LINKS} links to this design. Revoke one first.`);
    const holder = { kind: 'link', designId: id } as const;
    const given = { kind: 'link', holder, name: 'link', way: 'link', createdBy: author } as const;
    const { secret, login } = await issueLogin(designs.parts, given, days * DAY_MS);
    context.set('about', `${login.id}: ${counted(days, 'day')}`);
    const path = linkPath(secret);
    const url = publicUrl === null ? null : new URL(path, publicUrl).href;
    return context.json({ url, path, ...shownLink(login) }, 201);
  });

  const revoke = handled(ACTS.revoke_link, async ({ context, names }) => {
    const id = await shareable(context, designs);
    const found = (await links(id)).find((link) => link.id === names.linkId);
    if (found === undefined || !(await logins.revoke(found.id, clock.now())))
      throw new Problem('not_found', 'This design has no link with this id.');
    context.set('about', found.id);
    return context.json({ id: found.id, revoked: true });
  });

  return [list, make, revoke];
}

async function shareable(context: Context, designs: Summarized): Promise<DesignId> {
  const { id, setAside } = await summaryOf(context, designs);
  if (setAside !== undefined) throw invalid('id', 'This design is set aside, so nobody may see it.');
  return id;
}

function shownLink({
  id,
  createdBy,
  createdAt,
  endsAt,
}: Pick<Login, 'id' | 'createdBy' | 'createdAt' | 'endsAt'>) {
  return { id, createdBy, createdAt: iso(createdAt), endsAt: iso(endsAt) };
}

/** Creates a link that signs in once, as the operator of the data folder. */
export function signInApi(parts: SharedParts, adminToken: string): Handled[] {
  return [
    handled(ACTS.make_sign_in_link, async ({ context, body: { author } }) => {
      const { secret, login } = await signInLink(parts, author, operatorBy(adminToken));
      return context.json({ path: signInPath(secret), endsAt: iso(login.endsAt) }, 201);
    }),
  ];
}
