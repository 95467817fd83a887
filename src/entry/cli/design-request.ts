import { basename, resolve } from 'node:path';
import { parseNumber } from '../../acts/gateway/form.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import type { ContextItem, Depth } from '../../core/vocabulary/event-parts.ts';
import { findTopicProblem } from '../../core/workflow/start.ts';
import { cutText } from '../../foundation/cut-text.ts';
import type { ShowOptions } from './screen.ts';
import { BYTES_PER_CHARACTER, readTextFile } from './text-file.ts';
import { makeUsageFault } from './typed.ts';

export interface DesignOptions extends ShowOptions {
  readonly context?: readonly string[];
  readonly repo?: string;
  readonly personas?: string;
  readonly answers?: string;
  readonly questions: boolean;
  readonly depth?: Depth;
  readonly followUp?: string;
  readonly budget?: string;
  readonly deadline?: string;
  readonly model?: string;
}

export type DesignRequest = Awaited<ReturnType<typeof readRequest>>;

/**
 * Checks a request as far as possible without opening anything. Throws `Fault('bad_usage')` for the
 * first problem, with the allowed values.
 */
export async function readRequest(words: string, options: DesignOptions) {
  const { questions, depth, followUp, repo, answers } = options;
  const topic = await readTopic(words);
  const problem = findTopicProblem(topic, { way: 'terminal' });
  if (problem !== null) throw makeUsageFault(problem);
  if (answers !== undefined && !questions) {
    throw makeUsageFault(
      '--answers and --no-questions exclude each other: without questions there is nothing to answer.',
    );
  }
  return {
    topic,
    questions,
    depth,
    followUp,
    budgetUsd: parseAmount('--budget', options.budget, BOUNDS.designUsd, 'US dollars'),
    deadlineMinutes: parseAmount('--deadline', options.deadline, BOUNDS.designMinutes, 'minutes'),
    personas: parsePersonaIds(options.personas),
    repoPath: repo === undefined ? undefined : resolve(repo),
    context: await readContext(options.context ?? []),
    answers: answers === undefined ? undefined : await readAnswers(answers),
  };
}

function parseAmount(
  option: string,
  text: string | undefined,
  most: number,
  unit: string,
): number | undefined {
  if (text === undefined) return undefined;
  const value = parseNumber(text);
  if (value > 0 && value <= most) return value;
  throw makeUsageFault(
    `${option} is "${cutText(text, 40)}"; expected a number of ${unit} above 0, up to ${most}.`,
  );
}

function parsePersonaIds(text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  const ids = text.split(',').map((id) => id.trim());
  if (ids.includes('')) {
    throw makeUsageFault(
      '--personas expects ids separated by commas: --personas subtractor,migrationist.',
    );
  }
  return [...new Set(ids)];
}

async function readContext(paths: readonly string[]): Promise<ContextItem[]> {
  if (paths.length > BOUNDS.contextItems) {
    throw makeUsageFault(
      `--context names ${paths.length} files; the limit is ${BOUNDS.contextItems}.`,
    );
  }
  const items: ContextItem[] = [];
  let left: number = BOUNDS.contextCharacters;
  for (const path of paths) {
    const text = await readTextFile(path, '--context', BOUNDS.contextCharacters, ONLY_A_PART);
    left -= text.length;
    if (left < 0) {
      throw makeUsageFault(
        `The --context files together have more than ${BOUNDS.contextCharacters} characters.`,
      );
    }
    items.push({ name: cutText(basename(path), 300), text });
  }
  return items;
}

async function readAnswers(path: string): Promise<string> {
  const text = await readTextFile(path, '--answers', BOUNDS.replyCharacters);
  if (text.trim() === '')
    throw makeUsageFault(
      `--answers ${path} is empty. Write the answers into it, or leave the option out.`,
    );
  return text;
}

const REST = 'Put the rest into a file for --context.';
const ONLY_A_PART = 'Give only the part that matters.';
const MAX_BYTES = BOUNDS.topicCharacters * BYTES_PER_CHARACTER;

/**
 * Reads `-` from standard input and `@path` from a text file; anything else is the topic itself.
 * Throws `Fault('bad_usage')` for an unreadable, long or binary text.
 */
export async function readTopic(
  words: string,
  input: AsyncIterable<Uint8Array> & { readonly isTTY?: boolean } = process.stdin,
): Promise<string> {
  if (words === '-') return (await textOf(input)).trim();
  if (!words.startsWith('@')) return words;
  const path = words.slice(1);
  if (path === '') throw makeUsageFault('Give the path of a text file after @: design @topic.md');
  return (await readTextFile(path, 'The topic', BOUNDS.topicCharacters, REST)).trim();
}

async function textOf(
  input: AsyncIterable<Uint8Array> & { readonly isTTY?: boolean },
): Promise<string> {
  if (input.isTTY === true)
    throw makeUsageFault('- reads the topic from a pipe or a file: design - < topic.md');
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of input) {
    parts.push(part);
    bytes += part.length;
    if (bytes > MAX_BYTES)
      throw makeUsageFault(
        `Standard input has more than ${BOUNDS.topicCharacters} characters. ${REST}`,
      );
  }
  const text = Buffer.concat(parts);
  if (text.includes(0)) throw makeUsageFault('Standard input is binary. The topic must be text.');
  return text.toString('utf8');
}
