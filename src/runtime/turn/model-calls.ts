import { createHash } from 'node:crypto';
import type { CommandOf } from '../../core/commands.ts';
import { ModelFault, type ModelReply, type ModelRequest } from '../ports/model.ts';
import type { Assignment, ChildMessageOf, ModelMessage } from '../session/protocol.mjs';
import { abortable } from '../timeout.ts';
import type { Ask } from './ask.ts';
import { type Failure, modelFailed, overBound } from './failures.ts';
import type { ModelCall } from './model-broker.ts';
import { NO_USAGE } from './record.ts';
import { TOOL_SPECS } from './tools.ts';
import type { Trace } from './trace.ts';
import type { TurnParts } from './turn-parts.ts';

type AskModel = ChildMessageOf<'ask_model'>;

/** What the limit on an answer's length is raised to, once, when an answer was cut there. */
const RAISED = { times: 2, maxTokens: 64_000 } as const;
/** When this few calls are left, the model is asked to wrap up. */
export const LAST_CALLS = 3;

/** The model's answer for the session, and its cost for the design, unless the design has recorded that already. */
interface Answer extends Pick<ModelReply, 'content' | 'stop'> {
  readonly report: Omit<CommandOf<'report_model_answer'>, 'type' | 'turnId'> | null;
}

/** Brokers a turn's model calls: bounded, one at a time, each recorded before it is passed on. */
export class ModelCalls {
  readonly #parts: Pick<TurnParts, 'broker' | 'bounds' | 'isMoneyLeft' | 'kill' | 'clock' | 'log'>;
  readonly #ask: Ask;
  readonly #trace: Trace;
  readonly #dueAt: number;
  /** The session does not decide what affects cost and conduct (A3). */
  readonly #conduct: Pick<ModelRequest, 'model' | 'effort' | 'maxOutputTokens' | 'tools'>;
  readonly #prefix: string;
  #answered: ModelCall[] = [];
  #underWay: ModelCall | null = null;
  #survivedLast = false;
  #wasCutOff = false;
  #count = 0;

  /** `dueAt` is when the turn has ended, in milliseconds since the epoch. */
  constructor(
    parts: Pick<TurnParts, 'broker' | 'bounds' | 'isMoneyLeft' | 'kill' | 'clock' | 'log'>,
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
    this.#conduct = { model, effort, maxOutputTokens: parts.bounds.maxOutputTokens, tools: TOOL_SPECS };
    // The tools are the same for every request, so they are not part of the key.
    this.#prefix = `${model} ${effort} ${hashOf(shared)}`;
  }

  get callsLeft(): number {
    return this.#parts.bounds.modelCalls - this.#count;
  }

  /** The session said something after its last answer, so that answer did not kill it. */
  sessionWentOn(): void {
    this.#survivedLast = true;
  }

  /** `null` when the signal was aborted meanwhile. */
  async ask({ call, request: asked }: AskModel, signal: AbortSignal): Promise<Answer | Failure | null> {
    const { bounds, isMoneyLeft, clock } = this.#parts;
    this.#count += 1;
    if (this.callsLeft < 0) {
      const message = `The turn has used its ${bounds.modelCalls} model calls without a submission.`;
      return overBound('model_calls_used_up', message);
    }
    if (!isMoneyLeft()) return overBound('budget_used_up', 'The budget of the design is used up.');
    const request = { ...this.#conduct, system: asked.system, messages: asked.messages };
    if (this.#wasCutOff) {
      request.maxOutputTokens = Math.min(request.maxOutputTokens * RAISED.times, RAISED.maxTokens);
    }
    const serialized = JSON.stringify(request);
    const sizeBytes = Buffer.byteLength(serialized);
    if (sizeBytes > bounds.requestBytes) {
      const message = `The request has ${sizeBytes} bytes; at most ${bounds.requestBytes} are sent.`;
      return overBound('request_too_large', message);
    }
    if (this.#count === 1) this.#trace.promptSent(promptOf(request));
    const startedAt = clock.now();
    const order = this.#begin(call, request, serialized);
    this.#underWay = order;
    try {
      const reply = await abortable(order.answer, signal);
      return this.#answer(call, order, reply, clock.now() - startedAt);
    } catch (error) {
      if (signal.aborted) return null;
      if (!(error instanceof ModelFault)) throw error;
      this.#underWay = null;
      return modelFailed(error);
    }
  }

  /** Money is not spent on a turn that has ended. */
  abort(): void {
    this.#underWay?.abort();
    this.#underWay = null;
  }

  /**
   * The process is gone: its replacement gets the answers to its requests. Not the last answer, if the process did
   * nothing after it: that answer may have killed it.
   */
  leaveBehind(): void {
    const { broker } = this.#parts;
    const survived = this.#survivedLast ? this.#answered : this.#answered.slice(0, -1);
    for (const call of survived) broker.leave(call, true);
    if (this.#underWay !== null) broker.leave(this.#underWay, this.#underWay.isReported);
    this.#underWay = null;
  }

  #begin(call: number, request: ModelRequest, serialized: string): ModelCall {
    const { broker, bounds, log } = this.#parts;
    const { turnId } = this.#ask;
    return broker.call({
      request,
      serialized,
      context: { ask: this.#ask, callNumber: call, kill: this.#parts.kill },
      prefix: this.#prefix,
      bounds,
      deadlineAt: this.#dueAt,
      observer: {
        sent: (attempt) => this.#trace.add({ kind: 'request_sent', call, attempt }),
        firstToken: () => this.#trace.add({ kind: 'first_token', call }),
        failed: (attempt, { kind: fault, transient }) => {
          this.#trace.add({ kind: 'request_failed', call, attempt, fault, transient });
          log.warn('model_request_failed', { turnId, call, attempt, fault, transient });
        },
      },
    });
  }

  #answer(call: number, order: ModelCall, reply: ModelReply, latencyMs: number): Answer {
    const { stop, model, content } = reply;
    const { usage, costUsd } = order.isReported ? { usage: NO_USAGE, costUsd: 0 } : reply;
    this.#trace.answered({ call, stop, usage, costUsd, text: textOf(content) });
    this.#underWay = null;
    this.#answered = [...this.#answered, order];
    this.#survivedLast = false;
    this.#wasCutOff ||= stop === 'max_tokens';
    const report = order.isReported ? null : { model, stopReason: stop, usage, costUsd, latencyMs };
    return { content, stop, report };
  }
}

/** Everybody who is asked at once shares the very same blocks. */
const HASHES = new WeakMap<object, string>();

function hashOf(shared: Assignment['shared']): string {
  const known = HASHES.get(shared);
  if (known !== undefined) return known;
  const hash = createHash('sha256').update(JSON.stringify(shared)).digest('hex');
  HASHES.set(shared, hash);
  return hash;
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
