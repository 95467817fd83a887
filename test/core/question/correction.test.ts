import { describe, expect, it, test } from 'vitest';
import { saidAbout } from '../../../src/core/question/said.ts';
import { viewOf } from '../../../src/core/telling/design-view.ts';
import { correctingControls } from '../../../src/core/telling/thread/controls.ts';
import { answering, of, types, type World } from '../../support/given.ts';
import { matching } from '../../support/given-submission.ts';

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
  saidAbout(design, { id }).answers.map(({ author, text, source, by }) => [author, text, source, by]);

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
    expect(answersTo(world, 'Q1')).toEqual([['Ben', 'Only the web app', 'corrected', 'Ana']]);
  });

  it('J10: words under a question’s number correct what was read, and are recorded as that', () => {
    const world = read();
    const events = world.says('m3', 'Q1: rather 800');
    expect(types(events)).toEqual(['reply_recorded', 'reply_match_corrected']);
    expect(of(events, 'reply_match_corrected')).toMatchObject([
      { questionId: 'Q1', replyId: 'm3', by: 'Ben', ofReply: 'm1' },
    ]);
    expect(answersTo(world, 'Q1')).toEqual([['Ben', 'rather 800', 'written', '']]);
  });

  it('J8: words under a question’s number stand beside what was read in the words of others, then and meanwhile', () => {
    const world = read();
    world.says('m3', 'Q1: yes\nQ3: yes', 'Dana');
    world.submits('synthesizer', matching(['Q3', 'R1', 'For years']));
    expect(answersTo(world, 'Q1').map(([author]) => author)).toEqual(['Ben', 'Dana']);
    expect(answersTo(world, 'Q3').map(([author]) => author)).toEqual(['Cleo', 'Dana']);
  });

  it('J8: two people of one name are two, and one who changes their name stays one', () => {
    const world = answering();
    world.says('m1', 'Only the web app.', 'Alex', 'U1');
    world.submits('synthesizer', matching(['Q1', 'R1', 'Only the web app']));
    world.says('m2', 'Q1: the warehouse\nQ2: fast', 'Alex', 'U2');
    expect(answersTo(world, 'Q1').map(([, text]) => text)).toEqual(['Only the web app', 'the warehouse']);
    world.says('m3', 'Q2: slow', 'Alex', 'U1');
    expect(answersTo(world, 'Q2').map(([, text]) => text)).toEqual(['fast', 'slow']);
    world.says('m5', 'Q1: and the shop', 'Alexandra', 'U1');
    expect(answersTo(world, 'Q1').map(([, text]) => text)).toEqual(['the warehouse', 'and the shop']);
  });

  it('J8: words under a question’s number stand, also when a person corrects what else was read', () => {
    const world = read();
    world.says('m3', 'Q2: fast', 'Dana');
    expect(world.refuses(correct('Q2', null)).message).toBe(
      'Dana wrote the answer under Q2. It changes when that reply is changed.',
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
    ['Since 2019. Q1: 500', 'Since 2019.', ''],
    ['Q9: since 2019', 'Q9: since 2019', ''],
  ])('J10: of %j a person can only take words under no other number', (text, taken, other) => {
    const world = read();
    world.says('m3', text, 'Dana');
    world.when(correct('Q3', 'm3'));
    expect(answersTo(world, 'Q3')).toEqual([['Dana', taken, 'corrected', 'Ana']]);
    expect(viewOf(world.design).replies.find(({ id }) => id === 'm3')?.other).toBe(other);
  });

  it('J10: a reply all of whose words are under other numbers answers no further question', () => {
    const world = read();
    world.says('m3', 'Q1: 500\nQ2: fast', 'Dana');
    expect(world.refuses(correct('Q3', 'm3')).message).toBe(
      'All words of that reply are written under Q1, Q2.',
    );
  });

  it('J10: nor does one that goes on behind a blank line with what it has under a number', () => {
    const world = answering();
    world.says('m1', 'Q2: fast\nQ3: since 2019');
    world.says('m2', 'Q1: 500\n\nThat is all.', 'Dana');
    expect(answersTo(world, 'Q1')).toEqual([['Dana', '500\n\nThat is all.', 'written', '']]);
    expect(world.refuses(correct('Q3', 'm2')).message).toBe('All words of that reply are written under Q1.');
  });

  it.each([
    ['Q1: same. Q2: no idea', 'All words of that reply are written under Q1.'],
    ['Q1: no idea', 'That reply has no words that could answer a question.'],
    ['Not sure.', 'That reply has no words that could answer a question.'],
  ])('J10: nor does one that only says beside them that its author does not know: %j', (text, message) => {
    const world = read();
    world.says('m3', text, 'Dana');
    expect(world.refuses(correct('Q3', 'm3')).message).toBe(message);
  });

  it('J10: that its author does not know is not taken with the words that can answer', () => {
    const world = read();
    world.says('m3', 'Since 2019.\nQ1: no idea', 'Dana');
    world.when(correct('Q3', 'm3'));
    expect(answersTo(world, 'Q3')).toEqual([['Dana', 'Since 2019.', 'corrected', 'Ana']]);
  });

  it('J10: words with which another question was answered answer no further one, but those beside them do', () => {
    const world = read();
    const says = (replyId: string, text: string) =>
      world.when({ type: 'record_reply', replyId, author: 'Dana', text, questionId: 'Q1' });
    says('m3', 'payments');
    expect(world.refuses(correct('Q3', 'm3')).message).toBe('All words of that reply are written under Q1.');
    says('m4', 'payments\nQ9: since 2019');
    world.when(correct('Q3', 'm4'));
    expect(answersTo(world, 'Q3')).toEqual([['Dana', 'Q9: since 2019', 'corrected', 'Ana']]);
  });

  it('J10: the new words of a reply are read anew: a correction was about the old ones', () => {
    const world = read();
    world.when(correct('Q1', 'm2'));
    world.submits('synthesizer', matching());
    world.when({ type: 'revise_reply', replyId: 'm2', author: 'Cleo', text: 'Since 2019. Q2: slow' });
    expect(answersTo(world, 'Q1')).toEqual([]);
    expect(statuses(world)).toEqual(['open', 'answered', 'open']);
    world.submits('synthesizer', matching(['Q3', 'R1', 'Since 2019.']));
    expect(answersTo(world, 'Q3')).toEqual([['Cleo', 'Since 2019.', 'read', '']]);
    expect(answersTo(world, 'Q1')).toEqual([]);
  });

  it('ends the waiting when it answers the last question, and nothing was only read', () => {
    const world = answering();
    world.says('m1', 'It depends.');
    world.submits('synthesizer', matching());
    world.says('m2', 'Q1: 1\nQ2: 2');
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

  it('makes an assumption of what was read wrongly, and an answer of what was not read', () => {
    const world = proposing();
    expect(statuses(world)).toEqual(['answered', 'assumed', 'assumed']);
    world.when(correct('Q1', null));
    world.when(correct('Q3', 'm2'));
    expect(statuses(world)).toEqual(['assumed', 'assumed', 'answered']);
    expect(world.design.step).toBe('proposing');
  });

  it('is refused when the design is over', () => {
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
    ['a question for which nothing was read', correct('Q2', null), 'invalid', /nothing to take away/],
  ])('J10: %s', (_, command, code, message) => {
    const refusal = read().refuses(command);
    expect(refusal.code).toBe(code);
    expect(refusal.message).toMatch(message);
  });
});

describe('J8: people say what one reply is', () => {
  const reading = (replyId: string, questionId: `Q${number}` | null) =>
    ({ type: 'correct_reading', replyId, questionId, by: 'Ana' }) as const;

  /** Whose replies a person may say the meaning of, in the order of a menu. */
  const offered = ({ design }: World) =>
    correctingControls(design).flatMap((control) =>
      control.kind === 'correct'
        ? control.replies.map(({ label }) => /· (.*?): /.exec(label)?.[1] ?? label)
        : [],
    );

  it('J10: that it is no answer: nothing that was read in it stands, and the question is open again', () => {
    const world = read();
    const events = world.when(reading('m1', null));
    expect(types(events)).toEqual(['reading_corrected']);
    expect(statuses(world)).toEqual(['open', 'open', 'open']);
  });

  it('J10: that it answers another question than it was read for', () => {
    const world = read();
    world.when(reading('m1', 'Q2'));
    expect(statuses(world)).toEqual(['open', 'answered', 'open']);
    expect(answersTo(world, 'Q2')).toEqual([
      ['Ben', 'Only the web app, and about 900 a minute.', 'corrected', 'Ana'],
    ]);
  });

  it('J10: also of a reply that was matched to no question, which is offered with the others', () => {
    const world = read();
    world.submits('synthesizer', matching());
    world.says('m3', 'Q2: 20 ms', 'Dana');
    const labels = correctingControls(world.design).flatMap((control) =>
      control.kind === 'correct' ? control.replies.map(({ label }) => label) : [],
    );
    expect(labels).toEqual([
      'Q1 · Ben: Only the web app, and about 900 a minute.',
      '? · Cleo: For years, I would say.',
    ]);
    world.when(reading('m2', 'Q3'));
    expect(answersTo(world, 'Q3').map(([author]) => author)).toEqual(['Cleo']);
  });

  it('J10: also of a reply that a person has read already, once more; of what is written under a number never', () => {
    const world = read();
    world.when(reading('m2', null));
    world.says('m3', 'Q2: 20 ms', 'Dana');
    expect(offered(world)).toEqual(['Ben', 'Cleo']);
    world.when(reading('m1', null));
    expect(offered(world)).toEqual(['Ben', 'Cleo']);
    world.cancels();
    expect(offered(world)).toEqual([]);
  });

  it('J10: also of a reply that a person has read before any turn could', () => {
    const world = answering();
    world.says('m1', 'For years, I would say.');
    world.says('m2', 'Good luck.', 'Cleo');
    world.when(reading('m2', null));
    world.submits('synthesizer', matching());
    expect(offered(world)).toEqual(['Ben', 'Cleo']);
  });

  it('J10: of more replies than a menu holds the newest are offered', () => {
    const world = answering();
    for (let n = 1; n <= 25; n += 1) world.says(`m${n}`, 'For years, I would say.', `Ben ${n}`);
    const names = offered(world);
    expect(names.length).toBeLessThan(25);
    expect(names.at(-1)).toBe('Ben 25');
    expect(names).not.toContain('Ben 1');
  });

  it('J10: of another reply nothing changes', () => {
    const world = read();
    world.when(reading('m2', 'Q1'));
    expect(answersTo(world, 'Q1').map(([author]) => author)).toEqual(['Ben', 'Cleo']);
    world.when(reading('m2', null));
    expect(answersTo(world, 'Q1').map(([author]) => author)).toEqual(['Ben']);
  });

  it('J10: a turn that is reading it meanwhile does not undo that, and no later one reads it', () => {
    const world = answering();
    world.says('m1', 'For years, I would say.');
    world.when(reading('m1', null));
    world.submits('synthesizer', matching(['Q1', 'R1', 'For years']));
    expect(statuses(world)).toEqual(['open', 'open', 'open']);
    world.when({ type: 'finish_answering', by: 'Ana', skip: false });
    expect(world.design.step).toBe('proposing');
  });

  it('J10: not what its author wrote under a number, nor what nobody took for an answer', () => {
    const world = read();
    world.says('m3', 'Q1: rather 800', 'Dana');
    expect(world.refuses(reading('m3', null)).message).toBe(
      'Its author wrote it under Q1. It changes when that reply is changed.',
    );
    expect(world.refuses(reading('m3', 'Q2')).message).toBe('All words of that reply are written under Q1.');
    expect(world.refuses(reading('m9', null)).code).toBe('unknown_reference');
    expect(world.refuses(reading('m1', 'Q9')).message).toContain('the questions are Q1, Q2, Q3');
    world.cancels();
    expect(world.refuses(reading('m1', null)).code).toBe('ended');
  });
});
