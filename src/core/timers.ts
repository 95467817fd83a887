import type { GateId, RoundId } from './ids.ts';

/** A timer is named after what it bounds; its name is what `pass_deadline` brings back. */
export type TimerId = `round:${RoundId}` | 'answering' | `gate:${GateId}` | 'design' | 'synthesis';

export interface Timer {
  readonly id: TimerId;
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
}
