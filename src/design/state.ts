/** The design as its events make it. `evolve.ts` alone makes one; nothing in it is a counter. */

import type {
  CheckedCitation,
  CrashCause,
  EventOf,
  Excuse,
  GateChoice,
  Person,
  Phase,
  Profile,
  Reply,
  RoundKind,
  SessionOrigin,
  Thread,
  TurnError,
  TurnOutcome,
  Usage,
} from './events.ts';
import type { DesignId, GateId, ParticipantId, RoundId, SessionId, TurnId } from './ids.ts';
import type { SubmissionOf } from './submissions.ts';

export const PHASE_OF = {
  spawning: 'spawning',
  framing: 'questioning',
  asking: 'questioning',
  answering: 'questioning',
  proposing: 'independent',
  mapping: 'refinement',
  arguing: 'refinement',
  composing: 'synthesis',
  auditing: 'synthesis',
  revising: 'synthesis',
  signing: 'synthesis',
  deciding: 'synthesis',
  writing: 'synthesis',
} as const satisfies Record<string, Phase>;
export type Step = keyof typeof PHASE_OF;

export type Design = Readonly<{
  id: DesignId;
  topic: string;
  context: EventOf<'design_started'>['context'];
  depth: EventOf<'design_started'>['depth'];
  startedBy: Person;
  settings: EventOf<'design_started'>['settings'];
  repository: EventOf<'design_started'>['repository'];
  isRehearsal: boolean;
  successorOf: DesignId | null;
  letters: readonly ParticipantId[];
  thread: Thread | null;
  /** How many events made it. */
  version: number;
  /** Milliseconds since the epoch. */
  startedAt: number;
  lastAt: number;

  step: Step;
  participants: readonly Participant[];
  handovers: readonly EventOf<'role_passed_on'>[];
  rounds: readonly Round[];
  turns: readonly Turn[];
  /** Crashes of our process in a row, without a submission, reply or decision between (C18). */
  crashesInRow: number;

  frame: SubmissionOf<'frame'> | null;
  questions: readonly Question[];
  /** `messageId`: of the message as it was first written, before edits. */
  replies: readonly (Reply & { readonly at: number; readonly messageId: string })[];
  answering: { readonly openedAt: number; readonly deadlineAt: number } | null;
  answeringClosed: EventOf<'answering_closed'> | null;

  proposals: readonly Proposal[];
  areRevealed: boolean;
  /** `null`: not mapped (yet). */
  differences: readonly Difference[] | null;
  loneFacts: SubmissionOf<'map_divergences'>['loneFacts'];

  /** Texts of the decision, oldest first. */
  decisions: readonly Decision[];
  audits: readonly EventOf<'audit_submitted'>[];
  /** Under the newest text. */
  signatures: readonly EventOf<'signature_given'>[];
  gates: readonly Gate[];

  settled: EventOf<'outcome_settled'> | null;
  end: EventOf<'design_ended'> | null;
}>;

export type Participant = Readonly<Profile & { sessions: readonly Session[] }>;

/** `lost` is final for a session, `parked` too: whoever wakes gets a new id (C23). */
export type Session = Readonly<{
  id: SessionId;
  origin: SessionOrigin;
  state: 'starting' | 'healthy' | 'lost' | 'parked';
  pid: number | null;
  cause: CrashCause | null;
  startedAt: number;
}>;

/** A round ends when everybody asked has contributed or is excused. */
export type Round = Readonly<{
  id: RoundId;
  kind: RoundKind;
  asked: readonly ParticipantId[];
  contributed: readonly ParticipantId[];
  excused: readonly {
    readonly participant: ParticipantId;
    readonly reason: Excuse;
    readonly detail: string;
  }[];
  repliesUpTo: number;
  openedAt: number;
  closedAt: number | null;
}>;

export type Turn = Readonly<{
  id: TurnId;
  /** 1, 2 …: its place in `/designs/{id}/turns/{n}`. */
  number: number;
  participant: ParticipantId;
  roundId: RoundId;
  sessionId: SessionId;
  startedAt: number;
  endedAt: number | null;
  outcome: TurnOutcome | 'open';
  error: TurnError | null;
  usage: Usage;
  costUsd: number | null;
  isAtLeast: boolean;
}>;

/** `id`: Q1, Q2 …. `answers`: numbers of replies. */
export type Question = Readonly<{
  id: string;
  participant: ParticipantId;
  text: string;
  why: string;
  assumption: string;
  /** `open` after the wait: replies could not be matched, and one may answer it. */
  status: 'open' | 'answered' | 'differing' | 'assumed';
  /** Somebody said that nobody knows. */
  isUnknown: boolean;
  answers: readonly number[];
}>;

export type Proposal = Readonly<{
  participant: ParticipantId;
  /** `A`, `B` …, by the drawn order. */
  letter: string;
  proposal: SubmissionOf<'submit_proposal'>;
  sha256: string;
  citations: readonly CheckedCitation[];
}>;

/** `id`: D1 …; a position's id: 1a …; `holders`: who holds it now, after the arguing. */
export type Difference = Readonly<{
  id: string;
  description: string;
  cost: string;
  impact: 'high' | 'medium' | 'low';
  positions: readonly {
    readonly id: string;
    readonly statement: string;
    readonly holders: readonly ParticipantId[];
  }[];
  arguments: readonly {
    readonly participant: ParticipantId;
    readonly claim: string;
    readonly answer: string;
    readonly movedBy: string;
    readonly from: string;
    readonly position: string;
  }[];
}>;

export type Decision = Readonly<{
  participant: ParticipantId;
  roundId: RoundId;
  decision: SubmissionOf<'submit_decision'>;
  text: string;
  sha256: string;
  /** Number of the last reply that its writer had read. */
  repliesUpTo: number;
}>;

export type Gate = Readonly<{
  id: GateId;
  reasons: EventOf<'gate_opened'>['reasons'];
  choices: readonly GateChoice[];
  openedAt: number;
  deadlineAt: number;
  decision: EventOf<'gate_decided'> | null;
}>;

export type Status =
  | 'running'
  | 'awaiting_input'
  | 'completed'
  | 'needs_review'
  | 'cancelled'
  | 'failed';
