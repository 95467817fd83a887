import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { decisionSentences, whyWords } from '../../core/outcome/why.ts';
import { NO_SENTENCE, NOTHING_DECIDED } from '../../core/telling/why.ts';
import { readTurn, tracedWhy } from '../../runtime/turn/traced.ts';
import { issuesIn } from './body.ts';
import { type Designs, designOf } from './design-routes.ts';
import { Problem } from './problem.ts';

/** Characters of the words by which a sentence is looked for: a whole one fits. */
const WORDS_CHARACTERS = 1_000;
const MAX_NUMBER = 1_000_000;

/** The way back from a sentence to its sources, and everything in one turn. */
export function traceRoutes(designs: Pick<Designs, 'design' | 'forgotten' | 'parts'>): Hono {
  const { store } = designs.parts;
  const routes = new Hono();

  routes.get('/:id/why', async (context) => {
    const words = wordsIn(context);
    const design = await designOf(context, designs);
    const why = await tracedWhy(store, design, (requestsOf) => whyWords(design, words, requestsOf));
    if (why !== null) return context.json(why);
    throw new Problem('not_found', decisionSentences(design).length === 0 ? NOTHING_DECIDED : NO_SENTENCE);
  });

  routes.get('/:id/turns/:n', async (context) => {
    const number = numberIn(context);
    const design = await designOf(context, designs);
    const turn = number === null ? null : await readTurn(store, design, number);
    if (turn !== null) return context.json(turn);
    throw unknownTurn(design.turns.length);
  });

  return routes;
}

/** A turn that a design does not have, with those there are. */
export function unknownTurn(count: number): Problem {
  const known = count === 0 ? 'none yet' : count === 1 ? '1' : `1 to ${count}`;
  return new Problem('not_found', `There is no such turn. The design’s turns: ${known}.`);
}

/** Returns the number of the turn that the path names; `null` for what is no such number. */
export function numberIn({ req }: Context): number | null {
  const given = req.param('n') ?? '';
  return /^[1-9]\d{0,6}$/.test(given) ? Math.min(Number(given), MAX_NUMBER) : null;
}

const WhyQuery = z.strictObject({ words: z.string().trim().min(1).max(WORDS_CHARACTERS) });

function wordsIn({ req }: Context): string {
  const query = WhyQuery.safeParse(req.query());
  if (query.success) return query.data.words;
  const message = `Give words of one sentence of the decision: words (${WORDS_CHARACTERS} characters at most).`;
  throw new Problem('invalid', message, { issues: issuesIn(query.error, WhyQuery) });
}
