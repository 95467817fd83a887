import { replay } from '../core/workflow/evolve.ts';
import type { SharedStore, StoredEvent } from '../ports/store.ts';
import { recordsOf } from '../turns/records/recorded.ts';
import type { Sources } from './bundle.ts';
import { makeTurnsText } from './turns.ts';

/** Returns the events up to the one that names the files, and that one; `null` before it exists. */
export function splitEvents(
  all: readonly StoredEvent[],
): { readonly before: readonly StoredEvent[]; readonly naming: StoredEvent } | null {
  const at = all.findLastIndex(({ event }) => event.type === 'files_written');
  const naming = all[at];
  return naming === undefined ? null : { before: all.slice(0, at), naming };
}

/** `events`: those before the one that names the files. Resolves to `null` without any event. */
export async function sourcesOf(
  store: Pick<SharedStore, 'turns'>,
  events: readonly StoredEvent[],
): Promise<Sources | null> {
  const design = replay(events.map(({ event }) => event));
  if (design === null) return null;
  const turns = makeTurnsText(design, await recordsOf(store, design), events);
  return { design, events, turns };
}
