import { describe, expect, it } from 'vitest';
import { caveatsOf } from '#design/caveats.ts';
import { openQuestions } from '#design/status.ts';
import type { Submission } from '#design/submissions.ts';
import { timersOf } from '#design/timers.ts';
import { ANA, BEN, type DesignWorld, designAt, MODEL_ERROR } from '#test/support/design-world.ts';
import { FRAME } from '#test/support/sample-submissions.ts';

const answering = () => designAt('answering').must({ type: 'report_questions_seen' });
const kinds = ({ design }: DesignWorld) => design.rounds.map(({ kind }) => kind);

function match(
  questions: readonly {
    question: string;
    replies?: string[];
    unknown?: boolean;
    differ?: boolean;
  }[],
): Submission {
  const whole = questions.map((each) => ({ replies: [], unknown: false, differ: false, ...each }));
  return { tool: 'match_answers', input: { questions: whole } };
}

describe('the framing', () => {
  it('of what is no design question ends the design, with the reason', () => {
    const reason = 'It asks for a fact, which the operations page has.';
    const world = designAt('framing').submit('synthesizer', {
      tool: 'frame',
      input: { ...FRAME, isDesignQuestion: false, reason, restated: '' },
    });
    expect(world.design.settled).toMatchObject({
      status: 'cancelled',
      reason: 'no_design_question',
      detail: reason,
    });
  });

  it('C6: may be missing: the personas are asked all the same', () => {
    expect(designAt('framing').fail('synthesizer').design.step).toBe('asking');
  });
});

describe('the questions', () => {
  it('are numbered in the order in which they were asked', () => {
    const { design } = designAt('answering');
    expect(design.questions.map(({ id, participant }) => [id, participant])).toEqual([
      ['Q1', 'subtractor'],
      ['Q2', 'failure-analyst'],
    ]);
  });

  it('C6: a pass is a contribution, and with nothing to ask the proposals follow', () => {
    const world = designAt('asking');
    for (const name of ['subtractor', 'failure-analyst', 'outsider'])
      world.submit(name, { tool: 'pass', input: { rationale: 'Nothing would change my answer.' } });
    expect(world.design.step).toBe('proposing');
  });

  it('C6: that nobody could ask end the design at once, with the cause', () => {
    const world = designAt('asking').fail('subtractor').fail('failure-analyst').fail('outsider');
    expect(world.newTypes.slice(-2)).toEqual(['round_closed', 'outcome_settled']);
    expect(world.design.settled).toMatchObject({
      status: 'failed',
      reason: 'nothing_contributed',
      detail: `No persona could say what it needs to know. ${MODEL_ERROR.message}`,
    });
  });

  it('are not asked where the settings say so', () => {
    const world = designAt('proposing', { settings: { questions: 'none' } });
    expect(kinds(world)).toEqual(['framing', 'proposals']);
  });
});

describe('the wait for answers', () => {
  it('counts from the moment when the questions can be seen', () => {
    const world = designAt('answering');
    expect(world.design.answering).toBeNull();
    world.must({ type: 'report_questions_seen' });
    expect(world.newEvents).toMatchObject([
      { type: 'answering_opened', deadlineAt: world.now + 1_800_000 },
    ]);
    world.must({ type: 'report_questions_seen' });
    expect(world.newEvents).toEqual([]);
  });

  it('that nobody could be shown ends by itself', () => {
    const world = designAt('answering').passTime();
    expect(world.newEvents[0]).toMatchObject({ type: 'answering_closed', reason: 'cannot_ask' });
    expect(world.design.step).toBe('proposing');
  });

  it('ends by “Go on”: what nobody answered is the assumption of its asker', () => {
    const world = answering().goOn(BEN);
    expect(world.newEvents).toMatchObject([
      { type: 'answering_closed', reason: 'go_on', by: BEN },
      { type: 'round_opened', kind: 'proposals' },
      { type: 'turn_started' },
      { type: 'turn_started' },
      { type: 'turn_started' },
    ]);
    expect(world.design.questions.map(({ status }) => status)).toEqual(['assumed', 'assumed']);
    expect(world.send({ type: 'go_on', by: ANA })).toMatchObject({
      refusal: { code: 'not_open', message: 'No one is waiting for answers right now.' },
    });
  });

  it('A7: ends by its deadline', () => {
    const world = answering();
    world.passTime();
    world.passTime();
    expect(world.newEvents[0]).toMatchObject({ type: 'answering_closed', reason: 'deadline' });
  });

  it('has replies matched 20 s after the last one, and ends when all are answered', () => {
    const world = answering().reply('900 a minute.').reply('Nobody else reads them.');
    expect(timersOf(world.design)).toBe(world.now + 20_000);
    world.passTime().submit(
      'synthesizer',
      match([
        { question: 'Q1', replies: ['R1'] },
        { question: 'Q2', replies: ['R2'] },
      ]),
    );
    expect(world.newTypes.slice(0, 5)).toEqual([
      'answers_matched',
      'turn_finished',
      'round_closed',
      'answering_closed',
      'round_opened',
    ]);
    expect(world.design.answeringClosed?.reason).toBe('all_answered');
    expect(world.design.questions.map(({ status, answers }) => [status, answers])).toEqual([
      ['answered', [1]],
      ['answered', [2]],
    ]);
  });

  it('has what is still unread matched at its end, before anything is assumed', () => {
    const world = answering().reply('Nobody knows who reads them.', { questionId: 'Q2' }).goOn();
    expect(world.newTypes).toEqual(['answering_closed', 'round_opened', 'turn_started']);
    world.submit('synthesizer', match([{ question: 'Q1' }, { question: 'Q2', unknown: true }]));
    expect(world.design.step).toBe('proposing');
    expect(world.design.questions.map(({ status }) => status)).toEqual(['assumed', 'assumed']);
  });

  it('takes `Q2:` for an answer at once, and lets the matching say otherwise', () => {
    const world = answering().reply('Only the web app.', { questionId: 'Q2' });
    expect(openQuestions(world.design).map(({ id }) => id)).toEqual(['Q1']);
    expect(world.design.questions[1]?.answers).toEqual([1]);
  });

  it('keeps the last of eight matchings for its end', () => {
    const world = answering();
    for (let count = 1; count <= 7; count++) {
      world.reply(`An aside, the ${count}th.`).passTime();
      world.submit('synthesizer', match([{ question: 'Q1' }]));
    }
    world.reply('One more.');
    expect(timersOf(world.design)).not.toBe(world.now + 20_000);
    world.goOn();
    expect(kinds(world).filter((kind) => kind === 'matching')).toHaveLength(8);
  });

  it('P2: has what a failed matching did not read matched again, at its end too', () => {
    const world = answering().reply('900 a minute.').passTime().fail('synthesizer');
    expect(timersOf(world.design)).toBe(world.now + 20_000);
    world.passTime().fail('synthesizer');
    // Twice in vain: until somebody writes, or the wait is over.
    expect(timersOf(world.design)).not.toBe(world.now + 20_000);
    world.goOn();
    expect(world.newTypes).toEqual(['answering_closed', 'round_opened', 'turn_started']);
    world.submit('synthesizer', match([{ question: 'Q1', replies: ['R1'] }, { question: 'Q2' }]));
    expect(world.design.step).toBe('proposing');
    expect(world.design.questions.map(({ status }) => status)).toEqual(['answered', 'assumed']);
  });

  it('J8: never takes for unanswered what nobody could match, and lets `Q2:` stand', () => {
    const world = answering().reply('900 a minute.').reply('Only us.', { questionId: 'Q2' });
    world.goOn().fail('synthesizer').fail('synthesizer');
    expect(world.design.step).toBe('proposing');
    expect(world.design.questions.map(({ status }) => status)).toEqual(['open', 'answered']);
  });

  it('J13: names two people who cannot both be right, and opens a gate for it', () => {
    const world = answering().reply('900.').reply('90, surely.', { by: BEN }).goOn();
    world.submit(
      'synthesizer',
      match([{ question: 'Q1', replies: ['R1', 'R2'], differ: true }, { question: 'Q2' }]),
    );
    expect(world.design.questions[0]).toMatchObject({ status: 'differing', answers: [1, 2] });
    world.runTo('deciding');
    expect(world.design.gates[0]?.reasons).toContain('people_differ');
    const [{ text } = { text: '' }] = world.design.questions;
    expect(caveatsOf(world.design)).toContainEqual({
      kind: 'people_differ',
      text: `People differ on “${text}” Ana: “900.” Ben: “90, surely.”`,
    });
  });

  it('J13: one more answer settles nothing between two who differ', () => {
    const world = answering().reply('900.').reply('90, surely.', { by: BEN }).passTime();
    const [differing, open] = [{ question: 'Q1', replies: ['R1', 'R2'] }, { question: 'Q2' }];
    world.submit('synthesizer', match([{ ...differing, differ: true }, open]));
    world.reply('I meant 900.', { questionId: 'Q1' });
    expect(world.design.questions[0]).toMatchObject({ status: 'differing', answers: [1, 2, 3] });
  });
});

describe('a reply', () => {
  it('J8: while questions are open, an edit takes the place of what it edits', () => {
    const world = answering().reply('90 a minute.', { id: 'm1' });
    world.passTime().submit('synthesizer', match([{ question: 'Q1', replies: ['R1'] }]));
    world.reply('900 a minute.', { id: 'm1:2', replaces: 'm1' });
    expect(world.design.replies).toMatchObject([{ number: 1, text: '900 a minute.', id: 'm1:2' }]);
    // Its answer is read again.
    expect(world.design.questions[0]?.answers).toEqual([]);
    expect(timersOf(world.design)).toBe(world.now + 20_000);
  });

  it('J8: later, an edit is a reply of its own, and one without new words is none', () => {
    const world = answering().reply('90 a minute.', { id: 'm1' }).runTo('proposing');
    world.reply('90 a minute.', { id: 'm1:2', replaces: 'm1' });
    expect(world.newEvents).toEqual([]);
    world.reply('900 a minute.', { id: 'm1:3', replaces: 'm1' });
    expect(world.design.replies.map(({ number, text }) => [number, text])).toEqual([
      [1, '90 a minute.'],
      [2, '900 a minute.'],
    ]);
  });

  it('P5: that is delivered twice is recorded once', () => {
    const world = answering().reply('900.', { id: 'm1' }).reply('900.', { id: 'm1' });
    expect(world.newEvents).toEqual([]);
  });

  it('J8: stands in every prompt of a round that opened after it', () => {
    const world = designAt('proposing').reply('No deploys in December.').runTo('mapping');
    expect(world.design.rounds.map(({ kind, repliesUpTo }) => [kind, repliesUpTo])).toContainEqual([
      'mapping',
      1,
    ]);
  });

  it('is refused once the design has ended', () => {
    const world = designAt('writing');
    const reply = {
      id: 'm9',
      author: 'Ana',
      authorId: '',
      via: 'slack',
      text: 'x',
      questionId: '',
    };
    expect(
      world.send({ type: 'reply', reply: { ...reply, via: 'slack' }, replaces: '' }),
    ).toMatchObject({
      refusal: { code: 'ended' },
    });
  });
});
