import type { TurnError, TurnOutcome, Usage } from '../../core/events.ts';
import type { DesignId, ParticipantId, RoundId, SessionId, TurnId } from '../../core/ids.ts';

/** T3: one thing that happened in a turn, with when it ended, in milliseconds since the turn began. */
export type TraceStep =
  | {
      readonly kind: 'prompt_assembled';
      readonly atMs: number;
      readonly bytes: number;
      readonly sha256: string;
    }
  | { readonly kind: 'request_sent'; readonly atMs: number; readonly call: number; readonly attempt: number }
  | { readonly kind: 'first_token'; readonly atMs: number; readonly call: number }
  | {
      readonly kind: 'answer_received';
      readonly atMs: number;
      readonly call: number;
      readonly stop: string;
      readonly usage: Usage;
      readonly costUsd: number | null;
      /** What the model said, cut at the trace's bound. */
      readonly text: string;
    }
  | {
      readonly kind: 'request_failed';
      readonly atMs: number;
      readonly call: number;
      readonly attempt: number;
      readonly fault: string;
      readonly transient: boolean;
    }
  | {
      readonly kind: 'tool_called';
      readonly atMs: number;
      readonly tool: string;
      /** JSON, at most 4 KiB. */
      readonly input: string;
      readonly result: 'ok' | 'refused' | 'failed';
      readonly latencyMs: number;
    }
  | {
      readonly kind: 'submission_checked';
      readonly atMs: number;
      readonly tool: string;
      readonly accepted: boolean;
      readonly reason: string;
    }
  | { readonly kind: 'asked_again'; readonly atMs: number; readonly reason: string };

/** T1, T4: the one record of one turn, and the only source about it. */
export interface TurnRecord {
  readonly turnId: TurnId;
  readonly designId: DesignId;
  readonly participant: ParticipantId;
  readonly sessionId: SessionId;
  readonly roundId: RoundId;
  readonly kind: string;
  readonly startedAt: number;
  readonly totalMs: number;
  readonly outcome: TurnOutcome;
  readonly error:
    | (TurnError & {
        readonly lastStep: string;
        readonly completedSteps: readonly string[];
        readonly totalMs: number;
      })
    | null;
  readonly usage: Usage;
  readonly costUsd: number | null;
  readonly confidence: number | null;
  /** The first request's prompt, whole (J1). */
  readonly prompt: string;
  readonly trace: readonly TraceStep[];
}
