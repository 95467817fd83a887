import { groundsOf } from '../core/decision/grounds.ts';
import type { CommandOf } from '../core/vocabulary/commands.ts';
import { confidenceOf, type Submission, type TerminalTool } from '../core/vocabulary/submission.ts';
import { completeBookkeeping } from '../core/workflow/bookkeeping.ts';
import type { CommandResult } from '../core/workflow/decide.ts';
import { cutText } from '../foundation/cut-text.ts';
import { keepDefined } from '../foundation/keep-defined.ts';
import { No } from '../foundation/no.ts';
import { redactIn } from '../foundation/redaction.ts';
import { awaitUnlessAborted, awaitWithTimeout } from '../foundation/timeout.ts';
import { REPOSITORY_TOOLS, type RepositoryTool } from '../ports/repository.ts';
import { checkCitations } from './checks/check-citations.ts';
import { checkPageLength, checkSentBack, checkSubmission } from './checks/check-submission.ts';
import { recheckCitations } from './checks/recheck-citations.ts';
import { sealOf } from './checks/seal.ts';
import {
  type Failure,
  findFirstReason,
  makeGaveUp,
  makeOverBound,
  NOT_REFUSED,
  type Refusals,
} from './failures.ts';
import type { Repaired } from './models/repair.ts';
import type { Ask } from './prompt/ask.ts';
import { shortenMaterial, wrapMaterial } from './prompt/material-text.ts';
import * as texts from './prompt/texts.ts';
import type { Trace } from './records/trace.ts';
import type { TurnParts } from './turn-parts.ts';

interface ToolAnswer {
  readonly result: 'ok' | 'refused' | 'failed';
  readonly text: string;
  readonly ends: boolean;
  /** True if the submission's events record the call. */
  readonly isReported?: true;
}

const LATE = 'late_report_recorded';
/** Refused calls of one answer that count as one refusal; a session makes no more calls at once. */
const REFUSED_AT_ONCE = 8;
/** Most field names in a log line, and characters of each: a model made them up. */
const NAMES_LOGGED = 12;
const NAME_CHARACTERS = 40;
/** Readings beyond the limit after which the turn fails. */
const IGNORED_WARNINGS = 5;

/**
 * Carries out a turn's tool calls: bounds readings, and checks submissions by schema and design.
 */
export class ToolCalls {
  readonly #parts: TurnParts;
  readonly #ask: Ask;
  /** For the log. */
  readonly #who: object;
  readonly #trace: Trace;
  readonly #signal: AbortSignal;
  #readings = 0;
  #refused: Refusals = NOT_REFUSED;
  /**
   * Number of refusals, of which one answer's calls count as one, and of refused calls in the last
   * answer.
   */
  #refusals = 0;
  #refusedOfAnswer = 0;
  #hasToSubmit = false;
  /** Refused only once: a person then learns that nothing was changed. */
  #isToldUnchanged = false;
  /** Number of times that the model was asked again for its submission, here or by the session. */
  #asksAgain = 0;

  constructor(parts: TurnParts, ask: Ask, trace: Trace, signal: AbortSignal) {
    const { designId, participant, turnId } = ask;
    this.#who = { designId, participant: participant.id, turnId };
    this.#parts = { ...parts, repository: parts.repository?.readBy(this.#who) ?? null };
    this.#ask = ask;
    this.#trace = trace;
    this.#signal = signal;
  }

  get refusals(): Refusals {
    return this.#refused;
  }

  /**
   * Begins a new answer. Its refused calls count as one, because the model learns of them together.
   */
  beginAnswer(): void {
    this.#refusedOfAnswer = 0;
  }

  /** Counts a repeated question by the session after an unusable answer. */
  countAskedAgain(): void {
    this.#asksAgain += 1;
  }

  /** From now on accepts everything acceptable, since the turn is nearly over. */
  wrapUp(): void {
    this.#hasToSubmit = true;
  }

  async call(name: string, input: unknown, startedAt: number): Promise<ToolAnswer | No<Failure>> {
    const { terminalTools, readings, hasRepository } = this.#ask;
    const reading = REPOSITORY_TOOLS.find((tool) => tool === name);
    if (reading !== undefined && hasRepository && readings > 0) return this.#read(reading, input);
    const terminal = terminalTools.find((tool) => tool === name);
    if (terminal !== undefined) return this.#submit(terminal, input, startedAt);
    return this.#refuse(texts.sayUnknownTool(name, terminalTools));
  }

  async #read(tool: RepositoryTool, input: unknown): Promise<ToolAnswer | No<Failure>> {
    const { repository, bounds, log, clock } = this.#parts;
    if (repository === null) return makeFailed(texts.TOOL_FAILED);
    const readings = Math.min(this.#ask.readings, bounds.toolCalls);
    this.#readings += 1;
    if (this.#readings > readings + IGNORED_WARNINGS) {
      const message = `The model went on reading after using up its ${readings} readings.`;
      return new No(makeOverBound('tool_calls_used_up', message));
    }
    if (this.#readings > readings) return makeFailed(texts.READINGS_USED_UP);
    const controller = new AbortController();
    try {
      const work = awaitUnlessAborted(repository.run(tool, input, controller.signal), this.#signal);
      const answer = await awaitWithTimeout(work, bounds.toolMs, () => null, clock);
      if (answer === null) return makeFailed(texts.TOOL_TIMED_OUT);
      const text = wrapMaterial(tool, shortenMaterial(answer.text, bounds.toolAnswerCharacters));
      return { result: answer.ok ? 'ok' : 'failed', text, ends: false };
    } catch (error) {
      if (this.#signal.aborted) return makeFailed(texts.TOOL_TIMED_OUT);
      log.error('repository_tool_failed', { ...this.#who, tool, error: String(error) });
      return makeFailed(texts.TOOL_FAILED);
    } finally {
      controller.abort();
    }
  }

  async #submit(
    tool: TerminalTool,
    rawInput: unknown,
    startedAt: number,
  ): Promise<ToolAnswer | No<Failure>> {
    const { bounds, log, clock, redact } = this.#parts;
    const input = redactIn(rawInput, redact);
    const isLastTry = this.#asksAgain >= bounds.reasks;
    const tooLong = isLastTry ? 'cut' : 'refuse';
    const { submission, repaired } = checkSubmission(tool, input, bounds.submissionBytes, tooLong);
    this.#trace.addRepaired(repaired);
    const fieldsOf = (repair: Repaired['repair']) =>
      repaired.flatMap((each) => (each.repair === repair ? each.fields : []));
    const unknownFields = fieldsOf('unknown_field');
    if (unknownFields.length > 0) {
      log.warn('unknown_fields_dropped', {
        ...this.#who,
        tool,
        fields: unknownFields.map(shortName).slice(0, NAMES_LOGGED),
      });
    }
    if (submission instanceof No)
      return this.#refuseSubmission(tool, submission.why.reason, submission.why.rule);
    const { design } = this.#parts;
    const surplus = checkPageLength(design, submission);
    // Refused only once: a decision that is too long is better than none.
    if (surplus !== null && this.#asksAgain === 0 && !this.#hasToSubmit)
      return this.#refuseSubmission(tool, surplus, findFirstReason(surplus));
    const unchanged = checkSentBack(design, submission);
    if (unchanged !== null && !this.#isToldUnchanged && !isLastTry && !this.#hasToSubmit) {
      this.#isToldUnchanged = true;
      return this.#refuseSubmission(
        tool,
        unchanged,
        'a person sent it back, and nothing is changed',
      );
    }
    const { citations, refusal, quoting } = await checkCitations(
      submission,
      this.#parts,
      this.#signal,
    );
    if (refusal !== null && this.#mayCiteAgain())
      return this.#refuseSubmission(tool, refusal, 'its citations');
    this.#trace.noteOffer(tool, input, confidenceOf(submission));
    const later =
      tool === 'sign' ? await recheckCitations(design, this.#parts, this.#signal) : null;
    const beside = {
      citations,
      latencyMs: clock.now() - startedAt,
      ...(later === null ? {} : { later }),
    };
    const emptiedFields = fieldsOf('bookkeeping');
    const decision = await this.#offer(
      quoting,
      beside,
      emptiedFields,
      isLastTry || this.#hasToSubmit,
    );
    if (decision.accepted && !decision.events.some(({ type }) => type === LATE))
      return { result: 'ok', text: texts.ACCEPTED, ends: true, isReported: true };
    if (decision.accepted)
      return { result: 'refused', text: texts.LATE, ends: true, isReported: true };
    const { code, message } = decision.refusal;
    // Leaves nothing to correct: the turn is over.
    if (code === 'late') return { result: 'refused', text: message, ends: true };
    return this.#refuseSubmission(tool, message, code);
  }

  /**
   * Submits, and at the last try once more with its bookkeeping done by code, which records what
   * was wrong with it.
   */
  async #offer(
    submission: Submission,
    beside: Pick<CommandOf<'submit'>, 'citations' | 'latencyMs' | 'later'>,
    emptiedFields: readonly string[],
    isLast: boolean,
  ): Promise<CommandResult> {
    const { design, turn, submit } = this.#parts;
    const offer = (words: Submission, derived: readonly string[], isLastTry?: true) => {
      const grounds = groundsOf(design, words);
      return submit({
        type: 'submit',
        turnId: turn.id,
        submission: words,
        sha256: sealOf(design, turn.participant, words, beside.citations, grounds),
        ...beside,
        ...keepDefined({ grounds }),
        ...(isLastTry ? { isLastTry } : {}),
        ...(derived.length === 0 ? {} : { derived }),
      });
    };
    const decision = await offer(submission, emptiedFields);
    if (!isLast || decision.accepted) return decision;
    const gaps = decision.refusal.message.split('\n').map((line) => line.replace(/^- /, ''));
    const second = await offer(
      completeBookkeeping(design, turn.participant, submission),
      [...emptiedFields, ...gaps],
      true,
    );
    if (second.accepted) this.#trace.addRepaired([{ repair: 'bookkeeping', fields: gaps }]);
    return second;
  }

  /**
   * True if citations may be refused again; after that, failing ones are accepted and marked.
   * Leaves one try for refusals by schema or design.
   */
  #mayCiteAgain(): boolean {
    return this.#asksAgain + 1 < this.#parts.bounds.reasks && !this.#hasToSubmit;
  }

  /** `rule`: what the submission did not follow, in no word of its own. */
  #refuseSubmission(tool: TerminalTool, reason: string, rule: string): ToolAnswer | No<Failure> {
    this.#trace.addRefused(tool, reason);
    this.#refused = { times: this.#refused.times + 1, last: reason, rule: `${tool}: ${rule}` };
    this.#asksAgain += 1;
    return this.#refuse(texts.sayNotAccepted(tool, reason));
  }

  /** Refuses a bounded number of times. A working session counts too and stops before. */
  #refuse(text: string): ToolAnswer | No<Failure> {
    if (this.#refusedOfAnswer % REFUSED_AT_ONCE === 0) this.#refusals += 1;
    this.#refusedOfAnswer += 1;
    if (this.#refusals <= this.#parts.bounds.reasks + 1)
      return { result: 'refused', text, ends: false };
    return new No(makeGaveUp({ because: 'refused_input', detail: text }, this.#refused));
  }
}

function shortName(name: string): string {
  return cutText(name, NAME_CHARACTERS);
}

function makeFailed(text: string): ToolAnswer {
  return { result: 'failed', text, ends: false };
}
