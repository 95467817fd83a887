import type { Design, Participant } from '../design.ts';
import { participant, personas } from '../participants.ts';
import { tookPartToTheEnd } from '../policy/should-gate.ts';
import { IS_EXCUSE_SHOWN, type RoundKind } from '../round/round.ts';
import { deathWords } from '../session/replacement.ts';
import { participantState } from '../session/session.ts';

export function participationOf(design: Design) {
  return {
    /** Personas that were to take part, and those that proposed and also signed or dissented. */
    asked: personas(design).length,
    toTheEnd: tookPartToTheEnd(design).length,
    /** Personas and facilitators whose one retry was lost, too. */
    died: design.participants.filter((each) => participantState(each.sessions) === 'dead').map(death),
    /** Participants that were alive but not waited for, and in which round. */
    excused: excused(design),
    /** Personas that stood in for a facilitator (C17). */
    actingFacilitators: design.handovers.map(({ role, to }) => ({
      role,
      by: to,
      title: participant(design, to).title,
    })),
  };
}

/** `words` is the whole story in a sentence. */
function death(dead: Participant) {
  const causes = dead.sessions.flatMap(({ cause }) => (cause === null ? [] : [cause]));
  return {
    participant: dead.id,
    title: dead.title,
    role: dead.role,
    causes: causes.map((cause) => cause.detail),
    words: deathWords(dead),
  };
}

/** Kinds of rounds that were held and to which nobody has contributed. */
export function kindsWithoutContribution({ rounds }: Design): RoundKind[] {
  const kinds = new Set(rounds.map(({ kind }) => kind));
  return [...kinds].filter((kind) =>
    rounds.every((round) => round.kind !== kind || (round.closed && round.contributed.length === 0)),
  );
}

/** The dead are listed as such, and a facilitator whose role passed to another as that. */
function excused(design: Design) {
  return design.rounds.flatMap((round) =>
    round.excused
      .filter(({ reason }) => IS_EXCUSE_SHOWN[reason])
      .map(({ participant: id, reason }) => ({
        participant: id,
        title: participant(design, id).title,
        what: round.kind,
        reason,
      })),
  );
}
