import type { RecordPlace } from '../../core/follow-up/places.ts';
import type { Usage } from '../../core/vocabulary/events.ts';
import type { FormPart, Lapse, Outage, Repair } from '../../core/vocabulary/sets.ts';
import type { ModelMessage, ParentMessageOf, TextBlock } from '../../sessions/child/protocol.mjs';
import type { RefusedPart } from '../../turns/models/form.ts';
import type { Ask } from '../../turns/prompt/ask.ts';

/** A tool for the model. Only `toolSpec` makes one. */
export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: ReducedSchema;
  /** It reads, and ends no turn: several may be called at once, and none by a checked schema. */
  readonly reads?: true;
}

/** The keywords of JSON Schema that every engine takes. Its lists are mutable only because the vendors' packages want them so. */
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
  /** The tool was called by a message, because the endpoint cannot call tools. */
  readonly byMessage?: true;
  /** What code has put right in it. Absent: nothing. */
  readonly repaired?: readonly Repair[];
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
  | 'context_exceeded'
  | 'refused_form'
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

/** A request that was refused for its form: a plainer one may be taken. */
export class RefusedForm extends ModelFault {
  /** The parts of the request that the endpoint names. */
  readonly named: readonly FormPart[];
  /** The endpoint's own words. */
  readonly said: string;
  constructor(message: string, named: readonly FormPart[], said: string, cause: unknown) {
    super('refused_form', message, false, null, cause);
    this.named = named;
    this.said = said;
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
      /** Called once in a turn for each part of its requests that is left out because the endpoint refused it. */
      readonly onPlainer?: (refused: RefusedPart) => void;
    },
  ): Promise<ModelReply>;
}
