import { tokenOnRecord } from '../../core/vocabulary/claimed-name.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { BEHIND_TOKEN, starterOf } from '../../core/vocabulary/starter.ts';

/**
 * Whom limits count: a person who is known by a chat or a sign-in; else the token by which they came, which may be a team's; in a
 * rehearsal nobody. At a terminal it is the name that was claimed.
 */
export interface Counted {
  readonly kind: 'person' | 'token' | 'nobody';
  readonly key: string;
  /** Their id on the platform of the thread, by which the store finds what they have started; absent where that is not known. */
  readonly starter?: string;
}

/** People for whom a token counts. */
const PEOPLE_OF_TOKEN = 3;
const NOBODY: Counted = { kind: 'nobody', key: 'nobody' };

interface Acting {
  readonly rehearsal: boolean;
  /** Absent where somebody vouches for the person. */
  readonly token?: string | undefined;
  /** On their platform; empty where that is not known. */
  readonly id: string;
  readonly name: string;
}

export function countedAs({ rehearsal, token, id, name }: Acting): Counted {
  if (rehearsal) return NOBODY;
  if (token !== undefined) return { kind: 'token', key: `token ${token}` };
  return id === ''
    ? { kind: 'person', key: `by name ${name}` }
    : { kind: 'person', key: `person ${id}`, starter: id };
}

/** Returns the same of whoever started a design. */
export function starterCounted(design: Pick<Design, 'thread' | 'startedBy' | 'rehearsal'>): Counted {
  const { name, id } = starterOf(design);
  const behind = id.startsWith(BEHIND_TOKEN) ? id.slice(BEHIND_TOKEN.length) : null;
  const token = id === '' ? tokenOnRecord(name) : behind;
  return countedAs({ rehearsal: design.rehearsal, ...(token === null ? {} : { token }), id, name });
}

/** Returns how much they may, where one person may so much. */
export function mostFor({ kind }: Pick<Counted, 'kind'>, perPerson: number): number {
  if (kind === 'nobody') return Number.POSITIVE_INFINITY;
  return kind === 'token' ? perPerson * PEOPLE_OF_TOKEN : perPerson;
}
