import { randomBytes } from 'node:crypto';
import { ACTS } from '../../../acts/table.ts';
import { refusalForTokenName } from '../../../acts/token-name.ts';
import { iso } from '../../../core/vocabulary/figures.ts';
import {
  type AccessToken,
  type AccessTokens,
  MAX_TOKENS,
  type NewAccessToken,
  tokenEnd,
  whyTokenIsOver,
} from '../../../engine/ports/access-tokens.ts';
import type { Persona } from '../../../engine/ports/persona.ts';
import type { Clock } from '../../../foundation/clock.ts';
import { DAY_MS } from '../../../foundation/day.ts';
import { sha256Of } from '../access/known-secrets.ts';
import { signedInOf, viaOf } from '../access/via.ts';
import { type Handled, handled } from '../handled.ts';
import { invalid, Problem } from '../problem.ts';

const BYTES = 32;
const MAX_LISTED = 1_000;

interface TokenRouteParts {
  readonly tokens: AccessTokens;
  readonly clock: Pick<Clock, 'now'>;
  /** The personas, whose names no token may have. */
  readonly personas: () => Promise<readonly Pick<Persona, 'profile'>[]>;
}

/** Named tokens of the API (D8), for the operator. Only the answer that makes one has it; the store keeps its hash. */
export function tokenRoutes({ tokens, clock, personas }: TokenRouteParts): Handled[] {
  const list = handled(ACTS.tokens, async ({ context }) => {
    const now = clock.now();
    return context.json({ tokens: (await tokens.list(MAX_LISTED)).map((token) => shownToken(token, now)) });
  });

  const add = handled(ACTS.add_token, async ({ context, body }) => {
    const { name, role, channels, days, outlivesSession, author } = body;
    const problem = refusalForTokenName(
      name,
      (await personas()).map(({ profile }) => profile),
    );
    if (problem !== null) throw invalid('name', problem);
    const held = (await tokens.list(MAX_TOKENS)).filter(({ revokedAt }) => revokedAt === null);
    if (held.length >= MAX_TOKENS)
      throw new Problem('conflict', `There are ${MAX_TOKENS} tokens already. Revoke one that nobody needs.`);
    const createdAt = clock.now();
    const expiresAt = createdAt + days * DAY_MS;
    const sessionId = outlivesSession ? null : (signedInOf(context)?.pass?.id ?? null);
    const createdBy = author ?? viaOf(context).token ?? 'unknown';
    const kept: NewAccessToken = { name, role, channels, createdAt, createdBy, expiresAt, sessionId };
    const token = `chrt_${randomBytes(BYTES).toString('base64url')}`;
    if (!(await tokens.add(sha256Of(token), kept)))
      throw new Problem(
        'conflict',
        `There is a token ${name} already. Revoke it first, or choose another name.`,
      );
    context.set('about', `${name}: ${role}, ${channels?.join(', ') ?? 'all channels'}`);
    return context.json(
      {
        token,
        ...shownToken({ ...kept, sessionEndsAt: null, lastUsedAt: null, revokedAt: null }, createdAt),
      },
      201,
    );
  });

  const revoke = handled(ACTS.revoke_token, async ({ context, names: { name } }) => {
    if (!(await tokens.revoke(name, clock.now())))
      throw new Problem('not_found', 'No token of this name holds. GET /api/v1/tokens lists them.');
    context.set('about', name);
    return context.json({ name, revoked: true });
  });

  return [list, add, revoke];
}

/** A token as its operator sees it (HTTP API v1): times as ISO 8601, and if it is taken now. */
function shownToken(token: AccessToken, now: number) {
  const { createdAt, expiresAt: _, sessionEndsAt: __, lastUsedAt, revokedAt, ...rest } = token;
  return {
    ...rest,
    holds: whyTokenIsOver(token, now) === null,
    createdAt: iso(createdAt),
    expiresAt: iso(tokenEnd(token)),
    lastUsedAt: isoOrNull(lastUsedAt),
    revokedAt: isoOrNull(revokedAt),
  };
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : iso(at);
}
