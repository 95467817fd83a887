/**
 * Folds one event into the design. Nothing else makes a design, and nothing here decides.
 *
 * @example const design = events.reduce<Design | null>(evolve, null);
 */

import { type DesignEvent, type EventOf, NO_USAGE, type RoundKind } from './events.ts';
import { evolveAnswers } from './evolve-answers.ts';
import { evolveDifferences } from './evolve-differences.ts';
import type { ParticipantId, RoundId } from './ids.ts';
import { isLive, letterOf, participantOf, sessionOf } from './participants.ts';
import type { Design, Round, Session, Step, Turn } from './state.ts';
import { hasUnreadReplies } from './status.ts';

export function evolve(before: Design | null, event: DesignEvent): Design {
  if (event.type === 'design_started') return start(event);
  if (before === null) throw new Error(`broken invariant: ${event.type} before the start`);
  const design = { ...fold(before, event), version: before.version + 1, lastAt: event.at };
  if (!('turnId' in event) || event.type === 'turn_started' || event.type === 'turn_finished')
    return design;
  // All others with a turn are contributions.
  return { ...addTo(design, event.roundId, event.participant), crashesInRow: 0 };
}

function fold(design: Design, event: Exclude<DesignEvent, EventOf<'design_started'>>): Design {
  switch (event.type) {
    case 'thread_opened':
      return {
        ...design,
        thread: design.thread === null ? null : { ...design.thread, thread: event.thread },
      };
    case 'session_started':
      return addSession(design, event);
    case 'session_ready':
      return changeSession(design, event.sessionId, { state: 'healthy', pid: event.pid });
    case 'session_lost':
      return changeSession(design, event.sessionId, { state: 'lost', cause: event.cause });
    case 'session_parked':
      return changeSession(design, event.sessionId, { state: 'parked' });
    case 'design_resumed':
      return event.crashed ? { ...design, crashesInRow: design.crashesInRow + 1 } : design;

    case 'round_opened':
      return openRound(design, event);
    case 'participant_excused': {
      const { roundId, participant, reason, detail } = event;
      const before = roundOf(design, roundId).excused;
      const excused = [...before, { participant, reason, detail }];
      return { ...design, rounds: change(design.rounds, roundId, { excused }) };
    }
    case 'round_closed':
      return closeRound(design, event);
    case 'role_passed_on': {
      // The round has asked the former holder, so it asks the new one too.
      const rounds = design.rounds.map((round) =>
        round.closedAt === null ? { ...round, asked: [...round.asked, event.to] } : round,
      );
      return { ...design, rounds, handovers: [...design.handovers, event] };
    }

    case 'turn_started':
      return { ...design, turns: [...design.turns, openTurn(design, event)] };
    case 'turn_finished':
      return { ...design, turns: change(design.turns, event.turnId, finished(event)) };

    case 'question_framed':
      return { ...design, frame: event.frame };
    case 'questions_asked':
    case 'answering_opened':
    case 'reply_recorded':
    case 'answers_matched':
    case 'answering_closed':
      return evolveAnswers(design, event);

    case 'proposal_sealed': {
      const { participant, proposal, sha256, citations } = event;
      const letter = letterOf(design, participant);
      const sealed = { participant, letter, proposal, sha256, citations };
      return { ...design, proposals: [...design.proposals, sealed] };
    }
    case 'proposals_revealed':
      return {
        ...design,
        areRevealed: true,
        // Nobody learns who was first.
        proposals: design.proposals.toSorted((a, b) => (a.letter < b.letter ? -1 : 1)),
      };
    case 'divergences_mapped':
    case 'position_argued':
      return evolveDifferences(design, event);

    case 'decision_submitted':
      return addDecision(design, event);
    case 'audit_submitted':
      return { ...design, audits: [...design.audits, event] };
    case 'signature_given':
      return { ...design, signatures: [...design.signatures, event] };

    case 'gate_opened': {
      const { gateId: id, reasons, choices, at: openedAt, deadlineAt } = event;
      const gate = { id, reasons, choices, openedAt, deadlineAt, decision: null };
      return { ...design, step: 'deciding', gates: [...design.gates, gate] };
    }
    case 'gate_decided':
      return {
        ...design,
        crashesInRow: 0,
        gates: change(design.gates, event.gateId, { decision: event }),
      };

    case 'outcome_settled':
      return { ...release(design), step: 'writing', answering: null, settled: event };
    case 'design_ended':
      return { ...design, end: event };
  }
}

function start(event: EventOf<'design_started'>): Design {
  const { designId, at, type: _, format: __, participants, replies, ...facts } = event;
  return {
    ...facts,
    id: designId,
    version: 1,
    startedAt: at,
    lastAt: at,
    step: 'spawning',
    participants: participants.map((profile) => ({ ...profile, sessions: [] })),
    handovers: [],
    rounds: [],
    turns: [],
    crashesInRow: 0,
    frame: null,
    questions: [],
    replies: replies.map((reply) => ({ ...reply, at, messageId: reply.id })),
    answering: null,
    answeringClosed: null,
    proposals: [],
    areRevealed: false,
    differences: null,
    loneFacts: [],
    decisions: [],
    audits: [],
    signatures: [],
    gates: [],
    settled: null,
    end: null,
  };
}

function addSession(design: Design, event: EventOf<'session_started'>): Design {
  const { sessionId: id, participant, origin, at: startedAt } = event;
  const session: Session = { id, origin, state: 'starting', pid: null, cause: null, startedAt };
  const { sessions } = participantOf(design, participant);
  const fields = { sessions: [...sessions, session] };
  return { ...design, participants: change(design.participants, participant, fields) };
}

function changeSession(design: Design, id: Session['id'], fields: Partial<Session>): Design {
  const holder = sessionOf(design, id)?.participant;
  if (holder === undefined) return design;
  const sessions = change(holder.sessions, id, fields);
  return { ...design, participants: change(design.participants, holder.id, { sessions }) };
}

/** The list with these fields of the one with this id. */
function change<Item extends { readonly id: string }>(
  list: readonly Item[],
  id: Item['id'],
  fields: Partial<Item>,
): Item[] {
  return list.map((item) => (item.id === id ? { ...item, ...fields } : item));
}

/** At the end every session is stopped, none is lost. */
function release(design: Design): Design {
  const participants = design.participants.map((each) => ({
    ...each,
    sessions: each.sessions.map((one) =>
      isLive(one) ? { ...one, state: 'parked' as const } : one,
    ),
  }));
  return { ...design, participants };
}

/** Matching happens while people are waited for, or just after: it is no step of its own. */
const STEP_OF: Record<Exclude<RoundKind, 'matching'>, Step> = {
  framing: 'framing',
  questions: 'asking',
  proposals: 'proposing',
  mapping: 'mapping',
  argument: 'arguing',
  draft: 'composing',
  audit: 'auditing',
  revision: 'revising',
  signing: 'signing',
};

function openRound(design: Design, event: EventOf<'round_opened'>): Design {
  const { type: _, roundId: id, at: openedAt, ...facts } = event;
  const state = { contributed: [], excused: [], closedAt: null };
  const rounds = [...design.rounds, { ...facts, ...state, id, openedAt }];
  if (event.kind === 'matching') return { ...design, rounds };
  const step = STEP_OF[event.kind];
  if (step !== 'proposing') return { ...design, rounds, step };
  // What nobody answered is the asker's assumption from here on. Where replies could not be matched,
  // nobody can say that it was not answered.
  if (hasUnreadReplies(design)) return { ...design, rounds, step };
  const questions = design.questions.map((each) =>
    each.status === 'open' ? { ...each, status: 'assumed' as const } : each,
  );
  return { ...design, rounds, step, questions };
}

function closeRound(design: Design, event: EventOf<'round_closed'>): Design {
  const closed = {
    ...design,
    rounds: change(design.rounds, event.roundId, { closedAt: event.at }),
  };
  const isToAnswer = design.step === 'asking' && design.questions.length > 0;
  return isToAnswer ? { ...closed, step: 'answering' } : closed;
}

function roundOf({ rounds }: Design, id: RoundId): Round {
  const found = rounds.find((round) => round.id === id);
  if (found === undefined) throw new Error(`broken invariant: there is no round ${id}`);
  return found;
}

function addTo(design: Design, roundId: RoundId, id: ParticipantId): Design {
  const contributed = [...roundOf(design, roundId).contributed, id];
  return { ...design, rounds: change(design.rounds, roundId, { contributed }) };
}

function finished(event: EventOf<'turn_finished'>): Partial<Turn> {
  const { outcome, error, usage, costUsd, isAtLeast, at: endedAt } = event;
  return { outcome, error, usage, costUsd, isAtLeast, endedAt };
}

function openTurn(design: Design, event: EventOf<'turn_started'>): Turn {
  const { type: _, turnId: id, at: startedAt, ...author } = event;
  return {
    ...author,
    id,
    number: design.turns.length + 1,
    startedAt,
    endedAt: null,
    outcome: 'open',
    error: null,
    usage: NO_USAGE,
    costUsd: null,
    isAtLeast: false,
  };
}

/** Signatures are of the newest text. */
function addDecision(design: Design, event: EventOf<'decision_submitted'>): Design {
  const { participant, roundId, decision, text, sha256 } = event;
  const { repliesUpTo } = roundOf(design, roundId);
  const written = { participant, roundId, decision, text, sha256, repliesUpTo };
  return { ...design, decisions: [...design.decisions, written], signatures: [] };
}
