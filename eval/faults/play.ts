import { join } from 'node:path';
import { loadParticipants } from '../../src/adapters/personas/load.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import type { Command, StartDesign } from '../../src/core/vocabulary/commands.ts';
import type { Design, Turn } from '../../src/core/vocabulary/design.ts';
import type { Settings } from '../../src/core/vocabulary/event-parts.ts';
import { DesignId, ParticipantId } from '../../src/core/vocabulary/ids.ts';
import { ROUND_KINDS } from '../../src/core/vocabulary/sets.ts';
import { openGate } from '../../src/core/vocabulary/status.ts';
import { decide } from '../../src/core/workflow/decide.ts';
import { evolve } from '../../src/core/workflow/evolve.ts';
import { timersOf } from '../../src/core/workflow/timers.ts';
import { Conversation } from '../../src/sessions/child/conversation.mjs';
import type { ChildMessage, ParentMessage } from '../../src/sessions/child/protocol.mjs';
import { createModelBroker } from '../../src/turns/model-broker.ts';
import type { Model } from '../../src/turns/model-context.ts';
import { TURN_BOUNDS } from '../../src/turns/prompt/bounds.ts';
import type { Persona } from '../../src/turns/prompt/persona.ts';
import { RunningTurn } from '../../src/turns/running-turn.ts';
import { askOf } from '../../test/support/designs/ask-of.ts';
import { PERSONAS, REPLIES, REPOSITORY, TOPIC, type Words } from './case.ts';
import { HONEST } from './honest.ts';
import type { Answer, Mode, Scene, Script } from './mode.ts';

/** What a design came to, and what became of the misbehaviour in it. */
export interface Played {
  readonly design: Design;
  readonly refusals: readonly string[];
  readonly taken: number;
}

const MINUTE = 60_000;
const MODEL = 'scripted';
const MAX_MOVES = 400;
const BOUNDS = { ...TURN_BOUNDS, retryBaseMs: 1, retryMaxMs: 5, firstTokenMs: 5_000 };
const DEFAULT_TURN_USD = 0.02;
const quiet = (): void => undefined;
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };

const personas = await loadParticipants(join(import.meta.dirname, '../../personas'));

/**
 * Plays a whole design: the real core and the real turns, with the real persona files, and scripted
 * words in place of a model. `sees`: a turn that sees the misbehaviour, and how it answers then;
 * where it is the very turn that misbehaves, it does not.
 */
export function played(mode: Mode, sees: Script = {}): Promise<Played> {
  return new Play({ ...mode, says: { ...mode.says, ...sees } }, mode.given ?? {}).toTheEnd();
}

interface Speech {
  isHonest: boolean;
}

class Play {
  readonly #mode: Mode;
  readonly #given: Script;
  readonly #replies: Words[];
  readonly #late: Words[];
  readonly #refusals: string[] = [];
  #design: Design | null = null;
  #uuids = 0;
  #taken = 0;
  #asked = 0;

  constructor(mode: Mode, given: Script) {
    this.#mode = mode;
    this.#given = given;
    this.#replies = [...(mode.replies ?? REPLIES)];
    this.#late = [...(mode.late ?? [])];
  }

  async toTheEnd(): Promise<Played> {
    this.#insist(startOf(this.#mode));
    for (let moves = 0; this.#now.end === null; moves++) {
      if (moves > MAX_MOVES) throw new Error(`${this.#mode.id} hangs in ${this.#now.step}`);
      await this.#goOn();
    }
    return { design: this.#now, refusals: this.#refusals, taken: this.#taken };
  }

  get #now(): Design {
    if (this.#design === null) throw new Error('it has not started');
    return this.#design;
  }

  async #goOn(): Promise<void> {
    const design = this.#now;
    const turn = design.turns.find(({ outcome }) => outcome === 'open');
    const starting = design.participants.flatMap(({ sessions }) =>
      sessions.filter(({ state }) => state === 'starting'),
    );
    const gate = openGate(design);
    const [timer] = timersOf(design);
    const isLate = turn !== undefined && design.rounds.some(({ kind }) => kind === 'signing');
    const late = isLate ? this.#late.shift() : undefined;
    if (late !== undefined) this.#record(late);
    if (turn !== undefined) await this.#take(turn);
    else if (starting[0] !== undefined)
      this.#insist({
        type: 'report_session_ready',
        sessionId: starting[0].id,
        pid: 4_000,
        process: '',
      });
    else if (design.settled !== null) this.#insist({ type: 'report_files_written', files: [] });
    else if (gate !== null)
      this.#insist({ type: 'cancel', by: 'Ana', reason: 'nobody decides here' });
    else if (design.answering !== null) this.#answer();
    else if (timer !== undefined) this.#insist({ type: 'pass_deadline', timerId: timer.id });
    else throw new Error(`${this.#mode.id} has nothing to do in ${design.step}`);
  }

  #answer(): void {
    const reply = this.#replies.shift();
    if (reply === undefined) this.#insist({ type: 'go_on', by: 'Ana' });
    else this.#record(reply);
  }

  #record({ author, authorId = author, text, isQuotation, edits }: Words): void {
    const shown = isQuotation
      ? { shown: [{ kind: 'quotation' as const, from: 0, to: text.length }] }
      : {};
    const words = { author, text, ...shown };
    if (edits !== undefined) this.#insist({ type: 'revise_reply', replyId: edits, ...words });
    else {
      const replyId = `m${this.#now.replies.length}`;
      this.#insist({ type: 'record_reply', replyId, ...words, authorId, questionId: null });
    }
  }

  /**
   * One turn, from the parent's side and from the session's, until the design has recorded its end.
   */
  async #take(turn: Turn): Promise<void> {
    const { promise: over, resolve, reject } = Promise.withResolvers<void>();
    // Of this turn: the answer to its last call comes when the next one has begun.
    const speech = { isHonest: true };
    let conversation: Conversation | null = null;
    const deliver = (message: ParentMessage): void => {
      if (message.type === 'take_turn')
        conversation = new Conversation(
          message.turnId,
          message.assignment,
          (said: ChildMessage) => {
            if (said.type === 'asked_again' && !speech.isHonest) this.#refusals.push(said.reason);
            running.receive(said);
            return 'sent';
          },
        );
      if (message.type === 'model_answer') conversation?.modelAnswered(message);
      if (message.type === 'tool_answer') {
        this.#heard(message, speech);
        conversation?.toolAnswered(message);
      }
    };
    const running = new RunningTurn({
      design: this.#now,
      turn,
      voiceOf: (id) => voiceOf(id),
      endpoint: '',
      bounds: BOUNDS,
      callModel: createModelBroker({ model: this.#model(speech), clock: systemClock }),
      repository: this.#now.repository === null ? null : REPOSITORY,
      submit: async (command) => {
        const decision = this.#do(command);
        if (this.#now.turns.find(({ id }) => id === turn.id)?.outcome !== 'open') resolve();
        return decision;
      },
      clock: systemClock,
      log,
      redact: (text) => text,
      kill: quiet,
      send: (message) => setImmediate(() => deliver(message)),
      admit: async ({ maxOutputTokens, reserve }) => {
        reserve(0);
        return { maxOutputTokens };
      },
      onBroken: reject,
    });
    await over;
  }

  #heard(
    { ok, ends, text }: Extract<ParentMessage, { type: 'tool_answer' }>,
    { isHonest }: Speech,
  ): void {
    if (isHonest) return;
    if (!ok) this.#refusals.push(text);
    else if (ends) this.#taken += 1;
  }

  #model(speech: Speech): Model {
    let attempt = 0;
    return {
      rehearsal: false,
      answer: async (_, context) => {
        const ask = askOf(context);
        const { answer, isHonest } = this.#speak({ design: this.#now, ask, attempt });
        speech.isHonest = isHonest;
        const content = answer.map(({ tool, input }) => {
          this.#asked += 1;
          const id = `call-${this.#asked}`;
          return { type: 'tool_use' as const, id, name: tool, input: asObject(input) };
        });
        attempt += 1;
        return {
          content:
            content.length === 0
              ? [{ type: 'text' as const, text: 'I have nothing to say.' }]
              : content,
          stop: content.length === 0 ? 'end_turn' : 'tool_use',
          model: MODEL,
          usage: { inputTokens: 1_000, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 500 },
          costUsd: this.#mode.turnUsd?.(ask.kind) ?? DEFAULT_TURN_USD,
        };
      },
    };
  }

  /** Misbehaves once in a turn, and is honest when that is refused; unless it is stubborn. */
  #speak(scene: Scene): { readonly answer: Answer; readonly isHonest: boolean } {
    const { kind } = scene.ask;
    const honest = [HONEST[kind](scene)];
    const isDone = scene.attempt > 0 && this.#mode.isStubborn !== true;
    const instead = isDone ? null : (this.#mode.says?.[kind]?.(scene, honest) ?? null);
    const answer = instead ?? this.#given[kind]?.(scene, honest) ?? honest;
    return { answer, isHonest: instead === null };
  }

  #do(command: Command) {
    const decision = decide(this.#design, command, {
      at: systemClock.now(),
      uuids: this.#freshUuids(),
    });
    if (decision.accepted)
      for (const event of decision.events) this.#design = evolve(this.#design, event);
    return decision;
  }

  #insist(command: Command): void {
    const decision = this.#do(command);
    if (!decision.accepted)
      throw new Error(`${this.#mode.id}: ${command.type} was refused: ${decision.refusal.message}`);
  }

  #freshUuids(): string[] {
    return Array.from({ length: 40 }, () => {
      this.#uuids += 1;
      return `0192f3aa-0000-7000-8000-${String(this.#uuids).padStart(12, '0')}`;
    });
  }
}

function voiceOf(id: ParticipantId) {
  const { profile, reads, sections } = personaNamed(id);
  return { summary: profile.summary, reads, sections, effort: 'low' };
}

function personaNamed(id: string): Persona {
  const persona = personas.find(({ profile }) => profile.id === id);
  if (persona === undefined) throw new Error(`no persona file for ${id}`);
  return persona;
}

function asObject(input: unknown): Record<string, unknown> {
  return typeof input === 'object' && input !== null ? { ...input } : {};
}

const SETTINGS: Settings = {
  questions: 'ask',
  // A gate's reasons end the design, so that nobody has to decide here.
  gates: 'none',
  answerMs: 10 * MINUTE,
  roundMs: 5 * MINUTE,
  synthesisMs: 20 * MINUTE,
  gateMs: 60 * MINUTE,
  gateBelow: 0.4,
  designMs: 60 * MINUTE,
  budgetUsd: null,
};

function startOf({
  topic = TOPIC,
  personas: named = PERSONAS,
  settings,
  hasRepository,
  turnUsd,
}: Mode): StartDesign {
  const participants = [...named, 'synthesizer', 'auditor'].map((name) => {
    const { id, title, emoji, role } = personaNamed(name).profile;
    return { id, title, emoji, role, model: MODEL };
  });
  return {
    type: 'start_design',
    designId: DesignId.parse('dsn_0192f3aa-0000-7000-8000-000000000000'),
    topic,
    context: [],
    participants,
    drawnOrder: named.map((id) => ParticipantId.parse(id)),
    settings: { ...SETTINGS, ...settings },
    repository: hasRepository === false ? null : REPOSITORY.pinned,
    startedBy: 'Ana',
    thread: null,
    successorOf: null,
    carried: null,
    rehearsal: false,
    expected: ROUND_KINDS.map((kind) => ({
      kind,
      usd: turnUsd?.(kind) ?? DEFAULT_TURN_USD,
      ms: MINUTE,
    })),
  };
}
