import type { SharedStore } from '../../ports/store.ts';
import { and, asc, eq, exists, ne, or, sql } from './drizzle.ts';
import type { Queries } from './queries.ts';
import { readStoredId } from './records/design.ts';

export function createRemovalReads({ db, tables, rows }: Queries) {
  const { designs, designEvents: events, forgotten } = tables;
  const { designId, count, head, forgottenAt: at, forgottenBy: by } = forgotten;
  const ids = async (query: PromiseLike<{ readonly id: string }[]>) =>
    (await rows(query)).map(({ id }) => readStoredId(id));
  return {
    async findForgotten(wanted) {
      const found = db.select({ count, head, at, by }).from(forgotten).where(eq(designId, wanted));
      const [row] = await rows(found);
      return row === undefined ? null : { designId: wanted, ...row };
    },
    allForgotten: () => ids(db.select({ id: designId }).from(forgotten).orderBy(asc(designId))),
    // Designs that continue this one, started or not. The first event of each names the design that
    // it continues.
    goingOnFrom(earlier) {
      const first = and(eq(events.designId, designs.id), eq(events.seq, 1));
      const names = sql`cast(${events.payload} as text) like ${`%${earlier}%`}`;
      const hasOf = exists(db.select({ one: sql`1` }).from(events).where(and(first, names)));
      const goesOn = or(eq(designs.successorOf, earlier), eq(designs.followUpOf, earlier), hasOf);
      const others = and(ne(designs.id, earlier), goesOn);
      return ids(
        db.select({ id: designs.id }).from(designs).where(others).orderBy(asc(designs.id)),
      );
    },
  } satisfies Partial<SharedStore>;
}
