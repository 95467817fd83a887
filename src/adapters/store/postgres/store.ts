import type { Store } from '../../../runtime/ports/store.ts';
import { reads } from '../reads.ts';
import { collectDesigns } from './collection.ts';
import { commitDecision } from './commit.ts';
import { type Run, rowsOf, shared } from './database.ts';
import { inboxStore } from './inbox.ts';
import { markEffects } from './outbox.ts';
import { recordReads } from './records.ts';
import { responseStore } from './responses.ts';
import { keepTraces } from './traces.ts';

/** The store over connections to Postgres. */
export function postgresStore(run: Run, close: () => Promise<void>): Store {
  return {
    ...reads((text, ...values) => rowsOf(run, shared(text, ...values))),
    ...recordReads(run),
    ...inboxStore(run),
    ...responseStore(run),
    commit: (commit) => run((database) => commitDecision(database, commit)),
    markEffects: (...marking) => markEffects(run, ...marking),
    keepTraces: (...keeping) => keepTraces(run, ...keeping),
    collect: (designIds, endedBefore) => collectDesigns(run, designIds, endedBefore),
    close,
  };
}
