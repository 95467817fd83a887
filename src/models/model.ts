/** A model, whoever serves it: one call, one answer or one `ModelFault`. */

import type { RoundKind, Usage } from '#design/events.ts';
import type { ParticipantId } from '#design/ids.ts';
import type { Design } from '#design/state.ts';

export type Block =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'tool_use';
      readonly id: string;
      readonly name: string;
      readonly input: unknown;
    }
  /** Only the model that made it reads it, and gets it back unchanged: thinking, signatures. */
  | { readonly type: 'opaque'; readonly value: unknown };
export type Message =
  | { readonly role: 'assistant'; readonly content: readonly Block[] }
  | { readonly role: 'user'; readonly content: readonly UserBlock[] };
export type UserBlock =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'tool_result';
      readonly toolUseId: string;
      readonly text: string;
      readonly isError: boolean;
    };

export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  /** JSON Schema, reduced to what every engine takes (A20): `schema.ts` makes it. */
  readonly inputSchema: Record<string, unknown>;
}

/** The three blocks of a prompt (`deliberation.md`), then what was said in the turn. */
export interface Prompt {
  /** Rules of the house, topic, context, transcript: the same bytes for all who are asked in a round. */
  readonly shared: string;
  /** The persona's own part. */
  readonly own: string;
  readonly ask: string;
}
export interface ModelRequest extends Prompt {
  readonly messages: readonly Message[];
  readonly tools: readonly ToolSpec[];
  readonly effort: 'low' | 'medium' | 'high';
  readonly maxOutputTokens: number;
  /** What the rehearsal plays by. A real model does not read it. */
  readonly about: {
    readonly participant: ParticipantId;
    readonly kind: RoundKind;
    /** As the turn found it: letters, claims and replies are drawn and numbered anew in each design. */
    readonly design: Design;
  };
}

export interface ModelAnswer {
  readonly content: readonly Block[];
  readonly stopReason:
    | 'tool_use'
    | 'end'
    | 'max_tokens'
    | 'refusal'
    | 'context'
    | 'pause'
    | 'other';
  readonly usage: Usage;
  /** As the endpoint names it. */
  readonly model: string;
}

export type ModelFaultKind =
  | 'overloaded'
  | 'away'
  | 'timed_out'
  | 'cut_off'
  | 'bad_key'
  | 'no_credit'
  | 'unknown_model'
  | 'context_too_long'
  | 'refused_form'
  | 'unreadable'
  | 'unknown';

/** Retryable: overloaded, away, timed_out, cut_off, unreadable; everything unknown is permanent (A6). */
export class ModelFault extends Error {
  readonly kind: ModelFaultKind;
  readonly isRetryable: boolean;
  /** Milliseconds that the endpoint asks to wait, or `null`. */
  readonly retryAfterMs: number | null;
  /** What the broken call used at least (T7); zero where the endpoint refused it before it answered. */
  readonly usage: Usage | null;
  constructor(
    kind: ModelFaultKind,
    message: string,
    details: {
      readonly retryAfterMs?: number | null;
      readonly usage?: Usage | null;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: details.cause });
    this.name = 'ModelFault';
    this.kind = kind;
    this.isRetryable = ['overloaded', 'away', 'timed_out', 'cut_off', 'unreadable'].includes(kind);
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.usage = details.usage ?? null;
  }
}

export interface CallOptions {
  /** Aborted by the total limit, a cancellation, or a lost lease: the call ends as `timed_out`, with its usage. */
  readonly signal: AbortSignal;
  /** Between two events of the stream, the first included (A10). */
  readonly idleMs: number;
  /** The first event of the stream has come. */
  readonly onFirstEvent?: () => void;
}

export interface Model {
  /** As in models.yaml. */
  readonly name: string;
  readonly family: string;
  /** USD per million tokens; `null`: unknown, and never counted as zero. */
  readonly price: Price | null;
  /** Loads its client, while a process starts: else the first call waits for that. */
  load?(): void;
  /** @throws {ModelFault} */
  call(request: ModelRequest, options: CallOptions): Promise<ModelAnswer>;
}
export interface Price {
  readonly input: number;
  readonly output: number;
  readonly cacheWrite: number;
  readonly cacheRead: number;
}
