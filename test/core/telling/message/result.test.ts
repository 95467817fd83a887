import { describe, expect, it, test } from 'vitest';
import { resultDocument, resultOf } from '../../../../src/core/telling/message/result.ts';
import { notificationOf } from '../../../../src/runtime/message/markdown.ts';
import { given } from '../../../support/given.ts';
import { pointsFor, type Script } from '../../../support/given-start.ts';
import { argument, audit, dissent, mapping, signature } from '../../../support/given-submission.ts';

test('J8: what the decision calls open says which person has settled it since, and for what', () => {
  const says: Script = {
    mapping: () => mapping(['high', 'A', 'BC'] as const),
    argument: (design, speaker) => argument(...pointsFor(design, speaker)),
  };
  const world = given({ says }).reach('deciding');
  const shown = () => JSON.stringify(resultDocument(resultOf(world.design)).sections(1_000));
  expect(shown()).not.toContain('settled by');
  world.settles('D1', '1a');
  while (world.design.step === 'revising') world.fails(world.openTurns()[0]?.participant ?? '');
  world.reachEnd();
  expect(shown()).toContain('(settled by Ana: Answer 1.)');
});

describe('the notification of a result', () => {
  const one: Script = {
    signing: (_, speaker) => (speaker === 'subtractor' ? dissent('No.') : signature()),
  };
  it.each<[string, Script, string]>([
    ['nobody has signed', { signing: () => dissent('No.') }, 'Needs review: nobody has signed it'],
    ['has a blocking finding', { audit: () => audit('blocking') }, 'Needs review: a blocking finding'],
    ['one dissents from', one, 'Decision ready, with reservations'],
  ])('A5: of a decision that %s begins with that, because platforms cut it', (_, says, headline) => {
    const { design } = given({ says, settings: { gates: 'none' } }).reachEnd();
    const notification = notificationOf(resultDocument(resultOf({ ...design, rehearsal: false })));
    expect(notification.indexOf(headline)).toBe(0);
    expect(notification.endsWith('The queue moves in steps.')).toBe(true);
  });
});
