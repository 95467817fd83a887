import { createHash } from 'node:crypto';
import type { TurnError, TurnOutcome, Usage } from '../../core/events.ts';
import { cut } from './material-text.ts';
import type { TraceStep, TurnRecord } from './record.ts';

const STEPS = 600;
const TEXT_CHARACTERS = 4_000;
/** T3: of a tool's arguments, in bytes of JSON. */
const INPUT_BYTES = 4_096;
const REASON_CHARACTERS = 1_000;
const MESSAGE_CHARACTERS = 1_000;

export const NO_USAGE: Usage = { inputTokens: 0, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 0 };

type Head = Pick<
  TurnRecord,
  'turnId' | 'designId' | 'participant' | 'sessionId' | 'roundId' | 'kind' | 'startedAt'
>;
type WithoutTime<Step> = Step extends TraceStep ? Omit<Step, 'atMs'> : never;
export type Happening = WithoutTime<TraceStep>;

/** A submission that the design is being asked to take: whether it did is known by the turn's outcome. */
interface Pending {
  readonly tool: string;
  readonly input: string;
  readonly confidence: number;
  readonly since: number;
}

/**
 * T1–T3, T5: keeps what happened in a turn as it happens, so that a record can be made at any moment, also when the
 * process is gone. Bounded; secrets are taken out on the way in.
 */
export class Trace {
  readonly #head: Head;
  readonly #redact: (text: string) => string;
  #steps: TraceStep[] = [];
  #prompt = '';
  #usage: Usage = NO_USAGE;
  #costUsd: number | null = 0;
  #pending: Pending | null = null;

  constructor(head: Head, redact: (text: string) => string) {
    this.#head = head;
    this.#redact = redact;
  }

  /** `now` is milliseconds since the epoch. What comes after the bound is not kept. */
  add(now: number, happening: Happening): void {
    if (this.#steps.length >= STEPS) return;
    this.#steps.push({ ...happening, atMs: this.#since(now) });
  }

  promptAssembled(now: number, prompt: string): void {
    this.#prompt = this.#redact(prompt);
    const sha256 = createHash('sha256').update(prompt).digest('hex');
    this.add(now, { kind: 'prompt_assembled', bytes: Buffer.byteLength(prompt), sha256 });
  }

  /** J1: what was really sent takes the place of what was meant to be sent. */
  promptSent(prompt: string): void {
    this.#prompt = this.#redact(prompt);
  }

  answered(
    now: number,
    answer: { call: number; stop: string; usage: Usage; costUsd: number | null; text: string },
  ): void {
    this.#usage = sum(this.#usage, answer.usage);
    this.#costUsd = this.#costUsd === null || answer.costUsd === null ? null : this.#costUsd + answer.costUsd;
    this.add(now, { kind: 'answer_received', ...answer, text: this.bounded(answer.text) });
  }

  toolCalled(
    now: number,
    call: { tool: string; input: unknown; result: 'ok' | 'refused' | 'failed'; latencyMs: number },
  ): void {
    this.add(now, { kind: 'tool_called', ...call, input: this.argumentsOf(call.input) });
  }

  checked(now: number, tool: string, accepted: boolean, reason: string): void {
    const text = cut(this.#redact(reason), REASON_CHARACTERS);
    this.add(now, { kind: 'submission_checked', tool, accepted, reason: text });
  }

  submitting(now: number, tool: string, input: unknown, confidence: number): void {
    this.#pending = { tool, input: this.argumentsOf(input), confidence, since: now };
  }

  notAccepted(): void {
    this.#pending = null;
  }

  argumentsOf(input: unknown): string {
    const json = this.#redact(JSON.stringify(input) ?? 'null');
    return cutToBytes(json, INPUT_BYTES);
  }

  bounded(text: string): string {
    return cut(this.#redact(text), TEXT_CHARACTERS);
  }

  record(outcome: TurnOutcome, error: TurnError | null, endedAt: number): TurnRecord {
    const accepted = outcome === 'spoke' || outcome === 'passed' ? this.#pending : null;
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
  #acceptance({ tool, input, since }: Pending, endedAt: number): TraceStep[] {
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
      message: cut(this.#redact(error.message), MESSAGE_CHARACTERS),
      lastStep: completed.at(-1) ?? '',
      completedSteps: completed.slice(0, -1),
      totalMs: this.#since(endedAt),
    };
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

const CUT_MARK = '… [cut]';

function cutToBytes(text: string, bytes: number): string {
  const encoded = Buffer.from(text);
  if (encoded.length <= bytes) return text;
  const kept = encoded.subarray(0, bytes - Buffer.byteLength(CUT_MARK)).toString('utf8');
  // A character cut in half decodes to one replacement mark, which may be longer than what it replaces.
  return `${kept.replace(/\uFFFD$/, '')}${CUT_MARK}`;
}
