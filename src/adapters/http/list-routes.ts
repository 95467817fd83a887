import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { listedDesign } from '../../core/telling/listed-design.ts';
import { STATUSES } from '../../core/vocabulary/events.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import type { SharedStore } from '../../runtime/ports/store.ts';
import { issuesIn } from './body.ts';
import { Problem } from './problem.ts';
import { onlyReadable } from './readable.ts';

const PAGE = 50;
const MAX_PER_PAGE = 200;

/** All designs that somebody may read, page by page. */
export function listRoutes(store: SharedStore): Hono {
  const routes = new Hono();

  routes.get('/', async (context) => {
    const { status, limit, before } = listQuery(context);
    // One more than the page has shows whether another follows.
    const found = await store.list({
      limit: limit + 1,
      ...(await onlyReadable(context)),
      ...(status === undefined ? {} : { status }),
      ...(before === undefined ? {} : { before }),
    });
    const designs = found.slice(0, limit);
    const next = found.length > limit ? designs.at(-1)?.id : null;
    return context.json({ designs: designs.map(listedDesign), next });
  });

  return routes;
}

const ListQuery = z.strictObject({
  status: z.enum(STATUSES).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PER_PAGE).default(PAGE),
  before: z.custom<DesignId>((id) => DesignId.safeParse(id).success, 'the id of a design').optional(),
});

function listQuery(context: Context) {
  const query = ListQuery.safeParse(context.req.query());
  if (query.success) return query.data;
  const statuses = STATUSES.join(', ');
  const message = `Allowed are status (${statuses}), limit (1 to ${MAX_PER_PAGE}) and before (an id).`;
  throw new Problem('invalid', message, { issues: issuesIn(query.error, ListQuery) });
}
