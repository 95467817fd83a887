import { expect, test } from 'vitest';
import { changeLines } from '../../../src/adapters/terminal/change-lines.ts';
import type { Design, Reply } from '../../../src/core/design.ts';
import { BOUNDS, Carried } from '../../../src/core/events.ts';
import { cardOf } from '../../../src/core/thread/card.ts';
import { carriedFrom } from '../../../src/runtime/engine/carried.ts';
import { sharedMaterial } from '../../../src/runtime/turn/material.ts';
import { given, of } from '../../support/given.ts';
import { THREE_QUESTIONS } from '../../support/given-start.ts';

/** A design whose people have said this. */
function withReplies(replies: readonly Reply[]): Design {
  const { design } = given({ says: THREE_QUESTIONS }).reach('proposing');
  return { ...design, replies };
}

function reply(index: number, text: string, answers: Reply['answers'] = []): Reply {
  return { id: `m${index}`, author: 'Ben', text, answers, unmatched: false, since: index };
}

const LONGEST = '界'.repeat(BOUNDS.replyCharacters);

test('the newest replies are carried over, as many as fit by number and by size, and the others are counted', () => {
  const many = Array.from({ length: BOUNDS.carriedReplies + 7 }, (_, index) => reply(index, 'Well.'));
  expect(carriedFrom(withReplies(many))).toMatchObject({ repliesLeftBehind: 7 });
  expect(carriedFrom(withReplies(many)).replies.at(0)?.id).toBe('m7');

  const long = Array.from({ length: 90 }, (_, index) => reply(index, LONGEST));
  const carried = carriedFrom(withReplies(long));
  expect(Buffer.byteLength(JSON.stringify(carried.replies))).toBeLessThanOrEqual(
    BOUNDS.carriedReplyBytes + 100,
  );
  expect(carried.replies.length).toBeGreaterThan(10);
  expect(carried.replies.at(-1)?.id).toBe('m89');
  expect(carried.repliesLeftBehind).toBe(90 - carried.replies.length);
  expect(Carried.parse(carried)).toEqual(carried);
});

test('J10: words that answer a question are carried over before others, in the order in which they were said', () => {
  const answer = reply(0, 'Q1: 500', [{ questionId: 'Q1', text: '500' }]);
  const long = Array.from({ length: 90 }, (_, index) => reply(index + 1, LONGEST));
  const ids = carriedFrom(withReplies([answer, ...long])).replies.map(({ id }) => id);
  expect(ids.at(0)).toBe('m0');
  expect(ids.at(-1)).toBe('m90');
});

test('what was left behind is said to people and personas, also by a run of that run', () => {
  const carried = { ...carriedFrom(withReplies([reply(0, 'Well.')])), repliesLeftBehind: 3 };
  const world = given({ carried });
  const words = 'Not taken along: 3 replies of the run before, as together they are too many or too long.';
  const shared = sharedMaterial(world.everyoneReady().design).map(({ text }) => text);
  expect(shared.join('\n')).toContain(`[${words}]`);
  expect(cardOf(world.design).leftBehind).toBe(words);
  const [started] = of(world.history, 'design_started');
  if (started === undefined) throw new Error('it has not started');
  const lines = changeLines({ ...started, successorOf: world.design.id }, world.design);
  expect(lines.at(-1)).toBe(`This runs ${world.design.id} again. ${words}`);
  expect(carriedFrom(world.design).repliesLeftBehind).toBe(3);
});

test('where everything fits, nothing is said', () => {
  const carried = carriedFrom(withReplies([reply(0, 'Well.')]));
  expect(carried).not.toHaveProperty('repliesLeftBehind');
  expect(cardOf(given({ carried }).design).leftBehind).toBe('');
});

test('what was said after the end is carried over as replies that nobody has matched', () => {
  const world = given({ says: THREE_QUESTIONS }).reach('answering');
  world.replies('Q1: 500', 'Cleo');
  world.cancels();
  world.replies('The replica lags on Mondays.');
  const { replies } = carriedFrom(world.design);
  expect(replies).toMatchObject([
    { author: 'Cleo', answers: [{ questionId: 'Q1', text: '500' }] },
    { author: 'Ben', text: 'The replica lags on Mondays.', answers: [], unmatched: true },
  ]);
  expect(Carried.shape.replies.parse(replies)).toEqual(replies);
});
