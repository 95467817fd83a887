/** Who takes part in a design, and who is alive. All of it follows from the sessions. */

import type { CrashCause, Role } from './events.ts';
import type { ParticipantId, SessionId } from './ids.ts';
import type { Design, Participant, Session } from './state.ts';

type PersonaState = 'starting' | 'alive' | 'retrying' | 'dead';

/**
 * The step that loses a session also starts its one replacement, so that a list of sessions that
 * ends in a lost one is a death.
 */
export function personaState({ sessions }: Participant): PersonaState {
  const newest = sessions.at(-1);
  if (newest === undefined) return 'starting';
  switch (newest.state) {
    case 'starting':
      return newest.origin === 'retry' ? 'retrying' : 'starting';
    case 'healthy':
    case 'parked':
      return 'alive';
    case 'lost':
      return 'dead';
  }
}

export function isDead(participant: Participant): boolean {
  return personaState(participant) === 'dead';
}

/** It has a process, or is about to get one. */
export function isLive({ state }: Session): boolean {
  return state === 'starting' || state === 'healthy';
}

export function personasOf({ participants }: Design): Participant[] {
  return participants.filter(({ role }) => role === 'persona');
}

export function livingPersonas(design: Design): Participant[] {
  return personasOf(design).filter((persona) => !isDead(persona));
}

export function participantOf({ participants }: Design, id: ParticipantId): Participant {
  const found = participants.find((each) => each.id === id);
  if (found === undefined) throw new Error(`broken invariant: nobody is called ${id}`);
  return found;
}

export function sessionOf(
  { participants }: Design,
  id: SessionId,
): { participant: Participant; session: Session } | null {
  for (const participant of participants) {
    const session = participant.sessions.find((each) => each.id === id);
    if (session !== undefined) return { participant, session };
  }
  return null;
}

/** A session's process is wanted: asked before the spawn, and again when it is healthy (C13). */
export function isWanted(design: Design, id: SessionId): boolean {
  const found = sessionOf(design, id);
  return design.settled === null && found !== null && isLive(found.session);
}

/** Who has a facilitator's role now: a persona after its facilitator died (C17). */
export function holderOfRole(design: Design, role: Exclude<Role, 'persona'>): Participant {
  const handover = design.handovers.findLast((each) => each.role === role);
  if (handover !== undefined) return participantOf(design, handover.to);
  const found = design.participants.find((each) => each.role === role);
  if (found === undefined) throw new Error(`broken invariant: there is no ${role}`);
  return found;
}

/** `A`, `B` …, by the order that was drawn; empty for a facilitator. */
export function letterOf({ letters }: Design, id: ParticipantId): string {
  const index = letters.indexOf(id);
  return index === -1 ? '' : String.fromCharCode(65 + index);
}

/** What a dead participant died of, in full, as one sentence without its end. */
export function describeDeath({ title, sessions }: Participant): string {
  const causes = sessions.flatMap(({ cause }) => cause?.detail.split(' [diagnostics:')[0] ?? []);
  return `${title}: ${causes.join('; then again: ')}`;
}

/** The short form of a death's causes: `out of memory, twice` */
export function deathWords({ sessions }: Participant): string {
  const causes = sessions.flatMap(({ cause }) => (cause === null ? [] : [CRASH_WORDS[cause.kind]]));
  const [first = '', second = ''] = causes.slice(-2);
  if (second === '') return first;
  return first === second ? `${first}, twice` : `${first}, then ${second}`;
}

/** Its last crash in short: the whole cause stands in the record (D2). */
export function lastCrash({ sessions }: Participant): string {
  const cause = sessions.findLast((session) => session.cause !== null)?.cause ?? null;
  return cause === null ? '' : CRASH_WORDS[cause.kind];
}

const CRASH_WORDS: Record<CrashCause['kind'], string> = {
  spawn_failed: 'its process could not be started',
  never_ready: 'its process never became ready',
  exited: 'its process ended by itself',
  killed: 'its process was killed',
  out_of_memory: 'out of memory',
  hung: 'its process no longer answered',
  bad_message: 'its process sent what cannot be read',
};
