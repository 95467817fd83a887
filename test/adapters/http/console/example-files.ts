import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pinned } from '../../../../src/core/vocabulary/event-parts.ts';
import type { PinnedRepository } from '../../../../src/engine/ports/repository.ts';
import { RepositoryCatalog } from '../../../../src/entry/repository-catalog.ts';
import { keptLog } from '../../../support/child-sessions.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { git } from '../../repository/repository-on-disk.ts';

/**
 * The repository of the written example, read once and then without git: a process for each look would make a design of forty
 * turns as slow as the machine is busy.
 */
export async function exampleFiles(): Promise<PinnedRepository> {
  const dataDir = temporaryFolder();
  const catalog = new RepositoryCatalog(keptLog(), { repositories: [], secrets: [], dataDir });
  const pinned: Pinned = await catalog.pinExample();
  const examples = join(dataDir, 'examples');
  const work = join(temporaryFolder(), 'work');
  git(examples, ['clone', '--quiet', join(examples, readdirSync(examples)[0] ?? ''), work]);
  git(work, ['checkout', '--quiet', pinned.commit]);
  const textOf = (path: string): string | null => {
    try {
      return readFileSync(join(work, path), 'utf8');
    } catch {
      return null;
    }
  };
  return {
    pinned,
    run: async () => ({ ok: true, text: 'Its lines are read where they are quoted.' }),
    readText: async (path) => textOf(path),
    readLines: async ({ path, from, to }) => {
      const lines =
        textOf(path)
          ?.split('\n')
          .slice(from - 1, to) ?? [];
      if (lines.length === 0) return { kind: 'none', text: `There are no such lines in ${path}.` };
      return { kind: 'lines', path, lines, isCut: false };
    },
  };
}
