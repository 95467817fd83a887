import type { Refusal } from '../../core/commands.ts';
import type { DesignEvent } from '../../core/events.ts';
import { type Submission, TERMINAL_TOOLS, type TerminalTool } from '../../core/submission.ts';
import { REPOSITORY_TOOLS, type RepositoryTool } from '../ports/repository.ts';
import { redacted } from '../redacted.ts';
import type { ChildMessageOf } from '../session/protocol.mjs';
import { abortable, withTimeout } from '../timeout.ts';
import { checkSubmission } from './check-submission.ts';
import { overBound } from './failures.ts';
import { material, shortened } from './material-text.ts';
import { sealOf } from './seal.ts';
import * as texts from './texts.ts';
import type { TurnScope } from './turn-scope.ts';

interface ToolAnswer {
  readonly result: 'ok' | 'refused' | 'failed';
  readonly text: string;
  readonly ends: boolean;
  /** The call is stored with the submission that it brought. */
  readonly isReported?: true;
}

/** Whether there is nothing left to correct after a refusal: the design has ended the turn. */
const IS_FINAL: Record<Refusal['code'], boolean> = {
  already_started: false,
  not_started: true,
  ended: true,
  unknown_session: false,
  unknown_turn: true,
  wrong_tool: false,
  unknown_reference: false,
  incomplete: false,
  not_open: true,
  invalid: false,
  late: true,
};
/** A model that takes no notice of the end of its readings is stopped after this many more. */
const IGNORED_WARNINGS = 5;

/** Carries out a turn's tool calls: readings within bounds, submissions by the schema and the design. */
export class ToolCalls {
  readonly #scope: TurnScope;
  #readings = 0;
  #refusals = 0;

  constructor(scope: TurnScope) {
    this.#scope = scope;
  }

  async call({ callId, name, input }: ChildMessageOf<'call_tool'>): Promise<void> {
    const { ask, trace, clock, submit, send } = this.#scope;
    const startedAt = clock.now();
    const { result, text, ends, isReported = false } = await this.#run(name, input, startedAt);
    if (this.#scope.isOver()) return;
    const latencyMs = clock.now() - startedAt;
    if (ends) this.#scope.finish();
    else trace.toolCalled(clock.now(), { tool: name.slice(0, 60), input, result, latencyMs });
    send({ type: 'tool_answer', turnId: ask.turnId, callId, ok: result === 'ok', text, ends });
    if (isReported) return;
    const { turnId } = ask;
    await submit({ type: 'report_tool_call', turnId, tool: name.slice(0, 60), result, latencyMs });
  }

  async #run(name: string, input: unknown, startedAt: number): Promise<ToolAnswer> {
    const { terminalTools } = this.#scope.ask;
    const reading = REPOSITORY_TOOLS.find((tool) => tool === name);
    if (reading !== undefined) return this.#read(reading, input);
    const terminal = TERMINAL_TOOLS.find((tool) => tool === name);
    if (terminal === undefined) return this.#refuse(texts.unknownTool(name, terminalTools));
    if (!terminalTools.includes(terminal))
      return this.#refuse(texts.wrongTerminalTool(terminal, terminalTools));
    return this.#submit(terminal, input, startedAt);
  }

  async #read(tool: RepositoryTool, input: unknown): Promise<ToolAnswer> {
    const { repository, bounds, log, ask, clock, signal } = this.#scope;
    if (repository === null) return failed(texts.NO_REPOSITORY);
    this.#readings += 1;
    if (this.#readings > bounds.toolCalls + IGNORED_WARNINGS) {
      const message = `The model went on reading after its ${bounds.toolCalls} readings.`;
      await this.#scope.fail(overBound('tool_calls_used_up', message));
    }
    if (this.#readings > bounds.toolCalls) return failed(texts.READING_USED_UP);
    const controller = new AbortController();
    try {
      const work = abortable(repository.run(tool, input, controller.signal), signal);
      const answer = await withTimeout(work, bounds.toolMs, () => null, clock);
      if (answer === null) return failed(texts.TOOL_TIMED_OUT);
      const text = material(tool, shortened(answer.text, bounds.toolAnswerCharacters));
      return { result: answer.ok ? 'ok' : 'failed', text, ends: false };
    } catch (error) {
      if (signal.aborted) return failed(texts.TOOL_TIMED_OUT);
      log.error('repository_tool_failed', { turnId: ask.turnId, tool, error: String(error) });
      return failed(texts.TOOL_FAILED);
    } finally {
      controller.abort();
    }
  }

  async #submit(tool: TerminalTool, given: unknown, startedAt: number): Promise<ToolAnswer> {
    const { ask, bounds, log, trace, clock, submit, redact } = this.#scope;
    const input = redacted(given, redact);
    const checked = checkSubmission(tool, input, bounds.submissionBytes);
    if (checked.dropped.length > 0) {
      log.warn('framework_fields_dropped', { turnId: ask.turnId, tool, fields: checked.dropped });
    }
    if (!checked.ok) return this.#refuseSubmission(tool, checked.reason);
    const { submission } = checked;
    trace.submitting(clock.now(), tool, input, submission.input.confidence);
    const { turnId } = ask;
    const latencyMs = clock.now() - startedAt;
    const sha256 = this.#seal(submission);
    const decision = await submit({ type: 'submit', turnId, submission, sha256, latencyMs });
    if (decision.accepted && !decision.events.some(isLate))
      return { result: 'ok', text: texts.ACCEPTED, ends: true, isReported: true };
    trace.notAccepted();
    if (decision.accepted) return { result: 'refused', text: texts.LATE, ends: true, isReported: true };
    const { code, message } = decision.refusal;
    if (IS_FINAL[code]) return { result: 'refused', text: message, ends: true };
    return this.#refuseSubmission(tool, message);
  }

  #seal(submission: Submission): string {
    const { design, turn } = this.#scope;
    return submission.tool === 'submit_proposal' ? sealOf(design, turn.participant, submission.input) : '';
  }

  async #refuseSubmission(tool: TerminalTool, reason: string): Promise<ToolAnswer> {
    this.#scope.trace.checked(this.#scope.clock.now(), tool, false, reason);
    return this.#refuse(texts.notAccepted(tool, reason));
  }

  /** Refuses a bounded number of times (A2). The session counts as well and gives up first; this is for one that fails to. */
  async #refuse(text: string): Promise<ToolAnswer> {
    this.#refusals += 1;
    if (this.#refusals > this.#scope.bounds.reasks + 1) {
      await this.#scope.fail(overBound('refused_input', `No submission of the model was accepted. ${text}`));
    }
    return { result: 'refused', text, ends: false };
  }
}

function isLate({ type }: DesignEvent): boolean {
  return type === 'late_submission_recorded';
}

function failed(text: string): ToolAnswer {
  return { result: 'failed', text, ends: false };
}
