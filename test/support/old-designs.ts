import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openStore } from '../../src/entry/open-store.ts';
import { keptLog } from './child-sessions.ts';
import { commitOf, inboxEntryOf } from './commits.ts';
import { designIdOf } from './events.ts';

export const OLD = designIdOf(1);
export const RECENT = designIdOf(2);

/** A store with a design that ended in 2001 and one that has just ended, each with its folder. */
export async function storeWithDesigns(dataDir: string): Promise<void> {
  const { store, fleet } = await openStore({ databaseUrl: null, dataDir }, keptLog());
  for (const [id, endedAt] of [
    [OLD, Date.parse('2001-01-01T00:00:00Z')],
    [RECENT, Date.now()],
  ] as const) {
    const inboxId = `start-${id}`;
    await store.accept(inboxEntryOf(inboxId, id));
    const epoch = (await fleet.claim(id)) ?? 0;
    const handled = [{ inboxId, answer: { accepted: true } as const }];
    await store.commit(commitOf(id, { epoch, handled, summary: { status: 'completed', endedAt } }));
    await fleet.release({ designId: id, epoch }, null, 1);
    await mkdir(join(dataDir, 'designs', id), { recursive: true });
    await writeFile(join(dataDir, 'designs', id, 'brief.md'), '# The brief');
  }
  await fleet.leave();
  await store.close();
}
