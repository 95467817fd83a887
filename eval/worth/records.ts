import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { type Arm, isArm } from './arms.ts';

export const ArmName = z.custom<Arm>((value) => typeof value === 'string' && isArm(value));
const costUsd = z.number().nonnegative().nullable();
/** One answer that is asked for: `epoch` counts from 1. */
const cell = { question: z.string(), arm: ArmName, epoch: z.number().int().positive() };
const reading = {
  ...{ question: z.string(), one: ArmName, other: ArmName, judge: z.string() },
  costUsd,
};

/** One line of `records.jsonl`. The rows of a run are what every figure is made of. */
export const Row = z.discriminatedUnion('type', [
  /**
   * A design that is under way: a run that is taken up again waits for it. Without an answer behind
   * it, one was cut off.
   */
  z.strictObject({ type: z.literal('begun'), ...cell, designId: z.string(), costUsd }),
  /**
   * A try that brought no answer because the model could not be called or the run was stopped. It
   * is tried again.
   */
  z.strictObject({ type: z.literal('lost'), ...cell, failure: z.string(), costUsd }),
  z.strictObject({
    ...{ type: z.literal('answer'), ...cell },
    ...{ kind: z.string(), repository: z.string() },
    score: z.strictObject({
      /** The option that it chooses; empty for none, or for two. */
      letter: z.string(),
      isRight: z.boolean(),
      avoidsTrap: z.boolean().nullable(),
      /** Deciding lines that it quotes, of all that decide. */
      facts: z.number().min(0).max(1),
    }),
    isReady: z.boolean(),
    ...{ costUsd, minutes: z.number().nonnegative(), calls: z.number().int().nonnegative() },
    designId: z.string(),
    /** As it was given, for those who doubt a score. `null`: none came. */
    decision: z.unknown(),
    /** Why there is no decision; empty where there is one. */
    failure: z.string(),
  }),
  z.strictObject({
    ...{ type: z.literal('reading'), ...reading, first: ArmName },
    ...{ better: z.union([ArmName, z.literal('neither')]), reason: z.string() },
  }),
  /** Two decisions that were not compared in both orders, and the money that went into it. */
  z.strictObject({ type: z.literal('failed_reading'), ...reading, failure: z.string() }),
]);
export type Row = z.infer<typeof Row>;
export type AnswerRow = Extract<Row, { type: 'answer' }>;
export type ReadingRow = Extract<Row, { type: 'reading' }>;

export const answersIn = (rows: readonly Row[], arm?: Arm): AnswerRow[] =>
  rows.filter((row) => row.type === 'answer').filter((row) => arm === undefined || row.arm === arm);

export const recordsIn = (folder: string) => join(folder, 'records.jsonl');

/**
 * Reads the rows of a run; none where it has not begun. A last line that was cut by a crash is left
 * out.
 */
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

/**
 * Adds a row, on a line of its own even behind one that was cut. Blocks, so that rows of two
 * answers do not mix.
 */
export function addRow(file: string, row: Row): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  appendFileSync(
    file,
    `${before === '' || before.endsWith('\n') ? '' : '\n'}${JSON.stringify(row)}\n`,
  );
}

export function spentUsd(rows: readonly Row[]): number {
  return rows.reduce((sum, row) => sum + (row.costUsd ?? 0), 0);
}
