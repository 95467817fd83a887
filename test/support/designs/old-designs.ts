import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { summaryOf } from '#engine/commit/commit.ts';
import { openStore } from '#entry/open-store.ts';
import type { Fleet } from '#ports/fleet.ts';
import type { Store } from '#ports/store.ts';
import { keepLog } from '../processes/child-sessions.ts';
import { chainEvents, commitOf, inboxEntryOf } from './commits.ts';
import { designIdOf } from './events.ts';
import { given, type World } from './given.ts';

export const OLD = designIdOf(1);
export const RECENT = designIdOf(2);

/** A rehearsal that ended in 2001, and one that has just ended. */
const rehearsals = () => [
  given(
    { start: { designId: OLD, rehearsal: true } },
    Date.parse('2001-01-01T00:00:00Z'),
  ).reachEnd(),
  given({ start: { designId: RECENT, rehearsal: true } }, Date.now()).reachEnd(),
];

/** A store with designs that have ended, each with its folder. */
export async function storeWithDesigns(
  dataDir: string,
  worlds: readonly World[] = rehearsals(),
): Promise<void> {
  const { store, fleet } = await openStore({ databaseUrl: null, dataDir }, keepLog());
  for (const world of worlds) {
    const { id } = world.design;
    await keepDesign({ store, fleet }, world);
    await mkdir(join(dataDir, 'designs', id), { recursive: true });
    await writeFile(join(dataDir, 'designs', id, 'brief.md'), '# The brief');
  }
  await fleet.leave();
  await store.close();
}

/** Its rows in a store, as after its end. */
async function keepDesign(
  { store, fleet }: { readonly store: Store; readonly fleet: Fleet },
  { design, history }: World,
): Promise<void> {
  const { id } = design;
  const inboxId = `start-${id}`;
  await store.accept(inboxEntryOf(inboxId, id));
  const epoch = (await fleet.claim(id)) ?? 0;
  const handled = [{ inboxId, answer: { accepted: true } as const }];
  const events = chainEvents(history);
  await store.commit(commitOf(id, { epoch, handled, events, summary: summaryOf(design) }));
  await fleet.release({ designId: id, epoch }, null, 1);
}
