import type { Design, Divergence, Participant, Reply, Turn } from './design.ts';
import type { DesignEvent, EventOf } from './events.ts';
import type { ParticipantId, RoundId, SessionId, TurnId } from './ids.ts';
import type { Round } from './round/round.ts';
import { isLive, type Session } from './session/session.ts';
import { isPause, openGate } from './status.ts';

/**
 * Folds one event into a design. Total for every event that `decide` can produce; an event on a design that was
 * never started, or a second start, is a broken invariant and throws.
 */
export function evolve(design: Design | null, event: DesignEvent): Design {
  if (event.type === 'design_started') {
    if (design !== null) throw new Error('broken invariant: a design starts once');
    return started(event);
  }
  if (design === null) throw new Error(`broken invariant: ${event.type} before design_started`);
  return { ...design, ...changes(design, event), version: design.version + 1 };
}

export function replay(events: Iterable<DesignEvent>): Design | null {
  let design: Design | null = null;
  for (const event of events) design = evolve(design, event);
  return design;
}

function started(event: EventOf<'design_started'>): Design {
  const { type: _, at: startedAt, designId: id, participants, ...start } = event;
  const { carried } = start;
  return {
    ...start,
    id,
    version: 1,
    startedAt,
    step: 'spawning',
    participants: participants.map((profile) => ({ ...profile, sessions: [] })),
    handovers: [],
    rounds: [],
    turns: [],
    questions: carried?.questions ?? [],
    replies: carried?.replies ?? [],
    answering: null,
    waitedForPeopleMs: 0,
    // Sealed again until those who still owe a proposal have written theirs (J1).
    proposals: (carried?.proposals ?? []).map((sealed) => ({ ...sealed, revealed: false })),
    agreements: [],
    divergences: [],
    deliberationStopped: null,
    composites: [],
    signatures: [],
    audit: null,
    brief: null,
    gates: [],
    lateSubmissions: [],
    settled: null,
    files: [],
    end: null,
  };
}

function changes(design: Design, event: Exclude<DesignEvent, { type: 'design_started' }>): Partial<Design> {
  switch (event.type) {
    case 'thread_opened':
      return design.thread === null ? {} : { thread: { ...design.thread, thread: event.thread } };
    case 'status_changed':
      return { step: event.step };

    case 'session_started':
      return withSessions(design, event.participant, (sessions) => [
        ...sessions,
        { id: event.sessionId, origin: event.origin, state: 'starting', pid: null, process: '', cause: null },
      ]);
    case 'session_ready':
      return withSession(design, event, { state: 'healthy', pid: event.pid, process: event.process });
    case 'session_parked':
      return withSession(design, event, { state: 'parked' });
    case 'session_lost':
      return withSession(design, event, { state: 'lost', cause: event.cause });
    case 'late_report_recorded':
      return {};

    case 'round_opened':
      return { rounds: [...design.rounds, opened(event)] };
    case 'participant_excused': {
      const { participant, reason, detail } = event;
      const excuse = { participant, reason, detail };
      return withRound(design, event.roundId, ({ excused }) => ({ excused: [...excused, excuse] }));
    }
    case 'round_closed':
      return withRound(design, event.roundId, () => ({ closed: true }));
    case 'facilitator_passed':
      return handedOver(design, event);

    case 'turn_started':
      return { turns: [...design.turns, openTurn(event)] };
    case 'model_answered':
      return withTurn(design, event.turnId, (turn) => ({
        tokens: turn.tokens + totalTokens(event),
        costUsd: turn.costUsd === null || event.costUsd === null ? null : turn.costUsd + event.costUsd,
      }));
    case 'tool_invoked':
      return {};
    case 'confidence_given':
      return withTurn(design, event.turnId, () => ({ confidence: event.confidence }));
    case 'turn_finished':
      return withTurn(design, event.turnId, () => ({ outcome: event.outcome, error: event.error }));
    case 'late_submission_recorded':
      return { lateSubmissions: [...design.lateSubmissions, event] };

    case 'questions_asked': {
      const asked = event.questions.map((question) => ({
        ...question,
        participant: event.participant,
        status: 'open' as const,
      }));
      return { questions: [...design.questions, ...asked], ...contribution(design, event) };
    }
    case 'participant_passed':
      return contribution(design, event);
    case 'answering_opened':
      return { answering: { openedAt: event.at, deadlineAt: event.deadlineAt } };
    case 'reply_recorded':
    case 'reply_revised':
    case 'reply_withdrawn':
      return withReplies(design, event);
    case 'answering_closed': {
      const assumed = new Set<string>(event.assumed);
      // While a pause is open, only the time up to its opening counts here: the end of the pause adds the rest.
      const until = openGate(design)?.openedAt ?? event.at;
      return {
        answering: null,
        waitedForPeopleMs: design.waitedForPeopleMs + until - (design.answering?.openedAt ?? until),
        questions: design.questions.map((question) =>
          assumed.has(question.id) ? { ...question, status: 'assumed' } : question,
        ),
      };
    }

    case 'proposal_sealed': {
      const { participant, proposal, sha256 } = event;
      const sealed = { participant, proposal, sha256, revealed: false };
      return { proposals: [...design.proposals, sealed], ...contribution(design, event) };
    }
    case 'proposals_revealed':
      return { proposals: design.proposals.map((sealed) => ({ ...sealed, revealed: true })) };

    case 'divergences_mapped':
      return {
        agreements: event.agreements,
        divergences: event.divergences.map((divergence) => ({
          ...divergence,
          arguments: [],
          settlement: null,
        })),
        ...contribution(design, event),
      };
    case 'position_argued': {
      const { participant, roundId, before, after, addresses, argument: text, changedBecause } = event;
      const argument = { participant, roundId, before, after, addresses, text, changedBecause };
      return {
        ...withDivergence(design, event.divergenceId, (divergence) => ({
          arguments: [...divergence.arguments, argument],
        })),
        ...contribution(design, event),
      };
    }
    case 'divergence_settled': {
      const { outcome, position, by, reason } = event;
      return withDivergence(design, event.divergenceId, () => ({
        settlement: { outcome, position, by, reason },
      }));
    }
    case 'deliberation_stopped':
      return { deliberationStopped: event.reason };

    case 'composite_submitted':
      return {
        composites: [...design.composites, event],
        signatures: [],
        audit: null,
        brief: null,
        ...contribution(design, event),
      };
    case 'signature_given':
      return { signatures: [...design.signatures, event], ...contribution(design, event) };
    case 'audit_submitted':
      return { audit: event, ...contribution(design, event) };
    case 'brief_submitted':
      return { brief: event, ...contribution(design, event) };

    case 'gate_opened': {
      const { gateId: id, reasons, choices, at: openedAt, deadlineAt } = event;
      const gate = { id, reasons, choices, openedAt, deadlineAt, closedAt: null, decision: null };
      return { gates: [...design.gates, gate] };
    }
    case 'gate_decided':
      return decided(design, event);

    case 'outcome_settled':
      return { settled: event, ...withNothingOpen(design) };
    case 'files_written':
      return { files: event.files };
    case 'files_failed':
      return {};
    case 'design_ended':
      return { end: event, ...withNothingOpen(design) };
  }
}

function opened(event: EventOf<'round_opened'>): Round {
  const { roundId: id, kind, divergenceId, asked, deadlineAt, at: openedAt } = event;
  return { id, kind, divergenceId, asked, contributed: [], excused: [], openedAt, deadlineAt, closed: false };
}

function openTurn(event: EventOf<'turn_started'>): Turn {
  return {
    id: event.turnId,
    participant: event.participant,
    sessionId: event.sessionId,
    roundId: event.roundId,
    startedAt: event.at,
    outcome: 'open',
    error: null,
    confidence: null,
    tokens: 0,
    costUsd: 0,
  };
}

function totalTokens({ usage }: EventOf<'model_answered'>): number {
  return usage.inputTokens + usage.cacheWriteTokens + usage.cacheReadTokens + usage.outputTokens;
}

/** The holder of the role is excused from its open round and the stand-in asked instead (C17). */
function handedOver(design: Design, event: EventOf<'facilitator_passed'>): Partial<Design> {
  const { from, to } = event;
  const handovers = [...design.handovers, event];
  const open = design.rounds.at(-1);
  if (open === undefined || open.closed || !open.asked.includes(from)) return { handovers };
  return { handovers, ...withRound(design, open.id, (round) => ({ asked: [...round.asked, to] })) };
}

function contribution(
  design: Design,
  event: { roundId: RoundId; participant: ParticipantId },
): Partial<Design> {
  return withRound(design, event.roundId, (round) => ({
    contributed: [...round.contributed, event.participant],
  }));
}

function decided(design: Design, event: EventOf<'gate_decided'>): Partial<Design> {
  const { gateId, choice, note, by, at: closedAt } = event;
  const gates = replaceLast(design.gates, gateId, () => ({ closedAt, decision: { choice, note, by } }));
  const gate = design.gates.find(({ id }) => id === gateId);
  return gate !== undefined && isPause(gate)
    ? { gates, ...withTimeOfPause(design, closedAt - gate.openedAt) }
    : { gates };
}

/** What was under way gets the time of the pause on top of its own. */
function withTimeOfPause(design: Design, pausedMs: number): Partial<Design> {
  const { answering, waitedForPeopleMs } = design;
  return {
    waitedForPeopleMs: waitedForPeopleMs + pausedMs,
    answering: answering && {
      openedAt: answering.openedAt + pausedMs,
      deadlineAt: answering.deadlineAt + pausedMs,
    },
    rounds: design.rounds.map((round) =>
      round.closed ? round : { ...round, deadlineAt: round.deadlineAt + pausedMs },
    ),
  };
}

function withRound(design: Design, id: RoundId, change: (round: Round) => Partial<Round>): Partial<Design> {
  return { rounds: replaceLast(design.rounds, id, change) };
}

function withTurn(design: Design, id: TurnId, change: (turn: Turn) => Partial<Turn>): Partial<Design> {
  return { turns: replaceLast(design.turns, id, change) };
}

function withDivergence(
  design: Design,
  id: string,
  change: (divergence: Divergence) => Partial<Divergence>,
): Partial<Design> {
  return { divergences: replaceLast(design.divergences, id, change) };
}

function withSessions(
  design: Design,
  id: ParticipantId,
  change: (sessions: readonly Session[]) => readonly Session[],
): Partial<Design> {
  const changed = (participant: Participant) => ({ sessions: change(participant.sessions) });
  return { participants: replaceLast(design.participants, id, changed) };
}

function withSession(
  design: Design,
  { participant, sessionId }: { participant: ParticipantId; sessionId: SessionId },
  change: Partial<Session>,
): Partial<Design> {
  return withSessions(design, participant, (sessions) => replaceLast(sessions, sessionId, () => change));
}

/** Nothing is asked of people or sessions any more; an effect ends the sessions. */
function withNothingOpen(design: Design): Partial<Design> {
  const release = (session: Session): Session =>
    isLive(session) ? { ...session, state: 'released' } : session;
  return {
    answering: null,
    rounds: design.rounds.map((round) => (round.closed ? round : { ...round, closed: true })),
    participants: design.participants.map((participant) => ({
      ...participant,
      sessions: participant.sessions.map(release),
    })),
  };
}

/** A question counts as answered while a reply answers it; one that is no longer waited for stays as it was. */
function withReplies(
  design: Design,
  event: EventOf<'reply_recorded' | 'reply_revised' | 'reply_withdrawn'>,
): Partial<Design> {
  const others = design.replies.filter(({ id }) => id !== event.id);
  const replies =
    event.type === 'reply_withdrawn'
      ? others
      : event.type === 'reply_recorded'
        ? [...design.replies, replyIn(event)]
        : design.replies.map((reply) => (reply.id === event.id ? replyIn(event) : reply));
  const answered = new Set(replies.flatMap(({ answers }) => answers.map(({ questionId }) => questionId)));
  const wasAnswered = design.questions.filter(({ status }) => status === 'answered').map(({ id }) => id);
  return {
    replies,
    questions: design.questions.map((question) => {
      if (answered.has(question.id) && question.status === 'open') return { ...question, status: 'answered' };
      const isOpenAgain = wasAnswered.includes(question.id) && !answered.has(question.id);
      return isOpenAgain && design.answering !== null ? { ...question, status: 'open' } : question;
    }),
  };
}

function replyIn({ id, author, text, answers }: EventOf<'reply_recorded' | 'reply_revised'>): Reply {
  return { id, author, text, answers };
}

/** Searches from the end, where what changes nearly always is. */
function replaceLast<Item extends { readonly id: string }>(
  items: readonly Item[],
  id: string,
  change: (item: Item) => Partial<Item>,
): readonly Item[] {
  const index = items.findLastIndex((item) => item.id === id);
  const item = items[index];
  return item === undefined ? items : items.with(index, { ...item, ...change(item) });
}
