import { Hono } from 'hono';
import * as z from 'zod';
import { lines } from '../../core/telling/document.ts';
import { recheckLines, recheckSummary } from '../../core/telling/facts/recheck.ts';
import { markdownOf } from '../../core/telling/render/markdown.ts';
import { Fault } from '../../runtime/fault.ts';
import { type RecheckParts, recheck } from '../../runtime/recheck.ts';
import { readBody } from './body.ts';
import { designOf, keyOf, signed } from './design-routes.ts';
import { claimedPerson } from './person.ts';
import { invalid, problemOf } from './problem.ts';

const NewRecheck = z.strictObject({
  /** A commit's id, or its beginning. Left out: the present one. */
  at: z
    .string()
    .regex(/^[0-9a-f]{7,64}$/, '7 hexadecimal digits of a commit at least')
    .optional(),
  author: claimedPerson,
});

/** Another look at a decision that has ended: do the cited lines still stand, and has its time come (J14)? */
export function recheckRoutes(parts: RecheckParts): Hono {
  const routes = new Hono();
  routes.post('/:id/recheck', async (context) => {
    const { at, author } = await readBody(context, NewRecheck);
    const design = await designOf(context, parts.engine);
    const asked = { at: at ?? null, ...signed(context, author) };
    const found = await recheck(parts, design, asked, keyOf(context)).catch(toldOfCommit);
    if ('code' in found) throw problemOf(found);
    const told = recheckLines(design, found).map((line) => markdownOf([lines(line)]));
    return context.json({
      designId: design.id,
      ...found,
      summary: `Looked at again${recheckSummary(found)}`,
      told,
    });
  });
  return routes;
}

/** The commit is one of the request's fields. */
function toldOfCommit(error: unknown): never {
  if (error instanceof Fault && error.code === 'bad_usage') throw invalid('at', error.message);
  throw error;
}
