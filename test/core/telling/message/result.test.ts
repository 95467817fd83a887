import { describe, expect, it, test } from 'vitest';
import { documentText } from '../../../../src/adapters/terminal/markdown.ts';
import { cardDocument } from '../../../../src/core/telling/message/card.ts';
import { resultDocument, resultOf } from '../../../../src/core/telling/message/result.ts';
import { notificationOf } from '../../../../src/runtime/message/markdown.ts';
import { given, type World } from '../../../support/given.ts';
import { pointsFor, type Script } from '../../../support/given-start.ts';
import { argument, audit, dissent, mapping, signature } from '../../../support/given-submission.ts';
import { completed } from '../../../support/sample-design.ts';

test('J8: what a person has settled since is not left to decide, and the first line names the person', () => {
  const says: Script = {
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
  const clicks = ({ design }: World) =>
    resultDocument(resultOf(design)).early.flatMap(({ after, clickable }) =>
      clickable.kind === 'controls' ? clickable.controls.map(({ kind }) => `${kind} after ${after}`) : [],
    );

  it('J14: an open difference has its positions as buttons right under it, and then what was chosen', () => {
    const world = left();
    expect(clicks(world)).toEqual(['settle_afterwards after 4', 'settle_afterwards after 4']);
    world.settles('D1', '1a');
    expect(clicks(world)).toEqual(['settle_afterwards after 4']);
    expect(shown(world)).toMatch(/900 jobs a second\?\n→ Settled by Ana on 20 November: “It can”/);
    world.settles('D1', 'none');
    expect(clicks(world)).toHaveLength(2);
    expect(shown(world)).toMatch(/900 jobs a second\?\n→ Left open by Ana on 20 November\./);
    expect(resultOf(world.design).standing).toBe('');
  });

  it('J14: a step names who does it, and the first lines say how the decision stands', () => {
    const world = left();
    const before = shown(world);
    world.when({ type: 'judge_decision', verdict: 'accepted', note: '', by: 'Ana' });
    world.when({ type: 'assign_step', step: 1, to: 'Ben', date: '2026-12-01', by: 'Ana' });
    expect(before).not.toContain('Ben');
    expect(shown(world)).toContain('Accepted by Ana on 20 November. Step 1: Ben, by 1 December.');
    expect(shown(world)).toContain('(Ben, by 1 December)');
    expect(documentText(cardDocument(world.design).sections(1_000))).toContain(
      'Accepted by Ana on 20 November. Step 1: Ben, by 1 December.',
    );
  });

  it('J14: three points have their buttons at a time, and the next one follows when one is settled', () => {
    const says: Script = {
      mapping: () =>
        mapping(['high', 'A', 'BC'], ['high', 'B', 'AC'], ['high', 'C', 'AB'], ['high', 'A', 'B', 'C']),
      argument: (design, speaker) => argument(...pointsFor(design, speaker)),
    };
    const world = given({ says, settings: { gates: 'none' } }).reachEnd();
    const points = () => resultOf(world.design).points.map(({ controls }) => controls.length);
    expect(points()).toEqual([2, 2, 2, 0]);
    expect(resultDocument(resultOf(world.design)).early).toHaveLength(3);
    world.settles('D2', '2b');
    expect(points()).toEqual([2, 0, 2, 3]);
  });
});

test('how the files are checked stands behind the reasons; where nothing was decided, alone', () => {
  const files = [{ name: 'brief.md', bytes: 1, sha256: 'a' }];
  const stopped = given().reach('proposing');
  stopped.cancels();
  for (const world of [completed().reachEnd(), stopped]) {
    const document = resultDocument(resultOf({ ...world.design, files, head: 'f00' }));
    expect(documentText(document.sections(1_000))).not.toContain('charrette verify');
    expect(documentText(document.folded?.sections(1_000) ?? [])).toMatch(/charrette verify .* --head f00/);
  }
});

describe('the notification of a result', () => {
  const one: Script = {
    signing: (_, speaker) => (speaker === 'subtractor' ? dissent('No.') : signature()),
  };
  it.each<[string, Script, string]>([
    ['nobody has signed', { signing: () => dissent('No.') }, 'Needs review: nobody has signed it'],
    [
      'has a blocking finding',
      { audit: () => audit('blocking') },
      'Needs review: a blocking finding of the audit is left open: Delayed jobs',
    ],
    ['one dissents from', one, 'Decision ready, with 2 reservations: The subtractor dissents: No;'],
  ])('A5: of a decision that %s begins with that, because platforms cut it', (_, says, headline) => {
    const { design } = given({ says, settings: { gates: 'none' } }).reachEnd();
    const notification = notificationOf(resultDocument(resultOf({ ...design, rehearsal: false })));
    expect(notification.slice(0, headline.length)).toBe(headline);
    expect(notification.endsWith('The queue moves in steps.')).toBe(true);
  });
});
