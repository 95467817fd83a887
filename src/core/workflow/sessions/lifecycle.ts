/**
 * Sessions of participants as the design sees them: started, ready, lost, replaced once, parked
 * while people are asked.
 */

import { type CommandOf, type Refusal, refuse } from '../../vocabulary/commands.ts';
import type { Design, Participant } from '../../vocabulary/design.ts';
import type { Draft } from '../../vocabulary/draft.ts';
import type { ParticipantId, SessionId } from '../../vocabulary/ids.ts';
import { findSession } from '../../vocabulary/participants.ts';
import { listAwaited } from '../../vocabulary/round.ts';
import {
  type CrashCause,
  cutCause,
  isLive,
  participantStateOf,
  type Session,
} from '../../vocabulary/session.ts';
import { isResting, openRound, statusFieldsOf } from '../../vocabulary/status.ts';
import { NOBODY } from '../../vocabulary/via.ts';
import { endDesign } from '../rounds/end-design.ts';
import { endTurn } from '../rounds/turns.ts';
import { isHeld } from '../rounds/unavailable.ts';
import { findReplacementOrigin } from './replacement.ts';

/**
 * Records the id before a process starts for it, so that every later failure is a loss of that id.
 */
export function startSession(
  draft: Draft,
  participant: Participant,
  origin: Session['origin'],
): void {
  draft.record({
    type: 'session_started',
    participant: participant.id,
    sessionId: draft.mintSessionId(),
    origin,
  });
}

/**
 * Records a session as ready, or a late report of one that the design no longer needs and that is
 * stopped.
 */
export function recordSessionReady(
  draft: Draft,
  command: CommandOf<'report_session_ready'>,
): Refusal | null {
  const { sessionId, pid, process } = command;
  const holder = findSession(draft.design, sessionId);
  if (holder === undefined) return refuseUnknownSession(sessionId);
  const { participant, session } = holder;
  if (session.state === 'starting') {
    draft.record({ type: 'session_ready', participant: participant.id, sessionId, pid, process });
  } else if (session.state !== 'healthy') {
    recordLate(draft, holder, 'ready', `became ready when it was already ${session.state}`);
  }
  return null;
}

/**
 * Records every loss of a session. The same step starts its only replacement, or leaves its
 * participant dead, or parks a persona that has signed and is asked nothing else. A repeated report
 * changes nothing.
 */
export function recordSessionLost(
  draft: Draft,
  command: CommandOf<'report_session_lost'>,
): Refusal | null {
  const { sessionId } = command;
  const cause = cutCause(command.cause);
  const holder = findSession(draft.design, sessionId);
  if (holder === undefined) return refuseUnknownSession(sessionId);
  if (isLive(holder.session)) {
    lose(draft, holder, cause);
  } else {
    recordLate(draft, holder, 'lost', cause.detail);
  }
  return null;
}

/** The cause for sessions that ended with the daemon. */
export const CHARRETTE_STOPPED = {
  kind: 'charrette_stopped',
  detail: 'Charrette itself was stopped',
  diagnostics: '',
} as const;
/** The cause if the persona file is gone, so that no other session could start either. */
export const FILE_GONE = {
  kind: 'file_gone',
  detail: 'persona file is gone',
  diagnostics: '',
} as const;
/**
 * Most times that one participant is asked again after Charrette itself stopped. The answer
 * probably causes the stop or cannot be stored, and without a bound it would be paid for forever.
 */
const MAX_INTERRUPTED = 20;

/**
 * Resumes sessions whose processes ended with the daemon. Each gets a new id, which does not use up
 * its participant's retry; while the design waits and asks no participant, they are parked instead.
 * The design ends if one turn was interrupted too often.
 */
export function resumeSessions(draft: Draft, { promised }: CommandOf<'resume'>): void {
  const waits = needsNoSession(draft.design);
  for (const participant of listAskedFirst(draft.design)) {
    const session = participant.sessions.at(-1);
    if (session === undefined || !isLive(session)) continue;
    if (session.state === 'starting' && promised.includes(session.id) && !waits) continue;
    lose(draft, { participant, session }, CHARRETTE_STOPPED, waits);
  }
  const interrupted = Math.max(
    ...draft.design.participants.map(({ id }) => countInterruptions(draft.design, id)),
  );
  if (interrupted < MAX_INTERRUPTED) return;
  const detail = `Charrette was stopped ${interrupted} times in the same turn`;
  endDesign(draft, 'failed', 'internal_error', NOBODY, detail);
}

/** Those that the open round waits for, then the others: sessions start in this order. */
function listAskedFirst(design: Design): Participant[] {
  const round = openRound(design);
  const awaited = round === null ? [] : listAwaited(round);
  return design.participants.toSorted(
    (one, other) => Number(awaited.includes(other.id)) - Number(awaited.includes(one.id)),
  );
}

/** A participant's turns in the open round that ended only because Charrette stopped. */
function countInterruptions(design: Design, id: ParticipantId): number {
  const round = openRound(design);
  const turns = design.turns.filter(
    (turn) => turn.participant === id && turn.roundId === round?.id,
  );
  return turns.filter(({ error }) => error?.class === CHARRETTE_STOPPED.kind).length;
}

/**
 * Parks sessions while a design waits for people or a model, unless a participant is being asked or
 * is about to be: at the gate of the decision at once, elsewhere after a while.
 */
export function parkSessions(draft: Draft): void {
  const { design } = draft;
  if (!needsNoSession(design)) return;
  if (!design.participants.some(({ sessions }) => sessions.some(isLive))) return;
  draft.record({ type: 'status_changed', ...statusFieldsOf(design, design.step), parks: true });
}

function needsNoSession(design: Design): boolean {
  const round = openRound(design);
  const isAsking = round !== null && !listAwaited(round).every((id) => isHeld(design, id));
  return !isAsking && isResting(design);
}

/** Gives a parked participant a new session, which uses up no retry. */
export function wake(draft: Draft, participant: Participant): void {
  if (participantStateOf(participant.sessions) === 'parked')
    startSession(draft, participant, 'wake');
}

function refuseUnknownSession(sessionId: SessionId): Refusal {
  return refuse('unknown_session', `No session ${sessionId} belongs to this design.`);
}

function lose(
  draft: Draft,
  { participant, session }: { participant: Participant; session: Session },
  cause: CrashCause,
  waits = false,
): void {
  const parks = waits || owesNothing(draft.design, participant.id);
  draft.record({
    type: 'session_lost',
    participant: participant.id,
    sessionId: session.id,
    cause,
    ...(parks ? { parks: true as const } : {}),
  });
  const error = { class: cause.kind, message: cause.detail, retryable: true };
  for (const turn of draft.design.turns)
    if (turn.sessionId === session.id) endTurn(draft, turn, 'process_lost', error);
  const origin = parks ? null : findReplacementOrigin(cause, participant.sessions);
  if (origin !== null) startSession(draft, participant, origin);
}

/** `true` for a persona that has signed the text and is asked nothing else. */
function owesNothing(design: Design, id: ParticipantId): boolean {
  const round = openRound(design);
  const isAwaited = round !== null && listAwaited(round).includes(id);
  return !isAwaited && design.signatures.some(({ participant }) => participant === id);
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
