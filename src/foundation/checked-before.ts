import { readFileSync } from 'node:fs';
import { digestOf } from './digest.ts';

/**
 * Results of earlier starts, as JSON has them, by a digest of all that they follow from. Who uses
 * one checks it by a schema.
 */
export type Kept = Map<string, unknown>;

const codes = new Map<string, string>();

/** `codeFile`: the file that works the result out, which a clone changes without a new version. */
export function keyOf(codeFile: string, ...given: readonly unknown[]): string {
  const code = codes.getOrInsertComputed(codeFile, (file) => readFileSync(file, 'utf8'));
  return digestOf([code, ...given]);
}
