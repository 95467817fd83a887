import * as z from 'zod';
import { DesignId } from '../core/vocabulary/ids.ts';

/** Kinds of logins: a browser's session, a link that signs in once, a link to read one design. */
const KINDS = ['session', 'sign_in', 'link'] as const;
export type LoginKind = (typeof KINDS)[number];

const NAME_CHARACTERS = 200;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Facts that determine, at each request, who holds a login and what they may do. */
export const Holder = z.discriminatedUnion('kind', [
  /** `sha256`: of the admin's token, with which the login ends. */
  z.strictObject({ kind: z.literal('operator'), sha256 }),
  /** A named token; its role and end are looked up at each request. */
  z.strictObject({ kind: z.literal('token'), sha256 }),
  z.strictObject({
    kind: z.literal('person'),
    platform: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
    id: z.string().min(1).max(300),
  }),
  z.strictObject({ kind: z.literal('link'), designId: DesignId }),
]);
export type Holder = z.infer<typeof Holder>;

const moment = z.number().int().nonnegative();

/** A login as stored: never its secret. */
export const Login = z.strictObject({
  /** Names the login for operators; not a secret. */
  id: z.string().regex(/^[0-9a-f]{16}$/),
  kind: z.enum(KINDS),
  holder: Holder,
  name: z.string().min(1).max(NAME_CHARACTERS),
  /** How the person got it: `token` or `link`. */
  way: z.string().min(1).max(60),
  createdAt: moment,
  createdBy: z.string().min(1).max(NAME_CHARACTERS),
  endsAt: moment,
  revokedAt: moment.nullable(),
});
export type Login = z.infer<typeof Login>;

export type NewLogin = Omit<Login, 'revokedAt'>;

/**
 * Logins by their SHA-256 in hexadecimal. Every method throws `Fault` when the store cannot be
 * reached.
 */
export interface Logins {
  add(sha256: string, login: NewLogin): Promise<void>;
  /** Returns the login, revoked or not; `null` if never stored. */
  byHash(sha256: string): Promise<Login | null>;
  /** Returns the links to this design that are neither revoked nor over at `now`, newest first. */
  links(designId: DesignId, now: number, limit: number): Promise<Login[]>;
  /**
   * Revokes a login for good. Returns `false` if it is unknown or revoked: of two concurrent calls
   * only one gets `true`.
   */
  revoke(id: string, at: number): Promise<boolean>;
  /** Removes logins that ended or were revoked before this moment; returns the count. */
  forget(before: number): Promise<number>;
}

/** Milliseconds that a session and a link that signs in last. */
export const SESSION_MS = 12 * 3_600_000;
export const SIGN_IN_MS = 10 * 60_000;

/** Milliseconds after sign-in in which a session may create tokens and links. */
export const FRESH_MS = 10 * 60_000;

/** Returns why a login is invalid now; `null` if it is valid. */
export function loginEndOf(login: Login, now: number): 'revoked' | 'expired' | null {
  if (login.revokedAt !== null) return 'revoked';
  return login.endsAt <= now ? 'expired' : null;
}
