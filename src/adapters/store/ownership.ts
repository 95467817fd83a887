import type { SQL } from 'drizzle-orm';
import type { Claim, Fleet } from '../../ports/fleet.ts';
import type { Tables } from './columns.ts';
import { and, eq, exists, isNotNull, isNull, sql } from './drizzle.ts';
import { castValue, type Queries } from './queries.ts';
import { readStoredId } from './records/design.ts';

/** Without an owner, until a daemon claims it. */
export function makeFree({ designs }: Tables) {
  return { owner: null, epoch: sql`${designs.epoch} + 1` };
}

export function selectHasMail({ designs, inbox }: Tables, db: Queries['db']): SQL {
  const waiting = and(eq(inbox.designId, designs.id), isNull(inbox.answer));
  return exists(db.select({ id: inbox.id }).from(inbox).where(waiting));
}

export async function listOwnedDesigns(
  { db, tables, rows }: Queries,
  isMine: SQL,
): ReturnType<Fleet['listOwned']> {
  const { designs } = tables;
  const hasMail = selectHasMail(tables, db).mapWith(Boolean);
  const { id, epoch, version } = designs;
  const owned = await rows(db.select({ id, epoch, version, hasMail }).from(designs).where(isMine));
  return owned.map((row) => ({ ...row, designId: readStoredId(row.id) }));
}

export async function releaseDesign(
  { db, tables, rows }: Queries,
  { designId, epoch }: Claim,
  dueAt: number | null,
  arrivals: number,
): Promise<void> {
  const { designs } = tables;
  const isHeld = and(eq(designs.id, designId), eq(designs.epoch, epoch), isNotNull(designs.owner));
  const due = sql`case when ${designs.arrivals} = ${arrivals} then ${castValue(designs.dueAt, dueAt)} else 0 end`;
  await rows(
    db
      .update(designs)
      .set({ ...makeFree(tables), dueAt: due })
      .where(isHeld),
  );
}
