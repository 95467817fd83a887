import type { Store } from '../../../runtime/ports/store.ts';
import { collection } from './collection.ts';
import { commitDecision } from './commit.ts';
import type { Run } from './database.ts';
import { designReads } from './designs.ts';
import { inboxStore } from './inbox.ts';
import { outboxStore } from './outbox.ts';
import { responseStore } from './responses.ts';
import { traceStore } from './traces.ts';

/** The store over connections to Postgres. */
export function postgresStore(run: Run, close: () => Promise<void>): Store {
  return {
    commit: (commit) => run((database) => commitDecision(database, commit)),
    ...designReads(run),
    ...inboxStore(run),
    ...outboxStore(run),
    ...responseStore(run),
    ...traceStore(run),
    ...collection(run),
    close,
  };
}
