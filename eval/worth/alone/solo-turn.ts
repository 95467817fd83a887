import * as z from 'zod';
import { LAPSES, OUTAGES } from '../../../src/core/vocabulary/sets.ts';
import { storable } from '../../../src/core/vocabulary/text.ts';
import { ModelFault, type ToolSpec } from '../../../src/engine/ports/model.ts';
import {
  type PinnedRepository,
  REPOSITORY_TOOLS,
  type RepositoryTool,
} from '../../../src/engine/ports/repository.ts';
import type { Clock } from '../../../src/foundation/clock.ts';
import { errorMessage } from '../../../src/foundation/fault.ts';
import { redacted } from '../../../src/foundation/redaction.ts';
import { abortable, withTimeout } from '../../../src/foundation/timeout.ts';
import { Conversation } from '../../../src/sessions/child/conversation.mjs';
import type { Assignment, ChildMessage, ChildMessageOf } from '../../../src/sessions/child/protocol.mjs';
import { gaveUp } from '../../../src/turns/failures.ts';
import type { CallModel, ModelCall, ModelOrder } from '../../../src/turns/model-broker.ts';
import type { TurnBounds } from '../../../src/turns/prompt/bounds.ts';
import { material, shortened } from '../../../src/turns/prompt/material-text.ts';
import * as texts from '../../../src/turns/prompt/texts.ts';

/** The world of a turn that belongs to no session: the same broker, bounds and tools as those of a persona's. */
export interface SoloParts {
  readonly callModel: CallModel;
  readonly clock: Clock;
  readonly bounds: TurnBounds;
  /** Takes secrets out of what a model gives (D6). */
  readonly redact: (text: string) => string;
  readonly repository: PinnedRepository | null;
  readonly admit: ModelOrder['admit'];
  /** Told of each call, also of one that brought no answer. USD; `null`: the price is not known. */
  readonly onSpent: (usd: number | null) => void;
}

/** One question to one model, which ends with one tool. */
export interface SoloTask<Answer> {
  readonly model: string;
  readonly effort: string;
  readonly shared: Assignment['shared'];
  /** Who it is to be; empty for nobody. */
  readonly persona: string;
  readonly ask: string;
  /** Calls of repository tools that it may make. */
  readonly readings: number;
  readonly tools: readonly ToolSpec[];
  readonly terminalTool: string;
  readonly schema: z.ZodType<Answer>;
}

/** A turn that brought no answer, in words for the record. */
export class SoloFault extends Error {
  override readonly name = 'SoloFault';
  /** What kept the model from being called; empty where it was called. */
  readonly kind: ModelFault['kind'] | '';
  constructor(message: string, kind: ModelFault['kind'] | '' = '') {
    super(message);
    this.kind = kind;
  }
}

/** Tells a model that could not be called, for example without credit, from one that did not answer as it should. */
export function isOutage(error: unknown): boolean {
  return error instanceof SoloFault && [...OUTAGES, ...LAPSES].some((each) => each === error.kind);
}

/** Puts the question, carries out readings, and asks again within bounds. Rejects with `SoloFault`, or as the signal says. */
export function soloTurn<Answer>(
  task: SoloTask<Answer>,
  parts: SoloParts,
  signal: AbortSignal,
): Promise<Answer> {
  return new SoloTurn(task, parts, signal).answered;
}

const TURN_ID = 'solo';
/** A context that no model is shown: such a call belongs to no turn. */
const NO_TURN = { question: '', places: [] };

class SoloTurn<Answer> {
  readonly answered: Promise<Answer>;
  readonly #task: SoloTask<Answer>;
  readonly #parts: SoloParts;
  readonly #signal: AbortSignal;
  readonly #outcome = Promise.withResolvers<Answer>();
  readonly #over = new AbortController();
  readonly #deadlineAt: number;
  readonly #conversation: Conversation;
  #call: ModelCall | null = null;
  #calls = 0;
  #readings = 0;

  constructor(task: SoloTask<Answer>, parts: SoloParts, signal: AbortSignal) {
    this.#task = task;
    this.#parts = parts;
    this.#signal = AbortSignal.any([signal, this.#over.signal]);
    this.#deadlineAt = parts.clock.now() + parts.bounds.turnTotalMs;
    this.answered = abortable(this.#outcome.promise, signal).finally(() => {
      this.#over.abort();
      this.#call?.abort();
    });
    const assignment: Assignment = {
      shared: [...task.shared],
      persona: task.persona,
      ask: task.ask,
      terminalTools: [task.terminalTool],
      reasks: parts.bounds.reasks,
    };
    this.#conversation = new Conversation(TURN_ID, assignment, (message) => {
      // The first message comes from within the constructor.
      setImmediate(() => this.#take(message));
      return 'sent';
    });
  }

  #take(message: ChildMessage): void {
    if (this.#signal.aborted) return;
    void this.#handle(message).catch((error: unknown) =>
      this.#outcome.reject(error instanceof SoloFault ? error : new SoloFault(errorMessage(error))),
    );
  }

  async #handle(message: ChildMessage): Promise<void> {
    if (message.type === 'ask_model') await this.#askModel(message);
    if (message.type === 'call_tool') await this.#callTool(message);
    // What was refused may quote the answer, which nobody may read before its reveal.
    if (message.type === 'gave_up') throw new SoloFault(gaveUp(message).error.message);
  }

  async #askModel({ call, request }: ChildMessageOf<'ask_model'>): Promise<void> {
    const { callModel, bounds, admit, onSpent } = this.#parts;
    const { model, effort, tools } = this.#task;
    this.#calls += 1;
    if (this.#calls > bounds.modelCalls) throw new SoloFault(`more than ${bounds.modelCalls} calls`);
    this.#call = callModel({
      request: { model, effort, maxOutputTokens: bounds.maxOutputTokens, tools, ...request },
      context: NO_TURN,
      prefix: '',
      bounds,
      deadlineAt: this.#deadlineAt,
      admit,
      observer: {
        firstToken: () => undefined,
        plainer: () => undefined,
        failed: () => undefined,
        unanswered: (_, { costUsd }) => onSpent(costUsd),
      },
    });
    try {
      const { content, stop, costUsd } = await this.#call.answer;
      onSpent(costUsd);
      this.#conversation.modelAnswered({
        type: 'model_answer',
        turnId: TURN_ID,
        call,
        content: [...content],
        stop,
      });
    } catch (error) {
      if (error instanceof ModelFault) throw new SoloFault(error.message, error.kind);
      throw error;
    } finally {
      this.#call = null;
    }
  }

  async #callTool({ callId, name, input }: ChildMessageOf<'call_tool'>): Promise<void> {
    const answer = (ok: boolean, text: string, ends = false): void =>
      this.#conversation.toolAnswered({ type: 'tool_answer', turnId: TURN_ID, callId, ok, text, ends });
    const reading = REPOSITORY_TOOLS.find((tool) => tool === name);
    if (reading !== undefined) {
      const { ok, text } = await this.#read(reading, input);
      return answer(ok, text);
    }
    const { terminalTool, schema } = this.#task;
    if (name !== terminalTool) return answer(false, texts.unknownTool(name, [terminalTool]));
    const given = redacted(input, this.#parts.redact);
    const [bytes, limit] = [Buffer.byteLength(JSON.stringify(given)), this.#parts.bounds.submissionBytes];
    const parsed = schema.safeParse(given);
    if (bytes > limit) return answer(false, texts.notAccepted(name, texts.tooLarge(bytes, limit)));
    if (!parsed.success) return answer(false, texts.notAccepted(name, problemsOf(parsed.error)));
    answer(true, texts.ACCEPTED, true);
    this.#outcome.resolve(parsed.data);
  }

  async #read(tool: RepositoryTool, input: unknown): Promise<{ ok: boolean; text: string }> {
    const { repository, bounds, clock } = this.#parts;
    if (repository === null) return { ok: false, text: texts.TOOL_FAILED };
    this.#readings += 1;
    if (this.#readings > this.#task.readings) return { ok: false, text: texts.READINGS_USED_UP };
    const work = abortable(repository.run(tool, input, this.#signal), this.#signal);
    const answer = await withTimeout(work, bounds.toolMs, () => null, clock);
    if (answer === null) return { ok: false, text: texts.TOOL_TIMED_OUT };
    return { ok: answer.ok, text: material(tool, shortened(answer.text, bounds.toolAnswerCharacters)) };
  }
}

const REASON_CHARACTERS = 1_500;
const problemsOf = (error: z.ZodError) => storable(z.prettifyError(error).slice(0, REASON_CHARACTERS));

/** USD of calls; `null` as soon as one price is not known. */
export class Spent {
  usd: number | null = 0;
  readonly add = (usd: number | null): void => {
    this.usd = this.usd === null || usd === null ? null : this.usd + usd;
  };
}
