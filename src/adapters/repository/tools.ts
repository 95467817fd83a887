import * as z from 'zod';
import { countOf, groupDigits } from '../../core/vocabulary/figures.ts';
import type { RepositoryTool } from '../../ports/repository.ts';
import { REPOSITORY_SCHEMAS, type RepositoryInput } from '../../ports/repository-tools.ts';
import { parseWithRepairs } from '../../turns/models/repair.ts';
import { blameFile } from './blame-file.ts';
import { type Answer, type Call, makeAnswer, makeRefusal, takeFitting } from './call.ts';
import { readFile } from './read-file.ts';
import { readHistory } from './read-history.ts';
import { describeOther, type Located, resolvePath, showEntry } from './resolve-path.ts';
import { searchText } from './search-text.ts';
import { readTree } from './tree.ts';

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

export async function callTool(call: Call, tool: RepositoryTool, input: unknown): Promise<Answer> {
  const { parsed: checked } = parseWithRepairs<z.ZodType>(REPOSITORY_SCHEMAS[tool], input);
  if (!checked.success) return makeRefusal('The arguments are not usable:', z.prettifyError(checked.error));
  // The compiler cannot follow that schema and tool have the same name.
  const run = TOOLS[tool] as (call: Call, input: unknown) => Promise<Answer>;
  return run(call, checked.data);
}

/** Lists a folder, or the names in it that begin with the text before a final `*`. */
async function listFiles(call: Call, input: RepositoryInput<'list_files'>): Promise<Answer> {
  const resolution = await resolvePath(call, input.path);
  switch (resolution.kind) {
    case 'it': {
      const { located } = resolution;
      return located.kind === 'folder'
        ? await listFolder(call, located, '')
        : makeRefusal((await describeOther(call.git, located)).text);
    }
    case 'not_there': {
      // A name can really end with a star, so the pattern comes second.
      if (resolution.parent === undefined || !input.path.endsWith('*')) return makeRefusal(resolution.text);
      const beginning = input.path.slice(input.path.lastIndexOf('/') + 1, -1);
      return await listFolder(call, resolution.parent, beginning);
    }
    case 'not_here':
      return makeRefusal(resolution.text);
  }
}

async function listFolder(call: Call, folder: Located, beginning: string): Promise<Answer> {
  const { git, bounds } = call;
  const listed = await readTree(git, folder.id, bounds.listBytes);
  if (listed.kind === 'not_here') return makeRefusal(listed.text);
  const { entries: all, cut } = listed;
  const entries = all.filter((entry) => entry.name.startsWith(beginning));
  const name = folder.path === '' ? 'the top of the repository' : folder.path;
  const those = beginning === '' ? '' : ` that begin with ${beginning}`;
  if (entries.length === 0) return makeRefusal(`${name} has no names${those}.`);
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
