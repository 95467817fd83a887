import { findToken } from '../../core/vocabulary/claimed-name.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { BEHIND_TOKEN, starterOf } from '../../core/vocabulary/starter.ts';

/**
 * Whose use is limited: the person, if a chat or a sign-in identifies them; otherwise the token
 * they used, which a team may share; at a terminal, the claimed name; in a rehearsal, nobody.
 */
export interface Counted {
  readonly kind: 'person' | 'token' | 'nobody';
  readonly key: string;
  /** Their id on the thread's platform, for the store's look-up; absent if unknown. */
  readonly starter?: string;
}

/** People for whom one token counts. */
const PEOPLE_OF_TOKEN = 3;
const NOBODY: Counted = { kind: 'nobody', key: 'nobody' };

interface Acting {
  readonly rehearsal: boolean;
  /** Absent if a platform or a proxy vouches for the person. */
  readonly token?: string | undefined;
  /** Id on their platform; empty if unknown. */
  readonly id: string;
  readonly name: string;
}

export function countAs({ rehearsal, token, id, name }: Acting): Counted {
  if (rehearsal) return NOBODY;
  if (token !== undefined) return { kind: 'token', key: `token ${token}` };
  return id === ''
    ? { kind: 'person', key: `by name ${name}` }
    : { kind: 'person', key: `person ${id}`, starter: id };
}

export function countStarter(design: Pick<Design, 'thread' | 'startedBy' | 'rehearsal'>): Counted {
  const { name, id } = starterOf(design);
  const behind = id.startsWith(BEHIND_TOKEN) ? id.slice(BEHIND_TOKEN.length) : null;
  const token = id === '' ? findToken(name) : behind;
  return countAs({ rehearsal: design.rehearsal, ...(token === null ? {} : { token }), id, name });
}

/** Scales a limit per person to this person or token. */
export function scaleLimit({ kind }: Pick<Counted, 'kind'>, perPerson: number): number {
  if (kind === 'nobody') return Number.POSITIVE_INFINITY;
  return kind === 'token' ? perPerson * PEOPLE_OF_TOKEN : perPerson;
}
