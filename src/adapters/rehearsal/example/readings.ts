import { REPOSITORY_TOOLS, type RepositoryTool } from '../../../runtime/ports/repository.ts';
import type { Ask } from '../../../runtime/turn/ask.ts';
import { exampleScript } from './script.ts';

/** A repository tool and what it is called with. */
interface Reading {
  readonly tool: RepositoryTool;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What a model fills in where it wants the default. */
const DEFAULTS: Record<RepositoryTool, Readonly<Record<string, unknown>>> = {
  list_files: { path: '' },
  read_file: { fromLine: 0, lines: 0 },
  search_text: { path: '', ignoreCase: false },
  read_history: { path: '', limit: 0 },
  blame_file: { fromLine: 0, lines: 0 },
};

/** What this participant reads in its answer of this number, before it proposes; empty once it has read enough. */
export function exampleReadings(ask: Ask, callNumber: number): Reading[] {
  if (ask.kind !== 'proposals') return [];
  const own = exampleScript().personas.find(({ id }) => id === ask.participant.id);
  return (own?.reads[callNumber - 1] ?? []).flatMap((reading) =>
    REPOSITORY_TOOLS.flatMap((tool) => {
      const input = reading[tool];
      return input === undefined ? [] : [{ tool, input: { ...DEFAULTS[tool], ...input } }];
    }),
  );
}

/**
 * Whether the process that asks is to end here: one of them does, in the middle of its work and for real, so that one
 * sees it replaced. Not where a process was lost already: a second loss of one participant would be its last (C2).
 */
export function crashesInExample(ask: Ask, callNumber: number): boolean {
  const own = exampleScript().personas.find(({ id }) => id === ask.participant.id);
  return own?.crashes === true && ask.kind === 'proposals' && callNumber === 2 && ask.sessionsLost === 0;
}
