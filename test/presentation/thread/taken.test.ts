import { expect, test } from 'vitest';
import { convertToPlain } from '#presentation/format/plain-document.ts';
import { drawTaken } from '#presentation/talk/replies.ts';
import { viewOf } from '#presentation/view/view.ts';
import { given } from '../../support/designs/given.ts';
import { THREE_QUESTIONS } from '../../support/designs/given-start.ts';

test('words under a number that no question has are kept, and the person is told so', () => {
  const world = given({ says: THREE_QUESTIONS }).reach('answering');
  const takenLines = (text: string) => {
    world.replies(text);
    const view = viewOf(world.design);
    return view.replies.slice(-1).flatMap((reply) => drawTaken(view, reply).map(convertToPlain));
  };
  expect(takenLines('Q9: Never at night.')).toEqual([
    'There is no question Q9 here. Open: Q1, Q2 and Q3.',
    expect.stringContaining('“Q9: Never at night.”'),
  ]);
  expect(takenLines('Q2: Never at night.').join()).not.toContain('There is no question');
});
