import { AuditEntry, type AuditLog } from '../../runtime/ports/audit-log.ts';
import type { Query } from './reads.ts';
import { conforming, storableJson } from './records/json.ts';

/** Entries that are removed by one statement, so that other work gets its turn in between. */
const REMOVED_TOGETHER = 200;

/** The audit log, in the SQL that both databases share. */
export function auditLog(query: Query): AuditLog {
  return {
    async note(given) {
      const entry = conforming(AuditEntry, 'the entry of the audit log', given);
      const json = storableJson('the entry of the audit log', entry);
      await query(
        'insert into audit_log (at, design_id, entry) values (?, ?, ?) returning position',
        ...[entry.at, entry.designId, json],
      );
    },
    async entries({ designId, before, limit }) {
      const wanted = [
        ...(designId === undefined ? [] : [{ condition: 'design_id = ?', value: designId }]),
        ...(before === undefined ? [] : [{ condition: 'at < ?', value: before }]),
      ];
      const where = ['true', ...wanted.map(({ condition }) => condition)].join(' and ');
      const rows = await query<{ entry: unknown }>(
        `select entry from audit_log where ${where} order by position desc limit ?`,
        ...wanted.map(({ value }) => value),
        limit,
      );
      return rows.map(({ entry }) => {
        // JSON is text in SQLite.
        const found = typeof entry === 'string' ? JSON.parse(entry) : entry;
        return conforming(AuditEntry, 'an entry of the audit log', found);
      });
    },
    async forgetEntries(before) {
      let removed = 0;
      for (;;) {
        const rows = await query(
          `delete from audit_log where position in (
            select position from audit_log where at < ? order by at limit ?) returning position`,
          ...[before, REMOVED_TOGETHER],
        );
        removed += rows.length;
        if (rows.length < REMOVED_TOGETHER) return removed;
      }
    },
  };
}
