import { describe, expect, it, test } from 'vitest';
import { findSaidAbout } from '#core/questions/replies/answers-given.ts';
import { BOUNDS } from '#core/vocabulary/bounds.ts';
import type { Command, Refusal } from '#core/vocabulary/commands.ts';
import { statusOf } from '#core/vocabulary/status.ts';
import { decide } from '#core/workflow/decide.ts';
import { evolve } from '#core/workflow/evolve.ts';
import { viewOf } from '#presentation/view/view.ts';
import { closedIn, closing } from '../../support/designs/closed-answering.ts';
import { answering, given, of, World } from '../../support/designs/given.ts';
import { MINUTE, startDesign, THREE_QUESTIONS } from '../../support/designs/given-start.ts';
import { pass } from '../../support/designs/given-submission.ts';

function statuses(world: World) {
  return Object.fromEntries(world.design.questions.map(({ id, status }) => [id, status]));
}

describe('asking', () => {
  it('J10: questions are numbered by the drawn order, and not by which of their authors was faster', () => {
    const numbered = (...order: string[]) => {
      const world = given({ says: THREE_QUESTIONS }).reach('asking');
      for (const name of order) {
        expect(world.design.questions).toEqual([]);
        world.contributes(name);
      }
      return world.design.questions.map(({ id, participant, text }) => [id, participant, text]);
    };
    const expected = [
      ['Q1', 'subtractor', 'How many?'],
      ['Q2', 'subtractor', 'How fast?'],
      ['Q3', 'archaeologist', 'Since when?'],
    ];
    expect(numbered('subtractor', 'migrationist', 'archaeologist')).toEqual(expected);
    expect(numbered('archaeologist', 'migrationist', 'subtractor')).toEqual(expected);
  });

  it('J10: what was asked has no number, and a reply pins nothing, before all have asked', () => {
    const world = given({ says: THREE_QUESTIONS }).reach('asking');
    world.contributes('archaeologist');
    expect(world.design.unnumbered.map(({ text }) => text)).toEqual(['Since when?']);
    world.replies('Q1: 500');
    expect(world.design.replies.map(({ answers, unmatched }) => ({ answers, unmatched }))).toEqual([
      { answers: [], unmatched: true },
    ]);
  });

  it('J10: words given at the start are the one reply of the person who started the design', () => {
    const world = new World(THREE_QUESTIONS);
    world.when({ ...startDesign(), answers: '> How many?\n\n500.\n\nQ2: at night.' });
    world.reach('answering');
    const replies = viewOf(world.design).replies.map(({ author, answers, unmatched, other }) => {
      return { author, answers, unmatched, other };
    });
    expect(replies).toEqual([
      {
        author: 'Ana',
        answers: [],
        unmatched: true,
        other: '> How many?\n\n500.\n\nQ2: at night.',
      },
    ]);
    const { reason, by } = world.design.answeringEnded ?? {};
    expect({ reason, by }).toEqual({ reason: 'done', by: 'Ana' });
    world.reach('proposing');
    expect(closedIn(world)).toEqual([closing('done', 'Ana', { assumed: ['Q1', 'Q2', 'Q3'] })]);
  });

  it('when everybody passes, nobody is asked to answer', () => {
    const world = given({ says: { questions: () => pass() } }).reach('proposing');
    expect(of(world.history, 'answering_opened')).toEqual([]);
  });

  it('without questions by setting, the design goes straight to proposing', () => {
    const world = given({ settings: { questions: 'none' } }).everyoneReady();
    expect(world.design.rounds.map(({ kind }) => kind)).toEqual(['proposals']);
  });

  it('A7: while people are waited for the design awaits input, until the time that was set', () => {
    const world = answering();
    expect(statusOf(world.design)).toBe('awaiting_input');
    expect(world.design.answering).toEqual({
      openedAt: world.now,
      deadlineAt: world.now + 10 * MINUTE,
      isSeen: true,
      matchedAt: null,
    });
    world.when({ type: 'go_on', by: 'Ana' });
    expect(statusOf(world.design)).toBe('running');
  });
});

describe('answering', () => {
  it('several people answer in several messages, in any order; the last answer ends the waiting', () => {
    const world = answering();
    world.replies('Q3: since March', 'Ben');
    world.replies('I would not do this at all.', 'Cleo');
    world.readsReplies();
    world.replies('Q1: 500', 'Ana');
    expect(statuses(world.readsReplies())).toEqual({ Q1: 'answered', Q2: 'open', Q3: 'answered' });
    world.replies('Q2: fast', 'Ben');
    world.readsReplies();
    expect(closedIn(world)).toEqual([closing('all_answered', 'Ben')]);
    expect(world.design.step).toBe('proposing');
    expect(world.design.replies.map(({ author }) => author)).toEqual(['Ben', 'Cleo', 'Ana', 'Ben']);
  });

  test.each<[string, Record<string, string>, string]>([
    ['fast', { Q2: 'fast' }, ''],
    ['Q2: fast', { Q2: 'fast' }, ''],
    ['fast\n\nand Q1 is open', { Q2: 'fast\n\nand Q1 is open' }, ''],
    ['Q99: into the void', {}, 'Q99: into the void'],
    ['Q1:', {}, 'Q1:'],
    ['Q1: 500', { Q1: '500' }, ''],
    ['fast\nQ1: 500', { Q1: '500', Q2: 'fast' }, ''],
    ['fast\nQ9: none', { Q2: 'fast' }, 'Q9: none'],
  ])(
    'J10: of %j in answer to Q2, words under another number answer that one, or none',
    (text, expected, other) => {
      const world = answering();
      world.replies(text, 'Ben', 'Q2');
      const [reply] = world.design.replies;
      const answers = reply?.answers.map((answer) => [answer.questionId, answer.text]) ?? [];
      expect(Object.fromEntries(answers)).toEqual(expected);
      const [shown] = viewOf(world.design).replies;
      expect([shown?.other, shown?.unmatched]).toEqual([other, other.startsWith('Q9')]);
    },
  );

  it('J10: a message under no number answers nothing by itself, also where only one question is open', () => {
    const world = answering();
    world.replies('Q1: 500\nQ3: since March');
    world.replies('I have to ask Cleo.');
    world.readsReplies();
    expect(statuses(world)).toEqual({ Q1: 'answered', Q2: 'open', Q3: 'answered' });
    expect(closedIn(world)).toEqual([]);
  });

  it('J13: of what one person has written under a number, the later words hold; those of others stand', () => {
    const world = answering();
    const standing = () =>
      findSaidAbout(world.design, { id: 'Q1' }).answers.map(({ quote }) => quote);
    world.replies('Q1: in May\nQ2: fast', 'Ben');
    world.replies('Q1: in April', 'Cleo');
    world.replies('Q1: no, in June', 'Ben');
    world.readsReplies();
    expect(standing()).toEqual(['in April', 'no, in June']);
    expect(viewOf(world.design).questions[0]?.answer).toBe('in April\n\nno, in June');
  });

  it('P5: a reply that is delivered twice counts once', () => {
    const world = answering();
    const reply = {
      type: 'record_reply',
      replyId: 'slack:1',
      author: 'Ben',
      text: 'Q1: 500',
      questionId: null,
    } as const;
    world.when(reply);
    expect(world.when({ ...reply, text: 'Q2: other' })).toEqual([]);
    expect(statuses(world.readsReplies())).toEqual({ Q1: 'answered', Q2: 'open', Q3: 'open' });
  });
});

describe('the end of answering: silence becomes a stated assumption', () => {
  it('answering is ended by a person, by name', () => {
    const world = answering();
    world.replies('Q2: fast');
    world.readsReplies().when({ type: 'go_on', by: 'Ana' });
    expect(closedIn(world)).toEqual([closing('done', 'Ana', { assumed: ['Q1', 'Q3'] })]);
    expect(statuses(world)).toEqual({ Q1: 'assumed', Q2: 'answered', Q3: 'assumed' });
    expect(world.design.step).toBe('proposing');
    expect(world.design.end).toBeNull();
  });

  it('answering ends by the deadline, without anybody’s name', () => {
    const world = answering();
    world.deadline('answering');
    expect(closedIn(world)).toEqual([closing('deadline', '', { assumed: ['Q1', 'Q2', 'Q3'] })]);
    expect(world.design.step).toBe('proposing');
  });

  it('a late answer is recorded with its question, which stays assumed', () => {
    const world = answering();
    world.deadline('answering');
    world.replies('Q1: 500, sorry', 'Ben');
    expect(statuses(world).Q1).toBe('assumed');
    expect(world.design.replies.map(({ author, answers }) => ({ author, answers }))).toEqual([
      {
        author: 'Ben',
        answers: [{ questionId: 'Q1', text: '500, sorry', spans: [{ from: 3, to: 14 }] }],
      },
    ]);
    expect(world.design.step).toBe('proposing');
  });

  it('done, when nobody is waiting for answers, is refused', () => {
    const refusal = given().refuses({ type: 'go_on', by: 'Ana' });
    expect(refusal).toEqual({
      code: 'not_open',
      message: 'No one is waiting for answers right now.',
    });
  });
});

describe('what is no reply', () => {
  const reply = { type: 'record_reply', replyId: 'm1', author: 'Ben', questionId: null } as const;

  test.each(['', '   ', '\n\t \n'])('an empty one: %j', (text) => {
    expect(answering().refuses({ ...reply, text }).code).toBe('invalid');
  });

  it('one that is longer than what is taken, with the bound in the answer', () => {
    const refusal = answering().refuses({ ...reply, text: 'x'.repeat(40_001) });
    expect(refusal).toEqual({
      code: 'invalid',
      field: 'text',
      message: 'The reply has 40001 characters; the limit is 40000.',
    });
    expect(
      of(answering().when({ ...reply, text: 'x'.repeat(40_000) }), 'reply_recorded'),
    ).toHaveLength(1);
  });

  it('A4: one to a question that was never asked, with those that were', () => {
    const refusal = answering().refuses({ ...reply, text: 'yes', questionId: 'Q7' });
    expect(refusal).toEqual({
      code: 'unknown_reference',
      field: 'questionId',
      message: 'There is no Q7: the questions are Q1, Q2, Q3.',
    });
    expect(given().refuses({ ...reply, text: 'yes', questionId: 'Q1' }).message).toBe(
      'There is no Q1: no question has been asked yet.',
    );
  });

  it('text that could not be stored is mended: the rest of the reply counts', () => {
    const world = answering();
    world.replies('Q1: 5\u000000 \ud83d a second');
    const [recorded] = world.design.replies;
    expect(recorded?.text.isWellFormed()).toBe(true);
    expect(recorded?.text).not.toContain('\u0000');
    expect(recorded?.answers[0]?.text).toContain('a second');
  });
});

describe('A15: a design stays bounded, and refuses in words what it has no room for', () => {
  const flood: readonly (readonly [what: string, command: (count: number) => Command])[] = [
    [
      'long messages',
      (count) => said(`m${count}`, `${count} ${'ü'.repeat(BOUNDS.replyCharacters - 10)}`),
    ],
    ['short messages', (count) => said(`m${count}`, 'Q1: ok')],
    [
      'changes of one message',
      (count) => ({
        type: 'revise_reply',
        replyId: 'm0',
        author: 'Ben',
        text: `${count} ${'x'.repeat(30_000)}`,
      }),
    ],
  ];
  const said = (replyId: string, text: string): Command => ({
    type: 'record_reply',
    replyId,
    author: 'Ben',
    text,
    questionId: null,
  });

  it.each(flood)(
    'A15: a flood of %s leaves a design bounded, and is refused in words',
    (_, command) => {
      let { design } = answering();
      const take = (count: number, each: Command): Refusal | null => {
        const uuids = Array.from(
          { length: 9 },
          (_, one) => `0192f3aa-1111-7000-8000-${String(count * 10 + one).padStart(12, '0')}`,
        );
        const answer = decide(design, each, { at: design.startedAt + count, uuids });
        if (!answer.accepted) return answer.refusal;
        for (const event of answer.events) {
          bytes += JSON.stringify(event).length;
          design = evolve(design, event);
        }
        return null;
      };
      let bytes = 0;
      expect(take(0, said('m0', 'Some five hundred.'))).toBeNull();
      let refused: Refusal | null = null;
      for (let count = 1; refused === null; count++) {
        expect(count).toBeLessThan(5_000);
        refused = take(count, command(count));
      }
      expect(refused).toEqual({
        code: 'not_open',
        message:
          'This design cannot take any more messages: it holds all that it can, 2048 short messages and edits, or 8 MB of long ones.',
      });
      expect(bytes).toBeLessThan(20 * 1024 * 1024);
      expect(take(6_000, { type: 'withdraw_reply', replyId: 'm0' })).toBeNull();
      expect(take(6_001, { type: 'go_on', by: 'Ben' })).toBeNull();
    },
    60_000,
  );
});
