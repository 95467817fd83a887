import { ACTS } from '../../../acts/table.ts';
import { iso } from '../../../core/vocabulary/figures.ts';
import type { AuditEntry, AuditLog } from '../../../engine/ports/audit-log.ts';
import { assertOfAllChannels } from '../access/viewer.ts';
import { type Handled, handled } from '../handled.ts';

/** Who did what, and what was refused (D8), newest first, for operators. */
export function auditRoutes(audit: Pick<AuditLog, 'entries'>): Handled[] {
  const list = handled(ACTS.audit, async ({ context, query: { design, limit, before } }) => {
    assertOfAllChannels(context, 'The audit log');
    const entries = await audit.entries({
      limit,
      ...(design === undefined ? {} : { designId: design }),
      ...(before === undefined ? {} : { before: Date.parse(before) }),
    });
    return context.json({ entries: entries.map(shownEntry) });
  });

  return [list];
}

/** An entry as outsiders see it (HTTP API v1): its time as ISO 8601. */
function shownEntry(entry: AuditEntry) {
  return { ...entry, at: iso(entry.at) };
}
