import { listNamesToJudge } from '../decision/people.ts';
import { isBudgetUsedUp, mayBegin, mayStandIn } from '../policy/reserve.ts';
import { roundEndOf } from '../policy/time-left.ts';
import { describeDeath } from '../vocabulary/crashes.ts';
import type { Design, Participant } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { FacilitatorRole } from '../vocabulary/event-parts.ts';
import { findById, type ParticipantId } from '../vocabulary/ids.ts';
import {
  findParticipant,
  isAlive,
  listLivingPersonas,
  roleHolderOf,
} from '../vocabulary/participants.ts';
import {
  facilitatorOf,
  isEmptyHanded,
  listAwaited,
  type Point,
  pointsOf,
  ROUNDS,
  type Round,
  readsReply,
} from '../vocabulary/round.ts';
import type { RoundKind } from '../vocabulary/sets.ts';
import { openPauseOf } from '../vocabulary/status.ts';
import { enterStep } from './rounds/ending.ts';
import { askOwing, endTurn, excuse } from './rounds/turns.ts';
import { isHeld } from './rounds/unavailable.ts';
import { wake } from './sessions/lifecycle.ts';

/**
 * Advances an open round as far as possible now: excuses dead participants, passes on a
 * facilitator's role, and asks every participant that owes an answer and can be asked. Closes the
 * round once no participant or pending replacement owes one.
 */
export function advanceRound(draft: Draft, round: Round): void {
  const isBroke = isBudgetUsedUp(draft.design);
  for (const id of listAwaited(round)) {
    const owing = findParticipant(draft.design, id);
    if (!isAlive(owing)) excuse(draft, round, id, 'dead', describeDeath(owing));
    else if (isDecidedMeanwhile(draft.design, round)) stopReading(draft, round, id);
    // Open turns are paid for and may still submit, but no new turn begins.
    else if (isBeingAsked(draft.design, id, round)) continue;
    else if (isBroke)
      excuse(draft, round, id, 'turn_failed', 'the budget of the design is used up');
    else if (owesOnlySettled(draft.design, id, round))
      excuse(draft, round, id, 'point_settled', '');
  }
  let current = reload(draft, round);
  if (!isBroke && isEmptyHanded(current) && passRole(draft, current))
    current = reload(draft, round);
  if (
    openPauseOf(draft.design) !== null &&
    !listAwaited(current).some((id) => isHeld(draft.design, id))
  )
    draft.record({ type: 'design_paused', paused: null, deadlineAt: current.deadlineAt });
  for (const id of listAwaited(current))
    if (!isHeld(draft.design, id)) wake(draft, findParticipant(draft.design, id));
  askOwing(draft, current);
  if (listAwaited(current).length === 0) closeRound(draft, current);
}

/** `true` if a person decided at the gate before the replies there were read. */
function isDecidedMeanwhile({ step, gates }: Design, { kind }: Round): boolean {
  return kind === 'reading' && step === 'deciding' && gates.at(-1)?.decision !== null;
}

function stopReading(draft: Draft, round: Round, id: ParticipantId): void {
  const error = {
    class: 'gate_decided',
    message: 'A person decided before it was read.',
    retryable: false,
  };
  for (const turn of draft.design.turns)
    if (turn.roundId === round.id) endTurn(draft, turn, 'cancelled', error);
  excuse(draft, round, id, 'superseded', '');
}

function isBeingAsked({ turns }: Design, participant: ParticipantId, { id }: Round): boolean {
  return turns.some(
    (turn) => turn.outcome === 'open' && turn.roundId === id && turn.participant === participant,
  );
}

/** `true` if a person has settled everything that the participant was to argue. */
function owesOnlySettled(
  { divergences }: Design,
  participant: ParticipantId,
  round: Round,
): boolean {
  if (round.points.length === 0) return false;
  const points = pointsOf(round, participant);
  return !divergences.some(({ id, settlement }) => points.includes(id) && settlement === null);
}

/**
 * Enters a round's step and opens the round. Returns `false` if it is skipped to save money or
 * time.
 */
export function beginRound(draft: Draft, kind: RoundKind): boolean {
  if (!mayBegin(draft, kind)) return false;
  enterStep(draft, ROUNDS[kind].step);
  openRoundFor(draft, kind, listAbleToAnswer(draft.design, kind));
  return true;
}

export function listAbleToAnswer(design: Design, kind: RoundKind): ParticipantId[] {
  const facilitator = facilitatorOf(kind);
  return facilitator === null
    ? listLivingPersonas(design).map(({ id }) => id)
    : [roleHolderOf(design, facilitator)];
}

export function openRoundFor(
  draft: Draft,
  kind: RoundKind,
  asked: ParticipantId[],
  points: readonly Point[] = [],
  replies: readonly string[] = [],
): void {
  const names = listNamesToJudge(draft.design, kind);
  draft.record({
    type: 'round_opened',
    roundId: `r${draft.design.rounds.length + 1}`,
    kind,
    points: [...points],
    asked,
    ...(replies.length === 0 ? {} : { replies: [...replies] }),
    ...(names.length === 0 ? {} : { said: names }),
    deadlineAt: roundEndOf(draft.design, kind, draft.at),
  });
}

function closeRound(draft: Draft, round: Round): void {
  draft.record({
    type: 'round_closed',
    roundId: round.id,
    contributed: [...round.contributed],
    excused: round.excused.map((each) => each.participant),
  });
}

/**
 * Most stand-ins for dead facilitators in one round, and most failed turns after which a role still
 * gets a stand-in.
 */
const MAX_STAND_INS = 2;
const MAX_FAILED = 1;

/**
 * Passes a dead or failed facilitator's role to a living persona that has not had it in this round,
 * if money and time allow. Only one failed turn gets a stand-in: a request that failed twice will
 * fail again. A missed deadline gets none, because the time is gone. An answer cut at the length
 * limit gets none either, because the next would be cut too.
 */
function passRole(draft: Draft, round: Round): boolean {
  const role = facilitatorOf(round.kind);
  if (wasCutOff(draft, round)) return false;
  // Replies can wait unmatched, and later rounds need the role.
  if (
    role === null ||
    readsReply(round.kind) ||
    round.excused.some((each) => each.reason === 'timed_out')
  )
    return false;
  const failed = round.excused.filter(({ reason }) => reason === 'turn_failed').length;
  if (failed > MAX_FAILED || round.asked.length > MAX_STAND_INS) return false;
  if (!mayStandIn(draft, round.kind, failed > 0)) return false;
  const from = roleHolderOf(draft.design, role);
  const standIn = standInFor(draft, round, role);
  if (standIn === undefined) return false;
  draft.record({ type: 'facilitator_passed', role, from, to: standIn.id });
  return true;
}

function wasCutOff({ design }: Draft, { id }: Round): boolean {
  return design.turns.some((turn) => turn.roundId === id && turn.error?.class === 'max_tokens');
}

/**
 * Prefers a persona that does not hold the other facilitator's role, then one whose model family
 * differs from that holder's; among equals, the first drawn.
 */
function standInFor(draft: Draft, round: Round, role: FacilitatorRole): Participant | undefined {
  const { design } = draft;
  const other = roleHolderOf(design, role === 'auditor' ? 'synthesizer' : 'auditor');
  const able = listLivingPersonas(design)
    .filter((persona) => !round.asked.includes(persona.id))
    .toSorted((one, two) => design.drawnOrder.indexOf(one.id) - design.drawnOrder.indexOf(two.id));
  const family = findById(design.participants, other)?.family;
  const others = able.filter((persona) => persona.id !== other);
  return others.find((persona) => persona.family !== family) ?? others[0] ?? able[0];
}

function reload(draft: Draft, round: Round): Round {
  return findById(draft.design.rounds, round.id) ?? round;
}
