import * as z from 'zod';
import { DesignId } from '../../core/vocabulary/ids.ts';

/** Kinds of logins: a browser's session, a link that signs in once, a link to read one design. */
const PASS_KINDS = ['session', 'sign_in', 'link'] as const;
export type LoginKind = (typeof PASS_KINDS)[number];

const PASS_NAME_CHARACTERS = 200;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Facts that determine, at each request, who holds a login and what they may do. */
export const Holder = z.discriminatedUnion('kind', [
  /** `sha256`: of the admin's token, with which the login ends; absent if it did not begin with that. */
  z.strictObject({ kind: z.literal('operator'), sha256: sha256.optional() }),
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
  kind: z.enum(PASS_KINDS),
  holder: Holder,
  name: z.string().min(1).max(PASS_NAME_CHARACTERS),
  /** How the person got it: `token` or `link`. */
  way: z.string().min(1).max(60),
  createdAt: moment,
  createdBy: z.string().min(1).max(PASS_NAME_CHARACTERS),
  endsAt: moment,
  /** To the minute. */
  lastUsedAt: moment.nullable(),
  revokedAt: moment.nullable(),
});
export type Login = z.infer<typeof Login>;

export type NewLogin = Omit<Login, 'lastUsedAt' | 'revokedAt'>;

/** Selects valid logins: neither revoked nor over at `now`. */
interface PassFilter {
  readonly kind: LoginKind;
  readonly designId?: DesignId;
  readonly now: number;
  readonly limit: number;
}

/** Logins by their SHA-256 in hexadecimal. Every method throws `Fault` when the store cannot be reached. */
export interface Logins {
  add(sha256: string, login: NewLogin): Promise<void>;
  /** Returns the login, revoked or not; `null` if never stored. */
  byHash(sha256: string): Promise<Login | null>;
  list(filter: PassFilter): Promise<Login[]>;
  /**
   * Revokes a login for good. Returns `false` if it is unknown or revoked: of two concurrent calls only one gets
   * `true`.
   */
  revoke(id: string, at: number): Promise<boolean>;
  /** Notes a use, unless one was noted since `since`. */
  noteUse(id: string, at: number, since: number): Promise<void>;
  /** Removes logins that ended or were revoked before this moment; returns the count. */
  forget(before: number): Promise<number>;
}

/** Milliseconds that a session lasts without use, and in all. */
export const SESSION_IDLE_MS = 12 * 3_600_000;
export const SESSION_MS = 7 * 24 * 3_600_000;
export const SIGN_IN_MS = 10 * 60_000;

/** Milliseconds after sign-in in which a session may create tokens and links. */
export const FRESH_MS = 10 * 60_000;

/** Returns why a login is invalid now; `null` if it is valid. */
export function whyLoginIsOver(login: Login, now: number): 'revoked' | 'expired' | null {
  if (login.revokedAt !== null) return 'revoked';
  return (login.kind === 'session' ? sessionEnd(login) : login.endsAt) <= now ? 'expired' : null;
}

/** Time at which a session ends if it is not used again. */
export function sessionEnd({
  createdAt,
  lastUsedAt,
  endsAt,
  revokedAt,
}: Pick<Login, 'createdAt' | 'lastUsedAt' | 'endsAt' | 'revokedAt'>): number {
  return Math.min(revokedAt ?? endsAt, endsAt, (lastUsedAt ?? createdAt) + SESSION_IDLE_MS);
}
