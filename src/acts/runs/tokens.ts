import { formatIso, formatMinute } from '../../core/vocabulary/figures.ts';
import { DAY_MS } from '../../foundation/day.ts';
import { sha256Of } from '../../foundation/digest.ts';
import {
  type AccessToken,
  MAX_LISTED_TOKENS,
  MAX_TOKENS,
  type NewAccessToken,
  tokenEndOf,
} from '../../ports/access-tokens.ts';
import type { ActParts, ActRequest, Who } from '../act-inputs.ts';
import { Problem } from '../problem.ts';

type Parts = Pick<ActParts, 'designs'>;

/** Lists named tokens of the API. */
export async function listTokens({ designs }: Parts) {
  const now = designs.parts.clock.now();
  return {
    tokens: (await designs.parts.tokens.list(MAX_LISTED_TOKENS)).map((token) =>
      drawToken(token, now),
    ),
  };
}

interface Wanted extends Pick<NewAccessToken, 'name' | 'role' | 'channels'> {
  readonly days: number;
  readonly author?: string | undefined;
}

/** Adds a token. Only this answer contains it; the store keeps its hash. */
export async function addToken(
  { designs }: Parts,
  { via }: Who,
  { body, detail }: Pick<ActRequest, 'detail'> & { readonly body: Wanted },
) {
  const { tokens: store, clock, identifiers } = designs.parts;
  const { name, role, channels, days, author } = body;
  const valid = (await store.list(MAX_TOKENS)).filter(({ revokedAt }) => revokedAt === null);
  if (valid.length >= MAX_TOKENS)
    throw new Problem(
      'conflict',
      `There are ${MAX_TOKENS} tokens already. Revoke one that is no longer needed.`,
    );
  const createdAt = clock.now();
  const createdBy = author ?? via.token ?? 'unknown';
  const newToken: NewAccessToken = {
    name,
    role,
    channels,
    createdAt,
    createdBy,
    expiresAt: createdAt + days * DAY_MS,
  };
  const token = `chrt_${identifiers.secret()}`;
  if (!(await store.add(sha256Of(token), newToken)))
    throw new Problem(
      'conflict',
      `A token named ${name} already exists. Revoke it first, or choose another name.`,
    );
  detail(`${name}: ${role}, ${channels?.join(', ') ?? 'all channels'}`);
  return {
    token,
    ...drawToken({ ...newToken, lastUsedAt: null, revokedAt: null, asleepSince: null }, createdAt),
  };
}

export async function revokeToken(
  { designs }: Parts,
  _: Who,
  {
    names: { token: name },
    detail,
  }: Pick<ActRequest, 'detail'> & { readonly names: { readonly token: string } },
) {
  const { tokens: store, clock } = designs.parts;
  if (!(await store.revoke(name, clock.now()))) {
    const known = await store.list(MAX_LISTED_TOKENS);
    const { revokedAt = null } = known.find((token) => token.name === name) ?? {};
    if (revokedAt !== null)
      throw new Problem('not_found', `${name} was revoked on ${formatMinute(revokedAt)}.`);
    throw new Problem(
      'not_found',
      'No token that can be revoked has this name. GET /api/v1/tokens lists all tokens.',
    );
  }
  detail(name);
  return { name, revoked: true };
}

/** Wakes a token that went to sleep because the store went back. */
export async function wakeToken(
  { tokens: store, clock }: Pick<Parts['designs']['parts'], 'tokens' | 'clock'>,
  name: string,
  detail: ActRequest['detail'],
) {
  const woken = await store.wake(name);
  if (woken === null || woken.asleepSince === null)
    throw new Problem('not_found', 'No token of this name sleeps. token list shows all tokens.');
  detail(
    `${woken.name}: made ${formatMinute(woken.createdAt)}, asleep since ${formatMinute(woken.asleepSince)}`,
  );
  const awake = drawToken({ ...woken, asleepSince: null }, clock.now());
  return { ...awake, sleptSince: formatIso(woken.asleepSince) };
}

/** A token in the form of the API. `holds`: the token is valid now. */
function drawToken(token: AccessToken, now: number) {
  const { createdAt, expiresAt, lastUsedAt, revokedAt, asleepSince, ...rest } = token;
  const end = tokenEndOf(token, now);
  return {
    ...rest,
    holds: end === null,
    createdAt: formatIso(createdAt),
    expiresAt: formatIso(expiresAt),
    lastUsedAt: isoOrNull(lastUsedAt),
    revokedAt: isoOrNull(revokedAt),
    asleepSince: isoOrNull(end === 'asleep' ? asleepSince : null),
  };
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : formatIso(at);
}
