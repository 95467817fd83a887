import type { Design, Divergence } from '../design.ts';
import type { Draft } from '../draft.ts';
import type { ParticipantId } from '../ids.ts';
import { livingPersonas } from '../participants.ts';
import { currentStances, initialStances } from './stances.ts';

/** Controlled feedback converges within two rounds or not at all (Delphi; see docs/deliberation.md). */
export const MAX_ARGUMENT_ROUNDS = 2;

const BY_IMPACT = { high: 0, medium: 1, low: 2 } as const;

/** The next divergence that is worth arguing, those of high impact first; low ones are noted and left. */
export function nextToArgue(design: Design): Divergence | undefined {
  return openDivergences(design).toSorted((one, other) => BY_IMPACT[one.impact] - BY_IMPACT[other.impact])[0];
}

export function openDivergences(design: Design): Divergence[] {
  return design.divergences.filter((each) => each.settlement === null && each.impact !== 'low');
}

/** Only the personas concerned argue, and only those who are there to. */
export function arguers(design: Design, divergence: Divergence): ParticipantId[] {
  const alive = new Set(livingPersonas(design).map((persona) => persona.id));
  return initialStances(design, divergence)
    .map((stance) => stance.participant)
    .filter((id) => alive.has(id));
}

/**
 * Settles a divergence where it can be settled: all concerned now hold one position, or the rounds are used up, or
 * nobody is left to argue. Agreement is never forced and never counted as a majority (J5).
 */
export function settleIfDecided(draft: Draft, divergence: Divergence): void {
  const { design } = draft;
  const before = initialStances(design, divergence);
  const now = currentStances(design, divergence);
  const positions = [...new Set(now.map((stance) => stance.position))];
  const [agreed] = positions;
  if (positions.length === 1 && agreed !== undefined && divergence.arguments.length > 0) {
    const moved = before.filter((stance) => stance.position !== agreed).map(({ participant }) => participant);
    settle(draft, divergence, { outcome: 'conceded', position: agreed, by: moved, reason: '' });
    return;
  }
  const rounds = design.rounds.filter((round) => round.divergenceId === divergence.id).length;
  if (rounds >= MAX_ARGUMENT_ROUNDS) {
    settle(draft, divergence, unresolved(`still open after ${MAX_ARGUMENT_ROUNDS} rounds`));
  } else if (arguers(design, divergence).length === 0) {
    settle(draft, divergence, unresolved('nobody who holds one of the positions is left to argue it'));
  }
}

/** A divergence that was not argued for lack of time or money says so. */
export function leaveOpen(draft: Draft, reason: string): void {
  for (const divergence of openDivergences(draft.design)) settle(draft, divergence, unresolved(reason));
}

type Settlement = NonNullable<Divergence['settlement']>;

function unresolved(reason: string): Settlement {
  return { outcome: 'unresolved', position: '', by: [], reason };
}

function settle(draft: Draft, { id: divergenceId }: Divergence, settlement: Settlement): void {
  draft.record({ type: 'divergence_settled', divergenceId, ...settlement });
}
