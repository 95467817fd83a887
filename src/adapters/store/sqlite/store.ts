import type { Store } from '../../../runtime/ports/store.ts';
import { reads } from '../reads.ts';
import { collectDesigns } from './collection.ts';
import { commitDecision } from './commit.ts';
import type { Run, SqliteDatabase } from './database.ts';
import { inboxStore } from './inbox.ts';
import { markEffects } from './outbox.ts';
import { responseStore } from './responses.ts';
import { recordReads } from './slices.ts';
import { keepTraces } from './traces.ts';

/** The store over an open file. */
export function sqliteStore(database: SqliteDatabase, run: Run): Store {
  return {
    ...reads((text, ...values) => run(() => database.rows(text, ...values))),
    ...recordReads(run),
    ...inboxStore(run),
    ...responseStore(run),
    commit: (commit) => run(() => commitDecision(database, commit)),
    markEffects: (designId, epoch, marks) => run(() => markEffects(database, designId, epoch, marks)),
    keepTraces: (designId, epoch, parts) => run(() => keepTraces(database, designId, epoch, parts)),
    collect: (designIds, endedBefore) => collectDesigns(run, designIds, endedBefore),
    close: () => run(() => database.close()),
  };
}
