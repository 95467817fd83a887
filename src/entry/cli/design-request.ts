import { basename, resolve } from 'node:path';
import { parseNumber } from '../../acts/gateway/form.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import type { ContextItem, Depth } from '../../core/vocabulary/event-parts.ts';
import { findTopicProblem } from '../../core/workflow/start.ts';
import { cutText } from '../../foundation/cut-text.ts';
import type { ShowOptions } from './screen.ts';
import { readTextFile } from './text-file.ts';
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
export async function readRequest(topic: string, options: DesignOptions) {
  const { questions, depth, followUp, repo, answers } = options;
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
    const text = await readTextFile(
      path,
      '--context',
      BOUNDS.contextCharacters,
      'Give only the part that matters.',
    );
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
