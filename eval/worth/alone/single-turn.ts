import * as z from 'zod';
import { PERMANENTLY_UNAVAILABLE, TEMPORARILY_UNAVAILABLE } from '#core/vocabulary/sets.ts';
import type { Clock } from '#foundation/clock.ts';
import { makeStorable } from '#foundation/cut-text.ts';
import { errorMessageOf } from '#foundation/fault.ts';
import { redactIn } from '#foundation/redaction.ts';
import { awaitUnlessAborted, awaitWithTimeout } from '#foundation/timeout.ts';
import { ModelFault, type ToolSpec } from '#ports/model.ts';
import { type PinnedRepository, REPOSITORY_TOOLS, type RepositoryTool } from '#ports/repository.ts';
import { Conversation } from '#sessions/child/conversation.mjs';
import type { Assignment, ChildMessage, ChildMessageOf } from '#sessions/child/protocol.mjs';
import { makeGaveUp } from '#turns/failures.ts';
import type { CallModel, ModelOrder } from '#turns/model-broker.ts';
import type { TurnBounds } from '#turns/prompt/bounds.ts';
import { shortenMaterial, wrapMaterial } from '#turns/prompt/material-text.ts';
import * as texts from '#turns/prompt/texts.ts';

/**
 * The world of a turn that belongs to no session: the same broker, bounds and tools as those of a
 * persona's.
 */
export interface SingleTurnParts {
  readonly callModel: CallModel;
  readonly clock: Clock;
  readonly bounds: TurnBounds;
  /** Takes secrets out of what a model gives. */
  readonly redact: (text: string) => string;
  readonly repository: PinnedRepository | null;
  readonly admit: ModelOrder['admit'];
  /** Told of each call, also of one that brought no answer. USD; `null`: the price is not known. */
  readonly onSpent: (usd: number | null) => void;
}

/** One question to one model, which ends with one tool. */
export interface SingleTurnTask<Answer> {
  readonly model: string;
  readonly effort: string;
  readonly shared: Assignment['shared'];
  /** Who it is to be; empty for nobody. */
  readonly persona: string;
  readonly ask: string;
  readonly readings: number;
  readonly tools: readonly ToolSpec[];
  readonly terminalTool: string;
  readonly schema: z.ZodType<Answer>;
  /** Returns why an answer comes back because of its citations; `null` for one that is taken. */
  readonly refuse?: (answer: Answer) => Promise<string | null>;
}

/** A turn that brought no answer, in words for the record. */
export class SingleTurnFault extends Error {
  override readonly name = 'SingleTurnFault';
  /** What kept the model from being called; empty where it was called. */
  readonly kind: ModelFault['kind'] | '';
  constructor(message: string, kind: ModelFault['kind'] | '' = '') {
    super(message);
    this.kind = kind;
  }
}

/**
 * Tells a model that could not be called, for example without credit, from one that did not answer
 * as it should.
 */
export function isOutage(error: unknown): boolean {
  return (
    error instanceof SingleTurnFault &&
    [...PERMANENTLY_UNAVAILABLE, ...TEMPORARILY_UNAVAILABLE].some((each) => each === error.kind)
  );
}

const TURN_ID = 'single';
/** A context that no model is shown: such a call belongs to no turn. */
const NO_TURN = { ask: null, question: '', places: [] };

/**
 * Puts the question, carries out readings, and asks again within bounds. Rejects with
 * `SingleTurnFault`, or as the signal says.
 */
export async function singleTurn<Answer>(
  task: SingleTurnTask<Answer>,
  parts: SingleTurnParts,
  given: AbortSignal,
): Promise<Answer> {
  const { bounds, clock } = parts;
  const over = new AbortController();
  const signal = AbortSignal.any([given, over.signal]);
  const outcome = Promise.withResolvers<Answer>();
  const deadlineAt = clock.now() + bounds.turnTotalMs;
  let calls = 0;
  const tools = new Tools(task, parts, signal);
  const take = async (message: ChildMessage): Promise<void> => {
    if (message.type === 'ask_model') {
      calls += 1;
      if (calls > bounds.modelCalls)
        throw new SingleTurnFault(`more than ${bounds.modelCalls} calls`);
      const { content, stop } = await called(message, task, parts, { deadlineAt, signal });
      const { call } = message;
      conversation.modelAnswered({
        type: 'model_answer',
        turnId: TURN_ID,
        call,
        content: [...content],
        stop,
      });
    }
    if (message.type === 'call_tool') {
      const { answer, ...told } = await tools.answer(message);
      conversation.toolAnswered({
        type: 'tool_answer',
        turnId: TURN_ID,
        callId: message.callId,
        ...told,
      });
      if (answer !== undefined) outcome.resolve(answer);
    }
    // What was refused may quote the answer, which nobody may read before its reveal.
    if (message.type === 'gave_up') throw new SingleTurnFault(makeGaveUp(message).error.message);
  };
  const { shared, persona, ask, terminalTool } = task;
  const assignment: Assignment = {
    ...{ shared: [...shared], persona, ask },
    ...{ terminalTools: [terminalTool], reasks: bounds.reasks },
  };
  const conversation: Conversation = new Conversation(TURN_ID, assignment, (message) => {
    // The first message comes from within the constructor.
    setImmediate(() => {
      if (signal.aborted) return;
      void take(message).catch((error: unknown) =>
        outcome.reject(
          error instanceof SingleTurnFault ? error : new SingleTurnFault(errorMessageOf(error)),
        ),
      );
    });
    return 'sent';
  });
  return await awaitUnlessAborted(outcome.promise, given).finally(() => over.abort());
}

async function called<Answer>(
  { request }: ChildMessageOf<'ask_model'>,
  { model, effort, tools }: SingleTurnTask<Answer>,
  { callModel, bounds, admit, onSpent }: SingleTurnParts,
  { deadlineAt, signal }: { readonly deadlineAt: number; readonly signal: AbortSignal },
) {
  const call = callModel({
    request: { model, effort, maxOutputTokens: bounds.maxOutputTokens, tools, ...request },
    ...{ context: NO_TURN, prefix: '', bounds, deadlineAt, admit },
    observer: {
      onFirstToken: () => undefined,
      onPlainer: () => undefined,
      onFailed: () => undefined,
      onUnanswered: (_, { costUsd }) => onSpent(costUsd),
    },
  });
  signal.addEventListener('abort', () => call.abort(), { once: true });
  try {
    const answer = await call.answer;
    onSpent(answer.costUsd);
    return answer;
  } catch (error) {
    if (error instanceof ModelFault) throw new SingleTurnFault(error.message, error.kind);
    throw error;
  }
}

class Tools<Answer> {
  readonly #task: SingleTurnTask<Answer>;
  readonly #parts: SingleTurnParts;
  readonly #signal: AbortSignal;
  #readings = 0;
  #refusals = 0;

  constructor(task: SingleTurnTask<Answer>, parts: SingleTurnParts, signal: AbortSignal) {
    this.#task = task;
    this.#parts = parts;
    this.#signal = signal;
  }

  /** Carries out a reading, or takes the answer that ends the turn. */
  async answer({
    name,
    input,
  }: ChildMessageOf<'call_tool'>): Promise<ToldTool & { answer?: Answer }> {
    const reading = REPOSITORY_TOOLS.find((tool) => tool === name);
    if (reading !== undefined) return { ...(await this.#read(reading, input)), ends: false };
    const { terminalTool, schema, refuse } = this.#task;
    if (name !== terminalTool)
      return { ok: false, text: texts.sayUnknownTool(name, [terminalTool]), ends: false };
    const { redact, bounds } = this.#parts;
    const given = redactIn(input, redact);
    const [bytes, limit] = [Buffer.byteLength(JSON.stringify(given)), bounds.submissionBytes];
    if (bytes > limit) return this.#refused(texts.sayPromptTooLarge(bytes, limit));
    const parsed = schema.safeParse(given);
    if (!parsed.success) return this.#refused(problemsOf(parsed.error));
    // As often as a persona is told of what it cites wrongly.
    if (this.#refusals + 1 < bounds.reasks) {
      const refusal = (await refuse?.(parsed.data)) ?? null;
      if (refusal !== null) return this.#refused(refusal);
    }
    return { ok: true, text: texts.ACCEPTED, ends: true, answer: parsed.data };
  }

  #refused(reason: string): ToldTool {
    this.#refusals += 1;
    return { ok: false, text: texts.sayNotAccepted(this.#task.terminalTool, reason), ends: false };
  }

  async #read(tool: RepositoryTool, input: unknown): Promise<{ ok: boolean; text: string }> {
    const { repository, bounds, clock } = this.#parts;
    if (repository === null) return { ok: false, text: texts.TOOL_FAILED };
    this.#readings += 1;
    if (this.#readings > this.#task.readings) return { ok: false, text: texts.READINGS_USED_UP };
    const work = awaitUnlessAborted(repository.run(tool, input, this.#signal), this.#signal);
    const answer = await awaitWithTimeout(work, bounds.toolMs, () => null, clock);
    if (answer === null) return { ok: false, text: texts.TOOL_TIMED_OUT };
    return {
      ok: answer.ok,
      text: wrapMaterial(tool, shortenMaterial(answer.text, bounds.toolAnswerCharacters)),
    };
  }
}

interface ToldTool {
  readonly ok: boolean;
  readonly text: string;
  readonly ends: boolean;
}

const REASON_CHARACTERS = 1_500;
const problemsOf = (error: z.ZodError) =>
  makeStorable(z.prettifyError(error).slice(0, REASON_CHARACTERS));

/** USD of calls; `null` as soon as one price is not known. */
export class Spent {
  usd: number | null = 0;
  readonly add = (usd: number | null): void => {
    this.usd = this.usd === null || usd === null ? null : this.usd + usd;
  };
}
