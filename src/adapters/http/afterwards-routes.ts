import { Hono } from 'hono';
import * as z from 'zod';
import { VERDICTS } from '../../core/vocabulary/events.ts';
import { readBody } from './body.ts';
import { commanded, type Designs, signed } from './design-routes.ts';
import { person } from './person.ts';

/** After the end people act in their names (J14). */
const NewVerdict = z.strictObject({
  verdict: z.enum(VERDICTS),
  note: z.string().trim().max(2_000).default(''),
  author: person,
});
/** How a decision stands after the end, and the acts of people that say so (J14). */
export function afterwardsRoutes(designs: Designs): Hono {
  const routes = new Hono();

  routes.post('/:id/verdict', async (context) => {
    const { verdict, note, author } = await readBody(context, NewVerdict);
    const command = { type: 'judge_decision', verdict, note, ...signed(context, author) } as const;
    return commanded(context, designs, command, 200);
  });

  return routes;
}
