import { describe, expect, test } from 'vitest';
import { decidedOf } from '#core/decision/decided.ts';
import { unsupportedIn } from '#core/decision/grounds.ts';
import { findCaveats } from '#core/outcome/caveats/all.ts';
import type { Change, Decision } from '#core/vocabulary/submission.ts';
import { writeDecision } from '#presentation/decision/decision-document.ts';
import { given, type World } from '../../support/designs/given.ts';
import {
  composite,
  confirmation,
  decision,
  mapping,
  refutingOf,
  revision,
} from '../../support/designs/given-submission.ts';

const REFUTED = 'Legal has approved the move.';

/** The audit has refuted sentence 2. */
function refuted(): World {
  const says = {
    mapping: () => mapping(),
    composite: (drafting: World['design']) => {
      const [first] = decision(drafting).sentences;
      const sentences: Decision['sentences'] = [
        { part: 'why', text: first?.text ?? '', rests: ['A-1'] },
        { part: 'why', text: REFUTED, rests: ['A-1'] },
      ];
      return composite(drafting, { decision: decision(drafting, { sentences }) });
    },
    audit: () => refutingOf('sentence 2'),
  };
  return given({ settings: { questions: 'none' }, says }).reach('revising');
}

const fields = (item: Readonly<Record<string, string>>) =>
  Object.entries(item).map(([name, text]) => ({ name, text }));
const REMOVAL: Change = {
  answers: ['F1'],
  part: 'sentence',
  number: '2',
  how: 'remove',
  fields: [],
  rests: [],
};
const insert = (
  part: Change['part'],
  item: Readonly<Record<string, string>>,
  ...rests: string[]
): Change => {
  return { ...REMOVAL, part, number: '', how: 'insert', fields: fields(item), rests };
};
const replace = (
  part: Change['part'],
  item: Readonly<Record<string, string>>,
  rests: string[] = [],
) => {
  return { ...REMOVAL, part, number: '1', how: 'replace' as const, fields: fields(item), rests };
};
const why = (text: string, ...rests: string[]) =>
  insert('sentence', { part: 'why', text }, ...rests);
const revise = ({ design }: World, ...changes: Change[]) =>
  revision(design, { changes: [REMOVAL, ...changes] });

describe('J4: what the audit refuted stays refuted wherever the text says it again', () => {
  test.each<[string, Change, string]>([
    ['a risk', insert('risk', { risk: REFUTED, signal: 'Legal calls.' }), 'risk 2'],
    ['a step', replace('step', { detail: `Behind a switch. ${REFUTED}` }), 'step 1'],
    ['a rejected way', replace('rejected', { outweighed: REFUTED }, ['B', 'C']), 'rejected way 1'],
    ['the decision', replace('decision', { text: REFUTED }), 'decision'],
    ['a sentence on another claim', why(REFUTED, 'B-1'), 'sentence 2'],
    ['a part of another sentence', why(`One store is enough. ${REFUTED}`, 'B-1'), 'sentence 2'],
    ['other marks and case', why('“Legal has approved – the move”!', 'B-1'), 'sentence 2'],
    ['a word more', why('Legal has, indeed, approved the move.', 'A-1'), 'sentence 2'],
  ])(
    'J4: as %s it is refused, and marked at the last try, whatever the confirmation says',
    (_, change, name) => {
      const world = refuted();
      const changes = change.part === 'decision' ? [{ ...change, number: '' }] : [change];
      const given_ = revise(world, ...changes);
      expect(world.refusesSubmission('synthesizer', given_).message).toContain(
        `The new ${name} says what the audit refuted, “${REFUTED}”`,
      );
      world.submitsLast('synthesizer', given_);
      world.submits('auditor', confirmation(world.design));
      expect(unsupportedIn(world.design)).toEqual([name]);
      expect(findCaveats(world.design)).toContainEqual(
        expect.objectContaining({ kind: 'not_carried', why: 'refuted' }),
      );
      const decided = decidedOf(world.design);
      expect(decided === null ? '' : writeDecision(world.design, decided)).toContain(
        '*(unsupported)*',
      );
    },
  );

  test.each([
    'Legal has not approved the move.',
    'Legal has approved the move?',
    'Legal has approved 2 moves.',
    'Legal has approved half of the move.',
    'It is not known if Legal has approved the move.',
    'Legal was asked about the move.',
  ])('J4: “%s” is something else', (text) => {
    const world = refuted();
    world.submits('synthesizer', revise(world, why(text, 'A-1')));
    world.submits('auditor', confirmation(world.design));
    expect(unsupportedIn(world.design)).toEqual([]);
    expect(findCaveats(world.design).map(({ kind }) => kind)).not.toContain('not_carried');
  });
});
