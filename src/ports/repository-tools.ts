import * as z from 'zod';
import type { RepositoryTool } from './repository.ts';

/**
 * Bounds of the read-only repository tools. Every field is required, since strict tool use allows
 * few optional ones: an empty string or 0 means the default. The schema has the upper bounds, so
 * larger requests are refused before git starts.
 */
export const REPOSITORY_BOUNDS = {
  pathCharacters: 1_024,
  patternCharacters: 200,
  lineNumber: 10_000_000,
  readLines: { default: 200, most: 500 },
  blameLines: { default: 60, most: 200 },
  commits: { default: 20, most: 100 },
} as const;

const { pathCharacters, patternCharacters, lineNumber, readLines, blameLines, commits } =
  REPOSITORY_BOUNDS;

const upTo = (what: string, bound: { readonly default: number; readonly most: number }) =>
  z
    .number()
    .int()
    .min(0)
    .max(bound.most)
    .describe(`how many ${what}, at most ${bound.most}; 0 for ${bound.default}`);
const fromLine = z
  .number()
  .int()
  .min(0)
  .max(lineNumber)
  .describe('the first line to read, counted from 1; 0 for the beginning');
const file = z
  .string()
  .min(1)
  .max(pathCharacters)
  .describe('the file, from the top: src/queue/worker.ts');

export const REPOSITORY_SCHEMAS = {
  list_files: z.strictObject({
    path: z
      .string()
      .max(pathCharacters)
      .describe(
        'a folder, from the top: src/queue; empty for the top; src/queue/re* for names that begin with re',
      ),
  }),
  read_file: z.strictObject({
    path: file,
    fromLine,
    lines: upTo('lines', readLines),
  }),
  search_text: z.strictObject({
    pattern: z
      .string()
      .min(1)
      .max(patternCharacters)
      .describe(
        'plain text to find in a line; | between alternatives, .* for anything in between: class .*Adapter|retryAfter',
      ),
    path: z
      .string()
      .max(pathCharacters)
      .describe('a folder or file to search in; empty for everything'),
    ignoreCase: z.boolean().describe('true to ignore case'),
  }),
  read_history: z.strictObject({
    path: z
      .string()
      .max(pathCharacters)
      .describe('a file or folder; empty for the whole repository'),
    limit: upTo('commits, newest first', commits),
  }),
  blame_file: z.strictObject({
    path: file,
    fromLine,
    lines: upTo('lines', blameLines),
  }),
} as const satisfies Record<RepositoryTool, z.ZodType>;

export type RepositoryInput<Tool extends RepositoryTool> = z.infer<
  (typeof REPOSITORY_SCHEMAS)[Tool]
>;

export const REPOSITORY_DESCRIPTIONS: Readonly<Record<RepositoryTool, string>> = {
  list_files:
    'Lists a folder of the repository at the pinned commit: the names in it, subfolders with a slash, symbolic links and submodules marked as such.',
  read_file:
    'Reads lines of one text file at the pinned commit, numbered, in the form to cite them. Read a long file in several calls.',
  search_text:
    'Finds lines in the text files of the pinned commit, as path:line: text. The pattern is plain text, not a regular expression: only | (or) and .* (anything in between) are special, unless a backslash precedes them. Binary files, files in UTF-16 and submodules are not searched.',
  read_history:
    'Lists the commits up to the pinned one that changed a file or folder, newest first: commit, date, author, subject and the beginning of the message. Shows why something is the way it is.',
  blame_file:
    'Says for each line of a file at the pinned commit which commit last changed it, when, by whom and under which subject.',
};
