import { createHash } from 'node:crypto';
import { errorMessage } from '../fault.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import {
  type Model,
  type ModelContext,
  ModelFault,
  type ModelReply,
  type ModelRequest,
  type Spent,
} from '../ports/model.ts';
import { retry } from '../retry.ts';
import type { TurnBounds } from './bounds.ts';
import { KeptAnswers, type KeptCall } from './kept-answers.ts';
import { PrefixGate } from './prefix-gate.ts';

const KEEP_MS = 3 * 60_000;
const GATE_WAIT_MS = 10_000;
/** The endpoint keeps a cached prefix for five minutes after its last use; a little less is safe. */
const WARM_MS = 4 * 60_000;

export interface ModelOrder {
  readonly request: ModelRequest;
  /** The request as JSON, made once for all that its size and its bytes decide. */
  readonly serialized: string;
  readonly context: ModelContext;
  /** Names the bytes that other requests begin with as well: requests with the same one go one ahead of the others. */
  readonly prefix: string;
  readonly bounds: TurnBounds;
  /** Milliseconds since the epoch after which no attempt is started and none goes on. */
  readonly deadlineAt: number;
  /** Whether the design may still spend something: asked before each further attempt. */
  readonly isMoneyLeft: () => boolean;
  readonly observer: ModelObserver;
}

/** Progress of a call while it is under way. */
interface ModelObserver {
  sent(attempt: number): void;
  firstToken(): void;
  failed(attempt: number, fault: ModelFault): void;
  /** An attempt that brought no answer has used this, at least. Said once, also when the call is not its turn's any more. */
  unanswered(attempt: number, fault: ModelFault, spent: Spent): void;
}

export interface ModelBroker {
  /** One request with its retries, or the cached one that a lost process made. Rejects with `ModelFault` only. */
  call(order: ModelOrder): ModelCall;
  /**
   * Keeps a call for the next caller that makes the same request. `report` is called with the answer if that is not
   * reported, and comes before anybody has claimed the call.
   */
  leave(
    call: ModelCall,
    known: Pick<KeptCall, 'counted' | 'isReported'>,
    report: (reply: ModelReply) => void,
  ): void;
  /** Aborts cached calls that nobody claimed. */
  close(): void;
}

export interface ModelCall extends KeptCall {
  /** Hash of the request and of whom it is for. */
  readonly key: string;
  /** What the attempt under way has used, at least; `null` for nothing, or where others than its caller count it. */
  underWay(): UnderWay | null;
}

export interface UnderWay {
  readonly attempt: number;
  readonly spent: Spent;
}

/** The attempt that a call is at. */
interface Attempt {
  number: number;
  /** What the one before it failed with. */
  fault: ModelFault | null;
  soFar: () => Spent | null;
}

const nothing = () => null;

/**
 * All calls to the model: retries, the order of requests that share a prefix, and cached answers for replacements of
 * processes that died. One per runtime, because all of this outlives a turn.
 */
export function createModelBroker(parts: {
  readonly model: Model;
  readonly clock: Clock;
  readonly log: Log;
  readonly keepMs?: number;
}): ModelBroker {
  const { model, clock, log } = parts;
  const kept = new KeptAnswers(clock, log, parts.keepMs ?? KEEP_MS);
  const gate = new PrefixGate(clock, { waitMs: GATE_WAIT_MS, warmMs: WARM_MS });

  function begin(key: string, order: ModelOrder): ModelCall {
    const controller = new AbortController();
    const now: Attempt = { number: 0, fault: null, soFar: nothing };
    const answer = answered(order, controller.signal, now);
    return {
      key,
      answer,
      counted: nothing,
      isReported: false,
      underWay: () => {
        const spent = now.soFar();
        return spent === null ? null : { attempt: now.number, spent };
      },
      abort: () => controller.abort(new ModelFault('aborted', 'the turn is over', false)),
    };
  }

  async function answered(order: ModelOrder, signal: AbortSignal, now: Attempt): Promise<ModelReply> {
    const { bounds, observer } = order;
    const pass = model.rehearsal ? null : await gate.enter(order.prefix, signal);
    try {
      const policy = {
        retries: bounds.modelRetries,
        firstWaitMs: Math.min(bounds.retryBaseMs, bounds.retryMaxMs),
        maxWaitMs: bounds.retryMaxMs,
      };
      const attempt = (number: number) =>
        attemptOnce(order, { now, number, signal, begun: () => pass?.begun() });
      return await retry(attempt, policy, {
        isPassing: (error) => isPassing(asFault(error), order),
        onFailed: (error, attempt) => observer.failed(attempt, asFault(error)),
        signal,
        withinMs: Math.max(0, order.deadlineAt - clock.now()),
        asked: { waitMs: (error) => asFault(error).retryAfterMs ?? 0, clock },
      });
    } catch (error) {
      throw asFault(error);
    } finally {
      pass?.over();
    }
  }

  async function attemptOnce(
    { request, context, bounds, deadlineAt, isMoneyLeft, observer }: ModelOrder,
    {
      now,
      number,
      signal,
      begun,
    }: {
      readonly now: Attempt;
      readonly number: number;
      readonly signal: AbortSignal;
      readonly begun: () => void;
    },
  ): Promise<ModelReply> {
    const leftMs = deadlineAt - clock.now();
    if (leftMs <= 0) throw new ModelFault('total_timeout', 'the turn has no time left', false);
    // What it has cost so far may have used up what there was (T7).
    if (now.fault !== null && !isMoneyLeft()) {
      const { kind, message } = now.fault;
      throw new ModelFault(kind, `${message}, and the budget is used up`, false);
    }
    observer.sent(number);
    now.number = number;
    let hasBegun = false;
    const answering = model.answer(request, context, {
      signal,
      clocks: {
        connectMs: bounds.connectMs,
        firstTokenMs: bounds.firstTokenMs,
        stallMs: bounds.turnStallMs,
        totalMs: leftMs,
      },
      onProgress: () => {
        if (hasBegun) return;
        hasBegun = true;
        begun();
        observer.firstToken();
      },
      onSpent: (soFar) => {
        now.soFar = soFar;
      },
    });
    try {
      return await answering;
    } catch (error) {
      const spent = now.soFar();
      now.fault = asFault(error);
      if (spent !== null) observer.unanswered(number, now.fault, spent);
      throw error;
    } finally {
      now.soFar = nothing;
    }
  }

  /** No retry where the endpoint asks for a longer wait than the turn has. */
  function isPassing({ transient, retryAfterMs }: ModelFault, { bounds, deadlineAt }: ModelOrder): boolean {
    const waitMs = retryAfterMs ?? 0;
    return transient && waitMs <= bounds.retryAfterMaxMs && clock.now() + waitMs < deadlineAt;
  }

  /** When the cached call fails after all, the request is sent again. */
  function takeOver(key: string, left: KeptCall, order: ModelOrder): ModelCall {
    const { designId, participant } = order.context.ask;
    log.info('kept_model_call_claimed', {
      designId,
      participant: participant.id,
      reported: left.isReported,
    });
    let isAborted = false;
    let again: ModelCall | null = null;
    const answer = left.answer.catch((error: unknown) => {
      if (isAborted) throw asFault(error);
      again = begin(key, order);
      return again.answer;
    });
    const abort = (): void => {
      isAborted = true;
      left.abort();
      again?.abort();
    };
    // Who made the first request counts what it uses; what is sent again is this caller's.
    return {
      key,
      answer,
      counted: () => (again === null ? left.counted() : null),
      isReported: left.isReported,
      underWay: () => again?.underWay() ?? null,
      abort,
    };
  }

  return {
    call: (order) => {
      const key = keyOf(order);
      const left = kept.claim(key);
      return left === undefined ? begin(key, order) : takeOver(key, left, order);
    },
    leave: ({ key, answer, abort }, known, report) => kept.keep(key, { answer, abort, ...known }, report),
    close: () => kept.close(),
  };
}

function keyOf({ serialized, context: { ask } }: ModelOrder): string {
  const identity = [ask.designId, ask.participant.id, ask.roundId].join(' ');
  return createHash('sha256').update(`${identity} ${serialized}`).digest('hex');
}

/** What is not known to be transient is permanent (A6). */
function asFault(error: unknown): ModelFault {
  if (error instanceof ModelFault) return error;
  const message = errorMessage(error);
  return new ModelFault('unknown', message, false, null, error);
}
