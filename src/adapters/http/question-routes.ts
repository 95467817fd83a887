import { Hono } from 'hono';
import * as z from 'zod';
import { answerViewOf } from '../../core/telling/answer-view.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import type { Engine } from '../../runtime/engine/engine.ts';
import { readBody } from './body.ts';
import { designOf, keyOf } from './design-routes.ts';
import { claimedPerson } from './person.ts';
import { Problem, problemOf } from './problem.ts';
import { viaOf } from './via.ts';

const NewQuestion = z.strictObject({
  question: z.string().trim().min(1).max(BOUNDS.questionAskedCharacters),
  author: claimedPerson,
  private: z.boolean().default(false),
});

/** Questions about a design that has ended, answered from its record (J14). It takes an engine to ask a model. */
export function questionRoutes(engine: Engine): Hono {
  const routes = new Hono();
  routes.post('/:id/questions', async (context) => {
    const { question, author, private: isPrivate } = await readBody(context, NewQuestion);
    const { id } = await designOf(context, engine);
    const by = { by: author, via: viaOf(context) };
    const asked = await engine.ask(id, { question, isPrivate, ...by }, keyOf(context));
    if (asked.ok) return context.json(answerViewOf(asked.design, asked.asked), 201);
    const { why, refusal } = asked;
    if (why === 'refused') throw problemOf(refusal);
    throw new Problem(why === 'busy' ? 'busy' : 'unavailable', refusal.message);
  });
  return routes;
}
