import { existsSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { ARMS, type Arm } from './arms.ts';

const isArm = z.custom<Arm>((value) => typeof value === 'string' && value in ARMS);
const share = z.number().min(0).max(1).nullable();

const pair = { question: z.string(), one: isArm, other: isArm, judge: z.string(), isOutside: z.boolean() };
const costUsd = z.number().nonnegative().nullable();

/** One line of `records.jsonl`: one arm's answer to one question, or one blind reading of two. It is what every figure is made of. */
export const Row = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('answer'),
    question: z.string(),
    kind: z.string(),
    arm: isArm,
    score: z.strictObject({
      letter: z.string(),
      isRight: z.boolean(),
      avoidsTrap: z.boolean().nullable(),
      evidence: share,
      undoable: share,
    }),
    points: z.number().min(0).max(1),
    isReady: z.boolean(),
    confidence: share,
    costUsd,
    minutes: z.number().nonnegative(),
    drafts: z.number().int().nonnegative(),
    designId: z.string(),
    /** As it was given, for those who doubt a score. `null`: none came. */
    decision: z.unknown(),
    /** Why there is no decision; empty where there is one. */
    failure: z.string(),
  }),
  z.strictObject({
    type: z.literal('reading'),
    ...pair,
    first: isArm,
    better: z.union([isArm, z.literal('neither')]),
    reason: z.string(),
    costUsd,
  }),
  /** Two decisions that were not compared in both orders, and the money that went into it. */
  z.strictObject({ type: z.literal('failed_reading'), ...pair, failure: z.string(), costUsd }),
]);
export type Row = z.infer<typeof Row>;
export type AnswerRow = Extract<Row, { type: 'answer' }>;
export type ReadingRow = Extract<Row, { type: 'reading' }>;

export const recordsIn = (folder: string) => join(folder, 'records.jsonl');

/** Reads the rows of a run; none where it has not begun. A last line that was cut by a crash is left out. */
export async function readRows(file: string): Promise<Row[]> {
  if (!existsSync(file)) return [];
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.flatMap((line) => {
    const parsed = Row.safeParse(jsonOf(line));
    return parsed.success ? [parsed.data] : [];
  });
}

/** Returns the value of a text; `null` for one that is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Adds a row, on a line of its own even behind one that was cut. */
export async function addRow(file: string, row: Row): Promise<void> {
  const before = existsSync(file) ? await readFile(file, 'utf8') : '';
  await appendFile(file, `${before === '' || before.endsWith('\n') ? '' : '\n'}${JSON.stringify(row)}\n`);
}

/** USD of all rows, as far as they are known. */
export function spentUsd(rows: readonly Row[]): number {
  return rows.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0);
}
