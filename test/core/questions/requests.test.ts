import { describe, expect, test } from 'vitest';
import type { ShownText } from '#core/questions/quoting/shown.ts';
import { untakenWordsOf } from '#core/questions/quoting/unused-words.ts';
import { removeRequest } from '#core/questions/replies/requests.ts';
import type { Submission } from '#core/vocabulary/submission.ts';
import { answering, of, type World } from '../../support/designs/given.ts';
import { matching } from '../../support/designs/given-submission.ts';
import { code, quotation, saying } from '../../support/designs/shown.ts';

type Requested = readonly [reply: string, quote: string, kind: 'go_on' | 'cancel' | 'question'];

/** A matching with requests beside its matches. */
function asking(
  requests: readonly Requested[],
  ...matches: readonly (readonly [question: string, reply: string, quote: string])[]
): Extract<Submission, { tool: 'match_answers' }> {
  const submission = matching(...matches);
  if (submission.tool !== 'match_answers') throw new Error('a matching ends with matches');
  const named = requests.map(([reply, quote, kind]) => ({ reply, quote, kind }));
  return { ...submission, input: { ...submission.input, requests: named } };
}

function said(...texts: readonly (string | ShownText)[]): World {
  const world = answering();
  for (const [index, text] of texts.entries()) world.says(`m${index + 1}`, text);
  return world;
}

/** What is read in each reply. */
function readIn({ design }: World) {
  return design.replies.map(({ answers, request, unmatched, unread }) => {
    return { answers, request, unmatched, unread };
  });
}
/** Read so, without an answer or a request unless a test says so. */
const read = (changes: object = {}) => ({
  answers: [],
  request: null,
  unmatched: false,
  unread: false,
  ...changes,
});

describe('A17: words that ask for something', () => {
  test('A17: words that ask for something are a request alone', () => {
    const world = said("that's all, please continue");
    world.submits('synthesizer', asking([['R1', "that's all", 'go_on']]));
    const request = {
      kind: 'go_on',
      quote: "that's all, please continue",
      spans: [{ from: 0, to: 27 }],
    };
    expect(readIn(world)).toEqual([read({ request })]);
    const [reply] = world.design.replies;
    expect(reply && removeRequest(reply)).toBe('');
    expect(of(world.history, 'answers_matched').at(-1)?.requests).toEqual([
      { replyId: 'm1', ...request },
    ]);
  });

  test('A17: words that ask for something change nothing by themselves', () => {
    const world = said("that's all, please continue");
    const before = world.design.answering;
    world.submits('synthesizer', asking([['R1', "that's all", 'go_on']]));
    expect(world.design.answering).toEqual({ ...before, matchedAt: world.now });
    expect(world.design.questions.map(({ status }) => status)).toEqual(['open', 'open', 'open']);
  });

  test('A17: words that ask for something stand beside an answer, which stays material', () => {
    const world = said('About 900 a minute. Please go on now.');
    world.submits(
      'synthesizer',
      asking([['R1', 'Please go on now', 'go_on']], ['Q1', 'R1', 'About 900 a minute']),
    );
    const [reply] = world.design.replies;
    expect(readIn(world)).toEqual([
      read({
        answers: [
          {
            questionId: 'Q1',
            text: 'About 900 a minute.',
            spans: [{ from: 0, to: 19 }],
            source: 'read',
          },
        ],
        request: { kind: 'go_on', quote: 'Please go on now.', spans: [{ from: 20, to: 37 }] },
      }),
    ]);
    expect(reply && removeRequest(reply)).toBe('About 900 a minute.');
  });

  test('A17: words that ask for something below an answer take nothing of it', () => {
    const world = said('about 900\nplease go on now');
    world.submits('synthesizer', asking([['R1', 'go on', 'go_on']], ['Q1', 'R1', 'about 900']));
    const [reply] = world.design.replies;
    expect(reply?.request?.quote).toBe('please go on now');
    expect(reply && removeRequest(reply)).toBe('about 900');
  });

  test('A17: words that follow a question to the bot on its line stay material', () => {
    const world = said('How long does this take? Never touch the ledger.');
    world.submits('synthesizer', asking([['R1', 'How long does this take', 'question']]));
    const [reply] = world.design.replies;
    expect(reply?.request?.quote).toBe('How long does this take?');
    expect(reply && [removeRequest(reply), untakenWordsOf(reply)]).toEqual(
      Array(2).fill('Never touch the ledger.'),
    );
  });

  test.each<[string, string, readonly (readonly [string, string, string])[], object]>([
    [
      'a turn reads as an answer',
      'no, stop using Redis',
      [['Q1', 'R1', 'stop using Redis']],
      { spans: [{ from: 0, to: 20 }], source: 'read' },
    ],
    [
      'their author wrote under a number',
      'Q1: no, stop using Redis',
      [],
      { spans: [{ from: 3, to: 24 }] },
    ],
  ])('A17: words that ask for something are an answer where %s', (_, text, matches, where) => {
    const world = said(text);
    world.submits('synthesizer', asking([['R1', 'stop using Redis', 'cancel']], ...matches));
    expect(readIn(world)).toEqual([
      read({ answers: [{ questionId: 'Q1', text: 'no, stop using Redis', ...where }] }),
    ]);
    expect(of(world.history, 'answers_matched').at(-1)).not.toHaveProperty('requests');
  });

  test.each<[string, string | ShownText, readonly Requested[], string]>([
    ['quoted wrongly', 'please go on', [['R1', 'stop it', 'cancel']], '“stop it” is not in R1.'],
    [
      'in a reply that is not one of the turn',
      'please go on',
      [['R7', 'go on', 'go_on']],
      'There is no R7',
    ],
    [
      'twice in one reply',
      'please go on, how far are you?',
      [
        ['R1', 'please go on', 'go_on'],
        ['R1', 'how far are you', 'question'],
      ],
      '`requests` names R1 twice',
    ],
    [
      'in a quotation',
      saying(quotation('> cancel all of it'), '\nI like it.'),
      [['R1', 'cancel all of it', 'cancel']],
      'is a quotation in',
    ],
  ])('A17: words that ask for something are refused %s', (_, text, requests, message) => {
    const world = said(text);
    expect(world.refusesSubmission('synthesizer', asking(requests)).message).toContain(message);
    expect(world.design.replies[0]?.request).toBeNull();
  });

  test('A17: code asks for nothing, and stays material', () => {
    const text = '```\nstop it now\n```\nIs in the log.';
    const world = said(saying(code('```\nstop it now\n```'), '\nIs in the log.'));
    world.submits('synthesizer', asking([['R1', 'stop it now', 'cancel']]));
    expect(world.design.replies[0]?.text).toBe(text);
    expect(readIn(world)).toEqual([read()]);
  });

  test('A17: requests that were changed meanwhile are read anew', () => {
    const world = said('please go on');
    world.when({ type: 'revise_reply', replyId: 'm1', author: 'Ben', text: 'about 900' });
    world.submits('synthesizer', asking([['R1', 'please go on', 'go_on']]));
    expect(readIn(world)).toEqual([read({ unmatched: true, unread: true })]);
  });
});
