import type { Design, Participant } from '../design.ts';
import type { FacilitatorRole, Role } from '../events.ts';
import type { ParticipantId } from '../ids.ts';
import { participant, personas } from '../participants.ts';
import { tookPartToTheEnd } from '../policy/should-gate.ts';
import { type Excuse, IS_EXCUSE_TOLD, type RoundKind } from '../round/round.ts';
import { deathWords } from '../session/replacement.ts';
import { participantState } from '../session/session.ts';

export interface Participation {
  /** Personas that were to take part, and those that proposed and also signed or dissented. */
  readonly asked: number;
  readonly toTheEnd: number;
  /** Personas and facilitators whose one retry was lost, too; `words` is the whole story in a sentence. */
  readonly died: readonly {
    readonly participant: ParticipantId;
    readonly title: string;
    readonly role: Role;
    readonly causes: readonly string[];
    readonly words: string;
  }[];
  /** Who was alive and yet not waited for, and in what. */
  readonly excused: readonly {
    readonly participant: ParticipantId;
    readonly title: string;
    readonly what: RoundKind;
    readonly reason: Excuse;
  }[];
  /** Personas that stood in for a facilitator (C17). */
  readonly actingFacilitators: readonly {
    readonly role: FacilitatorRole;
    readonly by: ParticipantId;
    readonly title: string;
  }[];
}

export function participationOf(design: Design): Participation {
  return {
    asked: personas(design).length,
    toTheEnd: tookPartToTheEnd(design).length,
    died: design.participants.filter((each) => participantState(each.sessions) === 'dead').map(death),
    excused: excused(design),
    actingFacilitators: design.handovers.map(({ role, to }) => ({
      role,
      by: to,
      title: participant(design, to).title,
    })),
  };
}

function death(dead: Participant): Participation['died'][number] {
  const causes = dead.sessions.flatMap(({ cause }) => (cause === null ? [] : [cause]));
  return {
    participant: dead.id,
    title: dead.title,
    role: dead.role,
    causes: causes.map((cause) => cause.detail),
    words: deathWords(dead),
  };
}

/** The dead are listed as such, and whoever handed its role over as that. */
function excused(design: Design): Participation['excused'] {
  return design.rounds.flatMap((round) =>
    round.excused
      .filter(({ reason }) => IS_EXCUSE_TOLD[reason])
      .map(({ participant: id, reason }) => ({
        participant: id,
        title: participant(design, id).title,
        what: round.kind,
        reason,
      })),
  );
}
