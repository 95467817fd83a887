import { expect, it, test } from 'vitest';
import { decidedOf } from '#core/decision/decided.ts';
import { outcomeOf } from '#core/outcome/outcome.ts';
import { isArgued } from '#core/policy/depth.ts';
import { writeBrief } from '#presentation/decision/brief.ts';
import { bannerOf } from '#presentation/judged/banner.ts';
import { viewOf } from '#presentation/view/view.ts';
import { given, of } from '../../support/designs/given.ts';
import { audit, contradicting, mapping } from '../../support/designs/given-submission.ts';

test.each([
  [undefined, 'high', true],
  [undefined, 'medium', false],
  ['standard', 'medium', false],
  ['quick', 'high', false],
  ['standard', 'high', true],
] as const)('at depth %s a difference of %s impact is argued: %s', (depth, impact, isIt) => {
  expect(isArgued(given({ settings: { depth } }).design, impact)).toBe(isIt);
});

it('a quick design argues nothing: its differences are for people, in the headline and no reason for a gate', () => {
  const says = {
    mapping: () => mapping(['high', 'A', 'BC'], ['medium', 'A', 'B'], ['low', 'A', 'C']),
    audit: () => audit('minor'),
  };
  const world = given({ settings: { depth: 'quick' }, says }).reachEnd();
  expect(of(world.history, 'round_opened').map(({ kind }) => kind)).not.toContain('argument');
  expect(of(world.history, 'divergence_settled')).toEqual([]);
  expect(of(world.history, 'gate_opened')).toEqual([]);
  expect(world.design.end?.status).toBe('completed');
  const outcome = outcomeOf(world.design);
  expect(outcome.unresolved).toEqual([]);
  const { headline } = bannerOf(outcome);
  expect(headline).toContain(': the personas did not argue a point');
  expect(decidedOf(world.design)?.decision.open.map(({ difference }) => difference)).toEqual([
    '1',
    '2',
  ]);
  const brief = writeBrief(world.design) ?? '';
  expect(brief).toContain('- The personas did not argue a point: “Point 1?”\n');
  expect(
    brief.match(/Left open when this was signed\n\n- \*\*Point 1\?\*\* Answer 1\. \/ Answer 2\./g),
  ).toHaveLength(1);
  expect(viewOf(world.design).divergences.map(({ status }) => status)).toEqual([
    'noted',
    'noted',
    'noted',
  ]);
});

it('J12: a quick design confirms its changes too', () => {
  const world = given({
    settings: { depth: 'quick' },
    says: { audit: () => contradicting() },
  }).reachEnd();
  expect(of(world.history, 'round_opened').map(({ kind }) => kind)).toContain('confirmation');
  expect(outcomeOf(world.design).caveats.map(({ kind }) => kind)).not.toContain(
    'contradicts_person',
  );
});
