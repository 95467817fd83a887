import { isReason } from '../../../core/differences/labels.ts';
import type { SubmissionInput } from '../../../core/vocabulary/submission.ts';
import type { Ask } from '../../../turns/prompt/ask.ts';

/** A map of one difference, between the last proposal and all others; what else they decide is agreed. */
export function mappedNeutrally(ask: Ask): SubmissionInput<'map_divergences'> {
  const sides = sidesIn(ask);
  const disputed = sides.flat();
  const agreed = ask.claims
    .filter(({ kind, id }) => kind === 'decision' && !disputed.includes(id))
    .map(({ id }) => id);
  const divergence = {
    description: 'What the proposals differ on would stand here as a question.',
    cost: 'What a wrong choice would cost would stand here.',
    // Two give way for one reason, which settles it (J2); where they cannot, nobody argues.
    impact: sides.every(({ length }) => length > 1) ? ('high' as const) : ('medium' as const),
    positions: sides.map((claims, index) => ({
      statement: `The ${index === 0 ? 'first' : 'second'} answer to it would stand here.`,
      claims,
    })),
  };
  return {
    agreements:
      agreed.length === 0
        ? []
        : [{ statement: 'What nobody speaks against would stand here.', claims: agreed }],
    divergences: sides.length === 0 ? [] : [divergence],
    lone: [],
    confidence: 0.6,
    rationale: 'In a rehearsal the last proposal differs from the others.',
  };
}

/** Claims on the two positions: the first decision of each other proposal; of the last one its first reason as well, if it has one. */
function sidesIn({ claims }: Ask): string[][] {
  const decisions = claims.filter(
    ({ kind, label }, index) =>
      kind === 'decision' && claims.findIndex((each) => each.label === label && each.kind === kind) === index,
  );
  const last = decisions.at(-1);
  if (last === undefined || decisions.length < 2) return [];
  const reasons = claims.filter((each) => each.label === last.label && isReason(each)).slice(0, 1);
  return [decisions.slice(0, -1).map(({ id }) => id), [...reasons, last].map(({ id }) => id)];
}
