import { describeDeath, ownCrashes } from '../vocabulary/crashes.ts';
import type { Design, Participant } from '../vocabulary/design.ts';
import type { FacilitatorRole } from '../vocabulary/event-parts.ts';
import type { ParticipantId } from '../vocabulary/ids.ts';
import { findParticipant, listPersonas } from '../vocabulary/participants.ts';
import { facilitatorOf, SHOWN_EXCUSES } from '../vocabulary/round.ts';
import { participantStateOf } from '../vocabulary/session.ts';
import type { RoundKind } from '../vocabulary/sets.ts';

export function findTakenPart(design: Design) {
  const all = listPersonas(design);
  return {
    personas: all.length,
    proposed: all.filter(({ id }) => hasProposed(design, id)).length,
    toTheEnd: listThereToTheEnd(design).length,
    lost: all
      .filter(({ sessions }) => participantStateOf(sessions) === 'dead')
      .map(({ title, sessions }) => ({ title, causes: ownCrashes(sessions) })),
  };
}

/** How far a participant got whose process ended without a crash. */
export function partOf(
  design: Design,
  { id, role }: Participant,
): 'to_the_end' | 'until_stopped' | 'no_proposal' | 'proposed' {
  if (role !== 'persona') return wasToBeSigned(design) ? 'to_the_end' : 'until_stopped';
  if (listThereToTheEnd(design).includes(id)) return 'to_the_end';
  return hasProposed(design, id) ? 'proposed' : 'no_proposal';
}

function hasProposed({ proposals }: Design, id: ParticipantId): boolean {
  return proposals.some((sealed) => sealed.participant === id);
}

function wasToBeSigned({ rounds, signatures }: Design): boolean {
  return signatures.length > 0 || rounds.some(({ kind }) => kind === 'signing');
}

export function participationOf(design: Design) {
  return {
    /** Personas picked, and those that proposed and also signed or dissented. */
    asked: listPersonas(design).length,
    toTheEnd: listThereToTheEnd(design).length,
    /** Facilitators included. */
    died: design.participants
      .filter((each) => participantStateOf(each.sessions) === 'dead')
      .map(describeDead),
    /** Living participants that missed a round, with that round. */
    excused: design.rounds.flatMap((round) =>
      round.excused
        // Deaths and hand-overs are listed separately.
        .filter(({ reason }) => SHOWN_EXCUSES.includes(reason))
        .map(({ participant: id, reason }) => ({
          participant: id,
          title: findParticipant(design, id).title,
          what: round.kind,
          reason,
        })),
    ),
    /** Personas that stood in for a facilitator and contributed. */
    actingFacilitators: design.handovers
      .filter(({ role, to }) => !hasOnlyFailedAs(design, role, to))
      .map(({ role, to }) => ({ role, by: to, title: findParticipant(design, to).title })),
  };
}

function hasOnlyFailedAs({ rounds }: Design, role: FacilitatorRole, id: ParticipantId): boolean {
  const its = rounds.filter(
    ({ kind, asked }) => facilitatorOf(kind) === role && asked.includes(id),
  );
  return (
    its.some(({ excused }) => excused.some((each) => each.participant === id)) &&
    !its.some(({ contributed }) => contributed.includes(id))
  );
}

/** `words`: the whole story in a sentence. */
function describeDead(dead: Participant) {
  const { id, title, role, sessions } = dead;
  const causes = sessions.flatMap(({ cause }) => cause?.detail ?? []);
  return { participant: id, title, role, causes, words: describeDeath(dead) };
}

export function listKindsWithoutContribution({ rounds }: Design): RoundKind[] {
  const kinds = new Set(rounds.map(({ kind }) => kind));
  return [...kinds].filter((kind) =>
    rounds.every(
      (round) => round.kind !== kind || (round.closed && round.contributed.length === 0),
    ),
  );
}

export function hasContribution({ proposals, replies, answers = '' }: Design): boolean {
  return proposals.length + replies.length > 0 || answers.trim() !== '';
}

function listThereToTheEnd(design: Design): string[] {
  return listPersonas(design)
    .map((persona) => persona.id)
    .filter(
      (id) =>
        hasProposed(design, id) &&
        design.signatures.some((signature) => signature.participant === id),
    );
}
