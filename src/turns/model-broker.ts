import { UNAVAILABLE_CAUSES, type UnavailableCause } from '../core/vocabulary/sets.ts';
import type { Clock } from '../foundation/clock.ts';
import { errorMessageOf } from '../foundation/fault.ts';
import { No } from '../foundation/no.ts';
import { retry } from '../foundation/retry.ts';
import type { RefusedPart } from '../ports/model.ts';
import {
  ModelFault,
  type ModelReply,
  type ModelRequest,
  type Spent,
  type Weight,
} from '../ports/model.ts';
import type { Model, ModelContext } from './model-context.ts';
import { PrefixGate } from './prefix-gate.ts';
import type { TurnBounds } from './prompt/bounds.ts';

const GATE_WAIT_MS = 10_000;
/**
 * A little less than the five minutes for which endpoints keep a cached prefix after its last use.
 */
const WARM_MS = 4 * 60_000;
/**
 * Answers of one turn that may begin and break off: each is paid for. Whatever costs nothing is
 * waited out instead.
 */
const BROKEN_ANSWERS = 3;

export interface ModelOrder {
  readonly request: ModelRequest;
  readonly context: ModelContext;
  /**
   * Identifies the beginning that requests share. The first request of each prefix goes ahead of
   * the others.
   */
  readonly prefix: string;
  readonly bounds: TurnBounds;
  /** Milliseconds since the epoch after which no attempt starts or continues. */
  readonly deadlineAt: number;
  /** Absent: retries until the deadline. */
  readonly patience?: Patience;
  /**
   * Checks the budget before each attempt. Resolves when what it may cost is stored; rejects on
   * abort.
   */
  readonly admit: (attempt: number, asking: CallToAdmit, signal: AbortSignal) => Promise<Admission>;
  readonly observer: ModelObserver;
}

/** Bounds on retrying a model that is unusable for now. Times in milliseconds since the epoch. */
export interface Patience {
  readonly until: number;
  /** Time since which the model is unavailable; `null`: the first call that fails. */
  readonly since: number | null;
  readonly mostMs: number;
}

/** An attempt that asks for room in the budget. */
export interface CallToAdmit extends Omit<Weight, 'least'> {
  /** Bound of its output. */
  readonly maxOutputTokens: number;
  /** From this step on it counts as under way, with so many USD; `null`: no longer. */
  readonly reserve: (usd: number | null) => void;
}

/** `maxOutputTokens`: the bound for which there is room. */
export type Admission = { readonly maxOutputTokens: number } | No<UsedUp>;
type UsedUp = 'design_used_up' | 'day_used_up';

interface ModelObserver {
  onFirstToken(): void;
  /**
   * `isTry`: the answer had begun, so that it counts among the few that a turn may pay for in vain.
   */
  onFailed(attempt: number, fault: ModelFault, isTry: boolean): void;
  onPlainer(refusedPart: RefusedPart): void;
  /** Called once with the least usage of an attempt without an answer, even if its turn is over. */
  onUnanswered(fault: ModelFault, spent: Spent): void;
}

/** Makes one request with its retries. `answer` rejects with `ModelFault` only. */
export type CallModel = (order: ModelOrder) => ModelCall;

export interface ModelCall {
  readonly answer: Promise<ModelReply>;
  /** Least usage of the attempt under way; `null` without one. */
  underWay(): UnderWay | null;
  silence(): CallSilence;
  /** `null` unless the model is unusable for now. */
  unavailable(): UnavailableCall | null;
  abort(): void;
}

/** Times in milliseconds since the epoch. */
export interface CallSilence {
  /** Last time anything arrived, or the beginning of the call. */
  readonly since: number;
  /** Next attempt if nothing arrives before; `null` if there is none, or it is unknown. */
  readonly againAt: number | null;
}

/** Times in milliseconds since the epoch. */
export interface UnavailableCall {
  readonly cause: UnavailableCause;
  readonly fault: ModelFault;
  readonly since: number;
  readonly until: number;
}

interface UnderWay {
  readonly attempt: number;
  readonly spent: Spent;
  /** USD that it may cost in all, or has cost if that is more. */
  readonly reservedUsd: number;
  /** False before sending: the attempt costs nothing yet, but its share of the budget is taken. */
  readonly isSent: boolean;
}

interface Attempt {
  number: number;
  /** Least cost of sending, while something is reserved for it. */
  least: Spent | null;
  reservedUsd: number;
  fault: ModelFault | null;
  /** `null` until it is sent. */
  soFar: () => Spent | null;
  /** Last time anything arrived, or the beginning of the call. */
  heardAt: number;
  againAt: number | null;
  hasBegun: boolean;
  /** The last attempt has written part of an answer. */
  hasWritten: boolean;
  /** The turn has paid for too many broken answers. */
  isGivenUp: boolean;
  /** The model's fault while it is unusable, and when that began; `null` while it is usable. */
  unavailable: { readonly fault: ModelFault; readonly since: number } | null;
  failures: number;
}

const nothing = () => null;

/**
 * Makes all model calls: retries them, and orders requests that share a prefix. One per process,
 * because it outlives turns.
 */
export function createModelBroker({
  model,
  clock,
}: {
  readonly model: Model;
  readonly clock: Clock;
}): CallModel {
  const gate = new PrefixGate(clock, { waitMs: GATE_WAIT_MS, warmMs: WARM_MS });
  /** Broken answers by turn. */
  const brokenAnswers = new WeakMap<object, number>();

  async function answerOrder(
    order: ModelOrder,
    signal: AbortSignal,
    now: Attempt,
  ): Promise<ModelReply> {
    const { bounds, observer } = order;
    const pass = model.rehearsal ? null : await gate.enter(order.prefix, signal);
    try {
      const policy = {
        retries: Number.POSITIVE_INFINITY,
        firstWaitMs: Math.min(bounds.retryBaseMs, bounds.retryMaxMs),
        maxWaitMs: bounds.retryMaxMs,
      };
      const attempt = (number: number) =>
        attemptOnce(order, now, number, signal, () => pass?.begin());
      return await retry(attempt, policy, {
        // Decided when the attempt failed.
        isPassing: () => now.againAt !== null,
        onFailed: (error, attempt, againInMs) => {
          const fault = asFault(error);
          // The model answered, but too slowly.
          if (now.hasBegun && fault.kind === 'total_timeout') now.unavailable = null;
          now.hasBegun = false;
          // Nobody knows what an unknown error in the middle of an answer has cost.
          const isTry = fault.transient && (now.hasWritten || fault.kind === 'unknown');
          const away = isTry ? countBroken(order, fault) : null;
          now.isGivenUp = away !== null;
          const waited = away ?? (isUnavailable(fault) ? fault : null);
          if (waited !== null)
            now.unavailable = { fault: waited, since: now.unavailable?.since ?? clock.now() };
          else now.failures += 1;
          const againAt = clock.now() + againInMs;
          now.againAt = away === null && mayTry(fault, order, now, againAt) ? againAt : null;
          observer.onFailed(attempt, fault, isTry);
        },
        signal,
        asked: { waitMs: (error) => asFault(error).retryAfterMs ?? 0, clock },
      });
    } catch (error) {
      const fault = asFault(error);
      if (now.isGivenUp && now.unavailable !== null) throw now.unavailable.fault;
      // An attempt that began too late for an answer proves nothing; the unavailable model before
      // it is the cause.
      throw fault.kind === 'total_timeout' ? (now.unavailable?.fault ?? fault) : fault;
    } finally {
      pass?.end();
    }
  }

  async function attemptOnce(
    order: ModelOrder,
    now: Attempt,
    number: number,
    signal: AbortSignal,
    noteBegun: () => void,
  ): Promise<ModelReply> {
    const { request, context } = order;
    const { least = null, ...weight } = model.weigh?.(request, context) ?? {
      inputUsd: 0,
      outputTokenUsd: 0,
    };
    const reserve = (usd: number | null): void => {
      Object.assign(now, { number, least: usd === null ? null : least, reservedUsd: usd ?? 0 });
    };
    try {
      const { maxOutputTokens } = request;
      const admission = await order.admit(number, { ...weight, maxOutputTokens, reserve }, signal);
      if (admission instanceof No) throw makeUsedUp(admission.why, now.fault);
      const admitted = limitOutput(request, admission.maxOutputTokens);
      return await sendOnce({ ...order, request: admitted }, now, signal, noteBegun);
    } finally {
      now.least = null;
    }
  }

  async function sendOnce(
    { request, context, bounds, deadlineAt, observer }: ModelOrder,
    now: Attempt,
    signal: AbortSignal,
    noteBegun: () => void,
  ): Promise<ModelReply> {
    const leftMs = deadlineAt - clock.now();
    if (leftMs <= 0) throw new ModelFault('total_timeout', 'the turn has no time left');
    now.againAt = null;
    now.hasWritten = false;
    const mayRetry = now.failures < bounds.modelRetries;
    const answering = model.answer(request, context, {
      signal,
      clocks: {
        // Halved, so that the turn still has time to report an unavailable model.
        connectMs:
          now.unavailable === null ? bounds.connectMs : Math.min(bounds.connectMs, leftMs / 2),
        firstTokenMs: bounds.firstTokenMs,
        stallMs: bounds.turnStallMs,
        totalMs: leftMs,
      },
      onSign: ({ hasCome, endsInMs }) => {
        if (hasCome) now.heardAt = clock.now();
        const endsAt = clock.now() + endsInMs;
        now.againAt = mayRetry && endsAt < deadlineAt ? endsAt : null;
      },
      onProgress: () => {
        now.heardAt = clock.now();
        if (now.hasBegun) return;
        now.hasBegun = true;
        noteBegun();
        observer.onFirstToken();
      },
      onPlainer: (refusedPart) => observer.onPlainer(refusedPart),
      onSpent: (soFar) => {
        now.soFar = soFar;
      },
    });
    try {
      const reply = await answering;
      // Keeps counting the reply until the caller has it: the turn may end in between.
      if (now.soFar() !== null) now.soFar = () => reply;
      return reply;
    } catch (error) {
      const spent = now.soFar();
      now.fault = asFault(error);
      now.hasWritten = spent !== null && spent.usage.outputTokens > 0;
      if (spent !== null) observer.onUnanswered(now.fault, spent);
      now.soFar = nothing;
      throw error;
    }
  }

  /**
   * The fault for which the turn waits, as for a model that is away, once too many of its answers
   * broke off.
   */
  function countBroken({ context }: ModelOrder, fault: ModelFault): ModelFault | null {
    const turn = context.ask ?? context;
    const count = (brokenAnswers.get(turn) ?? 0) + 1;
    brokenAnswers.set(turn, count);
    if (count < BROKEN_ANSWERS) return null;
    const kind = isUnavailable(fault) ? fault.kind : 'connection_lost';
    const message = `${count} answers of this turn broke off, the last because ${fault.message}`;
    return new ModelFault(kind, message, { retryAfterMs: fault.retryAfterMs, cause: fault });
  }

  /** True if patience and time are left for a retry. */
  function mayTry(fault: ModelFault, order: ModelOrder, now: Attempt, againAt: number): boolean {
    if (isUnavailable(fault)) return againAt < patienceEndOf(order, now);
    return (
      fault.transient && now.failures <= order.bounds.modelRetries && againAt < order.deadlineAt
    );
  }

  function patienceEndOf({ patience, deadlineAt }: ModelOrder, { unavailable }: Attempt): number {
    if (patience === undefined) return deadlineAt;
    const since = patience.since ?? unavailable?.since ?? clock.now();
    return Math.min(patience.until, deadlineAt, since + patience.mostMs);
  }

  return (order) => {
    const controller = new AbortController();
    const heardAt = clock.now();
    const now: Attempt = {
      number: 0,
      least: null,
      reservedUsd: 0,
      fault: null,
      soFar: nothing,
      heardAt,
      againAt: null,
      hasBegun: false,
      hasWritten: false,
      isGivenUp: false,
      unavailable: null,
      failures: 0,
    };
    const answer = answerOrder(order, controller.signal, now);
    return {
      answer,
      underWay: () => {
        const soFar = now.soFar();
        const spent = soFar ?? now.least;
        if (spent === null) return null;
        const reservedUsd = Math.max(now.reservedUsd, spent.costUsd ?? 0);
        return { attempt: now.number, spent, reservedUsd, isSent: soFar !== null };
      },
      silence: () => ({ since: now.heardAt, againAt: now.againAt }),
      unavailable: () => {
        const cause = UNAVAILABLE_CAUSES.find((each) => each === now.unavailable?.fault.kind);
        if (now.unavailable === null || cause === undefined || now.hasBegun) return null;
        return { ...now.unavailable, cause, until: patienceEndOf(order, now) };
      },
      abort: () => controller.abort(new ModelFault('aborted', 'the turn is over')),
    };
  };
}

/** The very request if it has that bound: models prepare each only once. */
function limitOutput(request: ModelRequest, maxOutputTokens: number): ModelRequest {
  return request.maxOutputTokens === maxOutputTokens ? request : { ...request, maxOutputTokens };
}

/**
 * Fault of the last attempt, since attempts may have used up the budget; a budget fault if there
 * was none.
 */
function makeUsedUp(which: UsedUp, last: ModelFault | null): ModelFault {
  if (last !== null)
    return new ModelFault(last.kind, `${last.message}, and the budget is used up`, {
      transient: false,
    });
  const whose = which === 'day_used_up' ? 'the day' : 'the design';
  return new ModelFault('budget_used_up', `The budget of ${whose} is used up.`);
}

/** True for a fault that passes by itself sooner or later. */
export function isUnavailable({ transient, kind }: ModelFault): boolean {
  return transient && UNAVAILABLE_CAUSES.some((cause) => cause === kind);
}

/** An unknown error is permanent. */
function asFault(error: unknown): ModelFault {
  if (error instanceof ModelFault) return error;
  return new ModelFault('unknown', errorMessageOf(error), { cause: error });
}
