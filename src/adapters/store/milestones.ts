import { Milestone, type Milestones } from '../../engine/ports/milestones.ts';
import { and, asc, eq, gt, inArray, lt, max } from './drizzle.ts';
import { jsonIn, type Queries, rawJson, removedInBatches } from './queries.ts';
import { readableCondition } from './readable.ts';
import { storedId } from './records/design.ts';

export function milestones({ db, tables, rows }: Queries): Milestones {
  const { designs, milestones: table } = tables;
  const { position, designId, milestone } = table;
  return {
    async since(after, readable, limit) {
      const wanted = readable === null ? undefined : readableCondition(tables, readable);
      const found = await rows(
        db
          .select({ position, designId, found: rawJson(milestone) })
          .from(table)
          .innerJoin(designs, eq(designs.id, designId))
          .where(and(gt(position, after), wanted))
          .orderBy(asc(position))
          .limit(limit),
      );
      return found.flatMap((row) => {
        const { data } = Milestone.safeParse(jsonIn(row.found));
        return data === undefined
          ? []
          : [{ position: row.position, designId: storedId(row.designId), milestone: data }];
      });
    },
    async last() {
      const [row] = await rows(db.select({ last: max(position) }).from(table));
      return row?.last ?? 0;
    },
    forget: (before) =>
      removedInBatches((limit) => {
        const old = db.select({ position }).from(table).where(lt(table.at, before)).orderBy(asc(position));
        return rows(
          db
            .delete(table)
            .where(inArray(position, old.limit(limit)))
            .returning({ position }),
        );
      }),
  };
}
