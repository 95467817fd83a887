import { listFates } from '../decision/fates.ts';
import { citationStatusOf } from '../proposals/cited.ts';
import { claimsOf } from '../proposals/labels.ts';
import type { Design } from '../vocabulary/design.ts';
import { sumUsd } from '../vocabulary/figures.ts';

/** What participants of one name gave to designs, and what it cost. */
export interface Given {
  readonly name: string;
  readonly designs: number;
  /** In USD; turns without a known price count as nothing. */
  readonly usd: number;
  readonly claims: number;
  /** Claims that the decision stands on, or takes a side with. */
  readonly adopted: number;
  /** Claims whose source was looked up, and those that stand there. */
  readonly cited: number;
  readonly held: number;
  /** Claims that the audit refuted. */
  readonly refuted: number;
}

/** What was given by each participant's title, or each model, the dearest first. */
export function sumGiven(designs: readonly Design[], by: 'title' | 'model'): Given[] {
  const parts = Map.groupBy(designs.flatMap(listParts), ({ participant }) => participant[by]);
  const sums = [...parts].map(([name, each]) => {
    const claims = each.flatMap((part) => part.claims);
    return {
      name,
      designs: new Set(each.map(({ design }) => design)).size,
      usd: sumUsd(each.flatMap(({ turns }) => turns.map(({ costUsd }) => costUsd ?? 0))),
      claims: claims.length,
      adopted: claims.filter(({ isAdopted }) => isAdopted).length,
      cited: claims.filter(({ status }) => status === 'checked' || status === 'failed').length,
      held: claims.filter(({ status }) => status === 'checked').length,
      refuted: claims.filter(({ isRefuted }) => isRefuted).length,
    };
  });
  return sums.toSorted((one, other) => other.usd - one.usd);
}

function listParts(design: Design) {
  const fates = listFates(design);
  const tried = design.audit?.audit.tried ?? [];
  const claims = claimsOf(design).map(({ id, participant, citation, check }) => ({
    participant,
    isAdopted: fates.some(({ claim, fate }) => claim.id === id && fate === 'adopted'),
    status: citationStatusOf(citation, check),
    isRefuted: tried.some(({ what, holds }) => what === id && holds === 'no'),
  }));
  return design.participants.map((participant) => ({
    design,
    participant,
    turns: design.turns.filter((turn) => turn.participant === participant.id),
    claims: claims.filter((claim) => claim.participant === participant.id),
  }));
}
