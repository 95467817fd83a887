import { claimsOf } from '../proposals/labels.ts';
import { type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Design, Divergence } from '../vocabulary/design.ts';
import type { ProposalLabel } from '../vocabulary/ids.ts';
import { checkNamed } from '../vocabulary/named.ts';
import type { Composite } from '../vocabulary/submission.ts';
import type { Decided } from './decided.ts';
import { listFates, listLeftOpen } from './fates.ts';

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
 * Requires that each proposal is the base, one of which something is adopted, or rejected. Each way
 * that excludes the chosen one is rejected, but on points of low impact and on open ones.
 */
export function checkWays(design: Design, chosen: Chosen): Refusal[] {
  const { decision, base, taken } = chosen;
  const rejected = decision.rejected.flatMap(({ proposals }) => proposals);
  const others = claimsOf(design).flatMap(({ id, label }) => (label === base ? [] : [id]));
  return [
    ...checkNamed('`rejected`', rejected, proposalLettersOf(design), {
      owed: listOtherWays(design, chosen),
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

/**
 * Proposals of which nothing is adopted, or on a losing side of a difference that the text decides.
 */
function listOtherWays(design: Design, chosen: Chosen): ProposalLabel[] {
  const { decision, base } = chosen;
  const left = listLeftOpen(design, decision.open);
  const fates = listFates(design, chosen);
  const decided = design.divergences.filter(
    (each) => each.impact !== 'low' && !left.includes(each),
  );
  return proposalLettersOf(design).filter(
    (label) =>
      label !== base &&
      (!fates.some(({ claim, fate }) => claim.label === label && fate !== 'not_used') ||
        decided.some((divergence) => {
          const held = sideOf(divergence, label);
          const ours = divergence.settlement?.position || sideOf(divergence, base);
          return held !== '' && ours !== '' && held !== ours;
        })),
  );
}

function sideOf({ positions }: Divergence, label: ProposalLabel): string {
  return positions.find(({ claims }) => claims.some((id) => id.startsWith(`${label}-`)))?.id ?? '';
}
