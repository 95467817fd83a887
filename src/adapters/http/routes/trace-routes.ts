import type { Context } from 'hono';
import { ACTS } from '../../../acts/table.ts';
import { decisionSentences, whyWords } from '../../../core/outcome/why.ts';
import { NO_SENTENCE, NOTHING_DECIDED } from '../../../core/presentation/decision/why.ts';
import { readTurn, tracedWhy } from '../../../turns/records/traced.ts';
import { type Handled, handled } from '../handled.ts';
import { Problem } from '../problem.ts';
import { type Designs, designOf } from './design-routes.ts';

const MAX_NUMBER = 1_000_000;

/** The way back from a sentence to its sources, and everything in one turn. */
export function traceRoutes(designs: Pick<Designs, 'design' | 'forgotten' | 'parts'>): Handled[] {
  const { store } = designs.parts;

  const why = handled(ACTS.why, async ({ context, query: { words } }) => {
    const design = await designOf(context, designs);
    const found = await tracedWhy(store, design, (requestsOf) => whyWords(design, words, requestsOf));
    if (found !== null) return context.json(found);
    throw new Problem('not_found', decisionSentences(design).length === 0 ? NOTHING_DECIDED : NO_SENTENCE);
  });

  const turn = handled(ACTS.turn, async ({ context }) => {
    const number = numberIn(context);
    const design = await designOf(context, designs);
    const found = number === null ? null : await readTurn(store, design, number);
    if (found !== null) return context.json(found);
    throw unknownTurn(design.turns.length);
  });

  return [why, turn];
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
