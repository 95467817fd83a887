/**
 * One run of one participant: one child process, one id (design.md, *Sessions: privilege
 * separation*). The child holds the turn's conversation and runs its tool loop; the parent brokers
 * models and tools, and judges submissions.
 */

import type { CrashCause } from '#design/events.ts';
import type { SessionId } from '#design/ids.ts';
import type { Block, Message } from '#models/model.ts';

/** What the child needs of a turn: not the prompt, which the parent puts before its messages. */
export interface ChildTurn {
  readonly turnId: string;
  /** Tools that end the turn. */
  readonly terminalTools: readonly string[];
  /** Most calls of the model in the turn, and of refused submissions. */
  readonly maxCalls: number;
  readonly maxRefusals: number;
}

/** What the parent does for a child's turn. It throws only to end the turn. */
export interface Broker {
  call(messages: readonly Message[]): Promise<{ readonly content: readonly Block[] }>;
  use(tool: string, input: unknown): Promise<{ readonly text: string; readonly isError: boolean }>;
  /** `problem`: why it was refused, for the model; `null`: accepted, the turn is over. */
  submit(tool: string, input: unknown): Promise<{ readonly problem: string | null }>;
}

/** How the child's loop ended. */
export const CHILD_ENDS = ['submitted', 'no_submission', 'refused', 'too_many_calls'] as const;
export type ChildEnd = (typeof CHILD_ENDS)[number];

export interface PersonaSession {
  readonly id: SessionId;
  /** Resolves when the child is healthy; never rejects (`lost` tells). */
  readonly ready: Promise<{ readonly pid: number }>;
  /** Resolves once, when the session ended badly. Not after `stop`. */
  readonly lost: Promise<CrashCause>;
  /** One turn at a time. Rejects with what the broker threw, or when the session is lost or stopped. */
  run(turn: ChildTurn, broker: Broker): Promise<ChildEnd>;
  /** Ends the turn under way, not the session. */
  cancelTurn(turnId: string): void;
  /** Resolves when the process is gone. */
  stop(): Promise<void>;
}

export interface SpawnOptions {
  readonly sessionId: SessionId;
  readonly participant: string;
  /** Stores the diagnostics before anything is cleaned up (D1); its failure is logged (D4). */
  readonly keepDiagnostics: (name: string, text: string) => Promise<void>;
}
export type SpawnSession = (options: SpawnOptions) => PersonaSession;
