/**
 * A turn is one question to one participant, from its prompt to its submission. Here: Charrette's
 * side of it. Calls of the model are in `model-calls.ts`, those of tools in `tool-calls.ts`.
 */

import { depthOf } from '../core/policy/depth.ts';
import type { AwaitedModel } from '../core/vocabulary/event-parts.ts';
import type { ParticipantId, SessionId } from '../core/vocabulary/ids.ts';
import { pausesOf } from '../core/workflow/rounds/unavailable.ts';
import { cutText } from '../foundation/cut-text.ts';
import { keepDefined } from '../foundation/keep-defined.ts';
import { No } from '../foundation/no.ts';
import { assertUnreachable } from '../foundation/unreachable.ts';
import { REPOSITORY_TOOLS } from '../ports/repository.ts';
import type { ChildMessage, ChildMessageOf } from '../sessions/child/protocol.mjs';
import {
  type Failure,
  makeFellSilent,
  makeGaveUp,
  makeOverBound,
  makeTimedOut,
} from './failures.ts';
import type { CallSilence } from './model-broker.ts';
import { LAST_CALLS, ModelCalls } from './model-calls.ts';
import { type Ask, askFor } from './prompt/ask.ts';
import { makeAssignment, presentVoice, writeNotesSection } from './prompt/assignment.ts';
import { WRAP_UP_SHARE } from './prompt/bounds.ts';
import { limitEffort } from './prompt/conduct.ts';
import { listContextLeftOut } from './prompt/material.ts';
import { Trace } from './records/trace.ts';
import { ToolCalls } from './tool-calls.ts';
import type { TurnParts } from './turn-parts.ts';

/**
 * A session waits for one request, or for one answer's readings. More open messages than this break
 * the protocol.
 */
const MESSAGES_WAITING = 20;

/**
 * Charrette's side of one turn, from question to end: makes the model and tool calls, and keeps
 * clocks and trace. Handles messages one after the other, except readings. Modes:
 *
 * - *asked*: messages are handled, and time and silence are watched. To *submitting* by a terminal
 *   tool, to *over* by a bound, a fault, or `abandon` from outside.
 * - *submitting*: the design decides. A bound that is reached meanwhile waits. To *over* if it
 *   accepted or recorded the submission as late, else back to *asked*.
 * - *over*: calls are aborted and counted; nothing is handled any more. Reached in exactly one way:
 *   by a submission, by one `fail_turn`, or by `abandon`.
 */
export class RunningTurn {
  readonly trace: Trace;
  readonly #parts: TurnParts;
  readonly #ask: Ask;
  readonly #models: ModelCalls;
  readonly #tools: ToolCalls;
  readonly #over = new AbortController();
  readonly #timers: Disposable[];
  #silence: Disposable | null = null;
  #waiting = 0;
  #queue: Promise<void> = Promise.resolve();
  #hasWrappedUp = false;
  #isSubmitting = false;
  #expired: Failure | null = null;

  constructor(parts: TurnParts) {
    const { design, turn, voiceOf, bounds, clock, redact, send, log } = parts;
    this.#parts = parts;
    this.#ask = askFor(design, turn);
    const { designId, turnId, sessionId, roundId, kind, participant, deadlineAt } = this.#ask;
    const { startedAt } = turn;
    const dueAt = Math.min(startedAt + bounds.turnTotalMs, deadlineAt);
    const totalMs = Math.max(0, dueAt - startedAt);
    const assignment = makeAssignment(design, this.#ask, voiceOf, bounds);
    const head = {
      designId,
      turnId,
      sessionId,
      roundId,
      kind,
      participant: participant.id,
      startedAt,
    };
    // Operators read the record, and notes are for their author alone: the record only says that
    // there were some.
    const notes = writeNotesSection(this.#ask);
    const hideNotes = (text: string) =>
      notes === '' ? text : text.replaceAll(notes, '[the author’s notes]');
    this.trace = new Trace(head, clock, (text) => redact(hideNotes(text)));
    const effort = limitEffort(
      kind,
      depthOf(design.settings),
      presentVoice(voiceOf, participant.id).effort,
    );
    const wrapUpAt = startedAt + totalMs * WRAP_UP_SHARE;
    const patience = {
      // The time after that would not suffice for an answer.
      until: wrapUpAt,
      since: pausesOf(design, participant.model)[0]?.since ?? null,
      mostMs: design.settings.unavailableMs ?? Number.POSITIVE_INFINITY,
    };
    const terms = { shared: assignment.shared, effort, dueAt, patience };
    this.#models = new ModelCalls(parts, this.#ask, terms, this.trace);
    this.#tools = new ToolCalls(parts, this.#ask, this.trace, this.#over.signal);
    this.#timers = [
      clock.at(wrapUpAt, () => this.#wrapUp()),
      clock.at(dueAt, () => this.#expire(this.#models.failure ?? makeTimedOut(totalMs))),
    ];
    log.debug('turn_started', head);
    send({ type: 'take_turn', turnId, assignment });
    // Done after sending, so that the session can already start.
    const prompt = [
      ...assignment.shared.map((block) => block.text),
      assignment.persona,
      assignment.ask,
    ];
    this.trace.addPrompt(prompt, listContextLeftOut(design));
    this.#listenForSilence();
  }

  receive(message: ChildMessage): void {
    if (!('turnId' in message) || message.turnId !== this.#ask.turnId) return;
    this.#waiting += 1;
    this.#silence?.[Symbol.dispose]();
    if (this.#waiting > MESSAGES_WAITING) {
      this.#expire(
        makeOverBound(
          'too_many_messages',
          'The session sent too many messages without waiting for answers.',
        ),
      );
      return;
    }
    // Readings of one answer run at once: they change nothing.
    const before = isReading(message) ? Promise.resolve() : this.#queue;
    const handling = before.then(() => this.#take(message)).catch(this.#parts.onBroken);
    if (!isReading(message)) this.#queue = handling;
  }

  get sessionId(): SessionId {
    return this.#ask.sessionId;
  }

  get participant(): ParticipantId {
    return this.#ask.participant.id;
  }

  get silence(): CallSilence | null {
    return this.#isOver ? null : this.#models.silence;
  }

  get unavailable(): AwaitedModel | null {
    return this.#isOver ? null : this.#models.unavailable;
  }

  /**
   * Abandons the turn: aborts all its work, notifies the session, and submits nothing afterwards.
   */
  abandon(): void {
    if (this.#isOver) return;
    this.#parts.send({ type: 'abandon', turnId: this.#ask.turnId });
    this.#end();
  }

  get #isOver(): boolean {
    return this.#over.signal.aborted;
  }

  async #take(message: ChildMessage): Promise<void> {
    try {
      if (!this.#isOver) await this.#handle(message);
      if (this.#expired !== null) await this.#fail(this.#expired);
    } finally {
      this.#waiting -= 1;
      this.#listenForSilence();
    }
  }

  async #handle(message: ChildMessage): Promise<void> {
    switch (message.type) {
      case 'ask_model':
        return this.#askModel(message);
      case 'call_tool': {
        this.#isSubmitting = this.#ask.terminalTools.some((tool) => tool === message.name);
        try {
          return await this.#callTool(message);
        } finally {
          this.#isSubmitting = false;
        }
      }
      case 'asked_again':
        this.#tools.countAskedAgain();
        return this.trace.add({ kind: 'asked_again', reason: message.reason });
      case 'gave_up': {
        const isText = message.because === 'no_tool' && this.#models.hasTextCalls;
        const because = isText ? 'calls_as_text' : message.because;
        return this.#fail(makeGaveUp({ ...message, because }, this.#tools.refusals));
      }
      case 'ready':
      case 'pong':
        return;
      default:
        assertUnreachable(message);
    }
  }

  async #askModel(message: ChildMessageOf<'ask_model'>): Promise<void> {
    const { turnId } = this.#ask;
    const answer = await this.#models.ask(message, this.#over.signal);
    if (answer === null) return;
    if (answer instanceof No) return this.#fail(answer.why);
    const { content, stop } = answer;
    this.#tools.beginAnswer();
    if (this.#models.callsLeft === LAST_CALLS) this.#wrapUp();
    this.#parts.send({
      type: 'model_answer',
      turnId,
      call: message.call,
      content: [...content],
      stop,
    });
  }

  async #callTool({ callId, name, input }: ChildMessageOf<'call_tool'>): Promise<void> {
    const { clock, submit, send } = this.#parts;
    const { turnId } = this.#ask;
    const tool = cutText(name, 60);
    const startedAt = clock.now();
    const answer = await this.#tools.call(name, input, startedAt);
    if (this.#isOver) return;
    if (answer instanceof No) return this.#fail(answer.why);
    const { result, text, ends, isReported = false } = answer;
    const latencyMs = clock.now() - startedAt;
    // The design has ended the turn.
    if (ends) this.#end();
    else this.trace.addToolCall({ tool, input, result, latencyMs });
    send({ type: 'tool_answer', turnId, callId, ok: result === 'ok', text, ends });
    if (!isReported) await submit({ type: 'report_tool_call', turnId, tool, result, latencyMs });
  }

  /**
   * Handles a time-out. Waits for a submission that the design is deciding on: it may end the turn
   * well.
   */
  #expire(failure: Failure): void {
    if (this.#isSubmitting) this.#expired = failure;
    else this.#fail(failure).catch(this.#parts.onBroken);
  }

  async #fail({ outcome, error, unavailable }: Failure): Promise<void> {
    if (this.#isOver) return;
    const { submit, send, log } = this.#parts;
    const { designId, turnId, sessionId, kind, participant } = this.#ask;
    this.#end();
    send({ type: 'abandon', turnId });
    const { rule } = this.#tools.refusals;
    const refusal = rule === '' ? {} : { refused: rule };
    const who = { designId, participant: participant.id, sessionId, turnId, kind };
    log.warn('turn_failed', { ...who, outcome, class: error.class, ...refusal });
    await submit({
      type: 'fail_turn',
      turnId,
      outcome,
      error,
      ...keepDefined({ unavailable }),
    });
  }

  #wrapUp(): void {
    if (this.#hasWrappedUp || this.#isOver) return;
    this.#hasWrappedUp = true;
    this.#tools.wrapUp();
    this.#parts.send({ type: 'wrap_up', turnId: this.#ask.turnId });
  }

  /**
   * Silence counts only while nothing runs for the session: calls and tools have their own clocks.
   */
  #listenForSilence(): void {
    const { clock, bounds } = this.#parts;
    this.#silence?.[Symbol.dispose]();
    this.#silence = null;
    if (this.#waiting > 0 || this.#isOver) return;
    const silent = (): void => this.#expire(makeFellSilent(bounds.turnStallMs));
    this.#silence = clock.at(clock.now() + bounds.turnStallMs, silent);
  }

  #end(): void {
    this.#over.abort();
    for (const timer of this.#timers) timer[Symbol.dispose]();
    this.#silence?.[Symbol.dispose]();
    this.#models.abort();
  }
}

function isReading(message: ChildMessage): boolean {
  return message.type === 'call_tool' && REPOSITORY_TOOLS.some((tool) => tool === message.name);
}
