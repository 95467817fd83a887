/**
 * One turn, from its prompt to its submission: `submit` with what was said, or `fail_turn` with why
 * not. Everything that goes wrong ends in the command; only the recorder's own faults are thrown
 * (`lease_lost`, a store that stays away), since a turn without a record does not count (P2).
 *
 * @example
 * const command = await runTurn({ design, turnId, personas, model, session, repository, recorder,
 *   epoch, money, gate, limits, now: Date.now, signal, log, redact });
 */

import type { CommandOf } from '#design/commands.ts';
import type { TurnId } from '#design/ids.ts';
import type { Design } from '#design/state.ts';
import type { Model, Prompt, ToolSpec } from '#models/model.ts';
import type { Repository } from '#repository/repository.ts';
import type { PersonaFile } from '#sessions/persona-files.ts';
import type { Broker, PersonaSession } from '#sessions/session.ts';
import { isFault } from '#support/fault.ts';
import { sha256Of } from '#support/hash.ts';
import type { Log } from '#support/log.ts';
import type { Redact } from '#support/redact.ts';
import { cut } from '#support/text.ts';
import { conductOf, type Work, workOf } from './conduct.ts';
import { failureOf, failureOfEnd, TurnFailure } from './failure.ts';
import { type Accepted, Judge } from './judge.ts';
import { type CallFrame, ModelCalls } from './model-calls.ts';
import type { PrefixGate } from './prefix-gate.ts';
import { promptOf } from './prompts.ts';
import { Readings, type ReadResult } from './readings.ts';
import type { Recorder, TurnHead } from './record.ts';
import { type Money, type Reserved, spentOf } from './spending.ts';
import { toolsOf } from './tools.ts';
import { Trace } from './trace.ts';

export type { Money, Reserved };

export interface TurnContext {
  /** The design as it was when the turn began; the turn is open in it. */
  readonly design: Design;
  readonly turnId: TurnId;
  /** All of them: a stand-in works by the file of the facilitator whose work it does. */
  readonly personas: readonly PersonaFile[];
  readonly model: Model;
  readonly session: PersonaSession;
  readonly repository: Repository | null;
  readonly recorder: Recorder;
  readonly epoch: number;
  readonly money: Money;
  /** One for each design that runs. */
  readonly gate: PrefixGate;
  readonly limits: TurnLimits;
  readonly now: () => number;
  /** Aborted by a cancellation or a lost lease: the turn ends as `cancelled`. */
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Removes secrets from the results of repository tools (D6). */
  readonly redact: Redact;
}

interface TurnLimits {
  /** CHARRETTE_TURN_TOTAL_SECONDS. */
  readonly totalMs: number;
  /** Between two events of a model's stream, the first included (A10). */
  readonly idleMs: number;
}
export const IDLE_MS = 120_000;

/** Refused submissions after which the turn has failed, and one more. */
const MAX_REFUSALS = 3;
/** Calls of the model besides those that read: submissions, and reminders that one is due. */
const MAX_OTHER_CALLS = 8;
/** How much of a tool's answer its own step records; the next request carries all of it. */
const TOLD_CHARACTERS = 2_000;

export async function runTurn(
  context: TurnContext,
): Promise<CommandOf<'submit'> | CommandOf<'fail_turn'>> {
  const { turnId, now } = context;
  const startedAt = now();
  const running = new RunningTurn(context, startedAt);
  const result = await running.run();
  const { trace } = running;
  const spent = spentOf(trace.steps);
  const ms = now() - startedAt;
  if (!(result instanceof TurnFailure)) {
    const outcome = result.submission.tool === 'pass' ? 'passed' : 'spoke';
    await trace.write({ step: 'end', ms, outcome, error: null });
    return { type: 'submit', turnId, ...result, spent };
  }
  const { outcome, error } = result;
  const { lastStep } = trace;
  await trace.write({ step: 'end', ms, outcome, error: { ...error, lastStep } });
  return { type: 'fail_turn', turnId, outcome, error, spent };
}

class RunningTurn {
  readonly trace: Trace;
  readonly #context: TurnContext;
  readonly #work: Work;
  readonly #conduct: ReturnType<typeof conductOf>;
  readonly #judge: Judge;
  readonly #readings: Readings;
  readonly #timeout: AbortSignal;
  /** Cancelled, or out of time. */
  readonly #stopped: AbortSignal;
  /** The child is done, or gone: a call under way is of no use. */
  readonly #over = new AbortController();
  #calls: ModelCalls | null = null;
  #lastProblem = '';

  constructor(context: TurnContext, startedAt: number) {
    const { design, turnId, model, recorder, epoch, repository, redact, log } = context;
    const { limits, now, signal } = context;
    const work = workOf(design, turnId);
    this.#context = context;
    this.#work = work;
    this.#conduct = conductOf(work.kind, design.depth, design.repository !== null);
    this.#judge = new Judge(work, this.#conduct.tools, repository, log);
    this.#readings = new Readings(repository, this.#conduct, redact, log);
    this.#timeout = AbortSignal.timeout(limits.totalMs);
    this.#stopped = AbortSignal.any([signal, this.#timeout]);
    const head: TurnHead = {
      designId: design.id,
      turnId,
      number: work.turn.number,
      participant: work.participant.id,
      roundId: work.round.id,
      kind: work.round.kind,
      sessionId: work.turn.sessionId,
      model: model.name,
      startedAt,
    };
    this.trace = new Trace(recorder, head, epoch, now);
  }

  async run(): Promise<Accepted | TurnFailure> {
    const { session, turnId } = this.#context;
    const { tools, readings } = this.#conduct;
    const cancelTurn = () => session.cancelTurn(turnId);
    try {
      await this.trace.start();
      await this.#prepareCalls();
      this.#stopped.throwIfAborted();
      this.#stopped.addEventListener('abort', cancelTurn, { once: true });
      const end = await session.run(
        {
          turnId,
          terminalTools: tools,
          maxCalls: readings + MAX_OTHER_CALLS,
          maxRefusals: MAX_REFUSALS,
        },
        this.#broker(),
      );
      if (end !== 'submitted') return failureOfEnd(end, tools, this.#lastProblem);
      if (this.#judge.accepted === null) throw new Error('the child ended without a submission');
      return this.#judge.accepted;
    } catch (error) {
      this.#over.abort();
      await this.#calls?.settle(); // One that waits says now for what.
      return this.#judge.accepted ?? this.#explain(error);
    } finally {
      this.#stopped.removeEventListener('abort', cancelTurn);
      this.#over.abort();
      await this.#calls?.settle();
    }
  }

  async #prepareCalls(): Promise<void> {
    const { design, personas, model, money, gate, limits, now } = this.#context;
    const { kind, participant } = this.#work;
    const { effort, maxOutputTokens } = this.#conduct;
    const prompt = promptOf(this.#work, personas);
    const tools = toolsOf(this.#conduct);
    const sharedSha256 = await this.#recordPrompt(prompt, tools);
    const frame: CallFrame = {
      ...prompt,
      tools,
      effort,
      maxOutputTokens,
      about: { participant: participant.id, kind, design },
      prefix: `${model.name} ${effort} ${kind} ${sharedSha256}`,
    };
    const signal = AbortSignal.any([this.#stopped, this.#over.signal]);
    const parts = { model, money, gate, idleMs: limits.idleMs, now };
    this.#calls = new ModelCalls(parts, frame, this.trace, signal);
  }

  async #recordPrompt({ shared, own, ask }: Prompt, specs: readonly ToolSpec[]): Promise<string> {
    const sharedSha256 = sha256Of(shared);
    await this.trace.putShared(sharedSha256, shared);
    const tools = specs.map(({ name }) => name);
    await this.trace.write({ step: 'prompt', sharedSha256, own, ask, tools });
    return sharedSha256;
  }

  #broker(): Broker {
    return {
      call: async (messages) => {
        if (this.#calls === null) throw new Error('a call before the prompt');
        return await this.#calls.call(messages);
      },
      use: (tool, input) => this.#read(tool, input),
      submit: async (tool, input) => {
        const startedAt = this.#context.now();
        const problem = await this.#judge.submit(tool, input);
        this.#lastProblem = problem ?? '';
        this.#noteTool(tool, input, problem === null ? 'ok' : 'refused', problem ?? '', startedAt);
        return { problem };
      },
    };
  }

  async #read(tool: string, input: unknown) {
    const startedAt = this.#context.now();
    const { result, text } = await this.#readings.use(tool, input, this.#stopped);
    this.#noteTool(tool, input, result, text, startedAt);
    return { text, isError: result !== 'ok' };
  }

  #noteTool(
    tool: string,
    input: unknown,
    result: ReadResult['result'],
    text: string,
    startedAt: number,
  ): void {
    const ms = this.#context.now() - startedAt;
    this.trace.add({ step: 'tool', tool, input, result, text: cut(text, TOLD_CHARACTERS), ms });
  }

  #explain(error: unknown): TurnFailure {
    const { signal, limits } = this.#context;
    if (signal.aborted) return new TurnFailure('cancelled', 'cancelled', 'The turn was cancelled.');
    if (this.#timeout.aborted) {
      // The model could not be used before the time was over: that is the reason.
      if (this.#calls?.lastFault) return failureOf(this.#calls.lastFault);
      const seconds = Math.round(limits.totalMs / 1_000);
      const message = `The turn had not ended after ${seconds} s.`;
      return new TurnFailure('timed_out', 'turn_timeout', message, true);
    }
    if (isFault(error, 'process'))
      return new TurnFailure('process_lost', 'process_lost', 'Its process was lost.', true);
    const failure = failureOf(error);
    if (failure.error.class === 'bug') {
      const { design, turnId, log } = this.#context;
      log.error('turn_fault', { designId: design.id, turnId, error });
    }
    return failure;
  }
}
