import type * as z from 'zod';
import { claimsOf } from '../proposal/labels.ts';
import type { Author } from '../round/turns.ts';
import type { CheckedCitations } from '../vocabulary/checked.ts';
import { type Refusal, refuseForAll } from '../vocabulary/commands.ts';
import type { Design } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { ClaimId } from '../vocabulary/ids.ts';
import { checkNamed } from '../vocabulary/named.ts';
import { MAX_TESTED, type Testing } from '../vocabulary/submission.ts';

/** What a claim is worth on the map: one that leads a position or an agreement carries it, one behind it supports it. */
const [LEADS, SUPPORTS] = [3, 1];
/** A decision is what is to be founded; it is tried by its reasons. */
const OF_DECISIONS = 1 / 2;

/**
 * Returns the claims that everything rests on, the most first: those that lead or support the most positions and agreements of the
 * map; of equal ones, the first proposal's first. Our own measure, not from literature.
 */
export function foundationsOf(
  design: Pick<Design, 'drawnOrder' | 'proposals' | 'agreements' | 'divergences'>,
): ClaimId[] {
  const lists = [
    ...design.agreements.map(({ claims }) => claims),
    ...design.divergences.flatMap(({ positions }) => positions.map(({ claims }) => claims)),
  ];
  const weightOf = (id: string, kind: string) => {
    const places = lists.filter((claims) => claims.includes(id));
    const sum = places.reduce((all, claims) => all + (claims[0] === id ? LEADS : SUPPORTS), 0);
    return kind === 'decision' ? sum * OF_DECISIONS : sum;
  };
  return claimsOf(design)
    .map(({ id, kind }) => ({ id, weight: weightOf(id, kind) }))
    .toSorted((one, other) => other.weight - one.weight)
    .slice(0, MAX_TESTED)
    .map(({ id }) => id);
}

/** Records the attempt to refute what everything rests on, or refuses it: each of these claims is tried once, and no other. */
export function testClaims(
  draft: Draft,
  author: Author,
  testing: Testing,
  citations: z.infer<typeof CheckedCitations>,
): Refusal | null {
  const owed = foundationsOf(draft.design);
  const refusal = refuseForAll(
    checkNamed(
      testing.tests.map(({ claim }) => claim),
      owed,
      owed,
      {
        unknown: (ids) => `${ids} is none of the claims to try`,
        twice: (ids) => `${ids} is tried more than once.`,
        forgotten: (ids) => `Nothing is said of ${ids}.`,
      },
    ),
  );
  if (refusal !== null) return refusal;
  draft.record({ type: 'claims_tested', ...author, testing, citations });
  return null;
}
