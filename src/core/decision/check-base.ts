import { claimsOf } from '../proposals/labels.ts';
import { type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Design, Divergence } from '../vocabulary/design.ts';
import type { ProposalLabel } from '../vocabulary/ids.ts';
import { checkNamed } from '../vocabulary/named.ts';
import type { Composite, Decision } from '../vocabulary/submission.ts';
import type { Decided } from './decided.ts';
import { listLeftOpen } from './fates.ts';

type Chosen = Pick<Decided, 'decision' | 'base' | 'taken'>;

/** Checks that a text chooses one proposal, and does not reject it. */
export function checkBase(design: Design, { decision, base }: Chosen): Refusal[] {
  const letters = proposalLettersOf(design);
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
  const others = claimsOf(design).flatMap(({ id, label }) => (label === base ? [] : [id]));
  return [
    ...checkNamed('`rejected`', rejected, proposalLettersOf(design), {
      owed: listOtherWays(design, base, decision),
      advice: 'give the best reason of each way, and what outweighed it',
    }),
    ...checkNamed('`taken`', taken, others, { mayRepeat: true }),
  ];
}

/** Requires that each proposal was weighed once. */
export function checkWeighed(design: Design, { weighed }: Composite): Refusal[] {
  const owed = proposalLettersOf(design);
  const letters = weighed.map(({ proposal }) => proposal);
  return checkNamed('`weighed`', letters, owed, {
    owed,
    advice: 'give its best reason and what stands against it',
  });
}

export function proposalLettersOf(design: Design): ProposalLabel[] {
  return [...new Set(claimsOf(design).map(({ label }) => label))];
}

/** Proposals on a losing side of a difference that the text decides. */
function listOtherWays(design: Design, base: ProposalLabel, { open }: Decision): ProposalLabel[] {
  const left = listLeftOpen(design, open);
  const decided = design.divergences.filter((each) => each.impact !== 'low' && !left.includes(each));
  return proposalLettersOf(design).filter(
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
