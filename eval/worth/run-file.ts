import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { countOf } from '../../src/core/vocabulary/figures.ts';
import { COMPARISONS } from './arms.ts';
import { OPEN_SEED, type Question } from './question.ts';
import { ArmName, jsonOf, recordsIn } from './records.ts';
import { SCRIPTS, type Script } from './scripted.ts';

const isScript = z.custom<Script>((value) => typeof value === 'string' && value in SCRIPTS);

/**
 * `run.json`: everything that was fixed before the first answer. A command that differs in any of
 * it is another run.
 */
export const RunFile = z.strictObject({
  /** `null`: real models. */
  script: isScript.nullable(),
  /**
   * A name for what the questions were drawn by: the page can be shown without telling the seed.
   */
  seed: z.string(),
  questions: z.array(z.string()).min(1),
  /** The hash of those questions as they were drawn. */
  drawn: z.string(),
  /** Questions whose package was no longer served when the run began. */
  leftOut: z.array(z.string()),
  epochs: z.number().int('takes a whole number').min(1).max(20, 'is 20 at most'),
  /** USD for one arm on one question. */
  usdEach: z.number().positive(),
  /** The difference that matters, in points: a point is one right answer of 100. */
  find: z.number().min(1, 'is 1 at least').max(50, 'is 50 at most'),
  /** What it was said to find, and whether it was begun though that is too little. */
  power: z.string(),
  isAnyway: z.boolean(),
  /** By arm, the model of each participant; `alone` where one model answers by itself. */
  models: z.partialRecord(ArmName, z.record(z.string(), z.string())),
  /** The rule in words, as it was when the run began. */
  rule: z.string(),
});
export type RunFile = z.infer<typeof RunFile>;

/** Names a seed without telling it. */
export const seedName = (seed: string): string =>
  seed === OPEN_SEED ? seed : `held out, ${hashOf(seed)}`;

export const drawOf = (questions: readonly Question[]): string => hashOf(JSON.stringify(questions));

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Returns the comparisons of a run: those of which it runs both arms. */
export function comparisonsOf({ models }: Pick<RunFile, 'models'>) {
  return COMPARISONS.filter((pair) => pair.every((arm) => models[arm] !== undefined));
}

/** Returns the rule by which a run stops and calls a difference, before it has begun. */
export function ruleOf(run: Pick<RunFile, 'questions' | 'epochs' | 'find' | 'models'>): string {
  const { questions, epochs, find } = run;
  const count = comparisonsOf(run).length;
  const together = count < 2 ? '' : `, corrected by Holm's steps for ${count} comparisons`;
  return `Put ${countOf(questions.length, 'question')} ${epochs === 1 ? 'once' : `${epochs} times`} to each arm, then stop; no verdict before. What counts is the share of right answers; a point is one right answer of 100. One arm is *better* or *worse* where a test that swaps the arms' names in whole repositories gives less than 5 %${together}; a *tie* where the same test excludes ${countOf(find, 'point')} either way; else *undecided*. The deciding lines that an answer quotes are compared beside that, and change no verdict.`;
}

const fileIn = (folder: string) => join(folder, 'run.json');

/**
 * Returns what a folder's run was made with; `null` where nothing was run, `'unknown'` where that
 * cannot be told.
 */
export async function runIn(folder: string): Promise<RunFile | 'unknown' | null> {
  const file = fileIn(folder);
  if (!existsSync(file)) return existsSync(recordsIn(folder)) ? 'unknown' : null;
  const parsed = RunFile.safeParse(jsonOf(await readFile(file, 'utf8')));
  return parsed.success ? parsed.data : 'unknown';
}

/** Writes it as a whole or not at all: without it, what was paid for could not be continued. */
export async function keepRun(folder: string, run: RunFile): Promise<void> {
  await mkdir(folder, { recursive: true });
  const written = `${fileIn(folder)}.new`;
  await writeFile(written, `${JSON.stringify(run, null, 2)}\n`);
  await rename(written, fileIn(folder));
}

/**
 * Returns how a run differs from the one that a folder holds, for the person who asked; empty where
 * it goes on with that one.
 */
export function differences(before: RunFile, now: RunFile): string[] {
  const named = ({ script, seed, drawn, usdEach, epochs, find, models }: RunFile) => ({
    ...{ script: script ?? 'real models', seed, 'usd-each': usdEach, epochs, find },
    'the questions as drawn': drawn,
    arms: Object.keys(models).toSorted().join(', '),
    ...Object.fromEntries(
      Object.entries(models).flatMap(([arm, own]) =>
        Object.entries(own).map(([id, model]) => [`the model of ${id} in ${arm}`, model]),
      ),
    ),
  });
  const is: Readonly<Record<string, unknown>> = named(now);
  return Object.entries(named(before)).flatMap(([name, was]) =>
    was === is[name] || is[name] === undefined ? [] : [`${name} ${was}, not ${is[name]}`],
  );
}
