import { AuditEntry, type AuditLog } from '../../engine/ports/audit-log.ts';
import { and, asc, desc, eq, inArray, lt } from './drizzle.ts';
import type { Queries } from './queries.ts';
import { removedInBatches } from './queries.ts';
import { conforming, storableJson } from './records/json.ts';

export function auditLog({ db, tables, rows }: Queries): AuditLog {
  const { auditLog: table } = tables;
  const { position } = table;
  return {
    async note(given) {
      const entry = conforming(AuditEntry, 'the entry of the audit log', given);
      storableJson('the entry of the audit log', entry);
      await rows(db.insert(table).values({ at: entry.at, designId: entry.designId, entry }));
    },
    async entries({ designId, before, limit }) {
      const wanted = and(
        designId === undefined ? undefined : eq(table.designId, designId),
        before === undefined ? undefined : lt(table.at, before),
      );
      const { entry } = table;
      const found = db.select({ entry }).from(table).where(wanted).orderBy(desc(position)).limit(limit);
      return (await rows(found)).map((row) => conforming(AuditEntry, 'an entry of the audit log', row.entry));
    },
    forgetEntries: (before) =>
      removedInBatches((limit) => {
        const old = db.select({ position }).from(table).where(lt(table.at, before)).orderBy(asc(table.at));
        return rows(
          db
            .delete(table)
            .where(inArray(position, old.limit(limit)))
            .returning({ position }),
        );
      }),
  };
}
