/** What the house tests read: the files of `src` and what each imports. */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Paths in `src` that it imports, types too. */
  readonly imports: readonly string[];
}

export const ROOT = join(import.meta.dirname, '../..');

export function readSource(): SourceFile[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'src'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return listed
    .split('\n')
    .filter((path) => /\.(ts|mjs)$/.test(path))
    .map((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      return { path, text, imports: importsOf(path, text) };
    });
}

function importsOf(path: string, text: string): string[] {
  const found = text.matchAll(/(?:\bfrom|\bimport\(?)\s*'((?:#|\.{1,2}\/)[^']+)'/g);
  return [...found].map(([, to = '']) =>
    to.startsWith('#') ? `src/${to.slice(1)}` : join(dirname(path), to),
  );
}

/** `src/design/flow.ts` → `design`; `src/main.ts` → `main`. */
export function folderOf(path: string): string {
  return path.split('/')[1]?.replace(/\.\w+$/, '') ?? '';
}
