import * as z from 'zod';
import { TOKEN_ROLES } from '../access/viewer.ts';

/** Characters of a token's name, and channels that one token may name. */
export const TOKEN_NAME_CHARACTERS = 60;
export const MAX_TOKEN_CHANNELS = 100;
/** Tokens that hold at the same time. */
export const MAX_TOKENS = 200;
/** Days for which a token holds unless told otherwise, and at most: whoever has lost sight of one is let in no longer. */
export const [TOKEN_DAYS, MAX_TOKEN_DAYS] = [90, 365];

/** A channel of a chat platform as a token names it: `slack/C0AB12`. */
export const TokenChannel = z
  .string()
  .refine((text) => CHANNEL.test(text), 'a platform and its channel, as in slack/C0AB12');
const CHANNEL = /^[a-z][a-z0-9-]{0,30}\/[A-Za-z0-9_-]{1,60}$/;

/** A named token of the API as it is kept: never the token itself. */
export const AccessToken = z.strictObject({
  name: z.string().min(1).max(TOKEN_NAME_CHARACTERS),
  role: z.enum(TOKEN_ROLES),
  /** `null`: the designs of all channels, and those without one. */
  channels: z.array(TokenChannel).max(MAX_TOKEN_CHANNELS).nullable(),
  createdAt: z.number().int(),
  createdBy: z.string().min(1).max(200),
  /** From this moment on it is refused. */
  expiresAt: z.number().int(),
  /** The session of a browser that made it and with which it ends; `null`: it ends with none. */
  sessionId: z.string().nullable(),
  /** The moment at which that session ends, or has ended. */
  sessionEndsAt: z.number().int().nullable(),
  /** To the minute. */
  lastUsedAt: z.number().int().nullable(),
  revokedAt: z.number().int().nullable(),
});
export type AccessToken = z.infer<typeof AccessToken>;

/** A token that is to hold from now on. */
export type NewAccessToken = Omit<AccessToken, 'sessionEndsAt' | 'lastUsedAt' | 'revokedAt'>;

/** The named tokens, by the SHA-256 of each in hexadecimal. Every method throws `Fault` when the store cannot be reached. */
export interface AccessTokens {
  /** Keeps a token. Returns `false`, and keeps nothing, where one that is not revoked has this name in any case. */
  add(sha256: string, token: NewAccessToken): Promise<boolean>;
  /** Returns all that are not revoked, then those that are, the newest first, at most `limit`. */
  list(limit: number): Promise<AccessToken[]>;
  /** Revokes the token of this name for good. Returns `false` where none holds. */
  revoke(name: string, at: number): Promise<boolean>;
  /** Has the tokens of one session end with another one instead. */
  moveToSession(from: string, to: string): Promise<void>;
  /** Returns the token, revoked or not; `null` where none was ever kept. */
  byHash(sha256: string): Promise<AccessToken | null>;
  /** Notes a use, unless one is noted since `since`. */
  noteUse(sha256: string, at: number, since: number): Promise<void>;
}

/** Tells why a token does not hold at this moment; `null` where it does. */
export function whyTokenIsOver(
  token: Pick<AccessToken, 'revokedAt' | 'expiresAt' | 'sessionEndsAt'>,
  now: number,
): 'revoked' | 'expired' | null {
  if (token.revokedAt !== null) return 'revoked';
  return tokenEnd(token) <= now ? 'expired' : null;
}

/** Returns the moment at which a token that nobody revokes ends: its own, or that of its session. */
export function tokenEnd({
  expiresAt,
  sessionEndsAt,
}: Pick<AccessToken, 'expiresAt' | 'sessionEndsAt'>): number {
  return Math.min(expiresAt, sessionEndsAt ?? expiresAt);
}

/** One name in the store, whatever case it is written in. */
export function tokenKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
