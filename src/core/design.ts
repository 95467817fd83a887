import type { Carried, EventOf, Profile, Step, TurnError, TurnOutcome } from './events.ts';
import type { DesignId, GateId, ParticipantId, RoundId, SessionId, TurnId } from './ids.ts';
import type { Round } from './round/round.ts';
import type { Session } from './session/session.ts';

/**
 * The design aggregate: everything that its events add up to. Only `evolve` makes one. What an event says once for the
 * whole design is kept here as that event.
 */
export interface Design
  extends Readonly<Omit<EventOf<'design_started'>, 'type' | 'at' | 'designId' | 'participants'>> {
  readonly id: DesignId;
  /** Number of events that this state is made of. */
  readonly version: number;
  readonly startedAt: number;

  readonly step: Step;
  readonly participants: readonly Participant[];
  /** Each time a facilitator's role went to another participant (C17), oldest first. */
  readonly handovers: readonly EventOf<'facilitator_passed'>[];

  readonly rounds: readonly Round[];
  readonly turns: readonly Turn[];

  readonly questions: readonly Question[];
  readonly replies: readonly Reply[];
  /** Since when and until when people are asked to answer; `null` while they are not. */
  readonly answering: { readonly openedAt: number; readonly deadlineAt: number } | null;
  /** Milliseconds that the design has spent waiting for people; they do not count against its own time. */
  readonly waitedForPeopleMs: number;

  readonly proposals: readonly SealedProposal[];
  readonly agreements: readonly string[];
  readonly divergences: readonly Divergence[];
  /** Why everything before synthesis was cut short, to keep time and money for a brief. */
  readonly deliberationStopped: EventOf<'deliberation_stopped'>['reason'] | null;

  readonly composites: readonly EventOf<'composite_submitted'>[];
  /** Signatures under the newest composite. */
  readonly signatures: readonly EventOf<'signature_given'>[];
  readonly audit: EventOf<'audit_submitted'> | null;
  readonly brief: EventOf<'brief_submitted'> | null;
  readonly gates: readonly Gate[];
  readonly lateSubmissions: readonly EventOf<'late_submission_recorded'>[];

  /** The outcome that code determined, before the files are written. */
  readonly settled: EventOf<'outcome_settled'> | null;
  readonly files: EventOf<'files_written'>['files'];
  readonly end: EventOf<'design_ended'> | null;
}

export interface Participant extends Readonly<Profile> {
  readonly sessions: readonly Session[];
}

export interface Turn {
  readonly id: TurnId;
  readonly participant: ParticipantId;
  readonly sessionId: SessionId;
  readonly roundId: RoundId;
  readonly startedAt: number;
  readonly outcome: TurnOutcome | 'open';
  readonly error: TurnError | null;
  readonly confidence: number | null;
  readonly tokens: number;
  /** USD; `null` as soon as one call's price is unknown. */
  readonly costUsd: number | null;
}

type Asked = Readonly<Carried['questions'][number]>;
export type Question = Omit<Asked, 'status'> & { readonly status: Asked['status'] | 'open' };

export type Reply = Readonly<Carried['replies'][number]>;

export type SealedProposal = Readonly<Carried['proposals'][number]> & { readonly revealed: boolean };

/** Its positions with those who held them when it was mapped. */
export type Divergence = Readonly<EventOf<'divergences_mapped'>['divergences'][number]> & {
  readonly arguments: readonly Argument[];
  /** `position`: the one that prevailed; empty where none did. */
  readonly settlement: Readonly<
    Pick<EventOf<'divergence_settled'>, 'outcome' | 'position' | 'by' | 'reason'>
  > | null;
};

export interface Argument
  extends Readonly<
    Pick<
      EventOf<'position_argued'>,
      'participant' | 'roundId' | 'before' | 'after' | 'addresses' | 'changedBecause'
    >
  > {
  readonly text: string;
}

export interface Gate extends Readonly<Pick<EventOf<'gate_opened'>, 'reasons' | 'choices' | 'deadlineAt'>> {
  readonly id: GateId;
  readonly openedAt: number;
  /** When it was decided, by a person or by its deadline; `null` while it was not. */
  readonly closedAt: number | null;
  readonly decision: Readonly<Pick<EventOf<'gate_decided'>, 'choice' | 'note' | 'by'>> | null;
}
