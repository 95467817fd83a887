import type {
  Carried,
  ContextItem,
  GateChoice,
  Pinned,
  Profile,
  Settings,
  Thread,
  TurnError,
  TurnOutcome,
  Usage,
} from './events.ts';
import type { DesignId, GateId, ParticipantId, QuestionId, SessionId, TurnId } from './ids.ts';
import type { LossCause } from './session/session.ts';
import type { Submission } from './submission.ts';
import type { TimerId } from './timers.ts';

/**
 * What people, timers and processes may ask of a design. Time and fresh identifiers come from outside, with the
 * command: `at` is milliseconds since the epoch, `uuids` gives UUIDv7s, of which as many as needed are taken in order.
 */
export interface Stamp {
  readonly at: number;
  readonly uuids: Iterable<string>;
}

export interface StartDesign {
  readonly type: 'start_design';
  readonly designId: DesignId;
  readonly topic: string;
  readonly context: readonly ContextItem[];
  readonly participants: readonly Profile[];
  /** J3: the personas in the order drawn for this design. */
  readonly drawnOrder: readonly ParticipantId[];
  readonly settings: Settings;
  readonly repository: Pinned | null;
  readonly startedBy: string;
  readonly thread: Thread | null;
  readonly successorOf: DesignId | null;
  readonly carried: Carried | null;
  readonly rehearsal: boolean;
}

export type Command =
  | StartDesign
  | {
      readonly type: 'report_session_ready';
      readonly sessionId: SessionId;
      readonly pid: number;
      readonly process: string;
    }
  | { readonly type: 'report_session_lost'; readonly sessionId: SessionId; readonly cause: LossCause }
  | {
      readonly type: 'report_model_answer';
      readonly turnId: TurnId;
      readonly model: string;
      readonly stopReason: string;
      readonly usage: Usage;
      readonly costUsd: number | null;
      readonly latencyMs: number;
    }
  | {
      readonly type: 'report_tool_call';
      readonly turnId: TurnId;
      readonly tool: string;
      readonly result: 'ok' | 'refused' | 'failed';
      readonly latencyMs: number;
    }
  | {
      readonly type: 'submit';
      readonly turnId: TurnId;
      readonly submission: Submission;
      /** SHA-256 of the proposal's rendered text, for `submit_proposal`; empty otherwise. */
      readonly sha256: string;
      /** Milliseconds that checking it took. */
      readonly latencyMs: number;
    }
  | {
      readonly type: 'fail_turn';
      readonly turnId: TurnId;
      readonly outcome: Exclude<TurnOutcome, 'spoke' | 'passed' | 'process_lost' | 'cancelled'>;
      readonly error: TurnError;
    }
  | { readonly type: 'pass_deadline'; readonly timerId: TimerId }
  | {
      readonly type: 'record_reply';
      readonly replyId: string;
      readonly author: string;
      readonly text: string;
      readonly questionId: QuestionId | null;
    }
  /** The author has changed their words, or taken them back, where they were said. */
  | {
      readonly type: 'revise_reply';
      readonly replyId: string;
      readonly author: string;
      readonly text: string;
    }
  | { readonly type: 'withdraw_reply'; readonly replyId: string }
  /** The design's first message is posted: that is where everything else is said. */
  | { readonly type: 'open_thread'; readonly thread: string }
  /** Nobody can write to its thread any more, for as long as people do not change that. */
  | { readonly type: 'report_thread_gone' }
  | { readonly type: 'finish_answering'; readonly by: string; readonly skip: boolean }
  | {
      readonly type: 'decide_gate';
      readonly gateId: GateId;
      readonly choice: GateChoice;
      readonly note: string;
      readonly by: string;
    }
  | { readonly type: 'cancel'; readonly by: string; readonly reason: string }
  /**
   * C18: this process has just taken the design over; every session of the one before it is gone, but for those that
   * were promised and never begun: they are begun now.
   */
  | { readonly type: 'resume'; readonly promised: readonly SessionId[] }
  /** Nobody but a person can take the design further for now: it needs no processes until then. */
  | { readonly type: 'park' }
  | {
      readonly type: 'report_files_written';
      readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
    }
  | { readonly type: 'report_files_failed'; readonly detail: string }
  /** P2: Charrette itself could not go on. */
  | { readonly type: 'fail_design'; readonly detail: string };

export type CommandOf<Type extends Command['type']> = Extract<Command, { type: Type }>;

/** An answer, not an error: the command may not be carried out, and why, in words for whoever asked. */
export interface Refusal {
  readonly code:
    | 'already_started'
    | 'not_started'
    | 'ended'
    | 'unknown_session'
    | 'unknown_turn'
    | 'wrong_tool'
    | 'unknown_reference'
    | 'incomplete'
    | 'not_open'
    | 'invalid'
    | 'late';
  readonly message: string;
}
