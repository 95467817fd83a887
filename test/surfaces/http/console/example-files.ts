import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isForExample } from '#adapters/rehearsal/example/request.ts';
import { systemIdentifiers } from '#adapters/system/identifiers.ts';
import type { Pinned } from '#core/vocabulary/event-parts.ts';
import type { DesignId } from '#core/vocabulary/ids.ts';
import type { Engine } from '#engine/engine.ts';
import { RepositoryCatalog } from '#entry/repository-catalog.ts';
import type { PinnedRepository } from '#ports/repository.ts';
import { git } from '#test/adapters/repository/repository-on-disk.ts';
import {
  begun,
  type EngineOverrides,
  eventsUntil,
  isEnd,
  SETTINGS,
} from '#test/engine/running-engine.ts';
import { shipped } from '#test/support/designs/shipped-personas.ts';
import { keepLog } from '#test/support/processes/child-sessions.ts';
import { temporaryFolder } from '#test/support/runner/temporary-folder.ts';

/**
 * The repository of the written example, read once and then without git: a process for each look
 * would make a design of forty turns as slow as the machine is busy.
 */
async function exampleFiles(): Promise<PinnedRepository> {
  const dataDir = temporaryFolder();
  const catalog = new RepositoryCatalog(keepLog(), { repositories: [], secrets: [], dataDir });
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
  const files: PinnedRepository = {
    pinned,
    readBy: () => files,
    latest: async () => ({ kind: 'it', repository: files }),
    run: async () => ({ ok: true, text: 'Its lines are read where they are quoted.' }),
    readText: async (path) => {
      const text = textOf(path);
      return text === null
        ? { kind: 'not_there', text: `There is no ${path}.` }
        : { kind: 'it', text, isCut: false };
    },
    readLines: async ({ path, from, to }) => {
      const lines =
        textOf(path)
          ?.split('\n')
          .slice(from - 1, to) ?? [];
      if (lines.length === 0)
        return { kind: 'not_there', text: `There are no such lines in ${path}.` };
      return { kind: 'it', path, lines, isCut: false };
    },
  };
  return files;
}

/** With what an engine plays the written example. */
export async function exampleOptions(): Promise<EngineOverrides> {
  const files = await exampleFiles();
  return {
    settings: { gates: 'none' },
    parts: {
      identifiers: { ...systemIdentifiers, shuffle: (items) => [...items] },
      example: async (asked) =>
        isForExample(asked, { personas: shipped, settings: SETTINGS }) ? files.pinned : null,
      openRepository: async () => files,
    },
  };
}

/** The written example, which leaves two differences to people. */
export async function example(engine: Engine): Promise<DesignId> {
  const id = await begun(engine, { personas: [], settings: {} });
  await eventsUntil(engine, id, ({ event }) => event.type === 'answering_opened');
  await engine.command(id, { type: 'go_on', by: 'Ana' }).answered;
  // Its readings take a while on a busy machine: each phase is waited for.
  for (const kind of ['mapping', 'composite', 'audit', 'signing'])
    await eventsUntil(
      engine,
      id,
      ({ event }) => event.type === 'round_opened' && event.kind === kind,
    );
  await eventsUntil(engine, id, isEnd);
  await engine.waitUntilSettled(id);
  return id;
}
