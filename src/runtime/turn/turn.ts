import type { TurnError, TurnOutcome } from '../../core/events.ts';
import type { ChildMessage } from '../session/protocol.mjs';
import type { TurnRecord } from './record.ts';

/** The parent's side of one turn: it brokers model and tools, keeps the clocks, judges, and keeps the trace. */
export interface RunningTurn {
  receive(message: ChildMessage): void;
  /**
   * Nothing is submitted afterwards. `ended`: whatever is under way is aborted, and the session told. `process_lost`:
   * what the session had asked of the model is left to its replacement.
   */
  abandon(because?: 'ended' | 'process_lost'): void;
  /** The record, made when the design has recorded how the turn ended (T1). Also valid for a turn lost midway (T5). */
  record(outcome: TurnOutcome, error: TurnError | null, endedAt: number): TurnRecord;
}
