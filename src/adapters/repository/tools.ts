import * as z from 'zod';
import type { RepositoryTool } from '../../engine/ports/repository.ts';
import { REPOSITORY_SCHEMAS, type RepositoryInput } from '../../engine/ports/repository-tools.ts';
import { blameFile } from './blame-file.ts';
import { type Answer, type Call, refused } from './call.ts';
import { listFiles } from './list-files.ts';
import { readFile } from './read-file.ts';
import { readHistory } from './read-history.ts';
import { searchText } from './search-text.ts';

type Tools = {
  readonly [Tool in RepositoryTool]: (call: Call, input: RepositoryInput<Tool>) => Promise<Answer>;
};

const TOOLS: Tools = {
  list_files: listFiles,
  read_file: readFile,
  search_text: searchText,
  read_history: readHistory,
  blame_file: blameFile,
};

/** Checks the arguments and runs the tool. */
export async function callTool(call: Call, tool: RepositoryTool, input: unknown): Promise<Answer> {
  const checked = REPOSITORY_SCHEMAS[tool].safeParse(input);
  if (!checked.success) return refused('The arguments are not usable:', z.prettifyError(checked.error));
  // The schema and the tool stand under the same name, which the compiler cannot follow.
  const run = TOOLS[tool] as (call: Call, input: unknown) => Promise<Answer>;
  return run(call, checked.data);
}
