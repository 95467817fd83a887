import * as z from 'zod';
import { countOf, groupDigits } from '../../core/vocabulary/figures.ts';
import type { RepositoryTool } from '../../ports/repository.ts';
import { REPOSITORY_SCHEMAS, type RepositoryInput } from '../../ports/repository-tools.ts';
import { parseWithRepairs } from '../../turns/models/repair.ts';
import { blameFile } from './blame-file.ts';
import {
  makeAnswer,
  makeRefusedAnswer,
  type RepositoryAnswer,
  type RepositoryCall,
  takeFitting,
} from './call.ts';
import { readFile } from './read-file.ts';
import { readHistory } from './read-history.ts';
import { describeOther, type Located, resolvePath, showEntry } from './resolve-path.ts';
import { searchText } from './search-text.ts';
import { readTree } from './tree.ts';

type Tools = {
  readonly [Tool in RepositoryTool]: (
    call: RepositoryCall,
    input: RepositoryInput<Tool>,
  ) => Promise<RepositoryAnswer>;
};

const TOOLS: Tools = {
  list_files: listFiles,
  read_file: readFile,
  search_text: searchText,
  read_history: readHistory,
  blame_file: blameFile,
};

export async function callTool(
  call: RepositoryCall,
  tool: RepositoryTool,
  input: unknown,
): Promise<RepositoryAnswer> {
  const { parsed: checked } = parseWithRepairs<z.ZodType>(REPOSITORY_SCHEMAS[tool], input);
  if (!checked.success)
    return makeRefusedAnswer('The arguments are not usable:', z.prettifyError(checked.error));
  // The compiler cannot follow that schema and tool have the same name.
  const run = TOOLS[tool] as (call: RepositoryCall, input: unknown) => Promise<RepositoryAnswer>;
  return run(call, checked.data);
}

/** Lists a folder, or the names in it that begin with the text before a final `*`. */
async function listFiles(
  call: RepositoryCall,
  input: RepositoryInput<'list_files'>,
): Promise<RepositoryAnswer> {
  const resolution = await resolvePath(call, input.path);
  switch (resolution.kind) {
    case 'it': {
      const { located } = resolution;
      return located.kind === 'folder'
        ? await listFolder(call, located, '')
        : makeRefusedAnswer((await describeOther(call.git, located)).text);
    }
    case 'not_there': {
      // A name can really end with a star, so the pattern comes second.
      if (resolution.parent === undefined || !input.path.endsWith('*'))
        return makeRefusedAnswer(resolution.text);
      const beginning = input.path.slice(input.path.lastIndexOf('/') + 1, -1);
      return await listFolder(call, resolution.parent, beginning);
    }
    case 'not_here':
      return makeRefusedAnswer(resolution.text);
  }
}

async function listFolder(
  call: RepositoryCall,
  folder: Located,
  beginning: string,
): Promise<RepositoryAnswer> {
  const { git, bounds } = call;
  const listed = await readTree(git, folder.id, bounds.listBytes);
  if (listed.kind === 'not_here') return makeRefusedAnswer(listed.text);
  const { entries: all, cut } = listed;
  const entries = all.filter((entry) => entry.name.startsWith(beginning));
  const name = folder.path === '' ? 'the top of the repository' : folder.path;
  const those = beginning === '' ? '' : ` that begin with ${beginning}`;
  if (entries.length === 0) return makeRefusedAnswer(`${name} has no names${those}.`);
  const lines = entries.slice(0, bounds.entries).map(showEntry);
  const shown = takeFitting(lines, bounds.answerCharacters);
  const total = `${cut ? 'at least ' : ''}${countOf(entries.length, 'entry', 'entries')}`;
  const header = `${name}${those}: ${total}`;
  const left = entries.length - shown.length;
  if (left === 0 && !cut) return makeAnswer(header, ...shown);
  const prefix = folder.path === '' ? '' : `${folder.path}/`;
  const more = `[… ${cut ? 'at least ' : ''}${groupDigits(left)} more; list ${prefix}<beginning>* for names that begin that way]`;
  return makeAnswer(header, ...shown, more);
}
