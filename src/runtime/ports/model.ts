import type { RecordPlace } from '../../core/afterwards/places.ts';
import type { Usage } from '../../core/vocabulary/events.ts';
import type { Lapse, Outage } from '../../core/vocabulary/sets.ts';
import type { ModelMessage, ParentMessageOf, TextBlock } from '../session/protocol.mjs';
import type { Ask } from '../turn/ask.ts';

/** A tool for the model. `inputSchema` is the whole JSON Schema, which an adapter reduces to the part its endpoint takes. */
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

export interface ModelReply {
  readonly content: ParentMessageOf<'model_answer'>['content'];
  readonly stop: ParentMessageOf<'model_answer'>['stop'];
  /** The model that answered, as the endpoint names it. */
  readonly model: string;
  readonly usage: Usage;
  /** By the price in `models.yaml`; `null` when it is not known. */
  readonly costUsd: number | null;
  /** The endpoint has not counted: usage and cost are the least that they can be (T7). */
  readonly isAtLeast?: true;
  /** The tool was called by a message that as a whole is its input, because the endpoint cannot call tools. */
  readonly byMessage?: true;
  /** The endpoint's own id of the request. Absent: it gave none, or no request was sent. */
  readonly requestId?: string;
}

/** The least that a request has used of its model. */
export type Spent = Pick<ModelReply, 'model' | 'usage' | 'costUsd'>;

/** How a request is doing while it is under way. */
export interface Sign {
  /** True if bytes of the answer have just arrived. */
  readonly hasCome: boolean;
  /** Milliseconds from now after which it ends if nothing more comes. */
  readonly endsInMs: number;
}

/** Bounds on one request, in milliseconds (A10). `stallMs` is silence within a stream. */
export interface ModelClocks {
  readonly connectMs: number;
  readonly firstTokenMs: number;
  readonly stallMs: number;
  readonly totalMs: number;
}

export type ModelFaultKind =
  | Lapse
  | Outage
  | 'invalid_request'
  | 'malformed_answer'
  | 'budget_used_up'
  | 'aborted'
  | 'unknown';

/** A request that brought no answer. An error not known to be transient is permanent (A6). */
export class ModelFault extends Error {
  readonly kind: ModelFaultKind;
  readonly transient: boolean;
  /** Milliseconds that the endpoint asked to wait, already bounded; `null` if it did not say. */
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

/** The context of a model that needs no prompt: rehearsal speaks from this; a real model never sees it. */
export type ModelContext = TurnContext | RecordContext;

/** A call within a turn. */
export interface TurnContext {
  readonly ask: Ask;
  readonly callNumber: number;
  /** Ends the process that asks, for real. */
  readonly kill: () => void;
}

/** Returns what the call of a turn is for. */
export function askOf(context: ModelContext): Ask {
  if ('ask' in context) return context.ask;
  throw new Error('broken invariant: this call belongs to no turn');
}

/** A question about an ended design, which belongs to no turn. */
export interface RecordContext {
  readonly question: string;
  readonly places: readonly RecordPlace[];
}

export interface Model {
  readonly rehearsal: boolean;
  /** Returns the least cost of sending this request: its input, estimated. A model that costs nothing lacks this method. */
  least?(request: ModelRequest, context: ModelContext): Spent;
  /**
   * Sends one request, without retries. Calls `onProgress` at the first streamed event and then as output arrives. Before the
   * request goes out it calls `onSpent` with a function that returns the usage so far, `null` for none; a model that costs
   * nothing does not. Throws only `ModelFault`.
   */
  answer(
    request: ModelRequest,
    context: ModelContext,
    options: {
      readonly signal: AbortSignal;
      readonly clocks: ModelClocks;
      readonly onProgress: () => void;
      readonly onSpent?: (soFar: () => Spent | null) => void;
      /** Called when bytes of the answer arrive, and whenever another bound applies. */
      readonly onSign?: (sign: Sign) => void;
    },
  ): Promise<ModelReply>;
}
