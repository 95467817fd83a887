import { hash } from 'node:crypto';
import type { CommandOf } from '../../core/vocabulary/commands.ts';
import { ModelFault, type ModelReply, type ModelRequest, type Spent } from '../ports/model.ts';
import type { Assignment, ChildMessageOf, ModelMessage } from '../session/protocol.mjs';
import { abortable } from '../timeout.ts';
import type { Ask } from './ask.ts';
import { type Failure, modelFailed, overBound } from './failures.ts';
import type { ModelCall } from './model-broker.ts';
import { TOOL_SPECS } from './tools.ts';
import type { Trace, UnderWay } from './trace.ts';
import type { TurnParts } from './turn-parts.ts';

type AskModel = ChildMessageOf<'ask_model'>;

/** What the limit on an answer's length is raised to, once, when an answer was cut there. */
const RAISED = { times: 2, maxTokens: 64_000 } as const;
/** When this few calls are left, the model is asked to wrap up. */
export const LAST_CALLS = 3;

/** The model's answer for the session. */
type Answer = Pick<ModelReply, 'content' | 'stop'>;
type Report = Omit<CommandOf<'report_model_answer'>, 'type' | 'turnId'>;

/** A call as its turn began it. */
interface Begun {
  readonly call: number;
  readonly startedAt: number;
  /** Everything of it is recorded that will be. */
  isOver: boolean;
}

/** Brokers a turn's model calls: bounded, one at a time, each recorded before it is passed on. */
export class ModelCalls {
  readonly #parts: TurnParts;
  readonly #ask: Ask;
  readonly #trace: Trace;
  readonly #dueAt: number;
  /** The session does not decide what affects cost and conduct (A3). */
  readonly #conduct: Pick<ModelRequest, 'model' | 'effort' | 'maxOutputTokens'>;
  readonly #prefix: string;
  #underWay: { readonly order: ModelCall; readonly begun: Begun } | null = null;
  #wasCutOff = false;
  #count = 0;
  /** Settles when the design has stored what the last answer has cost. */
  #reported: Promise<unknown> = Promise.resolve();

  /** `dueAt` is when the turn has ended, in milliseconds since the epoch. */
  constructor(
    parts: TurnParts,
    ask: Ask,
    {
      shared,
      effort,
      dueAt,
    }: { readonly shared: Assignment['shared']; readonly effort: string; readonly dueAt: number },
    trace: Trace,
  ) {
    const { model } = ask.participant;
    this.#parts = parts;
    this.#ask = ask;
    this.#trace = trace;
    this.#dueAt = dueAt;
    this.#conduct = { model, effort, maxOutputTokens: parts.bounds.maxOutputTokens };
    this.#prefix = `${model} ${effort} ${hashOf(shared)}`;
  }

  get callsLeft(): number {
    return this.#parts.bounds.modelCalls - this.#count;
  }

  /**
   * `null` when the signal was aborted meanwhile. The session works on an answer while the design stores what it cost;
   * nothing that the session asks next is sent before that is stored.
   */
  async ask({ call, request: asked }: AskModel, signal: AbortSignal): Promise<Answer | Failure | null> {
    const { bounds, clock } = this.#parts;
    await this.#reported;
    this.#count += 1;
    if (this.callsLeft < 0) {
      const message = `The turn has used its ${bounds.modelCalls} model calls without a submission.`;
      return overBound('model_calls_used_up', message);
    }
    const varying = { ...this.#conduct, system: asked.system, messages: asked.messages };
    if (this.#wasCutOff) {
      varying.maxOutputTokens = Math.min(varying.maxOutputTokens * RAISED.times, RAISED.maxTokens);
    }
    const sizeBytes = Buffer.byteLength(JSON.stringify(varying));
    if (sizeBytes > bounds.requestBytes) {
      const message = `The request has ${sizeBytes} bytes; at most ${bounds.requestBytes} are sent.`;
      return overBound('request_too_large', message);
    }
    const request = { ...varying, tools: TOOL_SPECS };
    if (this.#count === 1) this.#trace.promptSent(promptOf(request));
    const startedAt = clock.now();
    const begun: Begun = { call, startedAt, isOver: false };
    const order = this.#begin(begun, request);
    this.#underWay = { order, begun };
    this.#trace.watch(() => unfinished(call, order));
    try {
      const reply = await abortable(order.answer, signal);
      return this.#answer(call, reply, clock.now() - startedAt);
    } catch (error) {
      if (signal.aborted) return null;
      if (!(error instanceof ModelFault)) throw error;
      this.#over();
      return modelFailed(error);
    }
  }

  /** Money is not spent on a turn that has ended. `isRecorded`: what it has spent so far is in the turn's record. */
  abort(isRecorded: boolean): void {
    if (this.#underWay === null) return;
    const { order, begun } = this.#underWay;
    const left = isRecorded ? this.#trace.recordedUnderWay : this.#trace.underWay;
    this.#over();
    begun.isOver = true;
    if (!isRecorded && left !== null) this.#trace.unanswered(left);
    if (left !== null) this.#report(begun, left.fault, left.spent);
    order.abort();
  }

  #over(): void {
    this.#underWay = null;
    this.#trace.watch(null);
  }

  #begin(begun: Begun, request: ModelRequest): ModelCall {
    const { call } = begun;
    let used: Spent | null = null;
    const { callModel, bounds, log, admit } = this.#parts;
    const { turnId } = this.#ask;
    return callModel({
      request,
      context: { ask: this.#ask, callNumber: call, kill: this.#parts.kill },
      prefix: this.#prefix,
      bounds,
      deadlineAt: this.#dueAt,
      admit: (attempt, begin, signal) =>
        admit(() => {
          begin();
          this.#trace.add({ kind: 'request_sent', call, attempt });
        }, signal),
      observer: {
        firstToken: () => this.#trace.add({ kind: 'first_token', call }),
        failed: (attempt, { kind: fault, transient }) => {
          this.#trace.unanswered({ call, attempt, fault, transient, spent: used });
          used = null;
          log.warn('model_request_failed', { turnId, call, attempt, fault, transient });
        },
        unanswered: ({ kind }, spent) => {
          used = spent;
          if (!begun.isOver) this.#report(begun, kind, spent);
        },
      },
    });
  }

  #answer(call: number, reply: ModelReply, latencyMs: number): Answer {
    const { stop, model, content, usage, costUsd } = reply;
    this.#trace.answered({ call, stop, usage, costUsd, text: textOf(content) });
    this.#over();
    this.#wasCutOff ||= stop === 'max_tokens';
    // The session goes on meanwhile: what follows from the answer shares its commit.
    this.#reported = this.#submit({ model, stopReason: stop, usage, costUsd, latencyMs }, 'soon');
    return { content, stop };
  }

  /** A call that brought no answer has cost this, at least (T7). */
  #report(begun: Begun, stopReason: string, { model, usage, costUsd }: Spent): void {
    void this.#submit({ model, stopReason, usage, costUsd, atLeast: true, latencyMs: this.#elapsed(begun) });
  }

  /** In the very step in which the trace counts it, so that both are stored together (T6). */
  async #submit(report: Report, when: 'now' | 'soon' = 'now'): Promise<void> {
    const { submit, onBroken } = this.#parts;
    await submit({ type: 'report_model_answer', turnId: this.#ask.turnId, ...report }, when).catch(onBroken);
  }

  #elapsed({ startedAt }: Begun): number {
    return Math.max(0, this.#parts.clock.now() - startedAt);
  }
}

/** The attempt under way, as if it ended now without an answer; `null` where nothing was spent on it. */
function unfinished(call: number, order: ModelCall): UnderWay | null {
  const now = order.underWay();
  return now === null ? null : { call, ...now, fault: 'aborted', transient: false };
}

/** Everybody who is asked at once shares the very same blocks. */
const HASHES = new WeakMap<object, string>();

function hashOf(shared: Assignment['shared']): string {
  return HASHES.getOrInsertComputed(shared, (blocks) => hash('sha256', JSON.stringify(blocks)));
}

/** Everything that the model was given to read, in order, so that a record can prove what it was not given (J1). */
function promptOf({ system, messages }: ModelRequest): string {
  return [...system.map((block) => block.text), ...messages.map(messageText)].join('\n\n');
}

function messageText({ content }: ModelMessage): string {
  return content
    .map((block) => {
      if (block.type === 'tool_use') return JSON.stringify(block.input);
      return 'text' in block ? block.text : '';
    })
    .join('\n\n');
}

function textOf(content: ModelReply['content']): string {
  return content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n');
}
