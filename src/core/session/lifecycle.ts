import { endDesign } from '../outcome/ending.ts';
import { endTurn } from '../round/turns.ts';
import { type CommandOf, type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Design, Participant } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { ParticipantId, SessionId } from '../vocabulary/ids.ts';
import { findSession } from '../vocabulary/participants.ts';
import { isLive, type LossCause, participantState, recordable, type Session } from '../vocabulary/session.ts';
import { isPaused, isWaitingForPeople, openRound } from '../vocabulary/status.ts';
import { originAfter } from './replacement.ts';

/** The id is on record before anything is spawned for it, so whatever goes wrong is the loss of that id (C1). */
export function startSession(draft: Draft, participant: Participant, origin: Session['origin']): void {
  draft.record({
    type: 'session_started',
    participant: participant.id,
    sessionId: draft.mintSessionId(),
    origin,
  });
}

/** A session that becomes ready for a design that is over, or after it was abandoned, is recorded and stopped (C13). */
export function sessionReady(draft: Draft, command: CommandOf<'report_session_ready'>): Refusal | null {
  const { sessionId, pid, process } = command;
  const found = findSession(draft.design, sessionId);
  if (found === undefined) return unknownSession(sessionId);
  const { participant, session } = found;
  if (session.state === 'starting') {
    draft.record({ type: 'session_ready', participant: participant.id, sessionId, pid, process });
  } else if (session.state !== 'healthy') {
    recordLate(draft, found, 'ready', `became ready when it was already ${session.state}`);
  }
  return null;
}

/**
 * Every loss of a session passes through here (C1). The step that loses it also starts its one replacement (C2), or
 * leaves its participant dead (C5). A loss that is already on record changes nothing (C3).
 */
export function sessionLost(draft: Draft, command: CommandOf<'report_session_lost'>): Refusal | null {
  const { sessionId } = command;
  const cause = recordable(command.cause);
  const found = findSession(draft.design, sessionId);
  if (found === undefined) return unknownSession(sessionId);
  if (isLive(found.session)) {
    lose(draft, found, cause);
  } else {
    recordLate(draft, found, 'lost', cause.detail);
  }
  return null;
}

/** Of sessions that went with the process that ran them. */
export const CHARRETTE_STOPPED = {
  kind: 'charrette_stopped',
  detail: 'Charrette itself was stopped',
  diagnostics: '',
} as const;
/** Of a session whose participant is described nowhere any more: no other could be started for it either. */
export const FILE_GONE = {
  kind: 'file_gone',
  detail: 'persona file is gone',
  diagnostics: '',
} as const;
/**
 * Times that one participant is asked for the same, each time for as long as Charrette lasts. What stops Charrette, or what
 * it cannot store, is most likely in the answer: asked without end, it is paid for without end.
 */
const MAX_ASKED_IN_VAIN = 20;

/**
 * The process that ran every session is gone, and so are they. Each is resumed under a new id, which does not use up
 * the participant's one retry (C18), unless that has happened so often in one turn that the design ends.
 */
export function resumeSessions(draft: Draft, { promised }: CommandOf<'resume'>): void {
  for (const participant of draft.design.participants) {
    const session = participant.sessions.at(-1);
    if (session === undefined || !isLive(session)) continue;
    if (session.state === 'starting' && promised.includes(session.id)) continue;
    lose(draft, { participant, session }, CHARRETTE_STOPPED);
  }
  const inVain = Math.max(...draft.design.participants.map(({ id }) => timesAskedInVain(draft.design, id)));
  if (inVain < MAX_ASKED_IN_VAIN) return;
  const detail = `Charrette was stopped ${inVain} times in one and the same turn`;
  endDesign(draft, 'failed', 'internal_error', '', detail);
}

/** Turns of the open round that a participant was given and that only Charrette's own stops have ended. */
function timesAskedInVain(design: Design, id: ParticipantId): number {
  const round = openRound(design);
  const given = design.turns.filter((turn) => turn.participant === id && turn.roundId === round?.id);
  return given.filter(({ error }) => error?.class === CHARRETTE_STOPPED.kind).length;
}

/** A design that waits for people keeps no process; one that asks somebody, or is about to, is left as it is. */
export function parkSessions(draft: Draft): void {
  const { design } = draft;
  const isBusy = design.turns.some((turn) => turn.outcome === 'open');
  const isAboutToAsk = openRound(design) !== null && !isPaused(design);
  if (isBusy || isAboutToAsk || !isWaitingForPeople(design)) return;
  for (const participant of draft.design.participants) {
    const session = participant.sessions.at(-1);
    if (session === undefined || !isLive(session)) continue;
    draft.record({ type: 'session_parked', participant: participant.id, sessionId: session.id });
  }
}

/** A parked participant that is needed again gets a new session, which uses up no retry. */
export function wake(draft: Draft, participant: Participant): void {
  if (participantState(participant.sessions) === 'parked') startSession(draft, participant, 'wake');
}

function unknownSession(sessionId: SessionId): Refusal {
  return refuse('unknown_session', `No session ${sessionId} belongs to this design.`);
}

function lose(
  draft: Draft,
  { participant, session }: { participant: Participant; session: Session },
  cause: LossCause,
): void {
  draft.record({ type: 'session_lost', participant: participant.id, sessionId: session.id, cause });
  const error = { class: cause.kind, message: cause.detail, retryable: true };
  for (const turn of draft.design.turns)
    if (turn.sessionId === session.id) endTurn(draft, turn, 'process_lost', error);
  const origin = originAfter(cause, participant.sessions, draft.design.settings);
  if (origin !== null) startSession(draft, participant, origin);
}

function recordLate(
  draft: Draft,
  { participant, session }: { participant: Participant; session: Session },
  report: 'ready' | 'lost',
  detail: string,
): void {
  draft.record({
    type: 'late_report_recorded',
    participant: participant.id,
    sessionId: session.id,
    report,
    detail,
  });
}
