import { isUnsettled } from '../../differences/sides.ts';
import { lettersOf } from '../../vocabulary/compared.ts';
import type { Design, Divergence } from '../../vocabulary/design.ts';
import { isUnsure, unresolvedOfHighImpact } from '../should-gate.ts';
import type { Caveat } from './kinds.ts';

export function differingCaveats(design: Design): Caveat[] {
  return [...differenceCaveats(design), ...proposalCaveats(design)];
}

function differenceCaveats(design: Design): Caveat[] {
  const open = unresolvedOfHighImpact(design);
  return design.divergences.flatMap((divergence): Caveat[] => {
    const { id, description } = divergence;
    if (open.includes(divergence)) return [{ kind: 'unresolved_high_impact', id, description }];
    if (!isLeftOpen(divergence)) return [];
    return [{ kind: 'open_difference', isArgued: divergence.settlement !== null, id, description }];
  });
}

/** An open difference of low impact stays in small print. */
function isLeftOpen(divergence: Divergence): boolean {
  return divergence.impact !== 'low' && isUnsettled(divergence);
}

function proposalCaveats(design: Design): Caveat[] {
  const { proposals } = design;
  const areUnsure = proposals.every(({ proposal }) => isUnsure(design, proposal.confidence));
  return [
    ...(isOneProposal(design) ? [{ kind: 'one_proposal' } as const] : []),
    ...(proposals.length > 0 && areUnsure ? [{ kind: 'unsure_proposals' } as const] : []),
    ...(isWithoutSource(design) ? [{ kind: 'no_source' } as const] : []),
  ];
}

export function isOneProposal({ proposals }: Pick<Design, 'proposals'>): boolean {
  return new Set(proposals.map(({ proposal }) => saidIn(proposal))).size < 2;
}

/** A proposal's text without its author and the order of its claims. */
function saidIn({ headline, claims }: Design['proposals'][number]['proposal']): string {
  return [lettersOf(headline), ...claims.map(({ text }) => lettersOf(text)).toSorted()].join('\n');
}

/** A repository was readable, but no proposal has a checked citation. */
function isWithoutSource({ repository, proposals }: Design): boolean {
  if (repository === null) return false;
  return !proposals.some(({ citations }) => citations.some(({ status }) => status === 'checked'));
}
