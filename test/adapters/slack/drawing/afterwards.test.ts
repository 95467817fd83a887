import { expect, it } from 'vitest';
import { drawPost } from '../../../../src/adapters/slack/drawing/draw.ts';
import { completed } from '../../../support/sample-design.ts';
import { readable } from './readable.ts';
import { expectTaken } from './taken.ts';

it('J14: the result and the card say what people have done with the decision, each in its place', () => {
  const world = completed({ difference: 'unresolved' }).reachEnd();
  const [before] = [readable(drawPost({ kind: 'outcome' }, world.design))];
  expect(before).not.toContain('[ It can ]');
  // Ana has accepted at the gate, and is not asked again.
  expect(before).toContain('Decision accepted by Ana');
  expect(before).toContain('\n[ Decline… ] [ Follow up… ] [ Ask… ]');
  world.when({ type: 'judge_decision', verdict: 'accepted', note: '', by: 'Ana' });
  world.when({ type: 'judge_decision', verdict: 'accepted', note: '', by: 'Cem' });
  world.when({ type: 'judge_decision', verdict: 'accepted', note: '', by: 'Dan' });
  for (const kind of ['outcome', 'card'] as const) {
    const drawn = drawPost({ kind }, world.design);
    expectTaken(drawn, kind);
    expect(readable(drawn)).toContain('Accepted by Cem and Dan on 20 November.');
  }
});
