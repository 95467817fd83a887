import * as z from 'zod';
import { TOKEN_ROLES } from '../viewer.ts';

/** Characters of a token's name, and channels that one token may name. */
export const TOKEN_NAME_CHARACTERS = 60;
export const MAX_TOKEN_CHANNELS = 100;
/** Tokens that hold at the same time. */
export const MAX_TOKENS = 200;

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
  /** From this moment on it is refused; `null`: never. */
  expiresAt: z.number().int().nullable(),
  /** To the minute. */
  lastUsedAt: z.number().int().nullable(),
  revokedAt: z.number().int().nullable(),
});
export type AccessToken = z.infer<typeof AccessToken>;

/** A token that is to hold from now on. */
export type NewAccessToken = Omit<AccessToken, 'lastUsedAt' | 'revokedAt'>;

/** The named tokens, by the SHA-256 of each in hexadecimal. Every method throws `Fault` when the store cannot be reached. */
export interface AccessTokens {
  /** Keeps a token. Returns `false`, and keeps nothing, where one that is not revoked has this name in any case. */
  add(sha256: string, token: NewAccessToken): Promise<boolean>;
  /** Returns all that are not revoked, then those that are, the newest first, at most `limit`. */
  list(limit: number): Promise<AccessToken[]>;
  /** Revokes the token of this name for good. Returns `false` where none holds. */
  revoke(name: string, at: number): Promise<boolean>;
  /** Returns the token, revoked or not; `null` where none was ever kept. */
  byHash(sha256: string): Promise<AccessToken | null>;
  /** Notes a use, unless one is noted since `since`. */
  noteUse(sha256: string, at: number, since: number): Promise<void>;
}

/** Tells why a token does not hold at this moment; `null` where it does. */
export function whyTokenIsOver(
  { revokedAt, expiresAt }: Pick<AccessToken, 'revokedAt' | 'expiresAt'>,
  now: number,
): 'revoked' | 'expired' | null {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : null;
}

/** One name in the store, whatever case it is written in. */
export function tokenKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
