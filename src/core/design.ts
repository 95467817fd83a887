import type {
  Carried,
  ContextItem,
  FacilitatorRole,
  FinalStatus,
  GateChoice,
  GateReason,
  Pinned,
  Profile,
  Settings,
  Step,
  StopReason,
  Thread,
  TurnError,
  TurnOutcome,
} from './events.ts';
import type {
  ClaimId,
  DesignId,
  DivergenceId,
  GateId,
  ParticipantId,
  PositionId,
  QuestionId,
  RoundId,
  SessionId,
  TurnId,
} from './ids.ts';
import type { Round } from './round/round.ts';
import type { Session } from './session/session.ts';
import type { Audit, Brief, Composite, Impact, Proposal } from './submission.ts';

/** The design aggregate: everything that its events add up to. Only `evolve` makes one. */
export interface Design {
  readonly id: DesignId;
  /** Number of events that this state is made of. */
  readonly version: number;
  readonly topic: string;
  readonly context: readonly ContextItem[];
  readonly settings: Settings;
  readonly repository: Pinned | null;
  readonly thread: Thread | null;
  readonly startedBy: string;
  readonly startedAt: number;
  readonly successorOf: DesignId | null;
  readonly carried: Carried | null;
  readonly rehearsal: boolean;

  readonly step: Step;
  readonly participants: readonly Participant[];
  readonly drawnOrder: readonly ParticipantId[];
  /** Each time a facilitator's role went to another participant (C17), oldest first. */
  readonly handovers: readonly {
    readonly role: FacilitatorRole;
    readonly from: ParticipantId;
    readonly to: ParticipantId;
  }[];

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
  readonly deliberationStopped: 'time_used_up' | 'money_used_up' | null;

  readonly composites: readonly { readonly by: ParticipantId; readonly composite: Composite }[];
  /** Signatures under the newest composite. */
  readonly signatures: readonly Signature[];
  readonly audit: { readonly by: ParticipantId; readonly audit: Audit } | null;
  readonly brief: { readonly by: ParticipantId; readonly brief: Brief } | null;
  readonly gates: readonly Gate[];
  readonly lateSubmissions: readonly LateSubmission[];

  /** What code decided the design comes to, before its files are written. */
  readonly settled: {
    readonly at: number;
    readonly status: 'completed' | 'needs_review';
    readonly stoppedBecause: StopReason;
    readonly reasons: readonly GateReason[];
    readonly detail: string;
  } | null;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
  readonly end: Ending | null;
}

export interface Participant extends Profile {
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

export interface Question {
  readonly id: QuestionId;
  readonly participant: ParticipantId;
  readonly text: string;
  readonly why: string;
  readonly assumption: string;
  readonly status: 'open' | 'answered' | 'assumed';
}

export interface Reply {
  readonly id: string;
  readonly author: string;
  readonly text: string;
  readonly answers: readonly { readonly questionId: QuestionId; readonly text: string }[];
}

export interface SealedProposal {
  readonly participant: ParticipantId;
  readonly proposal: Proposal;
  readonly sha256: string;
  readonly revealed: boolean;
}

export interface Position {
  readonly id: PositionId;
  readonly statement: string;
  /** Who held it when the divergence was mapped. */
  readonly holders: readonly ParticipantId[];
}

export interface Argument {
  readonly participant: ParticipantId;
  readonly roundId: RoundId;
  readonly before: { readonly position: PositionId; readonly confidence: number };
  readonly after: { readonly position: PositionId; readonly confidence: number };
  readonly addresses: readonly ClaimId[];
  readonly text: string;
  readonly changedBecause: string;
}

export interface Divergence {
  readonly id: DivergenceId;
  readonly description: string;
  readonly impact: Impact;
  readonly positions: readonly Position[];
  readonly arguments: readonly Argument[];
  readonly settlement: {
    readonly outcome: 'resolved' | 'conceded' | 'unresolved';
    /** The position that prevailed; empty where none did. */
    readonly position: PositionId;
    readonly by: readonly ParticipantId[];
    readonly reason: string;
  } | null;
}

export interface Signature {
  readonly participant: ParticipantId;
  readonly verdict: 'signs' | 'dissents';
  readonly dissent: string;
  readonly rationale: string;
  readonly confidence: number;
}

export interface Gate {
  readonly id: GateId;
  readonly reasons: readonly GateReason[];
  readonly choices: readonly GateChoice[];
  readonly openedAt: number;
  readonly deadlineAt: number;
  /** When it was decided, by a person or by its deadline; `null` while it was not. */
  readonly closedAt: number | null;
  readonly decision: {
    readonly choice: GateChoice | 'unanswered';
    readonly note: string;
    readonly by: string;
  } | null;
}

export interface LateSubmission {
  readonly participant: ParticipantId;
  readonly roundId: RoundId;
  readonly tool: string;
  readonly text: string;
}

export interface Ending {
  readonly at: number;
  readonly status: FinalStatus;
  readonly stoppedBecause: StopReason;
  readonly by: string;
  readonly detail: string;
}
