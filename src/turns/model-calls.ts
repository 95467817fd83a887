import type { CommandOf } from '../core/vocabulary/commands.ts';
import type { AwaitedModel, Unavailable } from '../core/vocabulary/event-parts.ts';
import { digestOf } from '../foundation/digest.ts';
import { keepDefined } from '../foundation/keep-defined.ts';
import { No } from '../foundation/no.ts';
import { warnRepeatedly } from '../foundation/repeated-line.ts';
import { awaitUnlessAborted } from '../foundation/timeout.ts';
import { ModelFault, type ModelReply, type ModelRequest, type Spent } from '../ports/model.ts';
import type { ModelMessage } from '../ports/model-messages.mjs';
import type { Assignment, ChildMessageOf } from '../sessions/child/protocol.mjs';
import { type Failure, makeModelFailed, makeOverBound } from './failures.ts';
import {
  type CallSilence,
  isUnavailable,
  type ModelCall,
  type Patience,
  type UnavailableCall,
} from './model-broker.ts';
import type { Ask } from './prompt/ask.ts';
import type { RunningAttempt, Trace } from './records/trace.ts';
import { listToolSpecs } from './tools.ts';
import type { TurnParts } from './turn-parts.ts';

type AskModel = ChildMessageOf<'ask_model'>;

/** Limit on an answer's length after an answer was cut off; raised only once. */
const RAISED = { times: 2, maxTokens: 64_000 } as const;
/** Number of calls left when the model is asked to wrap up. */
export const LAST_CALLS = 3;

type Answer = Pick<ModelReply, 'content' | 'stop'>;
type Report = Omit<CommandOf<'report_model_answer'>, 'type' | 'turnId'>;

interface Begun {
  readonly call: number;
  readonly startedAt: number;
  isOver: boolean;
}

/**
 * Makes a turn's model calls one at a time, up to a bound. Records each answer before passing it
 * on.
 */
export class ModelCalls {
  readonly #parts: TurnParts;
  readonly #ask: Ask;
  readonly #trace: Trace;
  readonly #dueAt: number;
  readonly #patience: Patience;
  /** The session cannot set what affects cost and conduct. */
  readonly #conduct: Pick<ModelRequest, 'model' | 'effort' | 'maxOutputTokens'>;
  readonly #tools: ModelRequest['tools'];
  readonly #prefix: string;
  #underWay: { readonly order: ModelCall; readonly begun: Begun } | null = null;
  #wasCutOff = false;
  #hasTextCalls = false;
  #count = 0;
  /** Settles when the design has stored the cost of the last answer. */
  #reported: Promise<unknown> = Promise.resolve();

  /** `dueAt`: end of the turn, in milliseconds since the epoch. */
  constructor(
    parts: TurnParts,
    ask: Ask,
    {
      shared,
      effort,
      dueAt,
      patience,
    }: {
      readonly shared: Assignment['shared'];
      readonly effort: string;
      readonly dueAt: number;
      readonly patience: Patience;
    },
    trace: Trace,
  ) {
    const { model } = ask.participant;
    this.#parts = parts;
    this.#ask = ask;
    this.#trace = trace;
    this.#dueAt = dueAt;
    this.#patience = patience;
    this.#conduct = { model, effort, maxOutputTokens: parts.bounds.maxOutputTokens };
    this.#tools = listToolSpecs(ask);
    const names = this.#tools.map(({ name }) => name).join();
    this.#prefix = `${model} ${effort} ${names} ${hashOf(shared)}`;
  }

  /** The unusable model that the running call waits for; `null` while its model can be used. */
  get unavailable(): AwaitedModel | null {
    const call = this.#unavailableCall;
    if (call === null) return null;
    const { cause, since, until } = call;
    return { cause, since, until, model: this.#conduct.model, endpoint: this.#parts.endpoint };
  }

  /**
   * Failure to report if the running call were given up now; `null` while its model can be used.
   */
  get failure(): Failure | null {
    const call = this.#unavailableCall;
    if (call === null) return null;
    return { ...makeModelFailed(call.fault), unavailable: this.#describeUnavailable(call) };
  }

  get #unavailableCall(): UnavailableCall | null {
    return this.#underWay?.order.unavailable() ?? null;
  }

  /** True if the model wrote a call as text that could not count. */
  get hasTextCalls(): boolean {
    return this.#hasTextCalls;
  }

  get callsLeft(): number {
    return this.#parts.bounds.modelCalls - this.#count;
  }

  /** Silence of the running call; `null` without one. */
  get silence(): CallSilence | null {
    return this.#underWay?.order.silence() ?? null;
  }

  /**
   * Asks the model; `null` if aborted meanwhile. The session works on an answer while the design
   * stores the answer's cost; only the session's next request waits for the cost to be stored.
   */
  async ask(
    { call, request: childRequest }: AskModel,
    signal: AbortSignal,
  ): Promise<Answer | No<Failure> | null> {
    const { bounds, clock } = this.#parts;
    await this.#reported;
    this.#count += 1;
    if (this.callsLeft < 0) {
      const message = `The turn has used its ${bounds.modelCalls} model calls without a submission.`;
      return new No(makeOverBound('model_calls_used_up', message));
    }
    const varying = {
      ...this.#conduct,
      system: childRequest.system,
      messages: childRequest.messages,
    };
    if (this.#wasCutOff) {
      varying.maxOutputTokens = Math.min(varying.maxOutputTokens * RAISED.times, RAISED.maxTokens);
    }
    const sizeBytes = Buffer.byteLength(JSON.stringify(varying));
    if (sizeBytes > bounds.requestBytes) {
      const message = `The request has ${sizeBytes} bytes; at most ${bounds.requestBytes} are allowed.`;
      return new No(makeOverBound('request_too_large', message));
    }
    const request = { ...varying, tools: this.#tools };
    if (this.#count === 1) this.#trace.noteSent(promptOf(request));
    const startedAt = clock.now();
    const begun: Begun = { call, startedAt, isOver: false };
    const order = this.#begin(begun, request);
    this.#underWay = { order, begun };
    this.#trace.watch(() => attemptUnderWayOf(call, order));
    try {
      const reply = await awaitUnlessAborted(order.answer, signal);
      return this.#answer(call, reply, clock.now() - startedAt);
    } catch (error) {
      if (signal.aborted) return null;
      if (!(error instanceof ModelFault)) throw error;
      const failure = isUnavailable(error) ? this.failure : null;
      this.#over();
      return new No(failure ?? makeModelFailed(error));
    }
  }

  /**
   * Aborts the running call, since an ended turn spends no money, and puts its cost into the trace.
   */
  abort(): void {
    if (this.#underWay === null) return;
    const { order, begun } = this.#underWay;
    const openAttempt = this.#trace.underWay;
    this.#over();
    begun.isOver = true;
    if (openAttempt !== null) {
      this.#trace.addUnanswered(openAttempt);
      this.#report(begun, openAttempt.fault, openAttempt.spent);
    }
    order.abort();
  }

  #describeUnavailable({ cause, since, fault: { retryAfterMs } }: UnavailableCall): Unavailable {
    const { clock, endpoint } = this.#parts;
    const againAt = retryAfterMs === null ? null : clock.now() + retryAfterMs;
    return { cause, model: this.#conduct.model, endpoint, since, againAt };
  }

  #over(): void {
    this.#underWay = null;
    this.#trace.watch(null);
  }

  #begin(begun: Begun, request: ModelRequest): ModelCall {
    const { call } = begun;
    let lastSpent: Spent | null = null;
    let noted = 0;
    const { callModel, bounds, clock, log, admit } = this.#parts;
    const { designId, participant, turnId } = this.#ask;
    return callModel({
      request,
      context: { ask: this.#ask, callNumber: call, kill: this.#parts.kill },
      prefix: this.#prefix,
      bounds,
      deadlineAt: this.#dueAt,
      patience: this.#patience,
      admit: (attempt, asking, signal) => {
        const reserve = (usd: number | null): void => {
          asking.reserve(usd);
          // Stored before it is sent, whichever reservation holds in the end.
          if (usd !== null && noted < attempt)
            this.#trace.add({ kind: 'request_sent', call, attempt });
          noted = attempt;
        };
        return admit({ ...asking, reserve }, signal);
      },
      observer: {
        onPlainer: (refusedPart) => this.#trace.addPlainer(call, refusedPart),
        onFirstToken: () => this.#trace.add({ kind: 'first_token', call }),
        onFailed: (attempt, { kind: fault, transient }, isTry) => {
          const tried = isTry ? { isTry: true as const } : {};
          this.#trace.addUnanswered({
            call,
            attempt,
            fault,
            transient,
            ...tried,
            spent: lastSpent,
          });
          const who = { designId, participant: participant.id, turnId, model: request.model };
          const costUsd = lastSpent === null ? 0 : lastSpent.costUsd;
          const facts = { ...who, call, attempt, fault, transient, isTry, costUsd };
          lastSpent = null;
          warnRepeatedly(log, clock, 'model_request_failed', facts, `${request.model} ${fault}`);
        },
        onUnanswered: ({ kind }, spent) => {
          lastSpent = spent;
          if (!begun.isOver) this.#report(begun, kind, spent);
        },
      },
    });
  }

  #answer(call: number, reply: ModelReply, latencyMs: number): Answer {
    const { stop, model, content, usage, costUsd, byMessage, requestId, promptCharacters } = reply;
    const atLeast = keepDefined({ atLeast: reply.isAtLeast });
    const marks = { ...atLeast, ...keepDefined({ byMessage, requestId, promptCharacters }) };
    this.#trace.addAnswer({ call, stop, usage, costUsd, text: textOf(content), ...marks });
    this.#trace.addRepaired((reply.repaired ?? []).map((repair) => ({ repair, fields: [] })));
    this.#over();
    this.#wasCutOff ||= stop === 'max_tokens';
    this.#hasTextCalls ||= reply.hasTextCall === true;
    // Soon, not now: the session continues meanwhile, and what follows from the answer can share
    // its commit.
    const report = { model, stopReason: stop, usage, costUsd, ...atLeast, latencyMs };
    const readInPart = promptCharacters === undefined ? {} : { readInPart: true as const };
    this.#reported = this.#submit({ ...report, ...readInPart }, 'soon');
    return { content, stop };
  }

  /** Reports the least cost of a call without an answer. */
  #report(begun: Begun, stopReason: string, { model, usage, costUsd }: Spent): void {
    void this.#submit({
      model,
      stopReason,
      usage,
      costUsd,
      atLeast: true,
      latencyMs: this.#latencyMsOf(begun),
    });
  }

  /**
   * Submits in the same step in which the trace counts the call, so that both are stored together.
   */
  async #submit(report: Report, when: 'now' | 'soon' = 'now'): Promise<void> {
    const { submit, onBroken } = this.#parts;
    await submit({ type: 'report_model_answer', turnId: this.#ask.turnId, ...report }, when).catch(
      onBroken,
    );
  }

  #latencyMsOf({ startedAt }: Begun): number {
    return Math.max(0, this.#parts.clock.now() - startedAt);
  }
}

/** The running attempt as if it ended now without an answer; `null` if it has cost nothing. */
function attemptUnderWayOf(call: number, order: ModelCall): RunningAttempt | null {
  const now = order.underWay();
  return now === null ? null : { call, ...now, fault: 'aborted', transient: false };
}

/** Hashes by blocks, because participants asked at once share these. */
const HASHES = new WeakMap<object, string>();

function hashOf(shared: Assignment['shared']): string {
  return HASHES.getOrInsertComputed(shared, digestOf);
}

/**
 * Everything the model was given to read, in order, so that a record can prove what was withheld.
 */
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
