import { expect, test } from 'vitest';
import { lines } from '#presentation/format/document.ts';
import { markdownOf } from '#presentation/format/markdown.ts';
import { drawHistory } from '#presentation/history/history.ts';
import { differencesIn, drawDifferencesInFull } from '#presentation/talk/differences.ts';
import { viewOf } from '#presentation/view/view.ts';
import { changeLinesOf } from '#surfaces/terminal/change-lines.ts';
import { listRefinementSections } from '#turns/prompt/transcript-refinement.ts';
import { given, of } from '../../support/designs/given.ts';
import { FIVE } from '../../support/designs/given-start.ts';
import {
  argument,
  mappingOf,
  point,
  proposalOfReasons,
} from '../../support/designs/given-submission.ts';

/**
 * Of five, A, B and C hold 1a, the others 1b. A and B, the subtractor, go over, each for these
 * claims.
 */
function moved(...reasons: readonly string[][]) {
  const says = {
    proposals: () => proposalOfReasons(),
    mapping: () => mappingOf([], ['high', 'ABC', 'EF'] as const),
  };
  const world = given({ personas: FIVE, says }).reach('arguing');
  for (const [index, changedBy] of reasons.entries()) {
    const name = world.design.drawnOrder[index] ?? '';
    world.submits(name, argument(point('1a>1b', ['E-1'], { changedBy })));
  }
  return world;
}

/** What each place where people or models read of it says about the last argument. */
function told({ design, history }: ReturnType<typeof moved>) {
  const [divergence] = design.divergences;
  const event = of(history, 'position_argued').at(-1);
  if (divergence === undefined || event === undefined) throw new Error('nothing was argued');
  const models = listRefinementSections(design).map(({ text }) => text);
  return {
    record: markdownOf(drawDifferencesInFull(viewOf(design))),
    transcript: markdownOf([lines(drawHistory(event, viewOf(design)) ?? [])]),
    models: models.join('\n'),
    terminal: changeLinesOf(event, design).join('\n'),
    thread: JSON.stringify(differencesIn(viewOf(design), [divergence.id]).sections),
  };
}

test('J2: two who are moved by one claim are shown everywhere as moved, with the claim', () => {
  const world = moved(['E-1'], ['E-1']);
  const { record, transcript, models, terminal, thread } = told(world);
  expect(record).toMatch(/The migrationist switch to “Answer 2\.”, because of “/);
  expect(models).toContain('switches from 1a to 1b, because of E-1');
  for (const text of [transcript, terminal, thread]) expect(text).toContain('because of');
});

test('J2: one who moves without a reason is told so in the record, and counts where its claims stand', () => {
  const { record, transcript, models, terminal, thread } = told(moved([], []));
  expect(record).toMatch(/The migrationist switch to “Answer 2\.”, \*without a reason\*/);
  for (const text of [transcript, models, terminal]) {
    expect(text).toContain('without a reason');
    expect(text).not.toContain('because of');
  }
  expect(thread).not.toContain('switch');
});
