import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const ROOT = join(import.meta.dirname, '../..');
export const DEPLOY = join(ROOT, 'deploy');
/** Where CI unpacks Debian's package prometheus, for its promtool. */
const UNPACKED = join(ROOT, '.cache/prometheus/usr/bin/promtool');

export const read = (name: string): string => readFileSync(join(DEPLOY, name), 'utf8');

/** Runs a program in deploy. Resolves with all that it said; rejects where it did not end well. */
export async function said(program: string, ...words: readonly string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(program, [...words], { cwd: DEPLOY });
  return `${stdout}${stderr}`;
}

/** Finds promtool; `null` where it is neither on the PATH nor unpacked. */
export function promtool(): Promise<string | null> {
  return firstThatRuns(['promtool', UNPACKED]);
}

/** Finds the first of these programs that runs; `null` for none. */
export async function firstThatRuns(programs: readonly string[]): Promise<string | null> {
  for (const program of programs) {
    const runs = await said(program, '--version').then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
    );
    if (runs) return program;
  }
  return null;
}
