import type { Usage } from '../core/vocabulary/event-parts.ts';
import {
  type FormPart,
  type PermanentlyUnavailable,
  type Repair,
  type TemporarilyUnavailable,
  UNAVAILABLE_CAUSES,
} from '../core/vocabulary/sets.ts';
import type { ModelAnswer, ModelMessage, TextBlock } from './model-messages.mjs';

/** A tool for the model, made only by `makeToolSpec`. */
export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: ReducedSchema;
  /**
   * Set for tools that only read: a model may call several at once, and the endpoint does not
   * enforce their schema.
   */
  readonly reads?: true;
}

/**
 * Keywords of JSON Schema that every engine accepts. Lists are mutable only because the vendors'
 * packages require it.
 */
export interface ReducedSchema {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  readonly description?: string;
  readonly properties?: Record<string, ReducedSchema>;
  readonly required?: string[];
  readonly additionalProperties?: false;
  readonly items?: ReducedSchema;
  readonly enum?: string[];
}

export interface ModelRequest {
  readonly model: string;
  readonly effort: string;
  readonly maxOutputTokens: number;
  readonly system: readonly TextBlock[];
  readonly tools: readonly ToolSpec[];
  readonly messages: readonly ModelMessage[];
}

export interface ModelReply extends Readonly<ModelAnswer> {
  /** The model that answered, as the endpoint names it. */
  readonly model: string;
  readonly usage: Usage;
  /** By the price in `models.yaml`; `null` if unknown. */
  readonly costUsd: number | null;
  /** The endpoint did not count: usage and cost are lower bounds. */
  readonly isAtLeast?: true;
  /**
   * The endpoint counts so few tokens for a prompt of this length that the model may have read only
   * a part of it.
   */
  readonly promptCharacters?: number;
  /** The tool call came as a message, because the endpoint cannot call tools. */
  readonly byMessage?: true;
  /** The model wrote a call as text, in a form that cannot count. */
  readonly hasTextCall?: true;
  /** Repairs made by code. Absent: none. */
  readonly repaired?: readonly Repair[];
  /** The endpoint's id of the request. Absent if it gave none, or no request was sent. */
  readonly requestId?: string;
}

/** Lower bound of a request's usage. */
export type Spent = Pick<ModelReply, 'model' | 'usage' | 'costUsd'>;

/** What a request may cost, before it is sent. */
export interface Weight {
  /** A lower bound: the estimated input. */
  readonly least: Spent;
  /** USD of the input at most, and of each token of the answer; 0 without a known price. */
  readonly inputUsd: number;
  readonly outputTokenUsd: number;
}

export interface Sign {
  readonly hasCome: boolean;
  /** Milliseconds until it ends if nothing more arrives. */
  readonly endsInMs: number;
}

/** Bounds on one request, in milliseconds. `stallMs` is silence within a stream. */
export interface ModelClocks {
  readonly connectMs: number;
  readonly firstTokenMs: number;
  readonly stallMs: number;
  readonly totalMs: number;
}

export type ModelFaultKind =
  | TemporarilyUnavailable
  | PermanentlyUnavailable
  | 'invalid_request'
  | 'context_exceeded'
  | 'refused_form'
  | 'malformed_answer'
  | 'budget_used_up'
  | 'aborted'
  | 'unknown';

/**
 * The same request may be answered at the next attempt. Nothing else is, and so no unknown error.
 */
const TRANSIENT: readonly ModelFaultKind[] = [
  ...UNAVAILABLE_CAUSES,
  'first_token_timeout',
  'stall_timeout',
  'malformed_answer',
];

/** A request without an answer. `transient`: where it differs from what is usual for its kind. */
export class ModelFault extends Error {
  readonly kind: ModelFaultKind;
  readonly transient: boolean;
  /** Milliseconds that the endpoint asked to wait, already bounded; `null` if it did not say. */
  readonly retryAfterMs: number | null;
  constructor(
    kind: ModelFaultKind,
    message: string,
    {
      transient = TRANSIENT.includes(kind),
      retryAfterMs = null,
      cause,
    }: {
      readonly transient?: boolean;
      readonly retryAfterMs?: number | null;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause });
    this.name = 'ModelFault';
    this.kind = kind;
    this.transient = transient;
    this.retryAfterMs = retryAfterMs;
  }
}

/** A request refused for its form; a plainer one may be accepted. */
export class RefusedForm extends ModelFault {
  readonly named: readonly FormPart[];
  readonly said: string;
  constructor(message: string, named: readonly FormPart[], said: string, cause: unknown) {
    super('refused_form', message, { cause });
    this.named = named;
    this.said = said;
  }
}

/** A part left out of requests, and the words of the endpoint's refusal, without secrets. */
export interface RefusedPart {
  readonly part: FormPart;
  readonly said: string;
}

/**
 * `Context`: what a request is about. The rehearsal answers from it; a real model never sees it.
 */
export interface ModelPort<Context> {
  readonly rehearsal: boolean;
  /** Absent for models that cost nothing. */
  weigh?(request: ModelRequest, context: Context): Weight;
  /**
   * Sends one request without retries. Calls `onProgress` at the first streamed event and whenever
   * output arrives. Before sending, calls `onSpent` with a function that returns the usage so far
   * (`null`: none); free models do not. Throws only `ModelFault`.
   */
  answer(
    request: ModelRequest,
    context: Context,
    options: {
      readonly signal: AbortSignal;
      readonly clocks: ModelClocks;
      readonly onProgress: () => void;
      readonly onSpent?: (soFar: () => Spent | null) => void;
      /** Called when bytes of the answer arrive, and when a different time limit applies. */
      readonly onSign?: (sign: Sign) => void;
      /** Called once per turn for each part that is omitted because the endpoint refused it. */
      readonly onPlainer?: (refusedPart: RefusedPart) => void;
    },
  ): Promise<ModelReply>;
}
