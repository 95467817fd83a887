import { isArgued } from '../policy/depth.ts';
import type { Design, Divergence, Settlement } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { listLivingPersonas } from '../vocabulary/participants.ts';
import { isEmptyHanded, type Point } from '../vocabulary/round.ts';
import { WITHOUT_REASON } from '../vocabulary/words.ts';
import { currentStancesOf, movementsOf, type Stance, standsApart } from './stances.ts';

/** Settles the differences on which all living holders agree. */
export function settleAgreed(draft: Draft): void {
  for (const divergence of listUnsettled(draft.design)) settleIfAgreed(draft, divergence);
}

/** Settles the other differences that matter as unresolved, once nothing argues them any more. */
export function leaveUnresolved(draft: Draft): void {
  for (const divergence of listToArgue(draft.design)) {
    const reason = findReasonLeftOpen(draft.design, divergence);
    settle(draft, divergence, { outcome: 'unresolved', position: '', by: [], reason });
  }
}

function listUnsettled({ divergences }: Design): Divergence[] {
  return divergences.filter(({ settlement }) => settlement === null);
}

function listToArgue(design: Design): Divergence[] {
  return listUnsettled(design).filter(({ impact }) => isArgued(design, impact));
}

/**
 * Each living persona argues, at once, all differences where another living holder disagrees. Empty
 * after the round.
 */
export function listPointsToArgue(design: Design): Point[] {
  if (design.rounds.some(({ kind }) => kind === 'argument')) return [];
  const due = listToArgue(design).map((each) => ({
    id: each.id,
    stances: listLivingStances(design, each),
  }));
  return listLivingPersonas(design)
    .map(({ id: participant }) => ({
      participant,
      divergences: due
        .filter(({ stances }) => standsApart(stances, participant))
        .map(({ id }) => id),
    }))
    .filter(({ divergences }) => divergences.length > 0);
}

/**
 * Settles a difference if all living holders now share a position. A move without a reason does not
 * count. Agreement is never forced and never a majority vote.
 */
function settleIfAgreed(draft: Draft, divergence: Divergence): void {
  const { design } = draft;
  const [agreed = '', ...others] = positionsIn(listLivingStances(design, divergence));
  if (agreed === '' || others.length > 0) return;
  const by = movementsOf(design, divergence)
    .filter(({ before, after }) => before !== after && after === agreed)
    .map(({ participant }) => participant);
  const outcome = by.length === 0 ? 'agreed' : 'conceded';
  settle(draft, divergence, { outcome, position: agreed, by, reason: '' });
}

function listLivingStances(design: Design, divergence: Divergence): Stance[] {
  const living = listLivingPersonas(design).map(({ id }) => id);
  return currentStancesOf(design, divergence).filter(({ participant }) =>
    living.includes(participant),
  );
}

function positionsIn(stances: readonly Stance[]): string[] {
  return [...new Set(stances.map(({ position }) => position))];
}

function findReasonLeftOpen(design: Design, divergence: Divergence): string {
  const { dropped, rounds } = design;
  const positions = positionsIn(listLivingStances(design, divergence));
  if (positions.length === 0) return 'no holder of a position is left';
  const left = dropped.findLast(({ kind }) => kind === 'argument');
  const round = rounds.find(({ kind }) => kind === 'argument');
  if (round === undefined && left !== undefined) {
    const what = left.reason === 'time_used_up' ? 'time' : 'money';
    return `${(left.money?.leftUsd ?? 0) > 0 ? 'too little money was left' : `no ${what} was left`} to argue it`;
  }
  if (round !== undefined && isEmptyHanded(round)) return 'no one argued it';
  if (positions.includes('')) return 'some who argued it no longer hold a position';
  const isUnexplained = movementsOf(design, divergence).some(
    ({ move }) => move?.changedBy.length === 0,
  );
  return isUnexplained ? `a persona moved ${WITHOUT_REASON}` : 'they argued it and did not agree';
}

function settle(
  draft: Draft,
  { id: divergenceId }: Divergence,
  { by, ...settlement }: Pick<Settlement, 'outcome' | 'position' | 'by' | 'reason'>,
): void {
  draft.record({
    type: 'divergence_settled',
    divergenceId,
    ...settlement,
    by: [...by],
    person: '',
  });
}
