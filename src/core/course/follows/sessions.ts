import { originAfter } from '../../session/replacement.ts';
import type { Design, Participant } from '../../vocabulary/design.ts';
import type { ParticipantId, SessionId } from '../../vocabulary/ids.ts';
import { findSession } from '../../vocabulary/participants.ts';
import { isLive, type Session } from '../../vocabulary/session.ts';
import { isWaitingForPeople } from '../../vocabulary/status.ts';
import { type Rules, unless } from './rules.ts';

/** Sessions are started, ready, parked and lost in this order, each under an id of its own (C1, C2). */
export const SESSIONS: Rules<
  'session_started' | 'session_ready' | 'session_parked' | 'session_lost' | 'late_report_recorded'
> = {
  session_started: (design, { participant: id, sessionId, origin }) => {
    if (findSession(design, sessionId) !== undefined) return 'the session has started before';
    const participant = design.participants.find((each) => each.id === id);
    if (participant === undefined) return 'nobody of this name takes part';
    return unless(origin === originNow(design, participant), 'this session was not to be started');
  },
  session_ready: (design, event) =>
    unless(sessionOf(design, event)?.state === 'starting', 'the session was not starting'),
  session_parked: (design, event) =>
    unless(isLiveIn(design, event) && isWaitingForPeople(design), 'the session was not to be parked'),
  session_lost: (design, event) => unless(isLiveIn(design, event), 'there was no such session to lose'),
  late_report_recorded: (design, event) => {
    const session = sessionOf(design, event);
    if (session === undefined) return 'there was no such session';
    const isLate = event.report === 'ready' ? session.state !== 'starting' : !isLive(session);
    return unless(isLate, 'the report was not late');
  },
};

interface Named {
  readonly participant: ParticipantId;
  readonly sessionId: SessionId;
}

function sessionOf(design: Design, { participant, sessionId }: Named): Session | undefined {
  const found = findSession(design, sessionId);
  return found?.participant.id === participant ? found.session : undefined;
}

function isLiveIn(design: Design, named: Named): boolean {
  const session = sessionOf(design, named);
  return session !== undefined && isLive(session);
}

/** Returns the origin that the participant's next session has; `null` where none is due. */
function originNow({ settings }: Design, { sessions }: Participant): Session['origin'] | null {
  const last = sessions.at(-1);
  if (last === undefined) return 'first';
  if (last.state === 'parked') return 'wake';
  return last.cause === null ? null : originAfter(last.cause, sessions, settings);
}
