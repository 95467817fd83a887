import { ANSWER_QUESTION, type AnswerToQuestion } from '../../core/follow-up/grounded.ts';
import { saysSomething } from '../../core/proposals/quote.ts';
import { CITATION_BOUNDS } from '../../core/vocabulary/checked.ts';
import { lettersOf } from '../../core/vocabulary/compared.ts';
import { REHEARSAL_VOICES } from '../../core/vocabulary/rehearsal.ts';
import { SUBMISSION_SCHEMAS, type TerminalTool } from '../../core/vocabulary/submission.ts';
import type { Clock } from '../../foundation/clock.ts';
import { cutText } from '../../foundation/cut-text.ts';
import { sha256Of } from '../../foundation/digest.ts';
import { waitUntil } from '../../foundation/timeout.ts';
import { ModelFault, type ModelReply, type ModelRequest } from '../../ports/model.ts';
import type { ToolUseBlock } from '../../ports/model-messages.mjs';
import { REPOSITORY_SCHEMAS } from '../../ports/repository-tools.ts';
import type { Model, RecordContext, TurnContext } from '../../turns/model-context.ts';
import type { Ask } from '../../turns/prompt/ask.ts';
import type { Persona } from '../../turns/prompt/persona.ts';
import { hasCrashInExample, hasPassInExample, playReadings, playSpeech } from './example/player.ts';
import { makeScene } from './neutral/scene.ts';
import { hasQuestions, SPEECHES } from './neutral/speech.ts';

export interface RehearsalOptions {
  /** Milliseconds for each answer: `null` for a pace that people can follow, 0 for none. */
  readonly latencyMs: number | null;
  readonly clock: Clock;
  /** Neutral words are built from their files. */
  readonly personas: readonly Persona[];
}

/**
 * Answers offline and without a key. The same persona files, topic and state always give the same
 * words: the written ones for the example, placeholders for any other topic. Uses the same
 * sessions, tools, checks and records as a real model; the banner says that it is a rehearsal.
 */
export function createRehearsalModel({ latencyMs, clock, personas }: RehearsalOptions): Model {
  return {
    rehearsal: true,
    async answer(request, context, { signal, onProgress }): Promise<ModelReply> {
      if (context.ask === null) {
        onProgress();
        return replyOf([quoteRecord(context)], request.model);
      }
      const { ask, callNumber, kill } = context;
      const blocks = toolUses(request, context, personas);
      const characters = blocks.reduce((sum, { input }) => sum + JSON.stringify(input).length, 0);
      if (playsExample(ask) && hasCrashInExample(ask, callNumber)) kill();
      const paceMs = latencyMs ?? naturalLatencyMs(ask, characters);
      await perform({ latencyMs: paceMs, clock, signal, onProgress });
      return replyOf(blocks, ask.participant.model);
    },
  };
}

function replyOf(content: ToolUseBlock[], model: string): ModelReply {
  const usage = { inputTokens: 0, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 0 };
  return { content, stop: 'tool_use', model, usage, costUsd: 0 };
}

/**
 * With a repository, a proposer reads first, to show that too: the example's readings, or the top
 * folder.
 */
function toolUses(
  { tools }: ModelRequest,
  { ask, callNumber }: TurnContext,
  personas: readonly Persona[],
): ToolUseBlock[] {
  const block = (tool: string, input: ToolUseBlock['input'], index = 0): ToolUseBlock => {
    return {
      type: 'tool_use',
      id: `rehearsal-${ask.turnId}-${callNumber}-${index}`,
      name: tool,
      input,
    };
  };
  const looks = ask.kind === 'proposals' && tools.some(({ name }) => name === 'list_files');
  const atTheTop = callNumber === 1 ? [{ tool: 'list_files' as const, input: { path: '' } }] : [];
  const readings = playsExample(ask) ? playReadings(ask, callNumber) : atTheTop;
  if (looks && readings.length > 0) {
    return readings.map(({ tool, input }, index) =>
      block(tool, REPOSITORY_SCHEMAS[tool].parse(input), index),
    );
  }
  const { tool, input } = speechFor(ask, personas);
  return [block(tool, input)];
}

/**
 * Throws if the words do not fit their schema, which is a bug. `notes` are outside of the schemas.
 */
function speechFor(ask: Ask, personas: readonly Persona[]) {
  const tool = toolFor(ask, personas);
  const written = playsExample(ask) ? playSpeech(ask, tool) : null;
  const input = written?.input ?? SPEECHES[tool](makeScene(ask, personas));
  SUBMISSION_SCHEMAS[tool].parse(input);
  return { tool, input: { ...input, notes: written?.notes ?? '' } };
}

function playsExample({ participant }: Ask): boolean {
  return participant.model === REHEARSAL_VOICES.example;
}

function toolFor(ask: Ask, personas: readonly Persona[]): TerminalTool {
  const speaking = ask.terminalTools.find((tool) => tool !== 'pass');
  if (speaking === undefined) return 'pass';
  if (speaking !== 'ask_questions') return speaking;
  const passes = playsExample(ask)
    ? hasPassInExample(ask)
    : !hasQuestions(makeScene(ask, personas));
  return passes ? 'pass' : speaking;
}

/** Slow enough to follow on a screen; a whole rehearsal stays well under a minute. */
const SHORTEST_MS = 300;
const LONGEST_MS = 1_200;
/** Parts of an answer, so that displays have progress to show. */
const PARTS = 4;

/** Longer answers take longer, up to a limit. */
const CHARACTERS_PER_MS = 2;
const LONGEST_WRITING_MS = 2_500;

/** Milliseconds of an answer: they vary by participant and round, but are the same in each run. */
function naturalLatencyMs(
  { participant, kind }: Pick<Ask, 'participant' | 'kind'>,
  characters: number,
): number {
  const draw = Number.parseInt(sha256Of(`${participant.id} ${kind}`).slice(0, 8), 16);
  const writingMs = Math.min(LONGEST_WRITING_MS, Math.ceil(characters / CHARACTERS_PER_MS));
  return SHORTEST_MS + (draw % (LONGEST_MS - SHORTEST_MS + 1)) + writingMs;
}

interface Performance {
  readonly latencyMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onProgress: () => void;
}

/** Throws `ModelFault` if aborted. */
async function perform({ latencyMs, clock, signal, onProgress }: Performance): Promise<void> {
  for (let part = 1; part <= PARTS; part += 1) {
    if (latencyMs > 0 && !signal.aborted)
      await waitUntil(clock, clock.now() + latencyMs / PARTS, signal);
    if (signal.aborted) throw new ModelFault('aborted', 'the request was given up');
    onProgress();
  }
}

const MAX_QUOTED = 2;
/** Shorter words occur everywhere, and unrelated texts may share a single longer one. */
const WORD_CHARACTERS = 4;
const LEAST_SHARED = 2;

/**
 * Answers a question about a decision without a model: quotes the record's lines that share the
 * most words with it, or nothing if none shares enough.
 */
function quoteRecord({ question, places }: RecordContext): ToolUseBlock {
  const questionWords = new Set(wordsOf(question));
  const lines = places
    .flatMap(({ name, text }) => text.split('\n').map((line) => ({ name, line: line.trim() })))
    .map((each) => ({ ...each, shared: countShared(questionWords, each.line) }))
    .filter(({ shared, line }) => shared >= LEAST_SHARED && saysSomething(line))
    .toSorted((one, other) => other.shared - one.shared)
    .slice(0, MAX_QUOTED);
  const input: AnswerToQuestion = {
    sentences: lines.map(({ name, line }) => {
      const quote = cutText(line, CITATION_BOUNDS.quoteCharacters);
      return { text: quote, cites: [{ place: name, quote }] };
    }),
  };
  return { type: 'tool_use', id: 'rehearsal-question', name: ANSWER_QUESTION, input };
}

function countShared(wanted: ReadonlySet<string>, line: string): number {
  return new Set(wordsOf(line).filter((word) => wanted.has(word))).size;
}

function wordsOf(text: string): string[] {
  return lettersOf(text)
    .split(' ')
    .filter((word) => word.length >= WORD_CHARACTERS);
}
