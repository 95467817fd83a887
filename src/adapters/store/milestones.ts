import { Milestone, type Milestones } from '../../runtime/ports/milestones.ts';
import { and, asc, eq, gt, inArray, lt, max } from './drizzle.ts';
import type { Queries } from './queries.ts';
import { readableCondition } from './readable.ts';
import { storedId } from './records/design.ts';
import { conforming } from './records/json.ts';
import { removedInTurns } from './removal.ts';

/** Milestones, in both databases. A commit writes them. */
export function milestones({ db, tables, rows }: Queries): Milestones {
  const { designs, milestones: table } = tables;
  const { position, designId, milestone } = table;
  return {
    async since(after, readable, limit) {
      const wanted = readable === null ? undefined : readableCondition(tables, readable);
      const found = await rows(
        db
          .select({ position, designId, milestone })
          .from(table)
          .innerJoin(designs, eq(designs.id, designId))
          .where(and(gt(position, after), wanted))
          .orderBy(asc(position))
          .limit(limit),
      );
      return found.map((row) => ({
        position: row.position,
        designId: storedId(row.designId),
        milestone: conforming(Milestone, `milestone ${row.position}`, row.milestone),
      }));
    },
    async last() {
      const [row] = await rows(db.select({ last: max(position) }).from(table));
      return row?.last ?? 0;
    },
    forget: (before) =>
      removedInTurns((limit) => {
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
