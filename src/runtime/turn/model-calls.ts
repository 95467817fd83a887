import { createHash } from 'node:crypto';
import { ModelFault, type ModelReply, type ModelRequest } from '../ports/model.ts';
import type { ChildMessageOf, ModelMessage } from '../session/protocol.mjs';
import { abortable } from '../timeout.ts';
import { modelFailed, overBound } from './failures.ts';
import type { ModelCall } from './model-broker.ts';
import { TOOL_SPECS } from './tools.ts';
import { NO_USAGE } from './trace.ts';
import type { TurnScope } from './turn-scope.ts';

type AskModel = ChildMessageOf<'ask_model'>;

/** When this few calls are left, the model is told to wrap up. */
const LAST_CALLS = 3;

/**
 * Brokers a turn's model calls: bounded, one at a time, each recorded before it is handed on. The session works on an
 * answer while the design stores what it cost; nothing that the session says next is looked at before that is stored.
 */
export class ModelCalls {
  readonly #scope: TurnScope;
  #answered: ModelCall[] = [];
  #underWay: ModelCall | null = null;
  #survivedLast = false;
  #count = 0;
  /** Settles when the design has stored what the last answer cost. */
  #recorded: Promise<unknown> = Promise.resolve();

  constructor(scope: TurnScope) {
    this.#scope = scope;
  }

  /** The session went on after its last answer, so that answer did not kill it. */
  goneOn(): void {
    this.#survivedLast = true;
  }

  async ask({ call, request: asked }: AskModel): Promise<void> {
    const { bounds, trace, clock, signal } = this.#scope;
    this.goneOn();
    this.#count += 1;
    if (this.#count > bounds.modelCalls) {
      const message = `The turn has used its ${bounds.modelCalls} model calls without a submission.`;
      return this.#scope.fail(overBound('model_calls_used_up', message));
    }
    // What this turn has cost so far counts.
    await this.#recorded;
    if (!this.#scope.isMoneyLeft()) {
      return this.#scope.fail(overBound('budget_used_up', 'The budget of the design is used up.'));
    }
    if (this.#count === bounds.modelCalls - LAST_CALLS) this.#scope.wrapUp();
    const request = this.#request(asked);
    const serialized = JSON.stringify(request);
    const sizeBytes = Buffer.byteLength(serialized);
    if (sizeBytes > bounds.requestBytes) {
      const message = `The request has ${sizeBytes} bytes; at most ${bounds.requestBytes} are sent.`;
      return this.#scope.fail(overBound('request_too_large', message));
    }
    if (this.#count === 1) trace.promptSent(promptOf(request));
    const startedAt = clock.now();
    const order = this.#begin(call, request, serialized);
    this.#underWay = order;
    try {
      const reply = await abortable(order.answer, signal);
      this.#answer(call, order, reply, clock.now() - startedAt);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ModelFault)) throw error;
      this.#underWay = null;
      await this.#scope.fail(modelFailed(error));
    }
  }

  /** Money is not spent on a turn that has ended. */
  abort(): void {
    this.#underWay?.abort();
    this.#underWay = null;
  }

  /**
   * The process is gone: what it asked for is left to its replacement. Not the answer that it was given last, if it
   * did nothing after that: it may be what killed it.
   */
  leaveBehind(): void {
    const { broker } = this.#scope;
    const survived = this.#survivedLast ? this.#answered : this.#answered.slice(0, -1);
    for (const call of survived) broker.leave(call, true);
    if (this.#underWay !== null) broker.leave(this.#underWay, this.#underWay.isReported);
    this.#underWay = null;
  }

  /** What decides about cost and conduct is not the session's to say (A3). */
  #request({ system, messages }: AskModel['request']): ModelRequest {
    const { maxOutputTokens } = this.#scope.bounds;
    return { ...speaker(this.#scope), maxOutputTokens, tools: TOOL_SPECS, system, messages };
  }

  #begin(call: number, request: ModelRequest, serialized: string): ModelCall {
    const { broker, ask, bounds, dueAt, trace, clock, log } = this.#scope;
    return broker.call({
      request,
      serialized,
      context: { ask, callNumber: call },
      prefix: prefixOf(this.#scope),
      bounds,
      deadlineAt: dueAt,
      observer: {
        sent: (attempt) => trace.add(clock.now(), { kind: 'request_sent', call, attempt }),
        firstToken: () => trace.add(clock.now(), { kind: 'first_token', call }),
        failed: (attempt, { kind: fault, transient }) => {
          trace.add(clock.now(), { kind: 'request_failed', call, attempt, fault, transient });
          log.warn('model_request_failed', { turnId: ask.turnId, call, attempt, fault, transient });
        },
      },
    });
  }

  #answer(call: number, order: ModelCall, reply: ModelReply, latencyMs: number): void {
    const { ask, submit, trace, clock, send, onBroken } = this.#scope;
    const { stop, model, content } = reply;
    const usage = order.isReported ? NO_USAGE : reply.usage;
    const costUsd = order.isReported ? 0 : reply.costUsd;
    trace.answered(clock.now(), { call, stop, usage, costUsd, text: textOf(content) });
    this.#underWay = null;
    this.#answered = [...this.#answered, order];
    this.#survivedLast = false;
    send({ type: 'model_answer', turnId: ask.turnId, call, content: [...content], stop });
    if (order.isReported) return;
    const { turnId } = ask;
    const answered = { type: 'report_model_answer', turnId, model, stopReason: stop } as const;
    // The session goes on meanwhile: what follows from the answer shares its commit.
    this.#recorded = submit({ ...answered, usage, costUsd, latencyMs }, 'soon').catch(onBroken);
  }
}

function speaker({ ask, voiceOf }: TurnScope): Pick<ModelRequest, 'model' | 'effort'> {
  return { model: ask.participant.model, effort: voiceOf(ask.participant.id).effort };
}

/** The tools are the same for every request, so they need not be told apart. */
function prefixOf(scope: TurnScope): string {
  const { model, effort } = speaker(scope);
  return `${model} ${effort} ${hashOf(scope.assignment.shared)}`;
}

/** Everybody who is asked at once shares the very same blocks. */
const HASHES = new WeakMap<object, string>();

function hashOf(shared: TurnScope['assignment']['shared']): string {
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
    .map((block) => (block.type === 'tool_use' ? JSON.stringify(block.input) : block.text))
    .join('\n\n');
}

function textOf(content: ModelReply['content']): string {
  return content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n');
}
