import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DesignEvent } from '../../src/core/vocabulary/events.ts';
import type { DesignId } from '../../src/core/vocabulary/ids.ts';
import { openStore } from '../../src/entry/open-store.ts';
import type { DesignSummary } from '../../src/runtime/ports/store.ts';
import { keptLog } from './child-sessions.ts';
import { commitOf, inboxEntryOf, storedEvents } from './commits.ts';
import { designIdOf, sampleEvents } from './events.ts';

export const OLD = designIdOf(1);
export const RECENT = designIdOf(2);

/**
 * A store with a design that ended in 2001 and one that has just ended, each with its folder; rehearsals, unless they are said not
 * to be. Each has the events that are given for it, else its start alone.
 */
export async function storeWithDesigns(
  dataDir: string,
  changes: Partial<DesignSummary> = {},
  histories: ReadonlyMap<DesignId, readonly DesignEvent[]> = new Map(),
): Promise<void> {
  const { store, fleet } = await openStore({ databaseUrl: null, dataDir }, keptLog());
  for (const [id, endedAt] of [
    [OLD, Date.parse('2001-01-01T00:00:00Z')],
    [RECENT, Date.now()],
  ] as const) {
    const inboxId = `start-${id}`;
    await store.accept(inboxEntryOf(inboxId, id));
    const epoch = (await fleet.claim(id)) ?? 0;
    const handled = [{ inboxId, answer: { accepted: true } as const }];
    const history = histories.get(id) ?? [{ ...sampleEvents.design_started, designId: id }];
    const events = storedEvents(history);
    await store.commit(
      commitOf(id, { epoch, handled, events, summary: { status: 'completed', endedAt, ...changes } }),
    );
    await fleet.release({ designId: id, epoch }, null, 1);
    await mkdir(join(dataDir, 'designs', id), { recursive: true });
    await writeFile(join(dataDir, 'designs', id, 'brief.md'), '# The brief');
  }
  await fleet.leave();
  await store.close();
}
