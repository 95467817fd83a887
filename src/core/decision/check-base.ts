import { claimsOf } from '../proposals/labels.ts';
import { type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Design, Divergence } from '../vocabulary/design.ts';
import type { ProposalLabel } from '../vocabulary/ids.ts';
import { checkNamed } from '../vocabulary/named.ts';
import type { Composite, Decision } from '../vocabulary/submission.ts';
import type { Decided } from './decided.ts';
import { leftOpen } from './fates.ts';

type Chosen = Pick<Decided, 'decision' | 'base' | 'taken'>;

/** Checks that a text chooses one proposal, and does not reject it. */
export function checkBase(design: Design, { decision, base }: Chosen): Refusal[] {
  const letters = proposalLetters(design);
  if (!letters.includes(base)) {
    const message = `\`base\` names ${base === '' ? 'no proposal' : `“${base}”`}; choose one of ${letters.join(', ')}.`;
    return [refuse('unknown_reference', message)];
  }
  if (!decision.rejected.some(({ proposals }) => proposals.includes(base))) return [];
  const message = `${base} is the base and is rejected; reject other ways, or choose another base.`;
  return [refuse('invalid', message)];
}

/**
 * Requires each way that excludes the chosen one among the rejected. A proposal that goes the same way, or differs only on points of
 * low impact or on open ones, may be missing.
 */
export function checkWays(design: Design, { decision, base, taken }: Chosen): Refusal[] {
  const rejected = decision.rejected.flatMap(({ proposals }) => proposals);
  const own = claimsOf(design).flatMap(({ id, label }) => (label === base && taken.includes(id) ? [id] : []));
  const ownTaken = `\`taken\` is for claims of other proposals; ${own.join(', ')} is the base's own.`;
  return [
    ...checkNamed(rejected, proposalLetters(design), otherWays(design, base, decision), {
      unknown: (ids) => `\`rejected\` names ${ids}, but there is no such proposal`,
      twice: (ids) => `\`rejected\` names ${ids} more than once.`,
      forgotten: (ids) =>
        `\`rejected\` says nothing about the way of ${ids}: its best reason, and what outweighed it.`,
    }),
    ...(own.length === 0 ? [] : [refuse('invalid', ownTaken)]),
  ];
}

/** Requires that each proposal was weighed once. */
export function checkWeighed(design: Design, { weighed }: Composite): Refusal[] {
  const letters = proposalLetters(design);
  return checkNamed(
    weighed.map(({ proposal }) => proposal),
    letters,
    letters,
    {
      unknown: (ids) => `\`weighed\` names ${ids}, but there is no such proposal`,
      twice: (ids) => `\`weighed\` names ${ids} more than once.`,
      forgotten: (ids) =>
        `\`weighed\` says nothing about ${ids}; give its best reason and what stands against it.`,
    },
  );
}

export function proposalLetters(design: Design): ProposalLabel[] {
  return [...new Set(claimsOf(design).map(({ label }) => label))];
}

/** Proposals on a losing side of a difference that the text decides. */
function otherWays(design: Design, base: ProposalLabel, { open }: Decision): ProposalLabel[] {
  const left = leftOpen(design, open);
  const decided = design.divergences.filter((each) => each.impact !== 'low' && !left.includes(each));
  return proposalLetters(design).filter(
    (label) =>
      label !== base &&
      decided.some((divergence) => {
        const held = sideOf(divergence, label);
        const taken = divergence.settlement?.position || sideOf(divergence, base);
        return held !== '' && taken !== '' && held !== taken;
      }),
  );
}

function sideOf({ positions }: Divergence, label: ProposalLabel): string {
  return positions.find(({ claims }) => claims.some((id) => id.startsWith(`${label}-`)))?.id ?? '';
}
