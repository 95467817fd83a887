/**
 * The calls of one turn at its model: each attempt is begun by us, reserved, recorded before it is
 * made, counted whatever becomes of it (T7), and repeated while the model is unavailable and there
 * is time (A10).
 */

import { setTimeout as wait } from 'node:timers/promises';
import pRetry, { type RetryContext } from 'p-retry';
import { NO_USAGE } from '#design/events.ts';
import {
  type Block,
  type Message,
  type Model,
  type ModelAnswer,
  ModelFault,
  type ModelFaultKind,
  type ModelRequest,
} from '#models/model.ts';
import { costAtMostUsd, costUsdOf, estimateRequestTokens } from '#models/price.ts';
import { messageOf } from '#support/fault.ts';
import { TurnFailure } from './failure.ts';
import type { PrefixGate } from './prefix-gate.ts';
import { type Money, type Reserved, reserve } from './spending.ts';
import type { Trace } from './trace.ts';

/** Answers that broke off, which are paid for in vain, before the turn is given up. */
const BROKEN_ANSWERS = 3;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 20_000;
/** An endpoint's `retry-after` is obeyed up to this. */
const LONGEST_ASKED_WAIT_MS = 120_000;

/** The endpoint turned the request away before a model saw it: it cost nothing. */
const TURNED_AWAY: readonly ModelFaultKind[] = [
  'overloaded',
  'away',
  'bad_key',
  'no_credit',
  'unknown_model',
  'context_too_long',
  'refused_form',
];
/** Waited out within the turn's time. */
const PASSING: readonly ModelFaultKind[] = ['overloaded', 'away'];

interface CallParts {
  readonly model: Model;
  readonly money: Money;
  readonly gate: PrefixGate;
  readonly idleMs: number;
  readonly now: () => number;
}

/** What stays the same in all calls of a turn. `prefix`: equal for turns that share a cached beginning. */
export type CallFrame = Omit<ModelRequest, 'messages'> & { readonly prefix: string };

export class ModelCalls {
  readonly #parts: CallParts;
  readonly #trace: Trace;
  readonly #frame: Omit<ModelRequest, 'messages'>;
  readonly #prefix: string;
  readonly #signal: AbortSignal;
  #maxOutputTokens: number;
  #isRaised = false;
  #count = 0;
  #recordedMessages = 0;
  #brokenAnswers = 0;
  #underWay: Promise<unknown> = Promise.resolve();
  /** The newest attempt's, until an answer begins. */
  lastFault: ModelFault | TurnFailure | null = null;

  /** `signal`: the turn is over; a call under way is aborted. */
  constructor(
    parts: CallParts,
    { prefix, ...frame }: CallFrame,
    trace: Trace,
    signal: AbortSignal,
  ) {
    this.#parts = parts;
    this.#frame = frame;
    this.#prefix = prefix;
    this.#trace = trace;
    this.#signal = signal;
    this.#maxOutputTokens = frame.maxOutputTokens;
  }

  /** Resolves when no call is under way, and each is counted. */
  async settle(): Promise<void> {
    await Promise.allSettled([this.#underWay]);
  }

  /** @throws {TurnFailure | ModelFault} */
  async call(messages: readonly Message[]): Promise<{ readonly content: readonly Block[] }> {
    const calling = this.#call(messages);
    this.#underWay = calling;
    return await calling;
  }

  async #call(messages: readonly Message[]): Promise<{ readonly content: readonly Block[] }> {
    let answer = await this.#answer(messages);
    if (answer.stopReason === 'max_tokens' && !this.#isRaised) {
      this.#isRaised = true;
      this.#maxOutputTokens *= 2;
      answer = await this.#answer(messages);
    }
    const { content, stopReason } = answer;
    switch (stopReason) {
      case 'refusal':
        throw new TurnFailure('refused', 'model_refused', `${answer.model} refused to answer.`);
      case 'max_tokens':
        throw new TurnFailure(
          'model_error',
          'answer_too_long',
          `${answer.model} was cut off after ${this.#maxOutputTokens} tokens of output.`,
        );
      case 'context':
        throw new TurnFailure(
          'model_error',
          'context_too_long',
          `The turn has grown longer than ${answer.model} can read.`,
        );
      case 'tool_use':
      case 'end':
      case 'pause':
      case 'other':
        return { content };
    }
  }

  async #answer(messages: readonly Message[]): Promise<ModelAnswer> {
    this.#count += 1;
    const call = this.#count;
    const request = { ...this.#frame, maxOutputTokens: this.#maxOutputTokens, messages };
    const added = messages.slice(this.#recordedMessages);
    this.#recordedMessages = messages.length;
    return await pRetry((attempt) => this.#attempt(request, call, attempt, added), {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: FIRST_WAIT_MS,
      maxTimeout: LONGEST_WAIT_MS,
      randomize: true,
      signal: this.#signal,
      onFailedAttempt: (context) => this.#waitAsAsked(context),
      shouldRetry: ({ error }) => this.#mayRetry(error),
    });
  }

  async #waitAsAsked({ error }: RetryContext): Promise<void> {
    if (!(error instanceof ModelFault) || !error.isRetryable) return;
    const askedMs = Math.min(error.retryAfterMs ?? 0, LONGEST_ASKED_WAIT_MS);
    if (askedMs > 0) await wait(askedMs, undefined, { signal: this.#signal });
  }

  #mayRetry(error: Error): boolean {
    if (!(error instanceof ModelFault) || !error.isRetryable) return false;
    if (PASSING.includes(error.kind)) return true;
    this.#brokenAnswers += 1;
    return this.#brokenAnswers < BROKEN_ANSWERS;
  }

  async #attempt(
    request: ModelRequest,
    call: number,
    attempt: number,
    added: readonly Message[],
  ): Promise<ModelAnswer> {
    const { model, money, gate, idleMs, now } = this.#parts;
    const signal = this.#signal;
    // Later calls of a turn share their beginning with nobody.
    const begin = call === 1 ? await gate.enter(this.#prefix, signal) : () => undefined;
    const inputTokens = estimateRequestTokens(request);
    let reserved: Reserved | null = null;
    let costUsd: number | null = 0;
    let hasBegun = false;
    try {
      signal.throwIfAborted();
      const { maxOutputTokens } = request;
      const reservedUsd = costAtMostUsd(inputTokens, maxOutputTokens, model.price);
      reserved = await reserve(money, reservedUsd, signal).catch((error: unknown) => {
        if (error instanceof TurnFailure) this.lastFault = error;
        throw error;
      });
      await this.#trace.write({
        step: 'request',
        call,
        attempt,
        model: model.name,
        messages: attempt === 1 ? added : [],
        inputTokens,
        reservedUsd,
      });
      const startedAt = now();
      try {
        const onFirstEvent = () => {
          begin();
          hasBegun = true;
          this.lastFault = null;
          this.#trace.add({ step: 'first_token', call });
        };
        const answer = await model.call(request, { signal, idleMs, onFirstEvent });
        const { stopReason, content, usage } = answer;
        costUsd = costUsdOf(usage, model.price);
        const ms = now() - startedAt;
        this.#trace.add({ step: 'answer', call, ms, stopReason, content, usage, costUsd });
        return answer;
      } catch (error) {
        const fault = error instanceof ModelFault ? error : null;
        if (!signal.aborted) this.lastFault = fault;
        const isFree = fault !== null && !hasBegun && TURNED_AWAY.includes(fault.kind);
        const least = isFree ? NO_USAGE : { ...NO_USAGE, inputTokens };
        const usage = fault?.usage ?? least;
        costUsd = costUsdOf(usage, model.price);
        this.#trace.add({
          step: 'call_failed',
          call,
          ms: now() - startedAt,
          kind: signal.aborted ? 'aborted' : (fault?.kind ?? 'bug'),
          message: messageOf(error),
          usage,
          costUsd,
        });
        throw error;
      }
    } finally {
      begin();
      await reserved?.settle(costUsd ?? 0);
    }
  }
}
