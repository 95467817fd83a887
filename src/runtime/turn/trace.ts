import { createHash } from 'node:crypto';
import {
  IS_RESPONSE,
  type ToolResult,
  type TurnError,
  type TurnOutcome,
  type Usage,
} from '../../core/events.ts';
import { cutBytes } from '../../core/text.ts';
import type { Clock } from '../ports/clock.ts';
import { withoutNotes } from './check-submission.ts';
import { shortened } from './material-text.ts';
import { NO_USAGE, type TraceStep, type TurnRecord } from './record.ts';

const STEPS = 600;
const TEXT_CHARACTERS = 4_000;
/** Bytes of JSON that are kept of a tool's arguments (T3). */
const INPUT_BYTES = 4_096;
const REASON_CHARACTERS = 1_000;
const MESSAGE_CHARACTERS = 1_000;

type TurnIdentity = Pick<
  TurnRecord,
  'turnId' | 'designId' | 'participant' | 'sessionId' | 'roundId' | 'kind' | 'startedAt'
>;
type WithoutTime<Step> = Step extends TraceStep ? Omit<Step, 'atMs'> : never;
type UntimedStep = WithoutTime<TraceStep>;

/** A submission that the design is being asked to take: whether it did is known by the turn's outcome. */
interface PendingSubmission {
  readonly tool: string;
  readonly input: string;
  readonly confidence: number | null;
  readonly since: number;
}

/**
 * Keeps what happened in a turn as it happens (T3), so that a record can be made at any moment (T1), also when the
 * process is gone (T5). Bounded; secrets are taken out on the way in.
 */
export class Trace {
  readonly #head: TurnIdentity;
  readonly #clock: Clock;
  readonly #redact: (text: string) => string;
  #steps: TraceStep[] = [];
  #prompt = '';
  #usage: Usage = NO_USAGE;
  #costUsd: number | null = 0;
  #pending: PendingSubmission | null = null;

  constructor(head: TurnIdentity, clock: Clock, redact: (text: string) => string) {
    this.#head = head;
    this.#clock = clock;
    this.#redact = redact;
  }

  /** Steps beyond the bound are dropped. */
  add(step: UntimedStep): void {
    if (this.#steps.length >= STEPS) return;
    this.#steps.push({ ...step, atMs: this.#since(this.#clock.now()) });
  }

  promptAssembled(prompt: string): void {
    this.#prompt = this.#redact(prompt);
    const sha256 = createHash('sha256').update(prompt).digest('hex');
    this.add({ kind: 'prompt_assembled', bytes: Buffer.byteLength(prompt), sha256 });
  }

  /** What was really sent replaces what was meant to be sent (J1). */
  promptSent(prompt: string): void {
    this.#prompt = this.#redact(prompt);
  }

  answered(answer: Omit<Extract<UntimedStep, { kind: 'answer_received' }>, 'kind'>): void {
    this.#usage = sum(this.#usage, answer.usage);
    this.#costUsd = this.#costUsd === null || answer.costUsd === null ? null : this.#costUsd + answer.costUsd;
    this.add({
      kind: 'answer_received',
      ...answer,
      text: shortened(this.#redact(answer.text), TEXT_CHARACTERS),
    });
  }

  toolCalled(call: { tool: string; input: unknown; result: ToolResult; latencyMs: number }): void {
    this.add({ kind: 'tool_called', ...call, input: this.#argumentsOf(call.input) });
  }

  refused(tool: string, reason: string): void {
    const text = shortened(this.#redact(reason), REASON_CHARACTERS);
    this.add({ kind: 'submission_checked', tool, accepted: false, reason: text });
  }

  submitting(tool: string, input: unknown, confidence: number | null): void {
    this.#pending = { tool, input: this.#argumentsOf(input), confidence, since: this.#clock.now() };
  }

  notAccepted(): void {
    this.#pending = null;
  }

  record(outcome: TurnOutcome, error: TurnError | null, endedAt: number): TurnRecord {
    const accepted = IS_RESPONSE[outcome] ? this.#pending : null;
    const trace = [...this.#steps, ...(accepted === null ? [] : this.#acceptance(accepted, endedAt))];
    return {
      ...this.#head,
      totalMs: this.#since(endedAt),
      outcome,
      error: error === null ? null : this.#failure(error, endedAt),
      usage: this.#usage,
      costUsd: this.#costUsd,
      confidence: accepted?.confidence ?? null,
      prompt: this.#prompt,
      trace,
    };
  }

  /** The design makes the record while it takes the submission, which is before anybody could report that it did. */
  #acceptance({ tool, input, since }: PendingSubmission, endedAt: number): TraceStep[] {
    const atMs = this.#since(endedAt);
    const latencyMs = Math.max(0, endedAt - since);
    return [
      { kind: 'submission_checked', atMs, tool, accepted: true, reason: '' },
      { kind: 'tool_called', atMs, tool, input, result: 'ok', latencyMs },
    ];
  }

  #failure(error: TurnError, endedAt: number): NonNullable<TurnRecord['error']> {
    const completed = this.#steps.map(nameOf);
    return {
      ...error,
      message: shortened(this.#redact(error.message), MESSAGE_CHARACTERS),
      lastStep: completed.at(-1) ?? '',
      completedSteps: completed.slice(0, -1),
      totalMs: this.#since(endedAt),
    };
  }

  #argumentsOf(input: unknown): string {
    const json = this.#redact(JSON.stringify(withoutNotes(input).input) ?? 'null');
    return cutBytes(json, INPUT_BYTES, '… [cut]');
  }

  #since(now: number): number {
    return Math.max(0, now - this.#head.startedAt);
  }
}

/** A step as a person would name it: `tool_called read_file`, `request_sent 2`. */
function nameOf(step: TraceStep): string {
  if ('tool' in step) return `${step.kind} ${step.tool}`;
  return 'call' in step ? `${step.kind} ${step.call}` : step.kind;
}

function sum(one: Usage, other: Usage): Usage {
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    cacheWriteTokens: one.cacheWriteTokens + other.cacheWriteTokens,
    cacheReadTokens: one.cacheReadTokens + other.cacheReadTokens,
    outputTokens: one.outputTokens + other.outputTokens,
  };
}
