import { ACTS } from '../../../acts/table.ts';
import { answerViewOf } from '../../../core/presentation/follow-up/answer-view.ts';
import type { Engine } from '../../../engine/engine.ts';
import { viaOf } from '../access/via.ts';
import { type Handled, handled } from '../handled.ts';
import { Problem, problemOf } from '../problem.ts';
import { designOf, keyOf } from './design-routes.ts';

/** Questions about a design at a gate or after its end (J14). It takes an engine to ask a model. */
export function askRoutes(engine: Engine): Handled[] {
  const ask = handled(ACTS.ask, async ({ context, body: { text, author, private: isPrivate } }) => {
    const { id } = await designOf(context, engine);
    const by = { by: author, via: viaOf(context) };
    const asked = await engine.ask(id, { question: text, isPrivate, ...by }, keyOf(context));
    if (asked.ok) return context.json(answerViewOf(asked.design, asked.asked), 201);
    const { why, refusal } = asked;
    throw why === 'busy' ? new Problem(why, refusal.message) : problemOf(refusal);
  });
  return [ask];
}
