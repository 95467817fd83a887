/**
 * A repository at one commit, read-only. Its four tools are offered to models; `cite` looks a
 * quotation up, so that code and not the model says whether it stands there.
 */

import * as z from 'zod';

const path = z.string().max(1_024);
const file = path.min(1).describe('the file, from the top: src/queue/worker.ts');

/** 0 and an empty text mean the default: strict tools have no optional fields. */
export const REPOSITORY_TOOLS = {
  read_lines: z.strictObject({
    path: file,
    from: z.number().int().min(0).max(10_000_000).describe('first line, counted from 1'),
    lines: z.number().int().min(0).max(500).describe('how many, at most 500; 0: 200'),
  }),
  search: z.strictObject({
    text: z.string().min(1).max(200).describe('plain text to find in a line; case is ignored'),
    path: path.describe('a folder or file to search in; empty: everything'),
  }),
  list_files: z.strictObject({
    path: path.describe('a folder, from the top: src/queue; empty: the top'),
  }),
  history: z.strictObject({
    path: path.describe('a file or folder; empty: the whole repository'),
    commits: z.number().int().min(0).max(100).describe('how many, newest first; 0: 20'),
  }),
} as const;
export type RepositoryTool = keyof typeof REPOSITORY_TOOLS;
export type RepositoryInput<Tool extends RepositoryTool> = z.infer<(typeof REPOSITORY_TOOLS)[Tool]>;

export function isRepositoryTool(name: string): name is RepositoryTool {
  return Object.hasOwn(REPOSITORY_TOOLS, name);
}

export const REPOSITORY_DESCRIPTIONS: Readonly<Record<RepositoryTool, string>> = {
  read_lines: 'Reads numbered lines of a text file, in the form in which they are cited.',
  search: 'Finds a plain text in the text files, as path:line: text.',
  list_files: 'Lists the names in a folder; folders end with a slash.',
  history:
    'Lists the commits that changed a file or folder, newest first, with the beginning of their messages: why something is as it is.',
};

export interface Repository {
  /**
   * Runs one tool. What is wrong with the input, or cannot be read, comes back as a text for the
   * model (`isError`). @throws {Fault} `repository`
   */
  use(
    tool: string,
    input: unknown,
    signal: AbortSignal,
  ): Promise<{ readonly text: string; readonly isError: boolean }>;
  /**
   * Whether these words stand at `path:12` or `path:12-14`. `not_looked_up`: it could not be read
   * now, which is not the author's fault.
   */
  cite(place: string, quote: string): Promise<'stands' | 'absent' | 'not_looked_up'>;
}
