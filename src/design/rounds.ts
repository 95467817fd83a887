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
  livingPersonas,
  participantOf,
} from './participants.ts';
import { wake } from './sessions.ts';
import type { Design, Participant, Round } from './state.ts';
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
  return last === undefined || last.closedAt !== null ? null : last;
}

export function lastRound({ rounds }: Design, kind: RoundKind): Round | null {
  return rounds.findLast((round) => round.kind === kind) ?? null;
}

export function waitingFor({ asked, contributed, excused }: Round): ParticipantId[] {
  return asked.filter(
    (id) => !contributed.includes(id) && !excused.some(({ participant }) => participant === id),
  );
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

/** Takes the open round as far as it goes now. */
export function advanceRound(change: Change): void {
  for (const id of stillOwing(change)) {
    const participant = participantOf(change.design, id);
    if (isDead(participant)) replaceOrExcuse(change, participant);
  }
  for (const id of stillOwing(change)) {
    wake(change, id);
    startTurn(change, id);
  }
  const round = openRound(change.design);
  if (round !== null && waitingFor(round).length === 0) close(change, round);
}

function stillOwing({ design }: Change): ParticipantId[] {
  const round = openRound(design);
  return round === null ? [] : waitingFor(round);
}

/** A living persona takes a dead facilitator's role (C17); anybody else is excused. */
function replaceOrExcuse(change: Change, dead: Participant): void {
  const round = openRound(change.design);
  const role = round === null ? 'persona' : ROUNDS[round.kind].asks;
  const standIn = role === 'persona' ? undefined : standInFor(change.design, role);
  if (role === 'persona' || standIn === undefined) {
    excuse(change, dead.id, 'dead', describeDeath(dead));
    return;
  }
  excuse(change, dead.id, 'role_passed_on', describeDeath(dead));
  change.record({ type: 'role_passed_on', role, from: dead.id, to: standIn.id });
}

/** One without the other role and of another family than its holder, if there is one. */
function standInFor(design: Design, role: Facilitator): Participant | undefined {
  const other = holderOfRole(design, role === 'auditor' ? 'synthesizer' : 'auditor');
  const asked = openRound(design)?.asked ?? [];
  const able = livingPersonas(design)
    .filter(({ id }) => !asked.includes(id))
    .sort((a, b) => design.letters.indexOf(a.id) - design.letters.indexOf(b.id));
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
function startTurn(change: Change, participant: ParticipantId): void {
  const { design } = change;
  const round = openRound(design);
  const session = participantOf(design, participant).sessions.at(-1);
  if (round === null || session?.state !== 'healthy') return;
  // One that met the loss of its process: the loss is reported next.
  const isAsked = design.turns.some(
    ({ sessionId, outcome }) =>
      sessionId === session.id && (outcome === 'open' || outcome === 'process_lost'),
  );
  if (isAsked) return;
  const ids = { roundId: round.id, turnId: change.mint('turn'), sessionId: session.id };
  change.record({ type: 'turn_started', participant, ...ids });
}

function close(change: Change, { id: roundId, contributed, excused }: Round): void {
  change.record({
    type: 'round_closed',
    roundId,
    contributed: [...contributed],
    excused: excused.map(({ participant }) => participant),
  });
}
