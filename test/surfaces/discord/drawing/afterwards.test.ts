import { expect, it } from 'vitest';
import { drawPost } from '#surfaces/discord/drawing/draw.ts';
import { type Component, nested } from '#test/platforms/discord/components.ts';
import { given } from '#test/support/designs/given.ts';
import { pointsFor, type Script } from '#test/support/designs/given-start.ts';
import { argument, mapping } from '#test/support/designs/given-submission.ts';
import { drawnControls } from '../../drawn-controls.ts';
import { expectTaken } from './taken.ts';

/** Discord takes no more components in one message, inner ones included. */
const COMPONENTS = 40;
const FILES = ['brief.md', 'record.md', 'transcript.md', 'manifest.json'];

it('J14: with all that can be clicked after the end a result is within the bounds of Discord', () => {
  const says: Script = {
    mapping: () =>
      mapping(
        ['high', 'A', 'BC'],
        ['high', 'B', 'AC'],
        ['high', 'C', 'AB'],
        ['high', 'A', 'B', 'C'],
      ),
    argument: (design, speaker) => argument(...pointsFor(design, speaker)),
  };
  const ended = given({ says, settings: { gates: 'none' } }).reachEnd().design;
  const positions = (['P1', 'P2', 'P3', 'P4'] as const).map((each) => {
    return { id: each, statement: `Answer ${each}. `.repeat(20), claims: [], holders: [] };
  });
  const design = {
    ...ended,
    divergences: ended.divergences.map((each) => ({ ...each, positions })),
  };
  const drawing = drawPost({ kind: 'outcome' }, { ...design, hasForge: true }, FILES);
  const components = drawing.components as unknown as readonly Component[];
  expectTaken(drawing, 'the result');
  const all = components.flatMap(nested);
  for (const once of ['accept_decision', 'publish'])
    expect(drawnControls(components).filter(({ action }) => action === once)).toHaveLength(1);
  expect(all.length).toBeLessThanOrEqual(COMPONENTS);
});
