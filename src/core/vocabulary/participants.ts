import type { Design, Participant } from './design.ts';
import type { FacilitatorRole } from './event-parts.ts';
import { findById, type ParticipantId, type SessionId } from './ids.ts';
import { present } from './present.ts';
import { isLive, participantStateOf, type Session } from './session.ts';

/** Personas that take part: all until the frame, then without the released ones. */
export function listPersonas(design: Pick<Design, 'participants' | 'frame'>): Participant[] {
  return design.participants.filter(
    ({ id, role }) => role === 'persona' && !isReleased(design, id),
  );
}

/** `true` for a persona that the frame released: neither alive nor dead. */
export function isReleased({ frame }: Pick<Design, 'frame'>, id: ParticipantId): boolean {
  return frame?.released.some(({ participant }) => participant === id) ?? false;
}

/** `true` if starting, healthy, parked, or being replaced by its only retry. */
export function isAlive({ sessions }: Participant): boolean {
  const state = participantStateOf(sessions);
  return state !== 'dead' && state !== 'released';
}

/** `true` if ready, or dead after its only retry. */
export function hasSettledIn({ sessions }: Participant): boolean {
  const state = participantStateOf(sessions);
  return state === 'alive' || state === 'parked' || state === 'dead';
}

export function listLivingPersonas(design: Design): Participant[] {
  return listPersonas(design).filter(isAlive);
}

/** Counts personas by state: present, being replaced, dead. Lost sessions do not count. */
export function countPersonas(design: Pick<Design, 'participants' | 'frame'>) {
  const states = listPersonas(design).map(({ sessions }) => participantStateOf(sessions));
  const beingReplaced = states.filter((state) => state === 'retrying').length;
  const dead = states.filter((state) => state === 'dead').length;
  return { remaining: states.length - beingReplaced - dead, beingReplaced, dead };
}

export function findParticipant(
  { participants }: Pick<Design, 'participants'>,
  id: ParticipantId,
): Participant {
  return present(findById(participants, id), `no participant ${id}`);
}

/** The session by which a participant can be asked now. */
export function findHealthySession(participant: Participant): Session | undefined {
  const last = participant.sessions.at(-1);
  return last?.state === 'healthy' ? last : undefined;
}

/** Finds a session by its id, even an old one. */
export function findSession(
  design: Design,
  id: SessionId,
): { participant: Participant; session: Session } | undefined {
  for (const participant of design.participants) {
    const session = findById(participant.sessions, id);
    if (session !== undefined) return { participant, session };
  }
  return undefined;
}

/** The current holder of a facilitator's role: its own participant, or the latest stand-in. */
export function roleHolderOf(design: Design, role: FacilitatorRole): ParticipantId {
  const passed = design.handovers.findLast((handover) => handover.role === role);
  return present(
    passed?.to ?? design.participants.find((each) => each.role === role)?.id,
    `a design without a ${role}`,
  );
}

export function hasProcesses(design: Design): boolean {
  return design.participants.some(({ sessions }) => sessions.some(isLive));
}
