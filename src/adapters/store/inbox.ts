import { and, asc, eq, sql } from 'drizzle-orm';
import type { DesignId } from '../../core/ids.ts';
import type { InboxEntry } from '../../runtime/ports/store.ts';
import type { Database } from './database.ts';
import { StoredCommand } from './records/command.ts';
import { assertBounded, assertStorableText, conforming } from './records/json.ts';
import { inbox } from './schema.ts';

/** P5: stores a command from outside once, whatever the number of its deliveries. */
export async function acceptEntry(
  database: Database,
  { id, designId, command, receivedAt }: InboxEntry,
): Promise<boolean> {
  const what = `the command ${command.type}`;
  assertBounded(what, command);
  assertStorableText(what, command);
  const accepted = await database
    .insert(inbox)
    .values({ id, designId, command: conforming(StoredCommand, what, command), receivedAt })
    .onConflictDoNothing()
    .returning({ id: inbox.id });
  return accepted.length > 0;
}

export async function unhandledEntries(database: Database, designId: DesignId): Promise<InboxEntry[]> {
  const rows = await database
    .select({ id: inbox.id, command: inbox.command, receivedAt: inbox.receivedAt })
    .from(inbox)
    .where(and(eq(inbox.designId, designId), sql`not ${inbox.handled}`))
    .orderBy(asc(inbox.position));
  return rows.map(({ id, command, receivedAt }) => ({
    id,
    designId,
    command: conforming(StoredCommand, `inbox entry ${id}`, command),
    receivedAt,
  }));
}

export async function markEntryHandled(database: Database, inboxId: string): Promise<void> {
  await database.update(inbox).set({ handled: true }).where(eq(inbox.id, inboxId));
}
