import type { RepositoryInput } from '../../runtime/repository-tools.ts';
import { type Answer, answered, type Call, fitting, refused, shortCommit } from './call.ts';
import type { Git } from './git.ts';
import { showPath } from './path-name.ts';
import { count, counted } from './printable.ts';
import { describeOther, type Located, resolvePath } from './resolve-path.ts';
import { type Census, countFiles, readLinkTarget, readSizes, readTree, type TreeEntry } from './tree.ts';

/** Links whose targets are shown in one listing; each takes a process. */
const LINK_TARGETS = 20;

/** Lists a folder, or the names in it that begin with what stands before a final `*`. */
export async function listFiles(call: Call, input: RepositoryInput<'list_files'>): Promise<Answer> {
  const resolution = await resolvePath(call, input.path);
  if (resolution.found) {
    const { located } = resolution;
    return located.kind === 'folder'
      ? await listFolder(call, located, '')
      : await describeOther(call.git, located);
  }
  // A name may really end with a star, so that this is looked at only when there is none.
  if (resolution.parent !== undefined && input.path.endsWith('*')) {
    const beginning = input.path.slice(input.path.lastIndexOf('/') + 1, -1);
    return await listFolder(call, resolution.parent, beginning);
  }
  return resolution.answer;
}

async function listFolder(call: Call, folder: Located, beginning: string): Promise<Answer> {
  const { git, bounds } = call;
  const { entries: all, cut } = await readTree(git, folder.id, bounds.listBytes);
  const entries = all.filter((entry) => entry.name.startsWith(beginning));
  const name = folder.shown === '' ? 'the top of the repository' : folder.shown;
  const those = beginning === '' ? '' : ` that begin with ${beginning}`;
  if (entries.length === 0) return refused(`${name} holds no names${those}.`);
  const listed = entries.slice(0, bounds.entries);
  const census = await countFiles(git, folder.id, bounds.listBytes);
  const sizes = await readSizes(
    git,
    listed.filter((entry) => entry.kind === 'file').map((entry) => entry.id),
  );
  const targets = await readTargets(git, listed);
  const lines = listed.map((entry) => describe(entry, census, sizes, targets));
  const shown = fitting(lines, bounds.answerCharacters);
  const total = `${cut ? 'at least ' : ''}${counted(entries.length, 'entry')}`;
  const header = `${name}${those}: ${total}`;
  const left = entries.length - shown.length;
  if (left === 0 && !cut) return answered(header, ...shown);
  const prefix = folder.shown === '' ? '' : `${folder.shown}/`;
  const more = `[… ${cut ? 'at least ' : ''}${count(left)} more; list ${prefix}<beginning>* for the names that begin so]`;
  return answered(header, ...shown, more);
}

function describe(
  entry: TreeEntry,
  census: Census,
  sizes: ReadonlyMap<string, number>,
  targets: ReadonlyMap<string, string>,
): string {
  const name = showPath(entry.name);
  switch (entry.kind) {
    case 'folder': {
      const files = census.below.get(entry.name) ?? 0;
      return census.complete ? `${name}/ (${counted(files, 'file')})` : `${name}/`;
    }
    case 'link':
      return `${name} -> ${targets.get(entry.id) ?? '(symbolic link)'}`;
    case 'submodule':
      return `${name} (submodule at commit ${shortCommit(entry.id)}, not part of this repository)`;
    case 'file': {
      const size = sizes.get(entry.id);
      return size === undefined ? `${name} (its content is not here)` : `${name} (${counted(size, 'byte')})`;
    }
  }
}

async function readTargets(git: Git, entries: readonly TreeEntry[]): Promise<ReadonlyMap<string, string>> {
  const links = entries.filter((entry) => entry.kind === 'link').slice(0, LINK_TARGETS);
  const targets = new Map<string, string>();
  for (const link of links) targets.set(link.id, showPath(await readLinkTarget(git, link.id)));
  return targets;
}
