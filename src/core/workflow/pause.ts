import { leftMsOf, roundEndOf } from '../policy/time-left.ts';
import type { CommandOf, Refusal } from '../vocabulary/commands.ts';
import type { Design } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { Unavailable } from '../vocabulary/event-parts.ts';
import { findParticipant, listLivingPersonas } from '../vocabulary/participants.ts';
import { listAwaited, type Round, readsReply } from '../vocabulary/round.ts';
import { openPauseOf, openRound } from '../vocabulary/status.ts';
import { settleUnfinished } from './rounds/ending.ts';
import { endTurn, excuse, findTurn, UNKNOWN_TURN } from './rounds/turns.ts';
import { hasUnavailableModel, isAnswer, pausesOf, turnEndOf } from './rounds/unavailable.ts';

const MINUTE_MS = 60_000;
/**
 * Milliseconds to pause if the endpoint names no time: three growing pauses, then always the
 * longest. Our judgement.
 */
const PAUSES_MS = [MINUTE_MS, 2 * MINUTE_MS, 5 * MINUTE_MS];
const LONGEST_PAUSE_MS = 10 * MINUTE_MS;
/** Longest wait for a model, in milliseconds. */
const LONGEST_UNAVAILABLE_MS = 24 * 60 * MINUTE_MS;

/**
 * Ends a turn whose model is unavailable. This does not count as a failed try: the design pauses
 * and asks again. If that would take too long, the round goes on without the participant, or the
 * design ends.
 */
export function endUnavailableTurn(
  draft: Draft,
  { turnId, outcome, error }: CommandOf<'fail_turn'>,
  met: Unavailable,
): Refusal | null {
  const turn = findTurn(draft, turnId);
  if (turn === undefined) return UNKNOWN_TURN;
  if (turn.outcome !== 'open') return null;
  endTurn(draft, turn, outcome, error);
  const round = openRound(draft.design);
  if (round === null || !listAwaited(round).includes(turn.participant)) return null;
  if (openPauseOf(draft.design) !== null) return null;
  const before = pausesOf(draft.design, met.model);
  const unavailable = { ...met, since: Math.min(met.since, before[0]?.since ?? met.since) };
  const until = met.againAt ?? draft.at + (PAUSES_MS[before.length] ?? LONGEST_PAUSE_MS);
  if (until < giveUpTimeOf(draft, round, unavailable))
    draft.record({
      type: 'design_paused',
      paused: { ...unavailable, until },
      deadlineAt: round.deadlineAt,
    });
  else if (goesOnWithout(draft.design, round, unavailable))
    excuse(draft, round, turn.participant, 'turn_failed', error.message);
  else settleUnfinished(draft, 'model_unavailable', error.message, unavailable);
  return null;
}

/** Resumes after a pause. The round's time starts again, unless others could answer meanwhile. */
export function resumeAfterPause(draft: Draft): void {
  const { design, at } = draft;
  const round = openRound(design);
  const pause = openPauseOf(design);
  if (round === null || pause === null) return;
  const keepsTime = othersAnswer(design, round, pause);
  const deadlineAt = keepsTime ? round.deadlineAt : roundEndOf(design, round.kind, at);
  draft.record({ type: 'design_paused', paused: null, deadlineAt });
}

/**
 * Time to give up on a model, in milliseconds since the epoch: the round's deadline if others can
 * answer meanwhile; else the end of the design's time, or of the longest wait if that is earlier.
 */
function giveUpTimeOf({ design, at }: Draft, round: Round, unavailable: Unavailable): number {
  if (othersAnswer(design, round, unavailable)) return round.deadlineAt;
  const { unavailableMs = LONGEST_UNAVAILABLE_MS } = design.settings;
  return Math.min(unavailable.since + unavailableMs, at + leftMsOf(design, at));
}

/** `true` if someone in this round has answered since, or a persona of another model family may. */
function othersAnswer(design: Design, round: Round, { model, since }: Unavailable): boolean {
  const { turns, participants } = design;
  if (turns.some((turn) => turn.roundId === round.id && isAnswer(turn) && turnEndOf(turn) >= since))
    return true;
  const unavailable = new Set(participants.filter((each) => each.model === model).map(familyOf));
  for (const [family, its] of Map.groupBy(turns, (turn) =>
    familyOf(findParticipant(design, turn.participant)),
  )) {
    const last = its.findLast(({ outcome }) => outcome !== 'open');
    if (last !== undefined && hasUnavailableModel(last)) unavailable.add(family);
  }
  return listLivingPersonas(design).some((persona) => !unavailable.has(familyOf(persona)));
}

function goesOnWithout(design: Design, round: Round, unavailable: Unavailable): boolean {
  const isBeingAsked = design.turns.some(
    ({ roundId, outcome }) => roundId === round.id && outcome === 'open',
  );
  return isBeingAsked || readsReply(round.kind) || othersAnswer(design, round, unavailable);
}

function familyOf({ family, model }: Design['participants'][number]): string {
  return family ?? model;
}
