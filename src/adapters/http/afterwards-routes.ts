import { Hono } from 'hono';
import * as z from 'zod';
import { afterwardsView } from '../../core/telling/afterwards-view.ts';
import { VERDICTS } from '../../core/vocabulary/events.ts';
import { mayReadPrivate } from '../../runtime/may-read.ts';
import { readBody } from './body.ts';
import { commanded, type Designs, designOf, signed } from './design-routes.ts';
import { person } from './person.ts';
import { invalid, Problem } from './problem.ts';
import { readingOf } from './readable.ts';
import { viewerOf } from './viewer.ts';

/** After the end people act in their names (J14). */
const NewVerdict = z.strictObject({
  verdict: z.enum(VERDICTS),
  note: z.string().trim().max(2_000).default(''),
  author: person,
});
const Assignment = z.strictObject({
  /** Empty: nobody is to do it any more. */
  to: z.union([z.literal(''), person]),
  date: z.string().trim().max(40).default(''),
  author: person,
});

/** How a decision stands after the end, and the acts of people that say so (J14). */
export function afterwardsRoutes(designs: Designs): Hono {
  const routes = new Hono();

  routes.get('/:id/addendum', async (context) => {
    const [viewer, reading] = [viewerOf(context), readingOf(context)];
    const view = afterwardsView(await designOf(context, designs), (asked) =>
      mayReadPrivate(viewer, asked, reading),
    );
    if (view === null)
      throw new Problem(
        'conflict',
        'This design has not ended yet. What people do with its decision comes after that.',
      );
    return context.json(view);
  });

  routes.post('/:id/verdict', async (context) => {
    const { verdict, note, author } = await readBody(context, NewVerdict);
    const command = { type: 'judge_decision', verdict, note, ...signed(context, author) } as const;
    return commanded(context, designs, command, 200);
  });

  routes.post('/:id/steps/:step/assignment', async (context) => {
    const { to, date, author } = await readBody(context, Assignment);
    const step = numberOf(context.req.param('step'));
    const command = { type: 'assign_step', step, to, date, ...signed(context, author) } as const;
    return commanded(context, designs, command, 200);
  });

  return routes;
}

/** The number of a step in a path; one of no step is the design's to refuse, with those that it has. */
function numberOf(given: string): number {
  if (/^\d{1,4}$/.test(given)) return Number(given);
  throw invalid('step', 'A step has a number in the path, from 1.');
}
