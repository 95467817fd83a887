import type { Design } from '../../core/design.ts';
import type { ParticipantId, SessionId, TurnId } from '../../core/ids.ts';
import { budgetUsedUp } from '../../core/policy/reserve.ts';
import type { Persona } from '../persona.ts';
import type { PinnedRepository } from '../ports/repository.ts';
import type { Sessions } from '../ports/sessions.ts';
import type { ChildMessage } from '../session/protocol.mjs';
import { beginTurn } from '../turn/begin-turn.ts';
import { lateSubmission } from '../turn/late-submission.ts';
import type { ModelBroker } from '../turn/model-broker.ts';
import { LATE } from '../turn/texts.ts';
import type { TurnSurroundings } from '../turn/turn-scope.ts';
import type { Mailbox } from './mailbox.ts';
import type { RunningTurns } from './running-turns.ts';

export interface TurnStarterParts extends TurnSurroundings {
  readonly sessions: Sessions;
  readonly models: ModelBroker;
  readonly personas: readonly Persona[];
  /** How hard a persona's model thinks when its file does not say. */
  readonly defaultEffort: string;
}

/** Puts one design's questions to its sessions, and hands what they say to their turns. */
export class TurnStarter {
  readonly #mailbox: Mailbox;
  readonly #turns: RunningTurns;
  readonly #parts: TurnStarterParts;
  readonly #onBroken: (error: unknown) => void;

  /** `onBroken` is called with what a turn could not get recorded. */
  constructor(
    mailbox: Mailbox,
    turns: RunningTurns,
    parts: TurnStarterParts,
    onBroken: (error: unknown) => void,
  ) {
    this.#mailbox = mailbox;
    this.#turns = turns;
    this.#parts = parts;
    this.#onBroken = onBroken;
  }

  /**
   * Puts one question to a session, from the design as it stood when it was to be asked. One that was given up in the
   * meantime is not asked any more: nobody would ever end it again.
   */
  ask(design: Design, turnId: TurnId, repository: PinnedRepository | null): void {
    const { sessions, models, ...parts } = this.#parts;
    const { submit } = this.#mailbox;
    const turn = design.turns.findLast((each) => each.id === turnId);
    const now = this.#mailbox.design?.turns.findLast((each) => each.id === turnId);
    if (turn === undefined || now?.outcome !== 'open') return;
    const running = beginTurn({
      ...parts,
      design,
      turn,
      voiceOf: (id) => this.#voiceOf(id),
      broker: models,
      repository,
      submit,
      send: (message) => sessions.send(turn.sessionId, message),
      isMoneyLeft: () => this.#mailbox.design === null || !budgetUsedUp(this.#mailbox.design),
      onBroken: this.#onBroken,
    });
    this.#turns.add(turnId, turn.sessionId, running);
  }

  /** Takes a message that a session has sent. */
  receive(sessionId: SessionId, message: ChildMessage): void {
    if (!('turnId' in message)) return;
    const running = this.#turns.find(sessionId, message.turnId);
    if (running !== undefined) running.receive(message);
    else if (message.type === 'call_tool') this.#takeLate(sessionId, message).catch(this.#onBroken);
  }

  /** A submission that crossed the end of its turn is recorded as late, and its author told (C16). */
  async #takeLate(sessionId: SessionId, call: Extract<ChildMessage, { type: 'call_tool' }>): Promise<void> {
    const { bounds, redact, sessions } = this.#parts;
    const late = lateSubmission(call, bounds.submissionBytes, redact);
    if (late === null) return;
    if (late.command !== null) await this.#mailbox.submit(late.command);
    const { turnId, callId } = call;
    sessions.send(sessionId, { type: 'tool_answer', turnId, callId, ok: false, text: LATE, ends: true });
  }

  #voiceOf(id: ParticipantId) {
    const persona = this.#parts.personas.find((each) => each.profile.id === id);
    if (persona === undefined) throw new Error(`broken invariant: no persona file for ${id}`);
    return { body: persona.body, effort: persona.profile.effort ?? this.#parts.defaultEffort };
  }
}
