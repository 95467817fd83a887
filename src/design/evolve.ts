/**
 * Folds one event into the design. Nothing else makes a design, and nothing here decides.
 *
 * @example const design = replay(events);
 */

import type { DesignEvent, EventOf, RoundKind } from './events.ts';
import { evolveAnswers } from './evolve-answers.ts';
import { evolveDifferences } from './evolve-differences.ts';
import type { ParticipantId, RoundId } from './ids.ts';
import { isLive, letterOf, sessionOf } from './participants.ts';
import type { Design, Round, Session, Step, Turn } from './state.ts';

export function replay(events: readonly DesignEvent[]): Design {
  const design = events.reduce<Design | null>(evolve, null);
  if (design === null) throw new Error('broken invariant: a design without events');
  return design;
}

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
      const { participant, reason, detail } = event;
      return changeRound(design, event.roundId, (round) => ({
        excused: [...round.excused, { participant, reason, detail }],
      }));
    }
    case 'round_closed':
      return closeRound(design, event);
    case 'role_passed_on': {
      const passed = { ...design, handovers: [...design.handovers, event] };
      const round = design.rounds.at(-1);
      if (round === undefined || round.isClosed) return passed;
      return changeRound(passed, round.id, ({ asked }) => ({ asked: [...asked, event.to] }));
    }

    case 'turn_started':
      return { ...design, turns: [...design.turns, openTurn(design, event)] };
    case 'turn_finished':
      return {
        ...design,
        turns: design.turns.map((turn) =>
          turn.id === event.turnId ? finishTurn(turn, event) : turn,
        ),
      };

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
        gates: design.gates.map((gate) =>
          gate.id === event.gateId ? { ...gate, decision: event } : gate,
        ),
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
  const { sessionId: id, origin, at: startedAt } = event;
  const session: Session = { id, origin, state: 'starting', pid: null, cause: null, startedAt };
  return {
    ...design,
    participants: design.participants.map((each) =>
      each.id === event.participant ? { ...each, sessions: [...each.sessions, session] } : each,
    ),
  };
}

function changeSession(design: Design, id: Session['id'], fields: Partial<Session>): Design {
  const holder = sessionOf(design, id)?.participant;
  return {
    ...design,
    participants: design.participants.map((each) =>
      each === holder
        ? {
            ...each,
            sessions: each.sessions.map((one) => (one.id === id ? { ...one, ...fields } : one)),
          }
        : each,
    ),
  };
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
  const { roundId: id, kind, asked, repliesUpTo, at: openedAt } = event;
  const round: Round = {
    id,
    kind,
    asked,
    contributed: [],
    excused: [],
    repliesUpTo,
    openedAt,
    closedAt: null,
    isClosed: false,
  };
  return {
    ...design,
    step: kind === 'matching' ? design.step : STEP_OF[kind],
    rounds: [...design.rounds, round],
    // What nobody answered is the asker's assumption from here on.
    questions:
      kind === 'proposals'
        ? design.questions.map((each) =>
            each.status === 'open' ? { ...each, status: 'assumed' as const } : each,
          )
        : design.questions,
  };
}

function closeRound(design: Design, event: EventOf<'round_closed'>): Design {
  const closed = changeRound(design, event.roundId, () => ({ isClosed: true, closedAt: event.at }));
  return design.step === 'asking' && design.questions.length > 0
    ? { ...closed, step: 'answering' }
    : closed;
}

function changeRound(
  design: Design,
  id: RoundId,
  change: (round: Round) => Partial<Round>,
): Design {
  return {
    ...design,
    rounds: design.rounds.map((round) =>
      round.id === id ? { ...round, ...change(round) } : round,
    ),
  };
}

function addTo(design: Design, roundId: RoundId, id: ParticipantId): Design {
  return changeRound(design, roundId, ({ contributed }) => ({ contributed: [...contributed, id] }));
}

function openTurn(design: Design, event: EventOf<'turn_started'>): Turn {
  const { turnId: id, participant, roundId, sessionId, at: startedAt } = event;
  return {
    id,
    number: design.turns.length + 1,
    participant,
    roundId,
    sessionId,
    startedAt,
    endedAt: null,
    outcome: 'open',
    error: null,
    usage: { inputTokens: 0, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 0 },
    costUsd: null,
    isAtLeast: false,
  };
}

function finishTurn(turn: Turn, event: EventOf<'turn_finished'>): Turn {
  const { outcome, error, usage, costUsd, isAtLeast, at: endedAt } = event;
  return { ...turn, outcome, error, usage, costUsd, isAtLeast, endedAt };
}

/** Signatures are of the newest text. */
function addDecision(design: Design, event: EventOf<'decision_submitted'>): Design {
  const { participant, roundId, decision, text, sha256 } = event;
  const repliesUpTo = design.rounds.find(({ id }) => id === roundId)?.repliesUpTo ?? 0;
  const written = { participant, roundId, decision, text, sha256, repliesUpTo };
  return { ...design, decisions: [...design.decisions, written], signatures: [] };
}
