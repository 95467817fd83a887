import { describe, expect, it } from 'vitest';
import { decidedOf } from '#core/decision/decided.ts';
import { findSaidAbout } from '#core/questions/replies/answers-given.ts';
import { callOf } from '#core/thread/called.ts';
import { desiredMessagesOf } from '#core/thread/desired-messages.ts';
import { completeBookkeeping } from '#core/workflow/bookkeeping.ts';
import { carryOver } from '#engine/starting/carried.ts';
import { plainOf } from '#presentation/format/plain-document.ts';
import { writeRecordMarkdown } from '#presentation/record/record.ts';
import { drawLedger } from '#presentation/talk/questions.ts';
import { documentOf } from '#presentation/thread/post.ts';
import { viewOf } from '#presentation/view/view.ts';
import { listAnswerSections } from '#turns/prompt/transcript-answers.ts';
import { closedIn, closing } from '../../support/designs/closed-answering.ts';
import { answering, type World } from '../../support/designs/given.ts';
import {
  composite,
  decision,
  differ,
  leavingOpen,
  matching,
} from '../../support/designs/given-submission.ts';

const [THREE, ONE, NONE] = ['There were 3 incidents.', '1 incident, not 3.', 'None at all.'];

/** Cem has answered Q1, and Ben then says otherwise. */
function differing(): World {
  const world = answering();
  world.says('m1', THREE, 'Cem');
  world.submits('synthesizer', matching(['Q1', 'R1', '3 incidents']));
  world.says('m2', ONE, 'Ben');
  world.submits('synthesizer', differ(matching(['Q1', 'R2', '1 incident']), 'Q1', 'R1', 'R2'));
  return world;
}

const shown = ({ design }: World) =>
  drawLedger(viewOf(design))
    .sections.map((section) => plainOf(section))
    .join('\n');
const saidTo = ({ design }: World, id: `Q${number}`) =>
  findSaidAbout(design, { id }).answers.map(({ author, quote }) => `${author}: ${quote}`);
const status = ({ design }: World) => design.questions[0]?.status;

describe('J13: answers of two people that contradict each other', () => {
  it('J13: both stand under the question, with names, and it stays open', () => {
    const world = differing();
    expect(saidTo(world, 'Q1')).toEqual([`Cem: ${THREE}`, `Ben: ${ONE}`]);
    const [question] = viewOf(world.design).questions;
    expect(question?.status).toBe('differing');
    expect(question?.answers.map(({ author }) => author)).toEqual(['Cem', 'Ben']);
    const ended = world.reachEnd().design;
    expect(ended.questions[0]?.status).toBe('differing');
    expect(writeRecordMarkdown(ended)).toMatch(
      /by Cem: “\*There were 3 incidents\.\*”; .*by Ben: “\*1 incident, not 3\.\*”/,
    );
  });

  it('J13: none of them gets a tick, in the list of questions or under the message', () => {
    const world = differing();
    expect(shown(world)).toContain(`Cem: “${THREE}”`);
    expect(shown(world)).toContain(`Ben: “${ONE}”`);
    expect(shown(world)).not.toContain('✓');
    const marks = [...desiredMessagesOf({ ...world.design, thread: THREAD }).marks.values()].map(
      ({ mark }) => mark,
    );
    expect(marks).toEqual(['heard', 'heard']);
  });

  it('J13: two people who contradict each other are asked once, by name, with a button for each answer', () => {
    const world = differing();
    const asked = { kind: 'differ', questionId: 'Q1' } as const;
    const posts = () =>
      desiredMessagesOf({ ...world.design, thread: THREAD }).messages.flatMap(({ post }) =>
        post.kind === 'differ' ? post : [],
      );
    expect(posts()).toEqual([asked]);
    const { sections, clickable } = documentOf(asked, viewOf(world.design));
    expect(sections.map((each) => plainOf(each))).toEqual([
      `Cem and Ben differ on Q1: How many? Cem: “${THREE}” Ben: “${ONE}” Who is right?`,
    ]);
    const [cem, ben] = world.design.replies;
    const agree = { kind: 'agree', look: 'plain', question: null };
    expect(clickable).toEqual({
      kind: 'controls',
      designId: world.design.id,
      controls: [
        { ...agree, about: `Q1/${cem?.since}`, label: 'Cem' },
        { ...agree, about: `Q1/${ben?.since}`, label: 'Ben' },
      ],
    });
    const known = {
      ...world.design,
      replies: world.design.replies.map((each) => ({ ...each, authorId: each.author })),
    };
    expect(callOf(asked, known).people).toEqual(['Cem', 'Ben']);
    world.says('m3', NONE, 'Dana');
    world.submits('synthesizer', differ(matching(['Q1', 'R3', 'None']), 'Q1', 'R1', 'R2', 'R3'));
    expect(posts()).toEqual([asked]);
    expect(documentOf(asked, viewOf(world.reachEnd().design)).clickable).toBeNull();
  });

  it('J13: two people who say what goes together have a tick', () => {
    const world = answering();
    world.says('m1', THREE, 'Cem');
    world.submits('synthesizer', matching(['Q1', 'R1', '3 incidents']));
    world.says('m2', 'All three in March.', 'Ben');
    world.submits('synthesizer', matching(['Q1', 'R2', 'All three']));
    expect(status(world)).toBe('answered');
    expect(shown(world)).toContain('✓');
  });

  it('J13: personas are told both, by name, and that neither has given way', () => {
    const world = differing();
    world.when({ type: 'go_on', by: 'Ana' });
    const told = listAnswerSections(world.design).map(({ text }) => text);
    expect(told.join('\n')).toMatch(
      /Answered by Cem, .*: There were 3 incidents\.\nAnswered by Ben, .*: 1 incident, not 3\.\nThese answers cannot both hold/,
    );
  });

  it('J13: nothing is assumed over two answers when the time is over', () => {
    const world = differing();
    world.deadline('answering');
    expect(closedIn(world)).toEqual([closing('deadline', '', { assumed: ['Q2', 'Q3'] })]);
    expect(status(world)).toBe('differing');
  });

  it('J13: the draft says what it assumes over two answers, and at the last try it is derived', () => {
    const world = differing().reach('composing');
    const draft = composite(world.design, {
      decision: decision(world.design, { assumptions: [] }),
    });
    const { message } = world.refusesSubmission('synthesizer', draft);
    expect(message).toContain('`assumptions` says nothing about Q1');
    const { participant } = world.turn('synthesizer');
    world.submitsLast('synthesizer', completeBookkeeping(world.design, participant, draft));
    const { assumptions = [] } = decidedOf(world.design)?.decision ?? {};
    expect(assumptions.find(({ question }) => question === 'Q1')).toEqual({
      question: 'Q1',
      text: world.design.questions[0]?.assumption,
      ifWrong: 'It decides How many?',
    });
  });

  it('J13: the two replies of one turn are named both', () => {
    const world = answering();
    world.says('m0', 'Hello.');
    world.says('m1', THREE, 'Cem');
    world.says('m2', ONE, 'Ben');
    world.submits('synthesizer', matching());
    const both = matching(['Q1', 'R2', '3 incidents'], ['Q1', 'R3', '1 incident']);
    world.submits('synthesizer', differ(both, 'Q1', 'R2', 'R3'));
    expect(status(world)).toBe('differing');
  });

  it('J13: with three who differ, the question stays open until one answer is left', () => {
    const world = differing();
    world.says('m3', NONE, 'Dana');
    world.submits('synthesizer', differ(matching(['Q1', 'R3', 'None']), 'Q1', 'R1', 'R2', 'R3'));
    world.says('m4', `Q1: ${THREE}`, 'Ben');
    world.submits('synthesizer', matching());
    expect(status(world)).toBe('differing');
    world.says('m5', `Q1: ${THREE}`, 'Dana');
    world.submits('synthesizer', matching());
    expect(status(world)).toBe('answered');
    expect(saidTo(world, 'Q1').map((each) => each.split(':')[0])).toEqual(['Cem', 'Ben', 'Dana']);
  });

  it.each<[string, (world: World) => unknown]>([
    ['a numbered answer', (world) => world.says('m3', `Q1: ${THREE}`, 'Ben')],
    [
      'an answer pressed under the question',
      (world) =>
        world.when({
          type: 'record_reply',
          replyId: 'm3',
          author: 'Ben',
          text: THREE,
          questionId: 'Q1',
        }),
    ],
    [
      'an edit',
      (world) =>
        world.when({
          type: 'revise_reply',
          replyId: 'm2',
          author: 'Ben',
          text: 'Cem is right: 3.',
        }),
    ],
    ['taking it back', (world) => world.when({ type: 'withdraw_reply', replyId: 'm2' })],
    ['that one does not know after all', (world) => world.says('m3', 'Q1: no idea', 'Ben')],
  ])('J13: %s of either settles it', (how, act) => {
    const world = differing();
    act(world);
    if (how === 'that one does not know after all')
      world.submits('synthesizer', leavingOpen(['Q1', 'R3', 'no idea']));
    else if (world.openTurns().length > 0)
      world.submits(
        'synthesizer',
        matching(...(how === 'an edit' ? [['Q1', 'R2', 'Cem is right'] as const] : [])),
      );
    expect(status(world)).toBe('answered');
    expect(saidTo(world, 'Q1')[0]).toBe(`Cem: ${THREE}`);
  });

  it.each([
    ['the same words', 'There were 3 incidents.', 'There were 3 incidents.'],
    ['capitals and a full stop', 'There were 3 incidents.', 'there were 3 incidents'],
    ['accents, blanks and marks of style', 'In the *café*.', 'In  the cafe\u0301'],
    ['quotation marks and dashes', '“Never” – since March', '"Never" - since March.'],
  ])('J13: %s are equal, so nobody is asked and no gate opens', (_, one, other) => {
    const world = answering();
    world.says('m1', one, 'Cem');
    world.submits('synthesizer', matching(['Q1', 'R1', one]));
    world.says('m2', other, 'Ben');
    world.submits('synthesizer', differ(matching(['Q1', 'R2', other]), 'Q1', 'R1', 'R2'));
    expect(status(world)).toBe('answered');
    const posts = desiredMessagesOf({ ...world.design, thread: THREAD }).messages;
    expect(posts.filter(({ post }) => post.kind === 'differ')).toEqual([]);
    expect(world.reachEnd().design.gates).toEqual([]);
  });

  it.each([
    ['a sign', 'More than 5', 'Less than 5'],
    ['a number', '5', '5.0'],
    ['a minus', '-5', '5'],
    ['a question', 'Nobody.', 'Nobody?'],
  ])('J13: %s makes a difference', (_, one, other) => {
    const world = answering();
    world.says('m1', one, 'Cem');
    world.submits('synthesizer', matching(['Q1', 'R1', one]));
    world.says('m2', other, 'Ben');
    world.submits('synthesizer', differ(matching(['Q1', 'R2', other]), 'Q1', 'R1', 'R2'));
    expect(status(world)).toBe('differing');
  });

  it('J13: an edit that makes the words equal ends the dispute before a turn has read it', () => {
    const world = differing();
    world.when({ type: 'revise_reply', replyId: 'm2', author: 'Ben', text: `Q1: ${THREE}` });
    expect(status(world)).toBe('answered');
  });

  it('J13: a later run still knows who differs', () => {
    const { design } = differing().reach('proposing');
    const { questions, replies, differing: rows } = carryOver(design);
    expect(questions[0]?.status).toBe('differing');
    expect(rows).toEqual([{ questionId: 'Q1', replyIds: replies.map(({ id }) => id) }]);
  });
});

describe('J13: one person who says two things', () => {
  const joke = 'just kidding, all of them do';

  it('J13: the later words hold where a turn reads that both cannot, and nobody differs', () => {
    const world = answering();
    world.says('m1', 'Nobody reads the keys.', 'Ben');
    world.submits('synthesizer', matching(['Q1', 'R1', 'Nobody']));
    world.says('m2', joke, 'Ben');
    world.submits(
      'synthesizer',
      differ(matching(['Q1', 'R2', 'all of them do']), 'Q1', 'R1', 'R2'),
    );
    expect(status(world)).toBe('answered');
    expect(saidTo(world, 'Q1')).toEqual([`Ben: ${joke}`]);
  });

  it('J13: what somebody adds stands beside what they said before', () => {
    const world = answering();
    world.says('m1', 'About 900.', 'Ben');
    world.submits('synthesizer', matching(['Q1', 'R1', 'About 900']));
    world.says('m2', 'And 1,150 on Mondays.', 'Ben');
    world.submits('synthesizer', matching(['Q1', 'R2', '1,150']));
    expect(saidTo(world, 'Q1')).toHaveLength(2);
  });
});

it('J13: an answer under a name that looks like another’s takes nobody’s place', () => {
  const world = answering();
  const says = (replyId: string, author: string, text: string) =>
    world.when({
      type: 'record_reply',
      replyId,
      author,
      authorId: replyId,
      text,
      questionId: null,
    });
  says('u1', 'Ben', 'Q1: Nobody reads the keys.');
  world.submits('synthesizer', matching());
  // The first letter is Cyrillic, and so are the words.
  says('u2', '\u0412en', 'Q1: Все читают.');
  world.submits('synthesizer', differ(matching(), 'Q1', 'R1', 'R2'));
  expect(saidTo(world, 'Q1')).toEqual(['Ben: Nobody reads the keys.', '\u0412en: Все читают.']);
  expect(status(world)).toBe('differing');
});

describe('J13: code checks who is said to differ', () => {
  it.each([
    ['one answer alone', ['R2']],
    ['a reply that answers something else', ['R2', 'R3']],
  ])('J13: %s is refused', (_, names) => {
    const world = answering();
    world.says('m0', 'Hello.');
    world.says('m1', THREE, 'Cem');
    world.says('m2', 'Thanks.', 'Ben');
    world.submits('synthesizer', matching());
    const read = differ(matching(['Q1', 'R2', '3 incidents']), 'Q1', ...names);
    expect(world.refusesSubmission('synthesizer', read).message).toContain(
      '`differ` takes two answers to Q1',
    );
  });
});

const THREAD = { platform: 'slack', channel: 'C1', thread: 'T1', starter: 'U1' };
