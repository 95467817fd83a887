import * as z from 'zod';
import { DesignId } from '../../core/vocabulary/ids.ts';

/** Kinds of passes: a session of a browser, a link that signs in once, a link to read one design. */
const PASS_KINDS = ['session', 'sign_in', 'link'] as const;
export type PassKind = (typeof PASS_KINDS)[number];

/** Characters of the name of whom a pass stands for. */
const PASS_NAME_CHARACTERS = 200;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Facts by which it is told, at each request, who has a pass and what they may do. */
export const Holder = z.discriminatedUnion('kind', [
  /** `sha256`: the admin's token, as long as which it holds; absent where it did not begin with that. */
  z.strictObject({ kind: z.literal('operator'), sha256: sha256.optional() }),
  /** A named token, whose role and end are looked up anew. */
  z.strictObject({ kind: z.literal('token'), sha256 }),
  /** `platform`: a chat platform. */
  z.strictObject({
    kind: z.literal('person'),
    platform: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
    id: z.string().min(1).max(300),
  }),
  z.strictObject({ kind: z.literal('link'), designId: DesignId }),
]);
export type Holder = z.infer<typeof Holder>;

const moment = z.number().int().nonnegative();

/** A pass as it is kept: never its secret. */
export const Login = z.strictObject({
  /** Names it for operators, and is no secret. */
  id: z.string().regex(/^[0-9a-f]{16}$/),
  kind: z.enum(PASS_KINDS),
  holder: Holder,
  /** The person or token whom it stands for, on one line. */
  name: z.string().min(1).max(PASS_NAME_CHARACTERS),
  /** The way by which it was had: `token` or `link`. */
  way: z.string().min(1).max(60),
  createdAt: moment,
  createdBy: z.string().min(1).max(PASS_NAME_CHARACTERS),
  /** From this moment on it is refused. */
  endsAt: moment,
  /** To the minute. */
  lastUsedAt: moment.nullable(),
  revokedAt: moment.nullable(),
});
export type Login = z.infer<typeof Login>;

/** A pass that is to hold from now on. */
export type NewLogin = Omit<Login, 'lastUsedAt' | 'revokedAt'>;

/** A selection of passes that are neither revoked nor over at `now`. */
interface PassFilter {
  readonly kind: PassKind;
  readonly designId?: DesignId;
  readonly now: number;
  readonly limit: number;
}

/** Passes by the SHA-256 of each in hexadecimal. Every method throws `Fault` when the store cannot be reached. */
export interface Logins {
  add(sha256: string, pass: NewLogin): Promise<void>;
  /** Returns the pass, revoked or not; `null` where none was ever kept. */
  byHash(sha256: string): Promise<Login | null>;
  /** Returns those that hold, the newest first. */
  list(filter: PassFilter): Promise<Login[]>;
  /** Revokes it for good. Returns `false` where it is unknown or revoked: of two at once, one alone gets `true`. */
  revoke(id: string, at: number): Promise<boolean>;
  /** Notes a use, unless one is noted since `since`. */
  noteUse(id: string, at: number, since: number): Promise<void>;
  /** Removes those that ended or were revoked before this moment, and returns how many. */
  forget(before: number): Promise<number>;
}

/** Milliseconds without a use after which a session ends, and after which it ends however it is used. */
export const SESSION_IDLE_MS = 12 * 3_600_000;
export const SESSION_MS = 7 * 24 * 3_600_000;
/** Milliseconds for which a link signs in. */
export const SIGN_IN_MS = 10 * 60_000;

/** Milliseconds after signing in for which a session may make what others get in with. */
export const FRESH_MS = 10 * 60_000;

/** Tells why a pass does not hold at this moment; `null` where it does. */
export function whyPassIsOver(pass: Login, now: number): 'revoked' | 'expired' | null {
  if (pass.revokedAt !== null) return 'revoked';
  return (pass.kind === 'session' ? sessionEnd(pass) : pass.endsAt) <= now ? 'expired' : null;
}

/** Returns the moment at which a session ends unless it is used again, or ended. */
export function sessionEnd({
  createdAt,
  lastUsedAt,
  endsAt,
  revokedAt,
}: Pick<Login, 'createdAt' | 'lastUsedAt' | 'endsAt' | 'revokedAt'>): number {
  return Math.min(revokedAt ?? endsAt, endsAt, (lastUsedAt ?? createdAt) + SESSION_IDLE_MS);
}
