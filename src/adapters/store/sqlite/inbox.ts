import type { InboxEntry, Store } from '../../../engine/ports/store.ts';
import { eq, sql } from '../drizzle.ts';
import { BrokenInvariant } from '../faults.ts';
import { storedId } from '../records/design.ts';
import { checkedAnswers, checkedCommand, START_GRACE_MS } from '../records/rows.ts';
import { assertOwned, markHandled } from './commit.ts';
import { db, type Run, type SqliteDatabase } from './database.ts';
import { designs, inbox } from './schema.ts';

export function inboxStore(run: Run): Pick<Store, 'accept' | 'markHandled'> {
  return {
    accept: (entry) => run((database) => acceptEntry(database, entry)),
    markHandled: (designId, epoch, handled) =>
      run((database) => {
        const answers = checkedAnswers(handled);
        database.transaction(() => {
          assertOwned(database, designId, epoch);
          if (markHandled(database, designId, answers) === answers.length) return;
          throw new BrokenInvariant(`an inbox entry of design ${designId} was not waiting to be handled`);
        });
      }),
  };
}

/**
 * Stores a command once, however often it is delivered, and makes its design due (P5). Adds the design's row, so that it can be
 * owned before its first event.
 */
function acceptEntry(database: SqliteDatabase, entry: InboxEntry): Awaited<ReturnType<Store['accept']>> {
  const { id, designId, receivedAt } = entry;
  const command = checkedCommand(entry);
  return database.transaction(() => {
    const [first] = database.built(
      db.select({ designId: inbox.designId }).from(inbox).where(eq(inbox.id, id)),
    );
    if (first !== undefined) return { fresh: false, designId: storedId(first.designId) };
    database.built(db.insert(inbox).values({ id, designId, command: sql`${command}`, receivedAt }));
    const isDue = { dueAt: 0, arrivals: sql`${designs.arrivals} + 1` };
    database.built(
      db
        .insert(designs)
        .values({ id: designId, dueAt: receivedAt + START_GRACE_MS, arrivals: 1 })
        .onConflictDoUpdate({ target: designs.id, set: isDue }),
    );
    return { fresh: true, designId };
  });
}
