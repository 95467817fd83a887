import type { Participant } from '../design.ts';
import type { Draft } from '../draft.ts';
import type { FacilitatorRole } from '../events.ts';
import type { DivergenceId, ParticipantId } from '../ids.ts';
import { enterStep } from '../outcome/ending.ts';
import { isAlive, livingPersonas, participant, roleHolder } from '../participants.ts';
import { wake } from '../session/lifecycle.ts';
import { lossSummary } from '../session/replacement.ts';
import { isPaused } from '../status.ts';
import { facilitatorOf, isEmptyHanded, ROUNDS, type Round, type RoundKind, waitingFor } from './round.ts';
import { askWhoOwes, excuse } from './turns.ts';

/**
 * Takes an open round as far as it goes now: excuses the dead, passes a facilitator's role on, asks everybody who owes an
 * answer and can be asked, unless the design is paused. `waiting`: somebody, perhaps a replacement under way, still owes
 * an answer (C12).
 */
export function advanceRound(draft: Draft, round: Round): 'waiting' | 'over' {
  for (const id of waitingFor(round)) {
    const owing = participant(draft.design, id);
    if (!isAlive(owing)) excuse(draft, round, id, 'dead', lossSummary(owing));
  }
  let current = reload(draft, round);
  if (isEmptyHanded(current) && passRole(draft, current)) current = reload(draft, round);
  if (!isPaused(draft.design)) {
    for (const id of waitingFor(current)) wake(draft, participant(draft.design, id));
    askWhoOwes(draft, current);
  }
  return waitingFor(current).length > 0 ? 'waiting' : 'over';
}

/** Enters the step of a round that asks all living personas, or one facilitator for all, and opens it. */
export function enterRound(draft: Draft, kind: RoundKind): void {
  const facilitator = facilitatorOf(kind);
  enterStep(draft, ROUNDS[kind].step);
  const asked =
    facilitator === null
      ? livingPersonas(draft.design).map((persona) => persona.id)
      : [roleHolder(draft.design, facilitator)];
  openRoundFor(draft, kind, asked, null);
}

export function openRoundFor(
  draft: Draft,
  kind: RoundKind,
  asked: ParticipantId[],
  divergenceId: DivergenceId | null,
): void {
  draft.record({
    type: 'round_opened',
    roundId: `r${draft.design.rounds.length + 1}`,
    kind,
    divergenceId,
    asked,
    deadlineAt: draft.at + draft.design.settings.roundMs,
  });
}

export function closeRound(draft: Draft, round: Round): void {
  draft.record({
    type: 'round_closed',
    roundId: round.id,
    contributed: [...round.contributed],
    excused: round.excused.map((each) => each.participant),
  });
}

/**
 * A facilitator that is dead, or whose turn failed, is stood in for by a living persona that has not been asked for
 * this yet (C17). Bounded by the number of personas: nobody is asked twice. One that let the deadline pass is not,
 * because the time is gone as well.
 */
function passRole(draft: Draft, round: Round): boolean {
  const role = facilitatorOf(round.kind);
  if (role === null || round.excused.some((each) => each.reason === 'timed_out')) return false;
  const from = roleHolder(draft.design, role);
  const standIn = standInFor(draft, round, role);
  if (standIn === undefined) return false;
  draft.record({ type: 'facilitator_passed', role, from, to: standIn.id });
  return true;
}

/** The first in the drawn order, preferably one that does not already hold the other role. */
function standInFor(draft: Draft, round: Round, role: FacilitatorRole): Participant | undefined {
  const { design } = draft;
  const other = roleHolder(design, role === 'auditor' ? 'synthesizer' : 'auditor');
  const able = livingPersonas(design)
    .filter((persona) => !round.asked.includes(persona.id))
    .toSorted((one, two) => design.drawnOrder.indexOf(one.id) - design.drawnOrder.indexOf(two.id));
  return able.find((persona) => persona.id !== other) ?? able[0];
}

function reload(draft: Draft, round: Round): Round {
  return draft.design.rounds.find((each) => each.id === round.id) ?? round;
}
