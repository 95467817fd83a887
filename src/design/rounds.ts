/**
 * A round is one question to a set of participants. It ends when each has contributed or is excused
 * (C6, C12); nothing counts reports, so late and double ones change nothing.
 */

import { cut } from '#support/text.ts';
import type { Change } from './change.ts';
import type { Excuse, Role, RoundKind } from './events.ts';
import type { ParticipantId } from './ids.ts';
import {
  describeDeath,
  holderOfRole,
  isDead,
  letterOf,
  livingPersonas,
  participantOf,
} from './participants.ts';
import { wake } from './sessions.ts';
import type { Design, Participant, Round, Turn } from './state.ts';
import type { TerminalTool } from './submissions.ts';

type Facilitator = Exclude<Role, 'persona'>;

/** Who is asked, and by which tools a turn of the round ends. */
const ROUNDS: Record<RoundKind, { asks: Role; tools: readonly TerminalTool[] }> = {
  framing: { asks: 'synthesizer', tools: ['frame'] },
  questions: { asks: 'persona', tools: ['ask_questions', 'pass'] },
  matching: { asks: 'synthesizer', tools: ['match_answers'] },
  proposals: { asks: 'persona', tools: ['submit_proposal'] },
  mapping: { asks: 'synthesizer', tools: ['map_divergences'] },
  argument: { asks: 'persona', tools: ['argue'] },
  draft: { asks: 'synthesizer', tools: ['submit_decision'] },
  audit: { asks: 'auditor', tools: ['submit_audit'] },
  revision: { asks: 'synthesizer', tools: ['submit_decision'] },
  signing: { asks: 'persona', tools: ['sign'] },
};

/** The auditor owes its audit in the round of the signing too (J9). */
export function terminalToolsOf(kind: RoundKind, role: Role): readonly TerminalTool[] {
  return kind === 'signing' && role === 'auditor' ? ['submit_audit'] : ROUNDS[kind].tools;
}

export function openRound({ rounds }: Design): Round | null {
  const last = rounds.at(-1);
  return last === undefined || last.isClosed ? null : last;
}

/** The last round, if it is of this kind. */
export function lastRound({ rounds }: Design, kind: RoundKind): Round | null {
  return rounds.findLast((round) => round.kind === kind) ?? null;
}

export function waitingFor({ asked, contributed, excused }: Round): ParticipantId[] {
  return asked.filter(
    (id) => !contributed.includes(id) && !excused.some(({ participant }) => participant === id),
  );
}

export function openTurnOf({ turns }: Design, id: ParticipantId): Turn | null {
  return turns.find((turn) => turn.participant === id && turn.outcome === 'open') ?? null;
}

export function beginRound(
  change: Change,
  kind: RoundKind,
  asked: readonly ParticipantId[] = whoIsAsked(change.design, kind),
): void {
  change.record({
    type: 'round_opened',
    roundId: change.mint('round'),
    kind,
    asked: [...asked],
    repliesUpTo: change.design.replies.length,
  });
}

function whoIsAsked(design: Design, kind: RoundKind): ParticipantId[] {
  const { asks } = ROUNDS[kind];
  const all = asks === 'persona' ? livingPersonas(design) : [holderOfRole(design, asks)];
  return all.map(({ id }) => id);
}

/** Takes an open round as far as it goes now. */
export function advanceRound(change: Change, { id: roundId }: Round): void {
  for (const id of stillOwing(change, roundId)) {
    const participant = participantOf(change.design, id);
    if (isDead(participant)) replaceOrExcuse(change, participant);
  }
  for (const id of stillOwing(change, roundId)) {
    wake(change, id);
    startTurn(change, roundId, id);
  }
  if (stillOwing(change, roundId).length === 0) closeRound(change, roundId);
}

function stillOwing({ design }: Change, roundId: string): ParticipantId[] {
  const round = openRound(design);
  return round?.id === roundId ? waitingFor(round) : [];
}

/** A living persona takes a dead facilitator's role (C17); anybody else is excused. */
function replaceOrExcuse(change: Change, dead: Participant): void {
  const round = openRound(change.design);
  if (round === null) return;
  const role = ROUNDS[round.kind].asks;
  const standIn = role === 'persona' ? undefined : standInFor(change.design, round, role);
  if (role === 'persona' || standIn === undefined) {
    excuse(change, dead.id, 'dead', describeDeath(dead));
    return;
  }
  excuse(change, dead.id, 'role_passed_on', describeDeath(dead));
  change.record({ type: 'role_passed_on', role, from: dead.id, to: standIn.id });
}

/** One without the other role and of another family than its holder, if there is one. */
function standInFor(design: Design, round: Round, role: Facilitator): Participant | undefined {
  const other = holderOfRole(design, role === 'auditor' ? 'synthesizer' : 'auditor');
  const able = livingPersonas(design)
    .filter(({ id }) => !round.asked.includes(id))
    .sort((a, b) => (letterOf(design, a.id) < letterOf(design, b.id) ? -1 : 1));
  const others = able.filter(({ id }) => id !== other.id);
  return others.find(({ family }) => family !== other.family) ?? others[0] ?? able[0];
}

export function excuse(change: Change, id: ParticipantId, reason: Excuse, detail: string): void {
  const round = openRound(change.design);
  if (round === null || !waitingFor(round).includes(id)) return;
  change.record({
    type: 'participant_excused',
    roundId: round.id,
    participant: id,
    reason,
    detail: cut(detail, 700),
  });
}

/** Asks whoever owes something and is healthy: a replacement's first question as anybody's. */
function startTurn(change: Change, roundId: Round['id'], id: ParticipantId): void {
  const { design } = change;
  const session = participantOf(design, id).sessions.at(-1);
  if (session?.state !== 'healthy' || openTurnOf(design, id) !== null) return;
  // Its loss was met by the turn, and is reported next.
  const isBroken = design.turns.some(
    (turn) => turn.sessionId === session.id && turn.outcome === 'process_lost',
  );
  if (isBroken) return;
  const turnId = change.mint('turn');
  change.record({ type: 'turn_started', participant: id, roundId, turnId, sessionId: session.id });
}

function closeRound(change: Change, roundId: Round['id']): void {
  const round = openRound(change.design);
  if (round?.id !== roundId) return;
  change.record({
    type: 'round_closed',
    roundId,
    contributed: [...round.contributed],
    excused: round.excused.map(({ participant }) => participant),
  });
}
