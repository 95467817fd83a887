import type { Refusal } from '../../core/commands.ts';
import type { TurnError, TurnOutcome, Usage } from '../../core/events.ts';
import type { TurnId } from '../../core/ids.ts';
import type { Submission } from '../../core/submission.ts';
import type { ChildMessage } from '../session/protocol.mjs';
import type { TurnRecord } from './record.ts';

/** What a turn reports to its design; each resolves once it is committed, unless it says otherwise. */
export interface TurnReports {
  /** What the design takes, or keeps as late, is stored together with the tool call that it came by. */
  submit(
    turnId: TurnId,
    submission: Submission,
    sha256: string,
    latencyMs: number,
  ): Promise<{ accepted: true } | { accepted: false; code: Refusal['code']; message: string }>;
  /** Resolves at once: it is stored together with what follows from it, or else a moment later. */
  modelAnswered(
    turnId: TurnId,
    answer: { model: string; stopReason: string; usage: Usage; costUsd: number | null; latencyMs: number },
  ): Promise<void>;
  /** Any other call of a tool. */
  toolCalled(
    turnId: TurnId,
    call: { tool: string; result: 'ok' | 'refused' | 'failed'; latencyMs: number },
  ): Promise<void>;
  /** Resolves when everything reported so far is committed. */
  recorded(): Promise<void>;
  /** The turn ends without a submission. */
  failed(turnId: TurnId, outcome: 'refused' | 'timed_out' | 'model_error', error: TurnError): Promise<void>;
}

/** The parent's side of one turn: it brokers model and tools, keeps the clocks, judges, and keeps the trace. */
export interface RunningTurn {
  receive(message: ChildMessage): void;
  /**
   * Nothing is reported afterwards. `ended`: whatever is under way is aborted, and the session told. `process_lost`:
   * what the session had asked of the model is left to its replacement.
   */
  abandon(because?: 'ended' | 'process_lost'): void;
  /** T1: the record, made when the design has recorded how the turn ended. Also valid for a turn lost midway (T5). */
  record(outcome: TurnOutcome, error: TurnError | null, endedAt: number): TurnRecord;
}
