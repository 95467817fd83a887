import type { TurnError, TurnOutcome } from '../../core/events.ts';
import type { ChildMessage } from '../session/protocol.mjs';
import { askFor } from './ask.ts';
import { assignmentFor } from './assignment.ts';
import { WRAP_UP_SHARE } from './bounds.ts';
import { type Failure, fellSilent, gaveUp, overBound, timedOut } from './failures.ts';
import { ModelCalls } from './model-calls.ts';
import type { TurnRecord } from './record.ts';
import { ToolCalls } from './tool-calls.ts';
import { Trace } from './trace.ts';
import type { RunningTurn } from './turn.ts';
import type { TurnParts, TurnScope } from './turn-scope.ts';

/** A session has one question open at a time; one that sends this many without waiting is out of order. */
const MESSAGES_WAITING = 20;

/**
 * Gives a session its turn and stays with it until it is over: the parent's side of one ask. Every way out leads to
 * exactly one of: a submission that the design has accepted or recorded as late, one `fail_turn`, or `abandon`
 * from outside (T1). Messages are taken one after the other, in order.
 */
export function beginTurn(parts: TurnParts): RunningTurn {
  const turn = new TurnUnderWay(parts);
  turn.start();
  return turn;
}

class TurnUnderWay implements RunningTurn {
  readonly #scope: TurnScope;
  readonly #trace: Trace;
  readonly #models: ModelCalls;
  readonly #tools: ToolCalls;
  readonly #over = new AbortController();
  readonly #timers: Disposable[] = [];
  #silence: Disposable | null = null;
  #waiting = 0;
  #queue: Promise<void> = Promise.resolve();
  #hasWrappedUp = false;
  #isSubmitting = false;
  #expired: Failure | null = null;

  constructor(parts: TurnParts) {
    const { design, turn, voiceOf, bounds, redact } = parts;
    const ask = askFor(design, turn);
    const { designId, turnId, sessionId, roundId, kind } = ask;
    const head = { designId, turnId, sessionId, roundId, kind, participant: turn.participant };
    this.#trace = new Trace({ ...head, startedAt: turn.startedAt }, redact);
    this.#scope = {
      ...parts,
      ask,
      assignment: assignmentFor(design, ask, voiceOf, bounds),
      trace: this.#trace,
      dueAt: Math.min(turn.startedAt + bounds.turnTotalMs, ask.deadlineAt),
      signal: this.#over.signal,
      isOver: () => this.#over.signal.aborted,
      fail: (failure) => this.#fail(failure),
      finish: () => this.#end(),
      wrapUp: () => this.#wrapUp(),
    };
    this.#models = new ModelCalls(this.#scope);
    this.#tools = new ToolCalls(this.#scope);
  }

  start(): void {
    const { assignment, ask, clock, dueAt, send, log, turn } = this.#scope;
    const prompt = [...assignment.shared.map((block) => block.text), assignment.persona, assignment.ask];
    this.#trace.promptAssembled(clock.now(), prompt.join('\n\n'));
    const totalMs = Math.max(0, dueAt - turn.startedAt);
    this.#timers.push(
      clock.at(turn.startedAt + totalMs * WRAP_UP_SHARE, () => this.#wrapUp()),
      clock.at(dueAt, () => this.#expire(timedOut(totalMs))),
    );
    log.info('turn_started', { designId: ask.designId, turnId: ask.turnId, kind: ask.kind });
    send({ type: 'take_turn', turnId: ask.turnId, assignment });
    this.#listenForSilence();
  }

  receive(message: ChildMessage): void {
    if (this.#scope.isOver()) return;
    if (!('turnId' in message) || message.turnId !== this.#scope.ask.turnId) return;
    this.#waiting += 1;
    this.#silence?.[Symbol.dispose]();
    if (this.#waiting > MESSAGES_WAITING) {
      this.#expire(overBound('too_many_messages', 'The session sent more than it may without waiting.'));
      return;
    }
    this.#queue = this.#queue.then(() => this.#take(message)).catch(this.#scope.onBroken);
  }

  abandon(because: 'ended' | 'process_lost' = 'ended'): void {
    if (this.#scope.isOver()) return;
    if (because === 'process_lost') this.#models.leaveBehind();
    else this.#scope.send({ type: 'abandon', turnId: this.#scope.ask.turnId });
    this.#end();
  }

  record(outcome: TurnOutcome, error: TurnError | null, endedAt: number): TurnRecord {
    return this.#trace.record(outcome, error, endedAt);
  }

  async #take(message: ChildMessage): Promise<void> {
    try {
      if (!this.#scope.isOver()) await this.#handle(message);
      if (this.#expired !== null) await this.#fail(this.#expired);
    } finally {
      this.#waiting -= 1;
      this.#listenForSilence();
    }
  }

  async #handle(message: ChildMessage): Promise<void> {
    switch (message.type) {
      case 'ask_model':
        return this.#models.ask(message);
      case 'call_tool': {
        this.#models.goneOn();
        this.#isSubmitting = this.#scope.ask.terminalTools.some((tool) => tool === message.name);
        try {
          return await this.#tools.call(message);
        } finally {
          this.#isSubmitting = false;
        }
      }
      case 'asked_again':
        this.#models.goneOn();
        return this.#trace.add(this.#scope.clock.now(), { kind: 'asked_again', reason: message.reason });
      case 'gave_up':
        return this.#fail(gaveUp(message));
      case 'ready':
      case 'pong':
        return;
    }
  }

  /** A clock ran out. A submission that the design is looking at is waited for: it may end the turn well. */
  #expire(failure: Failure): void {
    if (this.#isSubmitting) this.#expired = failure;
    else this.#fail(failure).catch(this.#scope.onBroken);
  }

  async #fail({ outcome, error }: Failure): Promise<void> {
    if (this.#scope.isOver()) return;
    const { ask, submit, send, log } = this.#scope;
    this.#end();
    send({ type: 'abandon', turnId: ask.turnId });
    log.warn('turn_failed', { designId: ask.designId, turnId: ask.turnId, outcome, class: error.class });
    await submit({ type: 'fail_turn', turnId: ask.turnId, outcome, error });
  }

  #wrapUp(): void {
    if (this.#hasWrappedUp || this.#scope.isOver()) return;
    this.#hasWrappedUp = true;
    this.#scope.send({ type: 'wrap_up', turnId: this.#scope.ask.turnId });
  }

  /** Only while nothing is under way for the session: what is under way has clocks of its own. */
  #listenForSilence(): void {
    const { clock, bounds } = this.#scope;
    this.#silence?.[Symbol.dispose]();
    this.#silence = null;
    if (this.#waiting > 0 || this.#scope.isOver()) return;
    const silent = (): void => this.#expire(fellSilent(bounds.turnStallMs));
    this.#silence = clock.at(clock.now() + bounds.turnStallMs, silent);
  }

  #end(): void {
    this.#over.abort();
    for (const timer of this.#timers) timer[Symbol.dispose]();
    this.#silence?.[Symbol.dispose]();
    this.#models.abort();
  }
}
