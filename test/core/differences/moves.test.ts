import { expect, test } from 'vitest';
import { markdownOf } from '#presentation/format/markdown.ts';
import { writeTranscript } from '#presentation/history/transcript.ts';
import { drawDifferencesInFull, drawDifferencesMessage } from '#presentation/talk/differences.ts';
import { viewOf } from '#presentation/view/view.ts';
import { listRefinementSections } from '#turns/prompt/transcript-refinement.ts';
import { given } from '../../support/designs/given.ts';
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
  if (divergence === undefined) throw new Error('nothing was argued');
  const models = listRefinementSections(design).map(({ text }) => text);
  return {
    record: markdownOf(drawDifferencesInFull(viewOf(design))),
    models: models.join('\n'),
    transcript: writeTranscript(design, history),
    thread: JSON.stringify(drawDifferencesMessage(viewOf(design), [divergence.id]).sections),
  };
}

test('J2: two who are moved by one claim are shown everywhere as moved, with the claim', () => {
  const world = moved(['E-1'], ['E-1']);
  const { record, models, thread } = told(world);
  expect(record).toMatch(/The migrationist switch to “Answer 2\.”, because of “/);
  expect(models).toContain('was for 1a and switches to 1b, because of E-1');
  expect(thread).toContain('because of');
});

test('J2: one who moves without a reason is told so in the record, and counts where its claims stand', () => {
  const { record, transcript, models, thread } = told(moved([], []));
  expect(record).toMatch(
    /The migrationist wanted to switch to “Answer 2\.” \*without a reason\*, which does not count/,
  );
  expect(models).toContain('without a reason');
  expect(models).not.toContain('because of');
  for (const text of [thread, transcript]) expect(text).not.toMatch(/switch(?:es)? to/);
});
