import type { Store } from '../../runtime/ports/store.ts';
import { commitDecision } from './commit.ts';
import type { Database } from './database.ts';
import {
  claimDesign,
  listDesigns,
  readEvents,
  readSummary,
  readTimers,
  readTurns,
  successorOf,
  unfinishedDesigns,
} from './designs.ts';
import { guarded } from './faults.ts';
import { acceptEntry, markEntryHandled, unhandledEntries } from './inbox.ts';
import { markEntries, pendingEntries } from './outbox.ts';
import { recallAnswer, rememberAnswer, touch } from './responses.ts';

/** The store over either database. Opening and closing are the only things in which they differ. */
export function drizzleStore(database: Database, close: () => Promise<void>): Store {
  return {
    claim: (designId) => guarded(() => claimDesign(database, designId)),
    commit: (commit) => guarded(() => commitDecision(database, commit)),
    events: (designId, since, limit) => guarded(() => readEvents(database, designId, since, limit)),
    summary: (designId) => guarded(() => readSummary(database, designId)),
    list: (filter) => guarded(() => listDesigns(database, filter)),
    unfinished: () => guarded(() => unfinishedDesigns(database)),
    successor: (designId) => guarded(() => successorOf(database, designId)),

    accept: (entry) => guarded(() => acceptEntry(database, entry)),
    unhandled: (designId) => guarded(() => unhandledEntries(database, designId)),
    markHandled: (inboxId) => guarded(() => markEntryHandled(database, inboxId)),

    pendingEffects: (designId) => guarded(() => pendingEntries(database, designId)),
    markEffects: (ids, state) => guarded(() => markEntries(database, ids, state)),
    timers: (designId) => guarded(() => readTimers(database, designId)),
    turns: (designId) => guarded(() => readTurns(database, designId)),

    rememberResponse: (key, response) => guarded(() => rememberAnswer(database, key, response)),
    recallResponse: (key) => guarded(() => recallAnswer(database, key)),

    ping: () => guarded(() => touch(database)),
    close,
  };
}
