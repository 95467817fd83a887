import { Hono } from 'hono';
import * as z from 'zod';
import { iso } from '../../core/vocabulary/figures.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import type { HeadRow, Heads } from '../../runtime/ports/heads.ts';
import type { SigningKey } from '../../runtime/signing.ts';
import { issuesIn } from './body.ts';
import { Problem } from './problem.ts';
import { assertOfAllChannels } from './viewer.ts';

const MAX_PER_PAGE = 1_000;

const HeadsQuery = z.strictObject({
  since: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(MAX_PER_PAGE).default(MAX_PER_PAGE),
  design: DesignId.optional(),
});

/** The log of heads over all designs, to be kept elsewhere, and the key that signs it (P11). */
export function headsRoutes(heads: Heads, key: Pick<SigningKey, 'id' | 'publicKey'> | null): Hono {
  const routes = new Hono();

  routes.get('/heads', async (context) => {
    assertOfAllChannels(context, 'The log of heads');
    const query = HeadsQuery.safeParse(context.req.query());
    if (!query.success) {
      const message = `Allowed are since (a position), limit (1 to ${MAX_PER_PAGE}) and design (an id).`;
      throw new Problem('invalid', message, { issues: issuesIn(query.error, HeadsQuery) });
    }
    const { since, limit, design } = query.data;
    const rows =
      design === undefined ? await heads.since(since, limit) : await heads.ofDesign(DesignId.parse(design));
    return context.json({ heads: rows.map(shownHead) });
  });

  routes.get('/key', (context) =>
    context.json({
      key: key === null ? null : { id: key.id, algorithm: 'ed25519', publicKey: key.publicKey },
    }),
  );

  return routes;
}

/** A row as outsiders get it (HTTP API v1). `at` stays a number: the hash goes over it. */
function shownHead(row: HeadRow) {
  return { ...row, atTime: iso(row.at) };
}
