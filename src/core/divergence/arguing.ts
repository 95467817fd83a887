import { openRoundFor } from '../course/advance.ts';
import { isArgued, isArguedTwice } from '../policy/depth.ts';
import { mayBegin } from '../policy/reserve.ts';
import type { Design, Divergence, Settlement } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { livingPersonas } from '../vocabulary/participants.ts';
import { divergencesIn, isEmptyHanded, type Point } from '../vocabulary/round.ts';
import { WITHOUT_REASON } from '../vocabulary/words.ts';
import { currentStances, mappedStances, movesOf, standsApart } from './stances.ts';

/** Controlled feedback converges within two rounds or not at all (Delphi). */
const MAX_ARGUMENT_ROUNDS = 2;
/**
 * How somebody came to where it stands, having named nothing of the other side that speaks for it (J2). Nobody is told where its
 * claims were mapped: who holds something else when merely asked again was unstable, and persuaded by nothing that is on record.
 */
const UNEXPLAINED = {
  moved: `somebody moved ${WITHOUT_REASON}`,
  corrected: `somebody says ${WITHOUT_REASON} that it holds another position than it was mapped to`,
};

/**
 * Settles all that can be settled and opens the next round of arguments, unless money or time is short or the last one brought
 * nothing. `false`: nothing is left to argue.
 */
export function argueOn(draft: Draft): boolean {
  for (const divergence of openDivergences(draft.design)) settleIfDecided(draft, divergence);
  const last = draft.design.rounds.at(-1);
  if (last?.kind === 'argument' && isEmptyHanded(last)) leaveOpen(draft, 'nobody who was asked argued it');
  const points = nextPoints(draft.design);
  if (points.length === 0) return false;
  const asked = points.map(({ participant }) => participant);
  const again = draft.design.rounds.some(({ kind }) => kind === 'argument');
  if (!mayBegin(draft, 'argument', { asked: asked.length, again })) {
    leaveOpen(draft, leftOutBecause(draft.design, again));
    return false;
  }
  openRoundFor(draft, 'argument', asked, points);
  return true;
}

/** Says why arguing was left out: money that is kept for something else is not used up. */
function leftOutBecause({ dropped }: Design, again: boolean): string {
  const { reason, money } = dropped.findLast(({ kind }) => kind === 'argument') ?? {};
  const what = reason === 'time_used_up' ? 'time' : 'money';
  const short = (money?.leftUsd ?? 0) > 0 ? 'too little money was left' : `no ${what} was left`;
  return `${short} to argue it${again ? ' a second time' : ''}`;
}

function leaveOpen(draft: Draft, reason: string): void {
  for (const divergence of openDivergences(draft.design)) settle(draft, divergence, unresolved(reason));
}

/** Returns the differences that are open and worth arguing; low ones are noted and left. */
function openDivergences(design: Design): Divergence[] {
  return design.divergences.filter((each) => each.settlement === null && isArgued(design, each.impact));
}

/**
 * Lists the participants of the next round of arguments, each asked about all its differences at once; empty when nothing is
 * left to argue. Only personas that hold one of the positions, face another holder, and can be asked.
 */
function nextPoints(design: Design): Point[] {
  const due = openDivergences(design)
    .filter((divergence) => isDue(design, divergence))
    .map((divergence) => ({ id: divergence.id, stances: currentStances(design, divergence) }));
  return livingPersonas(design)
    .map(({ id: participant }) => ({
      participant,
      divergences: due.filter(({ stances }) => standsApart(stances, participant)).map(({ id }) => id),
    }))
    .filter(({ divergences }) => divergences.length > 0);
}

/**
 * Settles a divergence where possible: all concerned now hold one position, with a reason for each move, or no round is left
 * for it, or no one is there to argue. Agreement is never forced and never counted as a majority (J5).
 */
function settleIfDecided(draft: Draft, divergence: Divergence): void {
  const { design } = draft;
  const before = mappedStances(design, divergence);
  const positions = [...new Set(currentStances(design, divergence).map((stance) => stance.position))];
  const [agreed = ''] = positions;
  if (positions.length === 1 && agreed !== '' && divergence.arguments.length > 0) {
    const last = before.flatMap(({ participant }) => movesOf(divergence, participant).slice(-1));
    const [unexplained] = last.filter(({ changedBy }) => changedBy.length === 0);
    if (unexplained !== undefined) {
      settle(draft, divergence, unresolved(UNEXPLAINED[unexplained.kind]));
      return;
    }
    const moved = before.filter((stance) => stance.position !== agreed).map(({ participant }) => participant);
    settle(draft, divergence, { ...unresolved(''), outcome: 'conceded', position: agreed, by: moved });
    return;
  }
  const goesOn = nextPoints(design).some(({ divergences }) => divergences.includes(divergence.id));
  if (!goesOn) settle(draft, divergence, unresolved(whyLeftOpen(design, divergence)));
}

/** The first round is for all differences; a second one only for the most important. One added in a last round gets none. */
function isDue(design: Design, divergence: Divergence): boolean {
  const rounds = timesArgued(design, divergence);
  if (rounds === 0) return !isTooLate(design, divergence);
  return rounds < MAX_ARGUMENT_ROUNDS && isArguedTwice(design, divergence.impact);
}

function timesArgued({ rounds }: Design, { id }: Divergence): number {
  return rounds.filter((round) => round.kind === 'argument' && divergencesIn(round).includes(id)).length;
}

function isTooLate({ rounds }: Design, { addedIn }: Divergence): boolean {
  return addedIn !== null && rounds.find(({ kind }) => kind === 'argument')?.id !== addedIn;
}

function whyLeftOpen(design: Design, divergence: Divergence): string {
  const rounds = timesArgued(design, divergence);
  if (rounds === 0 && isTooLate(design, divergence)) return 'it was added when no round was left for it';
  if (rounds >= MAX_ARGUMENT_ROUNDS) return `still open after ${MAX_ARGUMENT_ROUNDS} rounds`;
  const stances = currentStances(design, divergence);
  const alive = livingPersonas(design).filter(({ id }) =>
    stances.some(({ participant }) => participant === id),
  );
  if (alive.length === 0) return 'nobody who holds one of the positions is left to argue it';
  const apart = stances.some(({ participant }) => standsApart(stances, participant));
  return apart ? 'still open after one round' : 'not all who argued it hold one of the positions any more';
}

function unresolved(reason: string): Omit<Settlement, 'since'> {
  return { outcome: 'unresolved', position: '', by: [], person: '', reason };
}

function settle(
  draft: Draft,
  { id: divergenceId }: Divergence,
  { by, ...settlement }: Omit<Settlement, 'since'>,
): void {
  draft.record({ type: 'divergence_settled', divergenceId, ...settlement, by: [...by] });
}
