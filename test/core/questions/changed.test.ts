import { describe, expect, it, test } from 'vitest';
import { answering, given, type World } from '../../support/designs/given.ts';
import { leavingOpen } from '../../support/designs/given-submission.ts';
import { startedReading } from '../../support/designs/started-reading.ts';

const revised = (replyId: string, text: string, author = 'Ben') =>
  ({ type: 'revise_reply', replyId, author, text }) as const;
const withdrawn = (replyId: string) => ({ type: 'withdraw_reply', replyId }) as const;

/** A change of Ben's words, still to be read. */
const changed = (text: string, said: object) => ({
  type: 'reply_recorded',
  id: 'm1',
  author: 'Ben',
  text,
  unread: true,
  edited: true,
  ...said,
});

const words = ({ design }: World) => design.replies.map(({ id, text }) => `${id}: ${text}`);
const open = ({ design }: World) =>
  design.questions.filter(({ status }) => status === 'open').map(({ id }) => id);

describe('a reply whose words are changed while people are asked', () => {
  it('a changed reply has the new words in the place of the old', () => {
    const world = answering();
    world.says('m1', 'Q1: 500');
    world.says('m2', 'And mind the freeze.', 'Cleo');
    expect(world.outcome(revised('m1', 'Q1: 800'))).toEqual([
      changed('Q1: 800', {
        answers: [{ questionId: 'Q1', text: '800', spans: [{ from: 3, to: 7 }] }],
        unmatched: false,
      }),
    ]);
    expect(words(world)).toEqual(['m1: Q1: 800', 'm2: And mind the freeze.']);
    expect(open(world.readsReplies())).toEqual(['Q2', 'Q3']);
  });

  it('J10: a changed reply is read as if the old words had never been said', () => {
    const world = answering();
    world.says('m1', 'Q1: 900\nQ2: no idea');
    world.submits('synthesizer', leavingOpen(['Q2', 'R1', 'no idea']));
    const text = 'It depends.\nQ2: 5 ms';
    expect(world.outcome(revised('m1', text))).toEqual([
      changed(text, {
        answers: [{ questionId: 'Q2', text: '5 ms', spans: [{ from: 15, to: 20 }] }],
        unmatched: true,
      }),
      ...startedReading(world, 'matching', 'm1'),
    ]);
    expect(world.design.replies[0]?.leftOpen).toEqual([]);
    expect(open(world.readsReplies())).toEqual(['Q1', 'Q3']);
  });

  it('P5: a change delivered twice is one change', () => {
    const world = answering();
    world.says('m1', 'Q1: 500');
    world.when(revised('m1', 'Q1: 800'));
    expect(world.when(revised('m1', ' Q1: 800 '))).toEqual([]);
  });

  test.each([
    ['nothing', ''],
    ['blanks', ' \n\t'],
    ['more than is taken', 'x'.repeat(40_001)],
  ])('a changed reply keeps its words when they are changed to %s', (_, text) => {
    const world = answering();
    world.says('m1', 'Q1: 500');
    expect(world.refuses(revised('m1', text)).code).toBe('invalid');
    expect(words(world)).toEqual(['m1: Q1: 500']);
  });
});

describe('a reply that is taken back while people are asked', () => {
  it('a reply that is taken back is gone, and what only it has answered is open again', () => {
    const world = answering();
    world.says('m1', 'Q1: 500\nQ2: fast');
    world.says('m2', 'Q2: 20 ms', 'Cleo');
    expect(world.outcome(withdrawn('m1'))).toEqual([
      { type: 'reply_recorded', id: 'm1', author: 'Ben', text: '', answers: [], unmatched: false },
    ]);
    expect(words(world)).toEqual(['m2: Q2: 20 ms']);
    expect(open(world.readsReplies())).toEqual(['Q1', 'Q3']);
  });

  it('a reply that is taken back is unknown from then on', () => {
    const world = answering();
    world.says('m1', 'Q1: 500');
    world.when(withdrawn('m1'));
    expect(world.refuses(withdrawn('m1')).code).toBe('unknown_reference');
    expect(world.refuses(revised('m1', 'Q1: 800')).code).toBe('unknown_reference');
  });
});

describe('a reply that was read already', () => {
  function read(): World {
    const world = answering();
    world.says('m1', 'Q1: 500');
    world.readsReplies().when({ type: 'go_on', by: 'Ana' });
    return world;
  }

  it('a reply that was read already stays, and its new words are said as well, as a further version', () => {
    const world = read();
    world.when(revised('m1', 'Q1: 800'));
    world.when(revised('m1', 'Q1: 900'));
    expect(words(world)).toEqual(['m1: Q1: 500', 'm1#2: Q1: 800', 'm1#3: Q1: 900']);
    expect(world.design.replies.map(({ answers }) => answers.length)).toEqual([1, 0, 0]);
    expect(world.design.questions.map(({ status }) => status)).toEqual([
      'answered',
      'assumed',
      'assumed',
    ]);
  });

  it('P5: a change delivered twice is one version', () => {
    const world = read();
    world.when(revised('m1', 'Q1: 800'));
    expect(world.when(revised('m1', 'Q1: 800'))).toEqual([]);
  });

  it('a reply that was read already is not taken back, with words for the person who tried', () => {
    const world = read();
    expect(world.refuses(withdrawn('m1'))).toEqual({
      code: 'not_open',
      message:
        'Your message stays in this design’s record, because it was already read. Say what is different now.',
    });
  });
});

it('J8: a late reply is gone with its edits if it is taken back before a turn was shown it', () => {
  const world = given().reach('signing');
  world.says('m7', 'The key is hunter2.');
  world.when(revised('m7', 'The key is not for you.'));
  expect(words(world)).toContain('m7#2: The key is not for you.');
  world.when(withdrawn('m7'));
  expect(words(world).filter((each) => each.startsWith('m7'))).toEqual([]);
});

describe('what cannot be changed', () => {
  test.each([revised('m9', 'other'), withdrawn('m9')])(
    'words that were never said cannot be changed: $type',
    (command) => {
      expect(answering().refuses(command)).toEqual({
        code: 'unknown_reference',
        message: 'There is no recorded message to change.',
      });
    },
  );
});
