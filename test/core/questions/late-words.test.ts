import { describe, expect, it } from 'vitest';
import { findCaveats } from '#core/outcome/caveats/all.ts';
import { lateWordsOf, listRepliesLeft } from '#core/questions/replies/late-messages.ts';
import { BOUNDS } from '#core/vocabulary/bounds.ts';
import { given, type World } from '../../support/designs/given.ts';

function says(replyId: string, text: string, author = 'Ben') {
  return { type: 'record_reply', replyId, author, authorId: 'U2', text, questionId: null } as const;
}
const revised = (replyId: string, text: string) =>
  ({ type: 'revise_reply', replyId, author: 'Ben', text }) as const;
const withdrawn = (replyId: string) => ({ type: 'withdraw_reply', replyId }) as const;

/** Words that are kept from after the end, beside the design. */
const kept = (id: string, text: string) => ({
  type: 'reply_recorded',
  id,
  author: 'Ben',
  authorId: 'U2',
  text,
  answers: [],
  unmatched: false,
  after: 'end',
});

const stands = ({ design }: World) => lateWordsOf(design).map(({ id, text }) => `${id}: ${text}`);

describe('what people say after the end', () => {
  it('C19: a late message is kept with its author, and changes nothing else of the design', () => {
    const world = given().reachEnd();
    const { version: _, lateWords: __, ...before } = world.design;
    expect(world.outcome(says('m1', ' One more thing. '))).toEqual([kept('m1', 'One more thing.')]);
    const { version: ___, lateWords, ...after } = world.design;
    expect(after).toEqual(before);
    expect(lateWords).toHaveLength(1);
    expect(world.effects).toEqual([]);
  });

  it('P5: a late message is kept once, however often it is delivered', () => {
    const world = given().reachEnd();
    world.when(says('m1', 'One more thing.'));
    expect(world.when(says('m1', 'One more thing.'))).toEqual([]);
    expect(world.when(revised('m1', 'One more thing.'))).toEqual([]);
    world.when(withdrawn('m1'));
    expect(stands(world)).toEqual([]);
    // An edit may have made a question to the bot of it, and words again. Who takes messages in
    // knows which are deleted.
    world.when(says('m1', 'One more thing.'));
    expect(stands(world)).toEqual(['m1: One more thing.']);
  });

  it('J10: a question that the record answered is no word from after the end, and what stands beside it is', () => {
    const world = given().reachEnd();
    world.when(says('m1', 'Why not SQLite?'));
    world.when(says('m2', 'Why not SQLite? It lost two jobs.'));
    for (const replyId of ['m1', 'm2']) {
      world.when({
        type: 'record_answer',
        question: '',
        answer: [],
        costUsd: 0,
        isPrivate: true,
        replyId,
        by: 'Ben',
      });
    }
    expect(stands(world)).toEqual(['m2: Why not SQLite? It lost two jobs.']);
  });

  it('a late message is replaced by its later words, and taken back with the message', () => {
    const world = given().reachEnd();
    world.when(says('m1', 'One more thing.'));
    world.when(says('m2', 'And another.', 'Cleo'));
    expect(world.outcome(revised('m1', 'Two more things.'))).toEqual([
      { ...kept('m1', 'Two more things.'), edited: true },
    ]);
    expect(stands(world)).toEqual(['m1: Two more things.', 'm2: And another.']);
    world.when(withdrawn('m2'));
    expect(stands(world)).toEqual(['m1: Two more things.']);
    expect(world.refuses(withdrawn('m2')).code).toBe('unknown_reference');
    expect(world.refuses(revised('m2', 'Again.')).code).toBe('unknown_reference');
  });

  it('a late message stands beside timely words, and changes or takes them back from then on', () => {
    const world = given().reach('answering');
    world.when(says('m1', 'Q1: 500'));
    world.when(says('m2', 'By law for ten years.'));
    world.cancels();
    const { replies, questions } = world.design;
    expect(world.when(says('m1', 'Q1: 500'))).toEqual([]);
    expect(world.when(revised('m1', 'Q1: 500'))).toEqual([]);
    world.when(revised('m1', 'Q1: 800'));
    expect(world.outcome(withdrawn('m2'))).toEqual([kept('m2', '')]);
    expect(world.design.lateWords.at(-1)).toEqual({
      id: 'm2',
      author: 'Ben',
      authorId: 'U2',
      text: '',
      at: world.now,
    });
    expect(stands(world)).toEqual(['m1: Q1: 800']);
    expect([world.design.replies, world.design.questions]).toEqual([replies, questions]);
    expect(listRepliesLeft(world.design)).toEqual([]);
    world.when(withdrawn('m1'));
    expect([stands(world), listRepliesLeft(world.design)]).toEqual([[], []]);
    expect(world.refuses(says('m3', ' ')).code).toBe('invalid');
  });

  it('J10: a late message has the number of the question that it was given as an answer to', () => {
    const world = given().reach('answering');
    world.cancels();
    world.when({ ...says('m1', '777'), questionId: 'Q1' });
    expect(stands(world)).toEqual(['m1: Q1: 777']);
    expect(world.refuses({ ...says('m2', ' '), questionId: 'Q1' }).code).toBe('invalid');
    expect(world.refuses({ ...says('m2', '777'), questionId: 'Q77' }).code).toBe(
      'unknown_reference',
    );
  });

  it('a late message is read with the rest while the files of a settled design are written', () => {
    const world = given().reach('writing');
    const text = 'Before it is over.';
    const { after: _, ...recorded } = kept('m1', text);
    expect(world.outcome(says('m1', text))).toEqual([{ ...recorded, unread: true }]);
    expect(findCaveats(world.design)[0]).toEqual({
      kind: 'unread_words',
      by: 'Ben',
      words: [text],
    });
    const late = {
      type: 'report_files_written',
      files: [],
      madeOf: { version: 1, at: world.now },
    } as const;
    expect(world.refuses(late).code).toBe('late');
  });
});

describe('J11: words between the outcome and its files', () => {
  it('J11: a message is unread, as a changed one is, until it is taken back', () => {
    const world = given().reach('answering');
    world.replies('Nine hundred.', 'Ana');
    world.reach('writing');
    const unreadIn = () =>
      findCaveats(world.design).flatMap((each) => (each.kind === 'unread_words' ? each.words : []));
    expect(unreadIn()).toEqual([]);
    world.when(says('m8', 'Stop: I take it back.'));
    expect(unreadIn()).toEqual(['Stop: I take it back.']);
    world.when(withdrawn('m8'));
    expect(unreadIn()).toEqual([]);
    const [{ id = '' } = {}] = world.design.replies;
    world.when(revised(id, 'Stop: I take it back.'));
    expect(unreadIn()).toEqual(['Stop: I take it back.']);
  });
});

describe('the bound of what is kept', () => {
  it('P7: the bound on late messages is a number of messages and of their changes', () => {
    const world = given().reachEnd();
    world.when(says('m0', 'One more thing.'));
    for (let count = 1; count < BOUNDS.lateWords; count++)
      world.when(revised('m0', `Version ${count}`));
    expect(world.outcome(says('m1', 'And another.'))).toEqual({
      code: 'not_open',
      message:
        'This design has ended and keeps at most 200 messages and edits from after its end, 1 MB in all. Start a design that follows up on it, and say it there.',
    });
    expect(world.refuses(revised('m0', 'And another.')).code).toBe('not_open');
    world.when(withdrawn('m0'));
    expect(stands(world)).toEqual([]);
  });

  it('P7: the bound on late messages is a number of bytes as well', () => {
    const world = given().reachEnd();
    const long = 'ü'.repeat(BOUNDS.replyCharacters);
    const most = Math.floor(BOUNDS.lateWordBytes / (2 * BOUNDS.replyCharacters));
    for (let count = 0; count < most; count++) world.when(says(`m${count}`, long));
    expect(world.refuses(says('m99', long)).code).toBe('not_open');
    world.when(says('m99', 'short'));
  });
});
