import type { Usage } from '../../core/events.ts';
import type { Ask } from '../turn/ask.ts';

/** A block of prompt text. `cache` marks the end of a prefix that other requests share byte for byte. */
export interface TextBlock {
  readonly type: 'text';
  readonly text: string;
  readonly cache: boolean;
}
export interface ToolUseBlock {
  readonly type: 'tool_use';
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}
export interface ToolResultBlock {
  readonly type: 'tool_result';
  readonly toolUseId: string;
  readonly text: string;
  readonly isError: boolean;
}
export interface ModelMessage {
  readonly role: 'user' | 'assistant';
  readonly content: readonly (TextBlock | ToolUseBlock | ToolResultBlock)[];
}
/** A tool as the model sees it; `inputSchema` is the whole JSON Schema, which an adapter reduces to what its endpoint takes. */
export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: Record<string, unknown>;
}
export interface ModelRequest {
  readonly model: string;
  readonly effort: string;
  readonly maxOutputTokens: number;
  readonly system: readonly TextBlock[];
  readonly tools: readonly ToolSpec[];
  readonly messages: readonly ModelMessage[];
}

export const STOPS = [
  'tool_use',
  'end_turn',
  'max_tokens',
  'refusal',
  'pause_turn',
  'context_exceeded',
  'other',
] as const;
export interface ModelReply {
  readonly content: readonly (Omit<TextBlock, 'cache'> | ToolUseBlock)[];
  readonly stop: (typeof STOPS)[number];
  /** The model that answered, as the endpoint names it. */
  readonly model: string;
  readonly usage: Usage;
  /** From the price table; `null` when the model is not in it. */
  readonly costUsd: number | null;
  readonly firstTokenMs: number;
  readonly totalMs: number;
}

/** A10: bounds on one request, in milliseconds. `stallMs` is silence within a stream. */
export interface ModelClocks {
  readonly connectMs: number;
  readonly firstTokenMs: number;
  readonly stallMs: number;
  readonly totalMs: number;
}

export const MODEL_FAULTS = [
  'connect_timeout',
  'first_token_timeout',
  'stall_timeout',
  'total_timeout',
  'connection_lost',
  'rate_limited',
  'overloaded',
  'server_error',
  'unauthorized',
  'invalid_request',
  'malformed_answer',
  'aborted',
  'unknown',
] as const;
export type ModelFaultKind = (typeof MODEL_FAULTS)[number];

/** A request that brought no answer. An error not known to be transient is permanent (A6). */
export class ModelFault extends Error {
  readonly kind: ModelFaultKind;
  readonly transient: boolean;
  /** How long the endpoint asked to wait, already bounded; `null` if it did not say. */
  readonly retryAfterMs: number | null;
  constructor(
    kind: ModelFaultKind,
    message: string,
    transient: boolean,
    retryAfterMs: number | null = null,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'ModelFault';
    this.kind = kind;
    this.transient = transient;
    this.retryAfterMs = retryAfterMs;
  }
}

/** What a model that needs no prompt may look at: rehearsal speaks from this; a real model never sees it. */
export interface ModelContext {
  readonly ask: Ask;
  readonly callNumber: number;
}

export interface Model {
  readonly rehearsal: boolean;
  /**
   * One request, not retried here. `onProgress` is called at the first streamed event and then as output arrives.
   * Throws only `ModelFault`.
   */
  answer(
    request: ModelRequest,
    context: ModelContext,
    options: {
      readonly signal: AbortSignal;
      readonly clocks: ModelClocks;
      readonly onProgress: (characters: number) => void;
    },
  ): Promise<ModelReply>;
}
