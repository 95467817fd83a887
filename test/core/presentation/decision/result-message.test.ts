import { describe, expect, it, test } from 'vitest';
import { notificationOf } from '../../../../src/acts/message/markdown.ts';
import { documentText } from '../../../../src/adapters/terminal/markdown.ts';
import { resultDocument, resultOf } from '../../../../src/core/presentation/decision/result-message.ts';
import { cardDocument } from '../../../../src/core/presentation/thread/card.ts';
import { given, type World } from '../../../support/given.ts';
import { DIVIDED, pointsFor, type Script } from '../../../support/given-start.ts';
import { argument, audit, dissent, mapping, signature } from '../../../support/given-submission.ts';
import { completed } from '../../../support/sample-design.ts';

test('J8: what a person has settled since is not left to decide, and the first line names the person', () => {
  const says: Script = {
    ...DIVIDED,
    mapping: () => mapping(['high', 'A', 'BC'] as const),
    argument: (design, speaker) => argument(...pointsFor(design, speaker)),
  };
  const world = given({ says }).reach('deciding');
  const shown = () => JSON.stringify(resultDocument(resultOf(world.design)).sections(1_000));
  expect(shown()).toContain('For you to decide');
  world.settles('D1', '1a');
  while (world.design.step === 'revising') world.fails(world.openTurns()[0]?.participant ?? '');
  world.reachEnd();
  expect(shown()).toContain('Ana settled “Point 1?”, but the decision does not reflect it: Answer 1');
  expect(shown()).not.toContain('For you to decide');
});

describe('J14: what people have done with a decision since', () => {
  const left = () => completed({ difference: 'unresolved' }).reachEnd();
  const shown = ({ design }: World) => documentText(resultDocument(resultOf(design)).sections(1_000));
  it('J14: the first lines say how the decision stands', () => {
    const world = left();
    world.when({ type: 'judge_decision', verdict: 'accepted', note: '', by: 'Cem' });
    expect(shown(world)).toContain('Accepted by Cem on 20 November.');
    expect(documentText(cardDocument(world.design).sections(1_000))).toContain(
      'Accepted by Cem on 20 November.',
    );
  });
});

test('P11: how the files are checked, and against which head, stands in the message itself', () => {
  const files = [{ name: 'brief.md', bytes: 1, sha256: 'a' }];
  const stopped = given().reach('proposing');
  stopped.cancels();
  for (const world of [completed().reachEnd(), stopped]) {
    const document = resultDocument(resultOf({ ...world.design, files, head: 'f00' }));
    expect(documentText(document.sections(1_000))).toMatch(/charrette verify .* --head f00/);
  }
});

describe('the notification of a result', () => {
  const one: Script = {
    signing: (_, speaker) => (speaker === 'subtractor' ? dissent('No.') : signature({}, speaker)),
  };
  it.each<[string, Script, string]>([
    ['nobody has signed', { signing: () => dissent('No.') }, 'Needs review: nobody has signed it'],
    [
      'has a blocking finding',
      { audit: () => audit('blocking') },
      'Needs review: a blocking finding of the audit is left open: Delayed jobs',
    ],
    ['one dissents from', one, '2 caveats: The subtractor dissents: No;'],
  ])('A5: of a decision that %s begins with that, because platforms cut it', (_, says, headline) => {
    const { design } = given({ says, settings: { gates: 'none' } }).reachEnd();
    const notification = notificationOf(resultDocument(resultOf({ ...design, rehearsal: false })));
    expect(notification.slice(0, headline.length)).toBe(headline);
    expect(notification.endsWith('The queue moves in steps.')).toBe(true);
  });
});
