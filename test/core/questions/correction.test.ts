import { describe, expect, it, test } from 'vitest';
import { correctingControls, readingControl } from '../../../src/core/presentation/format/controls.ts';
import { viewOf } from '../../../src/core/presentation/web/design-view.ts';
import { saidAbout } from '../../../src/core/questions/said.ts';
import { answering, of, type World } from '../../support/given.ts';
import { leavingOpen, matching } from '../../support/given-submission.ts';

const correct = (questionId: `Q${number}`, replyId: string | null, by = 'Ana') =>
  ({ type: 'correct_match', questionId, replyId, by }) as const;

/** Two replies of which the first was read as the answer to Q1. */
function read(): World {
  const world = answering();
  world.says('m1', 'Only the web app, and about 900 a minute.');
  world.says('m2', 'For years, I would say.', 'Cleo');
  world.submits('synthesizer', matching(['Q1', 'R1', 'Only the web app']));
  return world;
}

const statuses = ({ design }: World) => design.questions.map(({ status }) => status);
const answersTo = ({ design }: World, id: `Q${number}`) =>
  saidAbout(design, { id }).answers.map(({ author, quote, source, by }) => [author, quote, source, by]);

describe('J8: people correct what their words were taken for', () => {
  it('J10: a person takes a match away, by name, and the question is open again', () => {
    const world = read();
    expect(world.when(correct('Q1', null))).toEqual([
      { type: 'reply_match_corrected', at: world.now, questionId: 'Q1', replyId: null, by: 'Ana' },
    ]);
    expect(statuses(world)).toEqual(['open', 'open', 'open']);
    expect(answersTo(world, 'Q1')).toEqual([]);
  });

  it('J10: a person says which reply answers a question, in the place of the one that was read', () => {
    const world = read();
    world.when(correct('Q1', 'm2'));
    expect(answersTo(world, 'Q1')).toEqual([['Cleo', 'For years, I would say.', 'corrected', 'Ana']]);
    world.when(correct('Q1', 'm1'));
    expect(answersTo(world, 'Q1').map(([author]) => author)).toEqual(['Ben']);
  });

  it('J10: a person who confirms what was read keeps the words that answer', () => {
    const world = read();
    world.when(correct('Q1', 'm1'));
    expect(answersTo(world, 'Q1')).toEqual([
      ['Ben', 'Only the web app, and about 900 a minute.', 'corrected', 'Ana'],
    ]);
  });

  it('J10: words under a question’s number take the place of what was read in their author’s own, once they are read themselves', () => {
    const world = read();
    world.says('m3', 'Q1: rather 800');
    world.readsReplies();
    expect(answersTo(world, 'Q1')).toEqual([['Ben', 'rather 800', 'written', '']]);
  });

  it('J8: words under a question’s number stand beside what was read in the words of others, then and meanwhile', () => {
    const world = read();
    world.says('m3', 'Q1: yes\nQ3: yes', 'Dana');
    world.submits('synthesizer', matching(['Q3', 'R1', 'For years']));
    world.readsReplies();
    expect(answersTo(world, 'Q1').map(([author]) => author)).toEqual(['Ben', 'Dana']);
    expect(answersTo(world, 'Q3').map(([author]) => author)).toEqual(['Cleo', 'Dana']);
  });

  it('J8: two people of one name are two, and one who changes their name stays one', () => {
    const world = answering();
    world.says('m1', 'Only the web app.', 'Alex', 'U1');
    world.submits('synthesizer', matching(['Q1', 'R1', 'Only the web app']));
    world.says('m2', 'Q1: the warehouse\nQ2: fast', 'Alex', 'U2');
    world.readsReplies();
    expect(answersTo(world, 'Q1').map(([, text]) => text)).toEqual(['Only the web app.', 'the warehouse']);
    world.says('m3', 'Q2: slow', 'Alex', 'U1');
    world.readsReplies();
    expect(answersTo(world, 'Q2').map(([, text]) => text)).toEqual(['fast', 'slow']);
    world.says('m5', 'Q1: and the shop', 'Alexandra', 'U1');
    world.readsReplies();
    expect(answersTo(world, 'Q1').map(([, text]) => text)).toEqual(['the warehouse', 'and the shop']);
  });

  it('J8: words under a question’s number stand, also when a person corrects what else was read', () => {
    const world = read();
    world.says('m3', 'Q2: fast', 'Dana');
    world.readsReplies();
    expect(world.refuses(correct('Q2', null)).message).toBe(
      'Dana wrote this answer under Q2. It changes when that reply is edited.',
    );
    world.when(correct('Q2', 'm2'));
    expect(answersTo(world, 'Q2').map(([author]) => author)).toEqual(['Cleo', 'Dana']);
  });

  it('J8: a correction outranks the turn that is under way', () => {
    const world = read();
    world.says('m4', 'About 900 a minute.');
    world.when(correct('Q3', 'm1', 'Ben'));
    world.submits('synthesizer', matching(['Q3', 'R1', 'For years']));
    expect(answersTo(world, 'Q3').map(([author]) => author)).toEqual(['Ben']);
    world.submits('synthesizer', matching(['Q1', 'R1', '900'], ['Q3', 'R1', '900']));
    expect(answersTo(world, 'Q3').map(([author]) => author)).toEqual(['Ben']);
  });

  it('J8: words that were written under the number meanwhile outrank the turn as well', () => {
    const world = read();
    world.says('m3', 'Q3: since March', 'Cleo');
    world.submits('synthesizer', matching(['Q3', 'R1', 'For years']));
    world.readsReplies();
    expect(answersTo(world, 'Q3')).toEqual([['Cleo', 'since March', 'written', '']]);
  });

  it('J10: what is said after a correction may be read again as an answer', () => {
    const world = read();
    world.when(correct('Q1', null));
    world.submits('synthesizer', matching());
    world.says('m5', 'About 900 a minute.');
    world.submits('synthesizer', matching(['Q1', 'R1', 'About 900 a minute']));
    expect(statuses(world)[0]).toBe('answered');
  });

  test.each([
    ['Since 2019.\nQ1: 500\nQ9: nowhere', 'Since 2019.\nQ9: nowhere', ''],
    ['Q9: since 2019', 'Q9: since 2019', ''],
    ['Q1: 500, and Q3: since 2019', 'Q1: 500, and Q3: since 2019', ''],
  ])('J10: of %j a person takes the words that answer nothing else, or all of them', (text, taken, other) => {
    const world = read();
    world.says('m3', text, 'Dana');
    world.when(correct('Q3', 'm3'));
    expect(answersTo(world, 'Q3')).toEqual([['Dana', taken, 'corrected', 'Ana']]);
    expect(viewOf(world.design).replies.find(({ id }) => id === 'm3')?.other).toBe(other);
  });

  it('J10: the new words of a reply are read anew: a correction was about the old ones', () => {
    const world = read();
    world.when(correct('Q1', 'm2'));
    world.submits('synthesizer', matching());
    world.when({ type: 'revise_reply', replyId: 'm2', author: 'Cleo', text: 'Since 2019.\nQ2: slow' });
    expect(answersTo(world, 'Q1')).toEqual([]);
    world.submits('synthesizer', matching(['Q3', 'R1', 'Since 2019.']));
    expect(statuses(world)).toEqual(['open', 'answered', 'answered']);
    expect(answersTo(world, 'Q3')).toEqual([['Cleo', 'Since 2019.', 'read', '']]);
    expect(answersTo(world, 'Q1')).toEqual([]);
  });

  it('a correction ends the waiting when it answers the last question, and nothing was only read', () => {
    const world = answering();
    world.says('m1', 'It depends.');
    world.submits('synthesizer', matching());
    world.says('m2', 'Q1: 1\nQ2: 2');
    world.submits('synthesizer', matching());
    world.when(correct('Q3', 'm1'));
    expect(of(world.history, 'answering_closed')).toMatchObject([{ reason: 'all_answered', by: 'Ana' }]);
  });
});

describe('J8: a correction that comes later', () => {
  function proposing(): World {
    const world = read();
    world.when({ type: 'finish_answering', by: 'Ana', skip: false });
    world.submits('synthesizer', matching());
    return world;
  }

  it('a late correction makes an assumption of what was read wrongly, and an answer of what was not read', () => {
    const world = proposing();
    expect(statuses(world)).toEqual(['answered', 'assumed', 'assumed']);
    world.when(correct('Q1', null));
    world.when(correct('Q3', 'm2'));
    expect(statuses(world)).toEqual(['assumed', 'assumed', 'answered']);
    expect(world.design.step).toBe('proposing');
  });

  it('a late correction is refused when the design is over', () => {
    const world = proposing();
    world.cancels();
    expect(world.refuses(correct('Q1', null)).code).toBe('ended');
  });
});

describe('what cannot be corrected', () => {
  test.each([
    [
      'a question that was never asked',
      correct('Q9', 'm1'),
      'unknown_reference',
      /^There is no Q9: .* Q1, Q2, Q3/,
    ],
    ['a reply that was never made', correct('Q1', 'm9'), 'unknown_reference', /^There is no reply m9/],
    ['a question for which nothing was read', correct('Q2', null), 'invalid', /nothing to undo/],
  ])('J10: %s', (_, command, code, message) => {
    const refusal = read().refuses(command);
    expect(refusal.code).toBe(code);
    expect(refusal.message).toMatch(message);
  });
});

describe('the menus for corrections', () => {
  const asked = ({ design }: World) =>
    correctingControls(design).flatMap((control) =>
      control.kind === 'correct' ? control.questions.map(({ label }) => label) : [],
    );

  it('J10: offer each question that is open, or was answered in words under no number', () => {
    const world = answering();
    expect(asked(world)).toEqual([]);
    world.says('m1', 'Q2: 20 ms', 'Dana');
    expect(asked(world)).toEqual([]);
    world.says('m2', 'Only the web app.');
    world.readsReplies().says('m3', 'For years.', 'Cleo');
    world.submits('synthesizer', matching(['Q1', 'R1', 'For years']));
    expect(asked(world)).toEqual(['Q1 · Cleo: For years.', 'Q3 · Since when?']);
    world.cancels();
    expect(asked(world)).toEqual([]);
  });

  it('J10: offer a question that somebody left open, and every reply for it', () => {
    const world = answering();
    world.says('m1', 'Q1: none\nQ2: 20 ms\nQ3: in May');
    world.submits('synthesizer', leavingOpen(['Q1', 'R1', 'none']));
    expect(asked(world)).toEqual(['Q1 · How many?']);
    expect(readingControl(world.design, 'Q1')).toEqual({
      kind: 'reading',
      questionId: 'Q1',
      replies: [{ since: world.design.replies[0]?.since, label: 'Ben: Q1: none\nQ2: 20 ms\nQ3: in May' }],
    });
  });
});
