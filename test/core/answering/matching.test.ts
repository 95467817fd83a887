import { describe, expect, it, test } from 'vitest';
import { findSaidAbout } from '#core/questions/replies/answers-given.ts';
import type { Reply } from '#core/vocabulary/design.ts';
import { statusOf } from '#core/vocabulary/status.ts';
import { timersOf } from '#core/workflow/timers.ts';
import { unansweredWordsOf } from '#presentation/view/talk.ts';
import { closedIn, closing } from '../../support/designs/closed-answering.ts';
import { differences } from '../../support/designs/differences.ts';
import { answering, given, of, type World } from '../../support/designs/given.ts';
import { MINUTE, THREE_QUESTIONS } from '../../support/designs/given-start.ts';
import {
  judgement,
  leavingOpen,
  matching,
  questions,
} from '../../support/designs/given-submission.ts';
import { code, quotation, saying } from '../../support/designs/shown.ts';
import { startedReading } from '../../support/designs/started-reading.ts';

const FREE = 'Only the web app,\n  and about 900 a minute.';

function statuses({ design }: World) {
  return design.questions.map(({ status }) => status);
}

function said({ design }: World, id: `Q${number}`) {
  return findSaidAbout(design, { id });
}

/** An answer of Ben's, as people see it. */
const answer = (quote: string, source: 'read' | 'written' = 'read') => ({
  replyId: 'm1',
  author: 'Ben',
  quote,
  source,
});

const done = { type: 'go_on', by: 'Ana' } as const;
const park = { type: 'park' } as const;
const matchings = ({ history }: World) =>
  of(history, 'round_opened').filter(({ kind }) => kind === 'matching');
/** The replies that each matching reads. */
const read = (world: World) => matchings(world).map(({ replies }) => replies);

describe('J10: replies are matched to questions while people can still correct it', () => {
  it('J10: words under no number are read at once, by the synthesizer, while people are still asked', () => {
    const world = answering();
    const said = { author: 'Ben', text: FREE };
    const events = world.outcome({
      type: 'record_reply',
      replyId: 'm1',
      ...said,
      questionId: null,
    });
    expect(events).toEqual([
      { type: 'reply_recorded', id: 'm1', ...said, answers: [], unmatched: true, unread: true },
      ...startedReading(world, 'matching', 'm1'),
    ]);
    expect(statusOf(world.design)).toBe('awaiting_input');
    expect(timersOf(world.design).map(({ id }) => id)).toEqual(['round:r2', 'answering']);
  });

  it('J10: words that answer several questions answer them with the author’s name and the quote', () => {
    const world = answering();
    world.says('m1', FREE);
    world.submits(
      'synthesizer',
      matching(['Q1', 'R1', 'about 900 a minute'], ['Q3', 'R1', 'Only the web app, and']),
    );
    expect(statuses(world)).toEqual(['answered', 'open', 'answered']);
    expect(said(world, 'Q1')).toEqual({ answers: [answer(FREE)], leftOpenBy: [] });
    expect(of(world.history, 'confidence_given').at(-1)?.participant).not.toBe('synthesizer');
  });

  it('J10: the mark of a file that was not read is nobody’s words, and answers nothing', () => {
    const world = answering();
    world.says('m1', 'About 900 a minute.\n\n[attached: only the web app.pdf, 12 kB, not read]');
    const quoted = matching(['Q1', 'R1', 'only the web app.pdf']);
    expect(world.refusesSubmission('synthesizer', quoted).message).toContain('is not in R1');
    world.submits('synthesizer', matching(['Q1', 'R1', 'About 900 a minute.']));
    expect(said(world, 'Q1').answers).toEqual([answer('About 900 a minute.')]);
  });

  it('J10: one turn at a time takes all new replies; what comes meanwhile is taken by the next', () => {
    const world = answering();
    world.says('m1', 'About 900.');
    world.says('m2', 'Fast enough.', 'Cleo');
    world.says('m3', 'For years.', 'Cleo');
    expect(matchings(world)).toHaveLength(1);
    world.submits('synthesizer', matching(['Q1', 'R1', 'About 900']));
    expect(read(world)).toEqual([['m1'], ['m2', 'm3']]);
    world.submits('synthesizer', matching(['Q2', 'R2', 'Fast enough.'], ['Q3', 'R3', 'For years']));
    expect(
      world.design.replies.flatMap(({ answers }) => answers.map(({ questionId }) => questionId)),
    ).toEqual(['Q1', 'Q2', 'Q3']);
  });

  it('J10: a matching takes as much as one turn can read, and the next ones take the others', () => {
    const world = answering();
    world.says('m0', 'About 900.');
    for (let index = 1; index <= 7; index++)
      world.says(`m${index}`, `${index} ${'x'.repeat(30_000)}`);
    for (let left = 4; left > 0 && world.openTurns().length > 0; left--)
      world.submits('synthesizer', matching());
    expect(read(world)).toEqual([['m0'], ['m1', 'm2', 'm3'], ['m4', 'm5', 'm6'], ['m7']]);
  });

  it('J10: words under numbers answer once a turn has read them', () => {
    const world = answering();
    world.says('m1', 'Q1: 500\nQ3: since March');
    expect(statuses(world)).toEqual(['open', 'open', 'open']);
    expect(read(world)).toEqual([['m1']]);
    world.submits('synthesizer', matching(['Q1', 'R1', '500'], ['Q2', 'R1', 'since March']));
    expect(said(world, 'Q1').answers).toEqual([answer('500', 'written')]);
    expect(said(world, 'Q2').answers).toEqual([answer('since March')]);
  });

  it('J10: what was said before the questions were shown is read when they are', () => {
    const world = given({ says: THREE_QUESTIONS }).reach('asking');
    world.says('m1', FREE);
    expect(matchings(world)).toEqual([]);
    world.everyoneContributes();
    expect(read(world)).toEqual([['m1']]);
  });

  it('J10: replies get at most ten matchings, and the last is kept for the end', () => {
    const world = answering();
    for (let index = 0; index < 15; index++) {
      world.says(`m${index}`, `Remark ${index}.`);
      if (world.openTurns().length > 0) world.submits('synthesizer', matching());
    }
    expect(matchings(world)).toHaveLength(9);
    world.when(done);
    expect(read(world).at(9)).toEqual(['m9', 'm10', 'm11', 'm12', 'm13', 'm14']);
    world.submits('synthesizer', matching(['Q1', 'R15', 'Remark 14']));
    expect(matchings(world)).toHaveLength(10);
    expect(statuses(world)).toEqual(['answered', 'assumed', 'assumed']);
  });

  it('J10: an answer under the number of its question is read after nine matchings too', () => {
    const world = answering();
    for (let index = 0; index < 9; index++) {
      world.says(`m${index}`, `Remark ${index}.`);
      world.submits('synthesizer', matching());
    }
    world.says('m9', 'Remark 9.');
    expect(world.openTurns()).toEqual([]);
    world.says('m10', 'Q1: 500');
    expect(read(world).at(9)).toEqual(['m9', 'm10']);
    world.submits('synthesizer', matching());
    expect(statuses(world)).toEqual(['answered', 'open', 'open']);
  });

  it('J10: answers under numbers get one more matching for each question, and one is kept for the end', () => {
    const world = answering();
    for (let index = 0; index < 20; index++) {
      world.says(`m${index}`, `Q1: ${index} a second.`);
      if (world.openTurns().length > 0) world.submits('synthesizer', matching());
    }
    expect(matchings(world)).toHaveLength(12);
    world.when(done);
    expect(matchings(world)).toHaveLength(13);
    world.submits('synthesizer', matching());
    expect(said(world, 'Q1').answers).toEqual([
      { ...answer('19 a second.', 'written'), replyId: 'm19' },
    ]);
  });

  it('J10: once all is read as answered, people have a minute to correct it, and not until the deadline', () => {
    const world = answering();
    world.says('m1', FREE);
    world.later(MINUTE);
    world.submits(
      'synthesizer',
      matching(['Q1', 'R1', '900'], ['Q2', 'R1', '900'], ['Q3', 'R1', '900']),
    );
    expect(closedIn(world)).toEqual([]);
    expect(timersOf(world.design)).toEqual([{ id: 'answering', dueAt: world.now + MINUTE }]);
    world.later(MINUTE).deadline('answering');
    expect(closedIn(world)).toEqual([closing('all_answered', 'Ben')]);
  });
});

describe('J10: code checks what a turn has matched', () => {
  test.each<[string, [string, string, string], string]>([
    [
      'words that are not in the reply',
      ['Q1', 'R2', 'about 950 a minute'],
      '“about 950 a minute” is not in R2. Copy whole words from the reply, at least 3 characters, without changing any, or leave this out.',
    ],
    ['words of another reply', ['Q1', 'R3', 'about 900'], '“about 900” is not in R3.'],
    [
      'a question that nobody asked',
      ['Q7', 'R2', 'about 900'],
      'There is no Q7: the questions are Q1, Q2, Q3.',
    ],
    [
      'a reply that is not one of the turn',
      ['Q1', 'R4', 'about 900'],
      'There is no R4: the replies are R2, R3.',
    ],
    ['a reply by its own id', ['Q1', 'm1', 'about 900'], 'There is no m1: the replies are R2, R3.'],
  ])('J10: %s', (_, match, message) => {
    const world = answering();
    world.says('m0', 'Wait.');
    world.says('m1', FREE);
    world.says('m2', 'Mind the freeze.', 'Cleo');
    world.submits('synthesizer', matching());
    const refusal = world.refusesSubmission(
      'synthesizer',
      matching(['Q3', 'R2', 'web app'], match),
    );
    expect(refusal.message).toContain(message);
    expect(statuses(world)).toEqual(['open', 'open', 'open']);
  });

  test.each([
    ['a letter of a word', 'I am away until Monday.', 'a'],
    ['a word too short to say anything', 'I am away until Monday.', 'I'],
    ['a part of a word', 'I am away until Monday.', 'way until'],
    ['a part of a figure', 'About 1,150 a second.', '150 a second'],
  ])('J10: %s is no quotation', (_, reply, quote) => {
    const world = answering();
    world.says('m1', reply);
    const refusal = world.refusesSubmission('synthesizer', matching(['Q1', 'R1', quote]));
    expect(refusal.message).toContain(`“${quote}” is not in R1.`);
  });

  test.each([
    ['a word that another begins with, further on', 'Monthly, or by month.', 'month'],
    ['a short reply as a whole', 'No', 'No'],
    ['a language without blanks', '先月からです。', '先月から'],
  ])('J10: %s is one', (_, reply, quote) => {
    const world = answering();
    world.says('m1', reply);
    world.submits('synthesizer', matching(['Q1', 'R1', quote]));
    expect(statuses(world)[0]).toBe('answered');
  });

  const asked = () => {
    const says = {
      questions: () => questions('Who has tried this, Ana or Ben, and with what result?'),
    };
    return given({ says, personas: ['subtractor'] }).reach('answering');
  };

  test.each([
    [
      'words that stand in a quotation alone',
      saying(quotation('> Cleo tried it. It was fast.'), '\nNice!'),
      'It was fast.',
    ],
    [
      'a quotation as a whole',
      saying('Cleo wrote\n', quotation('> Cleo tried it.\n> Twice.')),
      '> Cleo tried it. > Twice.',
    ],
    ['a message that is a quotation', quotation('Cleo tried it twice.'), 'Cleo tried it twice.'],
    [
      'the question itself',
      'Who has tried this, Ana or Ben, and with what result? Hm.',
      'Who has tried this, Ana or Ben, and with what result?',
    ],
  ])('J10: %s is no answer', (_, reply, quote) => {
    const world = asked();
    world.says('m1', reply);
    const refusal = world.refusesSubmission('synthesizer', matching(['Q1', 'R1', quote]));
    expect(refusal.message).toBe(
      `“${quote}” is a quotation in R1, or the question itself. Copy its author’s own words, or leave this out.`,
    );
    world.submits('synthesizer', matching());
    expect(statuses(world)).toEqual(['open']);
  });

  test.each([
    ['one of two that the question offers', 'Ben', 'Ben'],
    [
      'an amount that looks like a quotation',
      '>500\n\n[attached: load.csv, 12 kB, not read]',
      '>500',
    ],
    [
      'what stands in a quotation and below it',
      saying(quotation('> It was fast'), '\nIt was fast'),
      'It was fast',
    ],
    [
      'an answer with the quotation that it is about',
      saying('As she says:\n', quotation('> Ana did')),
      'As she says: > Ana did',
    ],
    ['code among words', saying('Ben ran\n', code('```\nuse Redis\n```')), 'use Redis'],
    [
      'that somebody does not know it all',
      'No idea of the result, Ana did',
      'No idea of the result, Ana did',
    ],
  ])('J10: %s is one', (_, reply, quote) => {
    const world = asked();
    world.says('m1', reply);
    world.submits('synthesizer', matching(['Q1', 'R1', quote]));
    expect(statuses(world)).toEqual(['answered']);
  });

  describe('J10: one quotation that is not found', () => {
    const [FOUND, OTHER] = [
      ['Q1', 'R2', 'About 900'],
      ['Q2', 'R3', 'since March'],
    ] as const;
    const twoReplies = () => {
      const world = answering();
      world.says('m0', 'Hello.');
      world.says('m1', 'About 900. It is fast enough.');
      world.says('m2', 'Running since March.', 'Cleo');
      world.submits('synthesizer', matching());
      return world;
    };

    it('J10: one quotation that is not found is refused, with those that were found', () => {
      const world = twoReplies();
      const refusal = world.refusesSubmission(
        'synthesizer',
        matching(FOUND, ['Q3', 'R2', 'quick'], OTHER),
      );
      expect(refusal.message).toMatch(
        /“quick” is not in R2\..*\nThe other quotations were found; submit them again: Q1 in R2, Q2 in R3\./,
      );
    });

    it('J10: a quotation not found at the last try costs no other, and its reply stays unread', () => {
      const world = twoReplies();
      const { participant, roundId, id: turnId } = world.turn();
      const events = world.submitsLast(
        'synthesizer',
        matching(FOUND, ['Q3', 'R2', 'quick'], OTHER),
      );
      expect(of(events, 'answers_matched')).toEqual([
        {
          type: 'answers_matched',
          at: world.now,
          participant,
          roundId,
          turnId,
          replies: ['m2'],
          matches: [
            { questionId: 'Q1', replyId: 'm1', quote: 'About 900.', spans: [{ from: 0, to: 10 }] },
            {
              questionId: 'Q2',
              replyId: 'm2',
              quote: 'Running since March.',
              spans: [{ from: 0, to: 20 }],
            },
          ],
          dropped: ['quick'],
          rationale: judgement.rationale,
        },
      ]);
      expect(statuses(world)).toEqual(['answered', 'answered', 'open']);
      expect(world.design.replies.map(({ unread }) => unread)).toEqual([false, true, false]);
      world.when(done);
      expect(read(world).at(-1)).toEqual(['m1']);
      world.submits('synthesizer', matching(['Q3', 'R2', 'fast enough']));
      expect(statuses(world)).toEqual(['answered', 'answered', 'answered']);
      expect(closedIn(world)).toEqual([closing('done', 'Ana')]);
    });

    it('J10: a quotation that is not found leaves its question not read if no later turn finds it', () => {
      const world = twoReplies();
      world.submitsLast('synthesizer', matching(FOUND, ['Q3', 'R2', 'quick'], OTHER));
      world.when(done);
      world.fails('synthesizer', 'refused');
      expect(statuses(world)).toEqual(['answered', 'answered', 'not_read']);
    });

    it('J10: one quotation that is not found is refused at the last try too if nothing else was found', () => {
      const world = twoReplies();
      expect(() => world.submitsLast('synthesizer', matching(['Q3', 'R2', 'quick']))).toThrow(
        'is not in R2',
      );
    });
  });

  it('J10: one sentence answers a question once, however often and in however many parts a turn says so', () => {
    const world = answering();
    world.says('m1', FREE);
    world.submits(
      'synthesizer',
      matching(['Q1', 'R1', 'about 900'], ['Q1', 'R1', 'about  900'], ['Q1', 'R1', 'Only']),
    );
    expect(said(world, 'Q1').answers.map(({ quote }) => quote)).toEqual([FREE]);
  });

  it('J10: words that were changed or taken back meanwhile answer nothing, and the new ones are read next', () => {
    const world = answering();
    world.says('m1', 'About 900.');
    world.says('m2', 'Fast.', 'Cleo');
    world.submits('synthesizer', matching());
    world.says('m3', 'Since March.', 'Dana');
    world.when({ type: 'withdraw_reply', replyId: 'm2' });
    world.submits('synthesizer', matching());
    world.says('m4', 'About 100.');
    world.submits('synthesizer', matching());
    world.when({ type: 'revise_reply', replyId: 'm4', author: 'Ben', text: 'About 200.' });
    world.submits('synthesizer', matching(['Q1', 'R4', 'About 100.']));
    expect(statuses(world)).toEqual(['open', 'open', 'open']);
    expect(read(world).at(-1)).toEqual(['m4']);
    world.submits('synthesizer', matching(['Q1', 'R4', 'About 200.']));
    expect(statuses(world)).toEqual(['answered', 'open', 'open']);
  });
});

describe('J10: that somebody does not know leaves the question open, in any language', () => {
  const LANGUAGES = [
    'keine Ahnung',
    'n/a',
    'unknown',
    'no idea',
    'なし',
    'no lo sé',
    'aucune idée',
    '?',
    'skip',
    '🤷',
  ];

  test.each(LANGUAGES)('J10: by the turn alone, under a number too: %s', (words) => {
    const world = answering();
    world.says('m1', `Q1: ${words}`);
    expect(statuses(world)).toEqual(['open', 'open', 'open']);
    const other = world.fork();
    other.submits('synthesizer', matching());
    expect(said(other, 'Q1').answers).toEqual([answer(words, 'written')]);
    world.submits('synthesizer', leavingOpen(['Q1', 'R1', words]));
    expect(statuses(world)).toEqual(['open', 'open', 'open']);
    expect(said(world, 'Q1')).toEqual({ answers: [], leftOpenBy: ['Ben'] });
    const replies = world.design.replies.map(({ text, answers, unmatched }) => {
      return { text, answers, unmatched };
    });
    expect(replies).toEqual([{ text: `Q1: ${words}`, answers: [], unmatched: false }]);
  });

  it.each([
    ['under another number', 'Q1: exactly 900 a minute\nQ2: no idea', 'no idea'],
    [
      'which they quote from somebody else',
      saying('Q1: 900 a minute\n', quotation('> I do not know')),
      'I do not know',
    ],
  ])('J10: an answer under a number is not undone by words %s', (_, text, quote) => {
    const world = answering();
    world.says('m1', text);
    expect(world.refusesSubmission('synthesizer', leavingOpen(['Q1', 'R1', quote])).code).toBe(
      'invalid',
    );
    expect(said(world, 'Q1').answers).toEqual([]);
  });

  test.each(LANGUAGES)(
    'J10: in words under no number it is shown and changes nothing: %s',
    (words) => {
      const world = answering();
      world.says('m1', words);
      world.submits('synthesizer', leavingOpen(['Q2', 'R1', words]));
      expect(said(world, 'Q2')).toEqual({ answers: [], leftOpenBy: ['Ben'] });
      expect(statuses(world)).toEqual(['open', 'open', 'open']);
    },
  );

  it('J10: words under a number whose turn fails twice stay unread, answer nothing, and hold up nobody', () => {
    const ways: readonly (readonly [
      string,
      (world: World) => unknown,
      ((world: World) => unknown)?,
    ])[] = [
      ['its turn fails', (world) => world.fails('synthesizer')],
      ['it takes too long', (world) => world.deadline('round:r2')],
      ['its process is lost for good', (world) => world.dies('synthesizer')],
      ['nobody could take it', () => undefined, (world) => world.dies('synthesizer')],
    ];
    const wrong = differences(ways, ([, fail, before]) => {
      const world = answering();
      before?.(world);
      world.says('m1', 'Q1: 500\nQ2: no idea\nQ3: since March');
      fail(world);
      if (world.design.answeringEnded !== null) world.fails('synthesizer');
      expect(closedIn(world)).toEqual([
        closing('all_answered', 'Ben', { notRead: ['Q1', 'Q2', 'Q3'] }),
      ]);
      expect(said(world, 'Q2').answers).toEqual([]);
    });
    expect(wrong).toEqual([]);
  });

  it('J10: found out when the time is over, it is left open, and said so', () => {
    const world = answering();
    world.says('m1', 'Q1: 500\nQ2: keine Ahnung\nQ3: since March');
    world.deadline('answering');
    expect(closedIn(world)).toEqual([]);
    world.submits('synthesizer', leavingOpen(['Q2', 'R1', 'keine Ahnung']));
    expect(closedIn(world)).toEqual([closing('deadline', '', { leftOpen: ['Q2'] })]);
    expect(unansweredWordsOf(world.design, { id: 'Q2' })).toBe('Nobody knew');
  });

  it('J10: names each person whose words nobody read once, where they may answer the question', () => {
    const reply = (author: string, said: object, authorId?: string): Reply => {
      const rest = {
        unread: true,
        givenUp: [],
        leftOpen: [],
        request: null,
        bearing: null,
        since: 1,
      };
      const who = authorId === undefined ? { author } : { author, authorId };
      return {
        id: 'm',
        number: 1,
        text: 'so',
        answers: [],
        unmatched: true,
        ...rest,
        ...who,
        ...said,
      };
    };
    const answer = (id: number) => ({
      unmatched: false,
      answers: [{ questionId: `Q${id}` as const, text: 'so', spans: [] }],
    });
    const replies = [
      reply('Ben', {}),
      reply('Cleo', answer(1)),
      reply('Ben', {}),
      reply('Cleo', { unread: false }),
      reply('Dan', answer(2), 'U1'),
      reply('Daniel', {}, 'U1'),
    ];
    const words = (id: number) => unansweredWordsOf({ replies }, { id: `Q${id}` as const });
    expect(words(1)).toBe('The words of Ben, Cleo and Daniel were not read as an answer');
    expect(words(2)).toBe('The words of Ben and Daniel were not read as an answer');
  });

  it('J8: “I do not know” takes away no answer of somebody else, or its author’s later one', () => {
    const world = answering();
    world.says('m1', 'Q1: no idea');
    world.says('m2', 'Q1: 500', 'Cleo');
    world.says('m3', 'Q1: 600');
    world.submits('synthesizer', leavingOpen(['Q1', 'R1', 'no idea']));
    world.readsReplies();
    expect(said(world, 'Q1').answers.map(({ quote }) => quote)).toEqual(['500', '600']);
  });

  it('J10: no reply both answers a question and leaves it open', () => {
    const world = answering();
    world.says('m1', 'No idea of the figures, some 900.');
    const both = {
      matches: [{ question: 'Q1', reply: 'R1', quote: 'some 900' }],
      left_open: [{ question: 'Q1', reply: 'R1', quote: 'No idea of the figures' }],
      requests: [],
      differ: [],
      bearing: [],
      rationale: 'r',
    };
    expect(world.refusesSubmission('synthesizer', { tool: 'match_answers', input: both })).toEqual({
      code: 'invalid',
      message:
        'R1 cannot both answer Q1 and leave it open: name it in `matches` or in `left_open`, or in neither.',
    });
  });
});

describe('J10: when answering ends', () => {
  it('J10: the words that are being read are waited for before the rest is assumed', () => {
    const world = answering();
    world.says('m1', FREE);
    expect(world.outcome(done)).toEqual([
      { type: 'answering_closed', ...closing('done', 'Ana'), isMatching: true },
    ]);
    expect(statusOf(world.design)).toBe('running');
    expect(world.refuses(done).code).toBe('not_open');
    world.submits('synthesizer', matching(['Q2', 'R1', 'about 900']));
    expect(closedIn(world)).toEqual([closing('done', 'Ana', { assumed: ['Q1', 'Q3'] })]);
    expect(world.design.step).toBe('proposing');
  });

  it('J10: words that come while the last are read are read too: the last second counts', () => {
    const world = answering();
    world.says('m1', FREE);
    world.says('m2', 'Fast.', 'Cleo');
    world.deadline('answering');
    world.submits('synthesizer', matching());
    expect(read(world)).toEqual([['m1'], ['m2']]);
    world.says('m3', 'Since March.', 'Dana');
    world.submits('synthesizer', matching(['Q2', 'R2', 'Fast']));
    expect(closedIn(world)).toEqual([]);
    world.submits('synthesizer', matching(['Q3', 'R3', 'Since March']));
    expect(closedIn(world)).toEqual([closing('deadline', '', { assumed: ['Q1'] })]);
    expect(read(world).slice(2)).toEqual([['m3']]);
  });

  it('J10: the time that reading takes then is the design’s own', () => {
    const world = answering();
    world.says('m1', FREE);
    world.later(3 * MINUTE).when(done);
    world.later(MINUTE).submits('synthesizer', matching());
    expect(world.design.waitedForPeopleMs).toBe(3 * MINUTE);
  });
});

describe('J10: where matching fails the words stand as unmatched, and the design goes on', () => {
  const failures: [string, (world: World) => unknown][] = [
    ['its turn fails', (world) => world.fails('synthesizer')],
    ['its quotes are refused too often', (world) => world.fails('synthesizer', 'refused')],
    ['it takes too long', (world) => world.deadline('round:r2')],
    ['its process is lost for good', (world) => world.dies('synthesizer')],
  ];

  test.each(failures)('J10, C6: %s', (_, fail) => {
    const world = answering();
    world.says('m1', FREE);
    fail(world);
    expect(world.design.step).toBe('answering');
    expect(of(world.history, 'facilitator_passed')).toEqual([]);
    world.when(done);
    if (world.design.step === 'answering') world.fails('synthesizer');
    expect(closedIn(world)).toEqual([closing('done', 'Ana', { notRead: ['Q1', 'Q2', 'Q3'] })]);
    expect(statuses(world)).toEqual(['not_read', 'not_read', 'not_read']);
    expect(said(world, 'Q1').answers).toEqual([]);
    expect(world.design.step).toBe('proposing');
    expect(world.design.end).toBeNull();
  });

  it('J10: what could not be read is tried again with the next words, and at the end', () => {
    const world = answering();
    world.says('m1', FREE);
    world.fails('synthesizer');
    expect(read(world)).toEqual([['m1']]);
    world.says('m2', 'Fast.', 'Cleo');
    expect(read(world).at(-1)).toEqual(['m1', 'm2']);
    world.fails('synthesizer');
    world.when(done);
    world.submits('synthesizer', matching(['Q1', 'R1', '900']));
    expect(statuses(world)).toEqual(['answered', 'assumed', 'assumed']);
  });

  it('C18: a matching goes on after Charrette was killed, with the same replies under the same names', () => {
    const world = answering();
    world.says('m1', FREE);
    world.when({ type: 'resume', promised: [] });
    world.everyoneReady();
    world.says('m2', 'Fast.', 'Cleo');
    world.submits('synthesizer', matching(['Q1', 'R1', '900']));
    expect(statuses(world)[0]).toBe('answered');
    expect(read(world)).toEqual([['m1'], ['m2']]);
  });

  it('J10: a design that was parked wakes the synthesizer alone', () => {
    const world = answering();
    world.when(park);
    const woken = of(world.says('m1', FREE), 'session_started');
    expect(woken.map(({ participant, origin }) => [participant, origin])).toEqual([
      ['synthesizer', 'wake'],
    ]);
  });

  it('J10: a design is parked again once its synthesizer has read what was said', () => {
    const world = answering();
    world.when(park);
    world.says('m1', FREE);
    expect(world.outcome(park)).toEqual([]);
    world.ready('synthesizer');
    expect(world.outcome(park)).toEqual([]);
    world.submits('synthesizer', matching(['Q1', 'R1', '900']));
    expect(world.outcome(park)).toEqual([
      {
        type: 'status_changed',
        status: 'awaiting_input',
        phase: 'questioning',
        step: 'answering',
        parks: true,
      },
    ]);
  });
});
