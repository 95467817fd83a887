import type { Store } from '../../runtime/ports/store.ts';
import { collectableDesigns, collectDesigns, forgetOldResponses } from './collection.ts';
import { commitDecision } from './commit.ts';
import type { Run } from './database.ts';
import { listDesigns, readEvents, readSummary, readTurns, successorOf } from './designs.ts';
import { acceptEntry, markEntriesHandled, readAnswer, readMail } from './inbox.ts';
import { markEntries, pendingEntries, postedEntries } from './outbox.ts';
import { recallAnswer, rememberAnswer, touch } from './responses.ts';
import { readSnapshot, writeSnapshot } from './snapshots.ts';

/** The store over either database. How it is reached is the only thing in which they differ. */
export function drizzleStore(run: Run, close: () => Promise<void>): Store {
  return {
    commit: (commit) => run((database) => commitDecision(database, commit)),
    events: (designId, since, limit) => run((database) => readEvents(database, designId, since, limit)),
    summary: (designId) => run((database) => readSummary(database, designId)),
    list: (filter) => run((database) => listDesigns(database, filter)),
    successor: (designId) => run((database) => successorOf(database, designId)),

    keepSnapshot: (designId, reducerVersion, snapshot) =>
      run((database) => writeSnapshot(database, designId, reducerVersion, snapshot)),
    snapshot: (designId, reducerVersion) =>
      run((database) => readSnapshot(database, designId, reducerVersion)),

    accept: (entry) => run((database) => acceptEntry(database, entry)),
    mail: (designId) => run((database) => readMail(database, designId)),
    markHandled: (designId, epoch, handled) =>
      run((database) => markEntriesHandled(database, designId, epoch, handled)),
    answerTo: (inboxId) => run((database) => readAnswer(database, inboxId)),

    pendingEffects: (designId) => run((database) => pendingEntries(database, designId)),
    posted: (designId) => run((database) => postedEntries(database, designId)),
    markEffects: (designId, epoch, marks) => run((database) => markEntries(database, designId, epoch, marks)),
    turns: (designId) => run((database) => readTurns(database, designId)),

    rememberResponse: (key, response) => run((database) => rememberAnswer(database, key, response)),
    recallResponse: (key) => run((database) => recallAnswer(database, key)),

    collectable: (endedBefore, limit) => run((database) => collectableDesigns(database, endedBefore, limit)),
    collect: (designIds, endedBefore) => run((database) => collectDesigns(database, designIds, endedBefore)),
    forgetResponses: (storedBefore) => run((database) => forgetOldResponses(database, storedBefore)),

    ping: () => run(touch),
    close,
  };
}
