import type { Removals } from '../../runtime/ports/removals.ts';
import { asc, eq, or } from './drizzle.ts';
import type { Queries } from './queries.ts';
import { storedId } from './records/design.ts';

/** What is read for a removal, in both databases. */
export function removalReads({ db, tables, rows }: Queries) {
  const { designs, forgotten } = tables;
  const { designId, count, head, forgottenAt: at, forgottenBy: by } = forgotten;
  const ids = async (query: PromiseLike<{ readonly id: string }[]>) =>
    (await rows(query)).map(({ id }) => storedId(id));
  return {
    async forgotten(wanted) {
      const found = db.select({ count, head, at, by }).from(forgotten).where(eq(designId, wanted));
      const [row] = await rows(found);
      return row === undefined ? null : { designId: wanted, ...row };
    },
    allForgotten: () => ids(db.select({ id: designId }).from(forgotten).orderBy(asc(designId))),
    // Begun or not.
    goingOnFrom(earlier) {
      const goesOn = or(eq(designs.successorOf, earlier), eq(designs.followUpOf, earlier));
      return ids(db.select({ id: designs.id }).from(designs).where(goesOn).orderBy(asc(designs.id)));
    },
  } satisfies Partial<Removals>;
}
