import { describe, expect, it, test } from 'vitest';
import { notificationOf } from '#acts/drawing/markdown.ts';
import { drawReminder } from '#presentation/thread/gate.ts';
import { drawResultMessage, saySentence } from '#presentation/thread/result.ts';
import { viewOf } from '#presentation/view/view.ts';
import { documentTextOf } from '#surfaces/terminal/markdown.ts';
import { given } from '../../support/designs/given.ts';
import { GATED, type Script, THREE_QUESTIONS } from '../../support/designs/given-start.ts';
import { audit, dissent, signature } from '../../support/designs/given-submission.ts';
import { playToEnd } from '../../support/designs/sample-design.ts';

test('P11: how the files are checked, and against which head, stands in the message itself', () => {
  const files = [{ name: 'brief.md', bytes: 1, sha256: 'a' }];
  const stopped = given().reach('proposing');
  stopped.cancels();
  for (const world of [playToEnd().reachEnd(), stopped]) {
    const document = drawResultMessage(viewOf({ ...world.design, files, head: 'f00' }));
    expect(documentTextOf(document.sections)).toMatch(/charrette verify .* --head f00/);
  }
});

test('a draft that a cancellation left is headed as a draft', () => {
  const world = given().reach('signing');
  world.cancels();
  const view = viewOf(world.reachEnd().design);
  expect(view.text === null ? '' : saySentence(view.text)).toMatch(/^Draft: /);
});

test('J8: who stopped at a gate stands in the result as a caveat, and not once more', () => {
  const world = given({ says: GATED }).reach('deciding');
  world.decidesGate('stop');
  const words = documentTextOf(drawResultMessage(viewOf(world.reachEnd().design)).sections);
  expect(words).toContain('Ana stopped it.');
  expect(words).not.toContain('stopped it here');
});

test('the reminder at half time counts open questions, and denies no reply', () => {
  const world = given({ says: THREE_QUESTIONS }).reach('answering');
  world.replies('Q1: 900', 'Ben');
  const view = { ...viewOf(world.design), reminders: [{ about: 'answering', by: '' } as const] };
  const words = documentTextOf(drawReminder(view, 0).sections);
  expect(words).toContain('3 questions are open.');
  expect(words).not.toContain('nobody');
});

describe('the notification of a result', () => {
  const one: Script = {
    signing: (_, speaker) => (speaker === 'subtractor' ? dissent('No.') : signature({}, speaker)),
  };
  it.each<[string, Script, string]>([
    [
      'all dissent from',
      { signing: () => dissent('No.') },
      'Needs a look: 3 of 3 personas dissent.',
    ],
    [
      'has a blocking finding',
      { audit: () => audit('blocking') },
      'Needs a look: a blocking finding of the audit is left open.',
    ],
    ['one dissents from', one, 'One caveat: The subtractor dissents.'],
  ])(
    'A5: of a decision that %s begins with that, because platforms cut it',
    (_, says, headline) => {
      const { design } = given({ says, settings: { questions: 'none', gates: 'none' } }).reachEnd();
      const notification = notificationOf(
        drawResultMessage(viewOf({ ...design, rehearsal: false })),
      );
      expect(notification.slice(0, headline.length)).toBe(headline);
      expect(notification.endsWith('The queue moves in steps.')).toBe(true);
    },
  );
});
