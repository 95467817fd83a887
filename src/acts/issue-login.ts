import { hash } from 'node:crypto';
import {
  type Holder,
  type LoginKind,
  type Logins,
  type NewLogin,
  SESSION_MS,
  SIGN_IN_MS,
} from '../engine/ports/logins.ts';
import type { Clock } from '../foundation/clock.ts';
import type { Identifiers } from '../foundation/identifiers.ts';

const PREFIX: Readonly<Record<LoginKind, string>> = { session: 'chrs_', sign_in: 'chro_', link: 'chrl_' };

interface Issued {
  readonly secret: string;
  readonly login: NewLogin;
}

interface Issuing {
  readonly logins: Pick<Logins, 'add'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly identifiers: Pick<Identifiers, 'secret'>;
}

/** Creates a login: a session for seven days, a sign-in link for ten minutes, others until `endsAt`. */
export async function issueLogin(
  { logins, clock, identifiers }: Issuing,
  given: Omit<NewLogin, 'id' | 'createdAt' | 'endsAt'>,
  endsAt?: number,
): Promise<Issued> {
  const createdAt = clock.now();
  const secret = `${PREFIX[given.kind]}${identifiers.secret()}`;
  const usual = createdAt + (given.kind === 'sign_in' ? SIGN_IN_MS : SESSION_MS);
  // Hashed differently from the look-up, so that the id reveals no part of that hash.
  const id = hash('sha256', `id ${secret}`).slice(0, 16);
  const login = { ...given, id, createdAt, endsAt: endsAt ?? usual };
  await logins.add(hash('sha256', secret), login);
  return { secret, login };
}

/** Creates a link that signs in once; by default as the operator of the data folder. */
export function signInLink(
  parts: Issuing,
  name: string,
  holder: Holder = { kind: 'operator' },
): Promise<Issued> {
  return issueLogin(parts, { kind: 'sign_in', holder, name, way: 'link', createdBy: name });
}

export function signInPath(secret: string): string {
  return `/sign-in/once/${secret}`;
}

/** Returns the path of a link that reads one design. */
export function linkPath(secret: string): string {
  return `/links/${secret}`;
}
