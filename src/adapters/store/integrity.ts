import type { Integrity } from '../../engine/ports/integrity.ts';
import { and, asc, eq, gt, isNull, sql } from './drizzle.ts';
import type { Queries } from './queries.ts';
import { designColumns, storedId } from './records/design.ts';

const REASON_CHARACTERS = 300;

export function integrity({ db, tables, rows }: Queries): Integrity {
  const { designs } = tables;
  const { id, setAside, epoch } = designs;
  return {
    async setAside(designId, reason) {
      const change = {
        setAside: reason.slice(0, REASON_CHARACTERS),
        owner: null,
        epoch: sql`${epoch} + 1`,
        dueAt: null,
      };
      const wanted = and(eq(id, designId), isNull(setAside));
      return (await rows(db.update(designs).set(change).where(wanted).returning({ id }))).length > 0;
    },
    async correct(summary) {
      const { id: designId, version, moving, origin } = designColumns(summary);
      const isIt = and(eq(id, designId), eq(designs.version, version));
      await rows(
        db
          .update(designs)
          .set({ ...moving, ...origin })
          .where(isIt),
      );
    },
    async designs(after, limit) {
      const wanted = and(gt(designs.version, 0), gt(id, after));
      const found = db.select({ id, setAside }).from(designs).where(wanted).orderBy(asc(id)).limit(limit);
      return (await rows(found)).map((row) => ({ id: storedId(row.id), setAside: row.setAside }));
    },
  };
}
