import type { Commit } from '../../../engine/ports/store.ts';
import { OwnershipLostError, StaleVersionError } from '../../../foundation/fault.ts';
import { eq } from '../drizzle.ts';
import { BrokenInvariant } from '../faults.ts';
import { checkedRows } from '../records/commit.ts';
import type { Database } from './database.ts';
import { designs } from './schema.ts';
import { commitStatement } from './statements.ts';

/** Checks and stores everything that one decision changes, in one statement and transaction (P4). Throws like the port says. */
export async function commitDecision(database: Database, commit: Commit): Promise<void> {
  const moved = await database.execute(commitStatement(commit, checkedRows(commit)));
  if (moved.length === 0) throw await reasonForRefusal(database, commit);
}

async function reasonForRefusal({ db, rows }: Database, commit: Commit): Promise<Error> {
  const { designId, expectedVersion } = commit;
  const { version, epoch } = designs;
  const [design] = await rows(db.select({ version, epoch }).from(designs).where(eq(designs.id, designId)));
  if (design?.epoch !== commit.epoch) return new OwnershipLostError(designId, commit.epoch);
  if (design.version !== expectedVersion) return new StaleVersionError(designId, expectedVersion);
  const ids = commit.handled.map(({ inboxId }) => inboxId).join(', ');
  return new BrokenInvariant(`inbox entry ${ids} was not waiting to be handled`);
}
