import { describe, expect, test } from 'vitest';
import { decidedOf } from '#core/decision/decided.ts';
import { listUnsupportedNow } from '#core/decision/grounds.ts';
import type { Change, Decision } from '#core/vocabulary/submission.ts';
import { writeDecision } from '#presentation/decision/decision-document.ts';
import { caveatsOf } from '../../support/designs/caveats-of.ts';
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
const SWITCHED = `Behind a switch. ${REFUTED}`;

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
  test.each<[string, Change, string, string, string?]>([
    ['a risk', insert('risk', { risk: REFUTED, signal: 'Legal calls.' }), 'risk 2', 'sentence'],
    ['a step', replace('step', { detail: SWITCHED }), 'step 1', 'sentence', SWITCHED],
    [
      'a rejected way',
      replace('rejected', { outweighed: REFUTED }, ['B', 'C']),
      'rejected way 1',
      'sentence',
    ],
    ['the decision', replace('decision', { text: REFUTED }), 'decision', 'decision'],
    ['a sentence on another claim', why(REFUTED, 'B-1'), 'sentence 2', 'reason'],
    ...[
      ['a part of another sentence', `One store is enough. ${REFUTED}`, 'B-1'] as const,
      ['other marks and case', '“Legal has approved – the move”!', 'B-1'] as const,
      ['a word more', 'Legal has, indeed, approved the move.', 'A-1'] as const,
    ].map(([how, text, claim]): [string, Change, string, string, string] => [
      how,
      why(text, claim),
      'sentence 2',
      'reason',
      text,
    ]),
  ])(
    'J4: as %s it is refused, and marked at the last try, whatever the confirmation says',
    (_, change, name, about, words = REFUTED) => {
      const world = refuted();
      const changes = change.part === 'decision' ? [{ ...change, number: '' }] : [change];
      const given_ = revise(world, ...changes);
      expect(world.refusesSubmission('synthesizer', given_).message).toContain(
        `The new ${name} says what the audit refuted, “${REFUTED}”`,
      );
      world.submitsLast('synthesizer', given_);
      world.submits('auditor', confirmation(world.design));
      expect(listUnsupportedNow(world.design)).toEqual([name]);
      expect(caveatsOf(world, 'not_carried')).toEqual([
        { kind: 'not_carried', about, why: 'refuted', words },
      ]);
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
    expect(listUnsupportedNow(world.design)).toEqual([]);
    expect(caveatsOf(world, 'not_carried')).toEqual([]);
  });
});
