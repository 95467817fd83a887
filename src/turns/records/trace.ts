/**
 * The record of a turn: every request, answer, call and retry, kept while it runs and stored with
 * its end. It is redacted, and withheld until the reveal.
 */

import { isDeepStrictEqual } from 'node:util';
import {
  IS_RESPONSE,
  type ToolResult,
  type TurnError,
  type TurnOutcome,
  type Usage,
} from '../../core/vocabulary/event-parts.ts';
import type { Clock } from '../../foundation/clock.ts';
import { cutBytes, cutMiddle } from '../../foundation/cut-text.ts';
import { sha256Of } from '../../foundation/digest.ts';
import { redactIn } from '../../foundation/redaction.ts';
import type { RefusedPart, Spent } from '../../ports/model.ts';
import {
  NO_USAGE,
  type TracePart,
  type TraceStep,
  type TurnRecord,
} from '../../ports/turn-record.ts';
import { splitNotes } from '../checks/check-submission.ts';
import type { Repaired } from '../models/repair.ts';
import { shortenMaterial } from '../prompt/material-text.ts';
import { type LeftOut, measurePromptParts } from '../prompt/prompt-parts.ts';

const STEPS = 600;
const TEXT_CHARACTERS = 4_000;
/** Most bytes of JSON kept of a tool's arguments. */
const INPUT_BYTES = 4_096;
const REASON_CHARACTERS = 1_000;
const MESSAGE_CHARACTERS = 1_000;
/** Most field names in a step, and characters of each. */
const FIELDS = 20;
const FIELD_CHARACTERS = 100;
/**
 * Characters kept of a prompt while its turn runs. The record has the whole prompt, unless the
 * daemon crashes.
 */
const KEPT_PROMPT_CHARACTERS = 256 * 1024;
/** Milliseconds between two parts that differ only in the running call's usage. */
export const GATHER_MS = 2_000;

type TurnIdentity = Pick<
  TurnRecord,
  'turnId' | 'designId' | 'participant' | 'sessionId' | 'roundId' | 'kind' | 'startedAt'
>;
type WithoutTime<Step> = Step extends TraceStep ? Omit<Step, 'atMs'> : never;
type UntimedStep = WithoutTime<TraceStep>;

type AnswerStep = Omit<Extract<UntimedStep, { kind: 'answer_received' }>, 'kind'>;

/** A submission offered to the design. The turn's outcome tells whether it was accepted. */
interface PendingSubmission {
  readonly tool: string;
  readonly input: string;
  readonly confidence: number | null;
  readonly since: number;
}

type Attempt = Omit<Extract<UntimedStep, { kind: 'request_failed' }>, 'kind' | 'spent'>;
/** `spent`: a lower bound. */
interface Unanswered extends Attempt {
  readonly spent: Spent;
}
/**
 * The running attempt. If not yet sent, it counts only after a crash, when nobody knows whether it
 * was.
 */
export interface RunningAttempt extends Unanswered {
  readonly reservedUsd: number;
  readonly isSent: boolean;
}

interface Kept {
  readonly prompt: string | null;
  readonly steps: number;
  readonly underWay: TracePart['underWay'];
  readonly at: number;
}

/**
 * Collects a turn's steps as they happen, so that a record can be made at any moment, even after
 * the process is gone. Bounds and redacts each step.
 */
export class Trace {
  readonly #head: TurnIdentity;
  readonly #clock: Clock;
  readonly #redact: (text: string) => string;
  #steps: TraceStep[] = [];
  #prompt = '';
  /** The assembled prompt, until one is sent. */
  #meant = '';
  #usage: Usage = NO_USAGE;
  #costUsd: number | null = 0;
  #isAtLeast = false;
  #underWay: () => RunningAttempt | null = () => null;
  #kept: Kept = { prompt: null, steps: 0, underWay: null, at: 0 };
  #offeredPrompt = '';
  #pending: PendingSubmission | null = null;

  constructor(head: TurnIdentity, clock: Clock, redact: (text: string) => string) {
    this.#head = head;
    this.#clock = clock;
    this.#redact = redact;
  }

  static restore(head: TurnIdentity, clock: Clock, parts: readonly TracePart[]): Trace {
    const trace = new Trace(head, clock, (text) => text);
    for (const { prompt, steps } of parts) {
      trace.#prompt = prompt ?? trace.#prompt;
      trace.#steps.push(...steps);
      for (const step of steps) trace.#countStep(step);
    }
    const open = parts.at(-1)?.underWay ?? null;
    const lossFacts = { fault: 'charrette_stopped', transient: true, isSent: true };
    if (open !== null) trace.watch(() => ({ ...open, ...lossFacts }));
    return trace;
  }

  /** USD: known cost of the turn's calls, and what is reserved for the running call. */
  get spending(): { readonly spent: number; readonly underWay: number } {
    return { spent: this.#costUsd ?? 0, underWay: this.#underWay()?.reservedUsd ?? 0 };
  }

  get isSpending(): boolean {
    return this.#underWay() !== null;
  }

  /**
   * Everything since the last stored part; `null` if nothing is new, or if only the usage grew a
   * little, unless `isLast`.
   */
  part(isLast = false): TracePart | null {
    const open = this.#underWay();
    const { call = 0, attempt = 0, spent, reservedUsd = 0 } = open ?? {};
    const underWay = spent === undefined ? null : { call, attempt, spent, reservedUsd };
    const { prompt, steps, underWay: last, at } = this.#kept;
    const hasMore =
      prompt !== this.#prompt || this.#steps.length > steps || underWay?.call !== last?.call;
    const isOld =
      (isLast || this.#clock.now() - at >= GATHER_MS) && !isDeepStrictEqual(underWay, last);
    if (!hasMore && !isOld) return null;
    this.#offeredPrompt = this.#prompt;
    return {
      turnId: this.#head.turnId,
      ...(prompt === this.#prompt
        ? {}
        : { prompt: cutMiddle(this.#prompt, KEPT_PROMPT_CHARACTERS) }),
      steps: this.#steps.slice(steps),
      underWay,
    };
  }

  noteKept(part: TracePart): void {
    const { prompt, steps } = this.#kept;
    this.#kept = {
      prompt: part.prompt === undefined ? prompt : this.#offeredPrompt,
      steps: steps + part.steps.length,
      underWay: part.underWay,
      at: this.#clock.now(),
    };
  }

  add(step: UntimedStep): void {
    if (this.#steps.length >= STEPS) return;
    this.#steps.push({ ...step, atMs: this.#since(this.#clock.now()) });
  }

  /** `leftOut`: context that had no room. */
  addPrompt(texts: readonly string[], leftOut: readonly LeftOut[] = []): void {
    const prompt = texts.join('\n\n');
    this.#meant = prompt;
    // Each by itself, since participants asked at once share most of them.
    this.#prompt = texts.map(this.#redact).join('\n\n');
    this.add({
      kind: 'prompt_assembled',
      bytes: Buffer.byteLength(prompt),
      sha256: sha256Of(prompt),
      parts: measurePromptParts(texts),
      ...(leftOut.length === 0
        ? {}
        : { leftOut: leftOut.map((each) => ({ ...each, name: this.#redact(each.name) })) }),
    });
  }

  /** Replaces the assembled prompt by the sent one. */
  noteSent(prompt: string): void {
    if (prompt !== this.#meant) this.#prompt = this.#redact(prompt);
    this.#meant = '';
  }

  addAnswer(answer: AnswerStep): void {
    this.#countAnswer(answer);
    this.add({
      kind: 'answer_received',
      ...answer,
      text: shortenMaterial(this.#redact(answer.text), TEXT_CHARACTERS),
    });
  }

  /** Counts the running call's usage in records from now on; `null`: no call is running. */
  watch(underWay: (() => RunningAttempt | null) | null): void {
    this.#underWay = underWay ?? (() => null);
  }

  /**
   * The running call if it was sent, and so costs something even if it ended now; `null` otherwise.
   */
  get underWay(): Unanswered | null {
    const now = this.#underWay();
    if (now === null || !now.isSent) return null;
    const { isSent: _, reservedUsd: _reserved, ...attempt } = now;
    return attempt;
  }

  /** `spent`: `null` if it cost nothing. */
  addUnanswered({ spent, ...attempt }: Attempt & { readonly spent: Spent | null }): void {
    this.add(makeFailedRequest({ spent, ...attempt }));
    if (spent === null) return;
    this.#count(spent);
    this.#isAtLeast = true;
  }

  addToolCall(call: { tool: string; input: unknown; result: ToolResult; latencyMs: number }): void {
    this.add({ kind: 'tool_called', ...call, input: this.#argumentsOf(call.input) });
  }

  addRefused(tool: string, reason: string): void {
    const text = shortenMaterial(this.#redact(reason), REASON_CHARACTERS);
    this.add({ kind: 'submission_checked', tool, accepted: false, reason: text });
  }

  addPlainer(call: number, { part, said }: RefusedPart): void {
    const words = shortenMaterial(this.#redact(said), REASON_CHARACTERS);
    this.add({ kind: 'asked_plainer', call, without: part, said: words });
  }

  addRepaired(repairs: readonly Repaired[]): void {
    for (const { repair, fields } of repairs) {
      const names = fields
        .slice(0, FIELDS)
        .map((name) => shortenMaterial(this.#redact(name), FIELD_CHARACTERS));
      this.add({ kind: 'repaired', repair, fields: names });
    }
  }

  noteOffer(tool: string, input: unknown, confidence: number | null): void {
    this.#pending = { tool, input: this.#argumentsOf(input), confidence, since: this.#clock.now() };
  }

  /** Makes the record of an ended turn, including one lost midway. */
  record(outcome: TurnOutcome, error: TurnError | null, endedAt: number): TurnRecord {
    const acceptedOffer = IS_RESPONSE[outcome] ? this.#pending : null;
    const open = this.underWay;
    const spent = open?.spent ?? null;
    const trace = [
      ...this.#steps,
      ...(open === null ? [] : [{ ...makeFailedRequest(open), atMs: this.#since(endedAt) }]),
      ...(acceptedOffer === null ? [] : this.#acceptance(acceptedOffer, endedAt)),
    ];
    return {
      ...this.#head,
      totalMs: this.#since(endedAt),
      outcome,
      error: error === null ? null : this.#failure(error, endedAt),
      usage: spent === null ? this.#usage : sum(this.#usage, spent.usage),
      costUsd: spent === null ? this.#costUsd : addUsd(this.#costUsd, spent.costUsd),
      ...(this.#isAtLeast || spent !== null ? { costIsAtLeast: true } : {}),
      confidence: acceptedOffer?.confidence ?? null,
      prompt: this.#prompt,
      trace,
    };
  }

  #countStep(step: TraceStep): void {
    if (step.kind === 'answer_received') this.#countAnswer(step);
    if (step.kind !== 'request_failed' || step.spent === undefined) return;
    this.#count(step.spent);
    this.#isAtLeast = true;
  }

  #countAnswer({
    usage,
    costUsd,
    atLeast,
  }: Pick<AnswerStep, 'usage' | 'costUsd' | 'atLeast'>): void {
    this.#count({ usage, costUsd });
    this.#isAtLeast ||= atLeast === true;
  }

  #count({ usage, costUsd }: Pick<Spent, 'usage' | 'costUsd'>): void {
    this.#usage = sum(this.#usage, usage);
    this.#costUsd = addUsd(this.#costUsd, costUsd);
  }

  /**
   * Adds the acceptance, since the record is made while the design accepts the submission, before
   * that can be reported.
   */
  #acceptance({ tool, input, since }: PendingSubmission, endedAt: number): TraceStep[] {
    const atMs = this.#since(endedAt);
    const latencyMs = Math.max(0, endedAt - since);
    return [
      { kind: 'submission_checked', atMs, tool, accepted: true, reason: '' },
      { kind: 'tool_called', atMs, tool, input, result: 'ok', latencyMs },
    ];
  }

  #failure(error: TurnError, endedAt: number): NonNullable<TurnRecord['error']> {
    const stepNames = this.#steps.map(nameOf);
    return {
      ...error,
      message: shortenMaterial(this.#redact(error.message), MESSAGE_CHARACTERS),
      lastStep: stepNames.at(-1) ?? '',
      completedSteps: stepNames.slice(0, -1),
      totalMs: this.#since(endedAt),
    };
  }

  #argumentsOf(input: unknown): string {
    const json = JSON.stringify(redactIn(splitNotes(input).input, this.#redact)) ?? 'null';
    return cutBytes(json, INPUT_BYTES, '… [cut]');
  }

  #since(now: number): number {
    return Math.max(0, now - this.#head.startedAt);
  }
}

/** Names a step for people: `tool_called read_file`, `request_sent 2`. */
function nameOf(step: TraceStep): string {
  if ('tool' in step) return `${step.kind} ${step.tool}`;
  return 'call' in step ? `${step.kind} ${step.call}` : step.kind;
}

function makeFailedRequest({
  spent,
  ...attempt
}: Attempt & { readonly spent: Spent | null }): Extract<UntimedStep, { kind: 'request_failed' }> {
  const spending = spent === null ? {} : { spent: { usage: spent.usage, costUsd: spent.costUsd } };
  return { kind: 'request_failed', ...attempt, ...spending };
}

function addUsd(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one + other;
}

function sum(one: Usage, other: Usage): Usage {
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    cacheWriteTokens: one.cacheWriteTokens + other.cacheWriteTokens,
    cacheReadTokens: one.cacheReadTokens + other.cacheReadTokens,
    outputTokens: one.outputTokens + other.outputTokens,
  };
}
