import type { SubmissionInput } from '../../../core/vocabulary/submission.ts';
import type { Ask } from '../../../runtime/turn/ask.ts';
import { disputedClaims } from './decision.ts';

/** As many differences as a map can have. */
const MAX_DIFFERENCES = 8;

/** A map of what is decided both ways, or else of the first two proposals; the others agree. */
export function mappedNeutrally(ask: Ask): SubmissionInput<'map_divergences'> {
  const sides = sidesIn(ask);
  const disputed = sides.flat(2);
  const agreed = ask.claims
    .filter(({ kind, id }) => kind === 'decision' && !disputed.includes(id))
    .map(({ id }) => id);
  return {
    agreements:
      agreed.length === 0
        ? []
        : [{ statement: 'What nobody speaks against would stand here.', claims: agreed }],
    divergences: sides.map((positions) => ({
      description: 'What the first two proposals differ on would stand here as a question.',
      impact: 'medium',
      positions: positions.map((claims, index) => ({
        statement: `The ${index === 0 ? 'first' : 'second'} answer to it would stand here.`,
        claims,
      })),
    })),
    confidence: 0.6,
    rationale: 'In a rehearsal the first two proposals differ, and the others agree.',
  };
}

/** Claims on the two positions of each difference. */
function sidesIn(ask: Ask): string[][][] {
  const opposed = ask.decidedBothWays.slice(0, MAX_DIFFERENCES);
  if (opposed.length > 0) return opposed.map((option) => [option.for, option.against]);
  const disputed = disputedClaims(ask);
  return disputed.length === 0 ? [] : [disputed.map(({ id }) => [id])];
}
