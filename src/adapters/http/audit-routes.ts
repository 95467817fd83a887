import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { iso } from '../../core/vocabulary/figures.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import type { AuditEntry, AuditLog } from '../../runtime/ports/audit-log.ts';
import { issuesIn } from './body.ts';
import { Problem } from './problem.ts';
import { assertOfAllChannels } from './viewer.ts';

const PAGE = 50;
const MAX_PER_PAGE = 500;

/** Who did what, and what was refused (D8), newest first, for operators. */
export function auditRoutes(audit: Pick<AuditLog, 'entries'>): Hono {
  const routes = new Hono();

  routes.get('/audit', async (context) => {
    assertOfAllChannels(context, 'The audit log');
    const { design, limit, before } = auditQuery(context);
    const entries = await audit.entries({
      limit,
      ...(design === undefined ? {} : { designId: design }),
      ...(before === undefined ? {} : { before: Date.parse(before) }),
    });
    return context.json({ entries: entries.map(shownEntry) });
  });

  return routes;
}

/** An entry as outsiders see it (HTTP API v1): its time as ISO 8601. */
function shownEntry(entry: AuditEntry) {
  return { ...entry, at: iso(entry.at) };
}

const AuditQuery = z.strictObject({
  design: z.custom<DesignId>((id) => DesignId.safeParse(id).success, 'the id of a design').optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PER_PAGE).default(PAGE),
  before: z.iso.datetime().optional(),
});

function auditQuery(context: Context) {
  const query = AuditQuery.safeParse(context.req.query());
  if (query.success) return query.data;
  const message = `Allowed are design (an id), limit (1 to ${MAX_PER_PAGE}) and before (a time in ISO 8601).`;
  throw new Problem('invalid', message, { issues: issuesIn(query.error, AuditQuery) });
}
