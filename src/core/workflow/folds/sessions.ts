import type { CallSpending, Design, Participant, Turn } from '../../vocabulary/design.ts';
import type { EventOf } from '../../vocabulary/events.ts';
import type { ParticipantId, SessionId, TurnId } from '../../vocabulary/ids.ts';
import type { Session } from '../../vocabulary/session.ts';
import { type Folds, replaceLast } from './folds.ts';

/** Sessions and their turns. */
export const SESSION_FOLDS = {
  session_started: (design, event) =>
    changeSessions(design, event.participant, (sessions) => [
      ...sessions,
      {
        id: event.sessionId,
        origin: event.origin,
        state: 'starting',
        pid: null,
        process: '',
        cause: null,
      },
    ]),
  session_ready: (design, event) =>
    changeSession(design, event, { state: 'healthy', pid: event.pid, process: event.process }),
  session_lost: (design, event) =>
    changeSession(design, event, {
      state: event.parks ? 'parked' : 'lost',
      cause: event.cause,
      lostAt: event.at,
    }),
  turn_started: (design, event) => ({ turns: [...design.turns, makeTurn(design, event)] }),
  model_answered: (design, event) =>
    changeTurn(design, event.turnId, (turn) => ({
      tokens: turn.tokens + sumTokens(event),
      costUsd:
        turn.costUsd === null || event.costUsd === null ? null : turn.costUsd + event.costUsd,
      costIsAtLeast: turn.costIsAtLeast || event.atLeast === true,
      wasReadInPart: turn.wasReadInPart || event.readInPart === true,
      lastCall: { usd: event.costUsd ?? 0, ms: event.latencyMs },
    })),
  tool_invoked: (design, event) =>
    event.result === 'refused' ? changeTurn(design, event.turnId, answerRefused) : {},
  confidence_given: (design, event) =>
    changeTurn(design, event.turnId, () => ({ confidence: event.confidence })),
  turn_finished: (design, event) =>
    changeTurn(design, event.turnId, ({ startedAt }) => ({
      outcome: event.outcome,
      error: event.error,
      tookMs: event.at - startedAt,
      notes: event.notes ?? '',
      derived: event.derived ?? [],
      recordSha256: event.recordSha256 ?? '',
    })),
  late_report_recorded: (design, event) =>
    event.turnId === undefined ? {} : { lateSubmissions: [...design.lateSubmissions, event] },
} satisfies Partial<Folds>;

function changeSession(
  design: Design,
  { participant, sessionId }: { participant: ParticipantId; sessionId: SessionId },
  change: Partial<Session>,
): Partial<Design> {
  return changeSessions(design, participant, (sessions) =>
    replaceLast(sessions, sessionId, () => change),
  );
}

function changeSessions(
  design: Design,
  id: ParticipantId,
  change: (sessions: readonly Session[]) => readonly Session[],
): Partial<Design> {
  const changed = (participant: Participant) => ({ sessions: change(participant.sessions) });
  return { participants: replaceLast(design.participants, id, changed) };
}

function changeTurn(
  design: Design,
  id: TurnId,
  change: (turn: Turn) => Partial<Turn>,
): Partial<Design> {
  return { turns: replaceLast(design.turns, id, change) };
}

function makeTurn({ version: since }: Design, event: EventOf<'turn_started'>): Turn {
  const { type: _, turnId: id, at: startedAt, ...asked } = event;
  return {
    ...asked,
    id,
    startedAt,
    since,
    outcome: 'open',
    tookMs: null,
    error: null,
    confidence: null,
    notes: '',
    derived: [],
    recordSha256: '',
    tokens: 0,
    costUsd: 0,
    lastCall: NOTHING_SPENT,
    refused: NOTHING_SPENT,
    costIsAtLeast: false,
    wasReadInPart: false,
  };
}

const NOTHING_SPENT: CallSpending = { usd: 0, ms: 0 };

/** Counts a model call with refused tools once, no matter how many were refused. */
function answerRefused({ lastCall, refused }: Turn): Partial<Turn> {
  return {
    lastCall: NOTHING_SPENT,
    refused: { usd: refused.usd + lastCall.usd, ms: refused.ms + lastCall.ms },
  };
}

function sumTokens({ usage }: EventOf<'model_answered'>): number {
  return usage.inputTokens + usage.cacheWriteTokens + usage.cacheReadTokens + usage.outputTokens;
}
