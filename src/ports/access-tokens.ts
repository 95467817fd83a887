import * as z from 'zod';

export const TOKEN_ROLES = ['read', 'take part', 'operate'] as const;
export type TokenRole = (typeof TOKEN_ROLES)[number];

/** Most characters of a token's name, and most channels of one token. */
const TOKEN_NAME_CHARACTERS = 60;
export const MAX_TOKEN_CHANNELS = 100;
/** Tokens at the same time that are not revoked, expired ones included. */
export const MAX_TOKENS = 200;
/** Days that a token is valid by default, and at most: a lost token must not work forever. */
export const TOKEN_DAYS = 90;
export const MAX_TOKEN_DAYS = 365;

/** A channel of a chat platform as a token names it: `slack/C0AB12`. */
export const TokenChannel = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,30}\/[A-Za-z0-9_-]{1,60}$/,
    'a platform and its channel, as in slack/C0AB12',
  );

/**
 * Stands behind claimed names, so it has no sign that could end those words, and is not the
 * admin's.
 */
export const TokenName = z
  .string()
  .max(TOKEN_NAME_CHARACTERS)
  .regex(
    /^[\p{L}\p{N}]([\p{L}\p{N} ._-]*[\p{L}\p{N}])?$/u,
    'letters and digits; within, also blanks and . _ -',
  )
  .refine((name) => name.toLowerCase() !== 'admin', 'another name than that of the admin’s token');

/** A named token of the API as stored: never the token itself. */
export const AccessToken = z.strictObject({
  name: z.string().min(1).max(TOKEN_NAME_CHARACTERS),
  role: z.enum(TOKEN_ROLES),
  /** `null`: all designs, also those without a channel. */
  channels: z.array(TokenChannel).max(MAX_TOKEN_CHANNELS).nullable(),
  createdAt: z.number().int(),
  createdBy: z.string().min(1).max(200),
  expiresAt: z.number().int(),
  /** To the minute. */
  lastUsedAt: z.number().int().nullable(),
  revokedAt: z.number().int().nullable(),
  /** It is refused since then, until an operator wakes it. */
  asleepSince: z.number().int().nullable(),
});
export type AccessToken = z.infer<typeof AccessToken>;

export type NewAccessToken = Omit<AccessToken, 'lastUsedAt' | 'revokedAt' | 'asleepSince'>;

interface Changes {
  /** The first, made with the store: a name that its copies share. */
  readonly store: string;
  readonly last: string;
  /** Those of the known that the store does not have. */
  readonly missing: readonly string[];
}

/**
 * The named tokens, by the SHA-256 of each in hexadecimal. Every method throws `Fault` when the
 * store cannot be reached.
 */
export interface AccessTokens {
  /**
   * Stores a token. Returns `false` if a token that is not revoked has this name, in upper or lower
   * case.
   */
  add(sha256: string, token: NewAccessToken): Promise<boolean>;
  /** Returns tokens that are not revoked, then revoked ones, newest first, at most `limit`. */
  list(limit: number): Promise<AccessToken[]>;
  /** Revokes the token of this name for good. Returns `false` if none is valid. */
  revoke(name: string, at: number): Promise<boolean>;
  /**
   * Wakes the token of this name. Returns it as it slept; `null` if none sleeps: of two concurrent
   * calls only one gets it.
   */
  wake(name: string): Promise<AccessToken | null>;
  /**
   * Puts all valid tokens to sleep and ends all logins, all or nothing, for a change of rights that
   * is known elsewhere, and stores that change. Returns `false` if the store has it already.
   */
  sleep(at: number, change: string): Promise<boolean>;
  /** Changes of rights: all that gives or takes one, but the beginnings of sessions. */
  changes(known?: readonly string[]): Promise<Changes>;
  /** Returns the token, revoked or not; `null` if never stored. */
  byHash(sha256: string): Promise<AccessToken | null>;
  /** Notes a use, unless one was noted since `since`. */
  noteUse(sha256: string, at: number, since: number): Promise<void>;
}

/** Returns why a token is invalid now; `null` if it is valid. */
export function tokenEndOf(
  token: Pick<AccessToken, 'revokedAt' | 'expiresAt' | 'asleepSince'>,
  now: number,
): 'revoked' | 'expired' | 'asleep' | null {
  if (token.revokedAt !== null) return 'revoked';
  if (token.expiresAt <= now) return 'expired';
  return token.asleepSince === null ? null : 'asleep';
}

/** Most tokens in a list. */
export const MAX_LISTED_TOKENS = 1_000;

export async function listAsleep(
  tokens: Pick<AccessTokens, 'list'>,
  now: number,
): Promise<AccessToken[]> {
  return (await tokens.list(MAX_LISTED_TOKENS)).filter(
    (token) => tokenEndOf(token, now) === 'asleep',
  );
}

/** Key in the store, the same in upper and lower case. */
export function tokenKeyOf(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
