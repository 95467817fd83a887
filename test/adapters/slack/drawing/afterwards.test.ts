import { expect, it } from 'vitest';
import { drawPost } from '../../../../src/adapters/slack/drawing/draw.ts';
import { completed } from '../../../support/sample-design.ts';
import { readable } from './readable.ts';
import { expectTaken } from './taken.ts';

it('J14: the result and the card say what people have done with the decision, each in its place', () => {
  const world = completed({ difference: 'unresolved' }).reachEnd();
  const [before] = [readable(drawPost({ kind: 'outcome' }, world.design))];
  expect(before).toContain('[ It can ] [ It cannot ]');
  expect(before).toContain('[ Accept ] [ Decline… ] [ Assign… ] [ Follow up… ] [ Ask… ]');
  world.when({ type: 'judge_decision', verdict: 'accepted', note: '', by: 'Ana' });
  world.when({ type: 'judge_decision', verdict: 'accepted', note: '', by: 'Cem' });
  world.when({ type: 'assign_step', step: 1, to: 'Ben', date: '2026-12-01', by: 'Ana' });
  world.settles('D1', '1b');
  for (const kind of ['outcome', 'card'] as const) {
    const drawn = drawPost({ kind }, world.design);
    expectTaken(drawn, kind);
    expect(readable(drawn)).toContain('Accepted by Ana and Cem on 20 November. Step 1: Ben, by 1 December.');
    expect(readable(drawn)).toContain('Settled by Ana on 20 November: “It cannot”');
    expect(readable(drawn)).not.toContain('[ It cannot ]');
  }
});
