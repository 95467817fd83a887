import type { Clock } from '../foundation/clock.ts';
import { sha256Of } from '../foundation/digest.ts';
import type { Identifiers } from '../foundation/identifiers.ts';
import {
  type Holder,
  type LoginKind,
  type Logins,
  type NewLogin,
  SIGN_IN_MS,
} from '../ports/logins.ts';

const PREFIX: Readonly<Record<LoginKind, string>> = {
  session: 'chrs_',
  sign_in: 'chro_',
  link: 'chrl_',
};

interface Issued {
  readonly secret: string;
  readonly login: NewLogin;
}

interface Issuing {
  readonly logins: Pick<Logins, 'add'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly identifiers: Pick<Identifiers, 'secret'>;
}

/** Creates a login that ends after `lastsMs`. */
export async function issueLogin(
  { logins, clock, identifiers }: Issuing,
  holding: Omit<NewLogin, 'id' | 'createdAt' | 'endsAt'>,
  lastsMs: number,
): Promise<Issued> {
  const createdAt = clock.now();
  const secret = `${PREFIX[holding.kind]}${identifiers.secret()}`;
  // Hashed differently from the look-up, so that the id reveals no part of that hash.
  const id = sha256Of(`id ${secret}`).slice(0, 16);
  const login = { ...holding, id, createdAt, endsAt: createdAt + lastsMs };
  await logins.add(sha256Of(secret), login);
  return { secret, login };
}

/** Creates a link that signs in once. */
export function signInLink(parts: Issuing, name: string, holder: Holder): Promise<Issued> {
  return issueLogin(
    parts,
    { kind: 'sign_in', holder, name, way: 'link', createdBy: name },
    SIGN_IN_MS,
  );
}

/** An operator whose login ends with this token of the admin. */
export function operatorOf(adminToken: string): Holder {
  return { kind: 'operator', sha256: sha256Of(adminToken) };
}

export function makeSignInPath(secret: string): string {
  return `/sign-in/once/${secret}`;
}

/** Returns the path of a link that reads one design. */
export function makeLinkPath(secret: string): string {
  return `/links/${secret}`;
}
