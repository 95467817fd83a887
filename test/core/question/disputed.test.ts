import { describe, expect, it, test } from 'vitest';
import { disputesIn } from '../../../src/core/question/disputed.ts';
import { openQuestions } from '../../../src/core/question/questions.ts';
import { saidAbout } from '../../../src/core/question/said.ts';
import { viewOf } from '../../../src/core/telling/design-view.ts';
import type { Document } from '../../../src/core/telling/document.ts';
import { saidLines } from '../../../src/core/telling/facts/question.ts';
import { waitingWords } from '../../../src/core/telling/facts/waiting.ts';
import { disputedDocument } from '../../../src/core/telling/message/disputed.ts';
import { ledgerDocument } from '../../../src/core/telling/message/ledger.ts';
import { adrMarkdown } from '../../../src/core/telling/paper/adr.ts';
import { recordMarkdown } from '../../../src/core/telling/paper/record.ts';
import { linePlain, plainOf } from '../../../src/core/telling/render/plain.ts';
import { calledBy } from '../../../src/core/telling/thread/called.ts';
import { correctingControls } from '../../../src/core/telling/thread/controls.ts';
import { waitingOf } from '../../../src/core/telling/thread/waiting.ts';
import { wanted } from '../../../src/core/telling/wanted.ts';
import { answerSections, newWords } from '../../../src/runtime/turn/transcript-answers.ts';
import { answering, given, of, types, type World } from '../../support/given.ts';
import { THREE_QUESTIONS } from '../../support/given-start.ts';
import { composite, disputing, leavingOpen, matching } from '../../support/given-submission.ts';

const [THREE, ONE] = ['There were 3 incidents.', '1 incident, not 3.'];
const CORRECT = { type: 'correct_match', questionId: 'Q1' } as const;
const SLACK = { platform: 'slack', channel: 'C1', thread: 'T1', starter: 'U1' } as const;

/** Cem and Ben differ on Q1; Ana has started it, in a thread. */
function disputed(): World {
  const world = given({ says: THREE_QUESTIONS, startedBy: 'Ana', thread: SLACK }).reach('answering');
  world.says('m1', THREE, 'Cem', 'U2');
  world.submits('synthesizer', matching(['Q1', 'R1', '3 incidents']));
  world.says('m2', ONE, 'Ben', 'U3');
  world.submits('synthesizer', disputing([['Q1', 'R1', 'R2']], ['Q1', 'R1', '1 incident']));
  return world;
}

const open = ({ design }: World) => disputesIn(design).map(({ question }) => question.id);
const answersTo = ({ design }: World, id: `Q${number}`) =>
  saidAbout(design, { id }).answers.map(({ author, text }) => `${author}: ${text}`);
const marks = ({ design }: World) => [...wanted(design).marks.values()].map(({ mark }) => mark);
const shown = (document: Document) => document.sections(1_000).map(plainOf).join('\n');

describe('J13: answers of two people that contradict each other', () => {
  it('J13: are recorded as disputed by the ids of their replies, of an earlier turn as well', () => {
    const world = disputed();
    expect(of(world.history, 'answers_matched').at(-1)?.disputed).toEqual([
      { questionId: 'Q1', replies: ['m2', 'm1'] },
    ]);
    expect(open(world)).toEqual(['Q1']);
    expect(answersTo(world, 'Q1')).toEqual([`Cem: ${THREE}`, `Ben: ${ONE}`]);
  });

  test.each<[string, string[], string]>([
    ['a reply that answers something else', ['Q2', 'R1', 'R2'], 'R1 is not taken for an answer to Q2'],
    ['a reply that nobody knows', ['Q1', 'R1', 'R9'], 'There is no R9: the replies are R1, R2, R3, R4.'],
    ['a question that nobody asked', ['Q7', 'R1', 'R2'], 'There is no Q7'],
    ['words of one person', ['Q1', 'R1', 'R3'], 'R1 and R3 are one person’s words'],
    ['one reply, named twice', ['Q1', 'R2', 'R2'], 'R2 are one person’s words'],
  ])('J13: %s is no dispute', (_, [question = '', ...replies], message) => {
    const world = answering();
    world.says('m0', 'Wait.', 'Dana');
    world.says('m1', THREE, 'Cem');
    world.says('m2', ONE, 'Ben');
    world.says('m3', 'Well, 2 incidents.', 'Cem');
    world.submits('synthesizer', matching());
    const all = disputing(
      [[question, ...replies]],
      ['Q1', 'R1', '3 incidents'],
      ['Q1', 'R2', '1 incident'],
      ['Q1', 'R3', '2 incidents'],
    );
    const refusal = world.refusesSubmission('synthesizer', all);
    expect(refusal.message).toContain(message);
  });

  it('J13: words that leave the question open contradict nobody', () => {
    const world = answering();
    world.says('m0', 'Wait.', 'Dana');
    world.says('m1', THREE, 'Cem');
    world.says('m2', 'No idea.', 'Ben');
    world.submits('synthesizer', matching());
    const both = disputing([['Q1', 'R1', 'R2']], ['Q1', 'R1', THREE]);
    const left = leavingOpen(['Q1', 'R2', 'No idea.']);
    if (both.tool !== 'match_answers' || left.tool !== 'match_answers') throw new Error('both match');
    const input = { ...both.input, left_open: left.input.left_open };
    expect(world.refusesSubmission('synthesizer', { ...both, input }).message).toContain('R2 is not taken');
  });

  it('J13: the question counts as open, so that nobody says that all is answered', () => {
    const world = disputed();
    world.says('m3', 'Q2: fast\nQ3: since March', 'Cem', 'U2');
    world.submits('synthesizer', matching());
    expect(openQuestions(world.design).map(({ id }) => id)).toEqual(['Q1']);
    expect(of(world.history, 'answering_closed')).toEqual([]);
    const waiting = waitingOf(world.design);
    expect(waiting === null ? '' : waitingWords(waiting)).toBe(
      'Waiting for your answers: 1 of 3 questions open, 1 of them disputed',
    );
    world.deadline('answering');
    expect(of(world.history, 'answering_closed')).toMatchObject([{ reason: 'deadline', assumed: [] }]);
  });

  it('J13: both stand side by side with their names, and neither has a tick', () => {
    const world = disputed();
    const sides = `disputed: Cem: “${THREE}”; Ben: “${ONE}”`;
    const ledger = shown(ledgerDocument(world.design));
    expect(ledger).toContain(sides);
    expect(ledger).not.toContain('✓');
    expect(marks(world)).toEqual(['heard', 'heard']);
    expect(correctingControls(world.design)[0]).toMatchObject({ kind: 'correct' });
    const [asked] = viewOf(world.design).questions;
    expect(asked).toMatchObject({ said: 'disputed', answers: [{ author: 'Cem' }, { author: 'Ben' }] });
    expect(asked).not.toHaveProperty('answer');
    expect(recordMarkdown(world.design)).toContain('these answers contradict each other');
    expect(saidLines(world.design).map(linePlain)).toEqual([`How many? ${sides}`]);
    const ended = world.reachEnd().design;
    expect(adrMarkdown(ended)).toMatch(/How many\? \*\*disputed:\*\* \*\*Cem:\*\* There were 3 incidents\./);
  });

  it('J13: the starter is asked back once, by name, in a message behind all others', () => {
    const world = disputed();
    const posts = wanted(world.design).messages.map(({ id }) => id);
    expect(posts).toEqual(['card', 'questions', 'disputed Q1']);
    expect(calledBy({ kind: 'disputed', questionId: 'Q1' }, world.design).people).toEqual(['U1']);
    expect(shown(disputedDocument(world.design, 'Q1'))).toContain('Ana, which one holds?');
    world.says('m3', 'It was 3, I am sure of it.', 'Dana', 'U4');
    world.submits('synthesizer', disputing([['Q1', 'R1', 'R2']], ['Q1', 'R1', 'It was 3']));
    expect(wanted(world.design).messages.map(({ id }) => id)).toEqual(posts);
  });

  it('J13: what the starter then writes under its number settles it, and nobody is called any more', () => {
    const world = disputed();
    const events = world.says('m3', 'Q1: 1 it is', 'Ana', 'U1');
    expect(types(events)).toContain('reply_match_corrected');
    expect([open(world), answersTo(world, 'Q1')]).toEqual([[], ['Ana: 1 it is']]);
    expect(marks(world)).toEqual(['heard', 'heard', 'answered']);
    expect(calledBy({ kind: 'disputed', questionId: 'Q1' }, world.design).people).toEqual([]);
    expect(shown(disputedDocument(world.design, 'Q1'))).toContain('It is settled. Ana: “1 it is”');
    expect(viewOf(world.design).replies.map(({ other }) => other)).toEqual([THREE, ONE, '']);
  });

  it('J13: one of the two who says the same again when nobody reads it any more does not end it', () => {
    const world = disputed();
    world.deadline('answering');
    world.says('m3', 'Q1: 3, as I said', 'Cem', 'U2');
    expect(world.design.step).toBe('proposing');
    expect(open(world)).toEqual(['Q1']);
    world.says('m4', 'Q1: 1 it is', 'Ana', 'U1');
    expect([open(world), answersTo(world, 'Q1')]).toEqual([[], ['Ana: 1 it is']]);
  });

  it('J13: the starter or an operator chooses one of them, written under the number or not', () => {
    const [starter, operator] = [disputed(), disputed()];
    starter.when({ ...CORRECT, replyId: 'm2', by: 'Ana', byId: 'U1' });
    operator.when({ ...CORRECT, replyId: 'm1', by: 'Olga', byId: 'U9', asOperator: true });
    expect([open(starter), answersTo(starter, 'Q1')]).toEqual([[], [`Ben: ${ONE}`]]);
    expect([open(operator), answersTo(operator, 'Q1')]).toEqual([[], [`Cem: ${THREE}`]]);
    const written = answering();
    written.says('m1', 'Q1: 3', 'Cem');
    written.says('m2', 'Q1: 1', 'Ben');
    written.submits('synthesizer', matching());
    written.submits('synthesizer', disputing([['Q1', 'R1', 'R2']]));
    expect(open(written)).toEqual(['Q1']);
    written.when({ ...CORRECT, replyId: 'm2', by: 'Olga', asOperator: true });
    expect([open(written), answersTo(written, 'Q1')]).toEqual([[], ['Ben: 1']]);
  });

  it('J13: once the starter has settled it, nobody else brings the other answer back', () => {
    const world = disputed();
    world.when({ ...CORRECT, replyId: 'm2', by: 'Ana', byId: 'U1' });
    const refusal = world.refuses({ ...CORRECT, replyId: 'm1', by: 'Cem', byId: 'U2' });
    expect(refusal.message).toContain('Only Ana, who started this, or an operator');
    world.when({ ...CORRECT, replyId: 'm1', by: 'Ana', byId: 'U1' });
    expect(answersTo(world, 'Q1')).toEqual([`Cem: ${THREE}`]);
  });

  it('J13: nobody else says who is right, one of the two least of all', () => {
    const world = disputed();
    const refusal = world.refuses({ ...CORRECT, replyId: 'm1', by: 'Cem', byId: 'U2' });
    expect(refusal.message).toContain('Only Ana, who started this, or an operator');
    world.says('m3', 'Q1: 3, I say', 'Dana', 'U4');
    expect(open(world)).toEqual(['Q1']);
  });

  test.each<[string, (world: World) => unknown]>([
    ['taken back', (world) => world.when({ type: 'withdraw_reply', replyId: 'm1' })],
    [
      'changed',
      (world) => world.when({ type: 'revise_reply', replyId: 'm1', author: 'Cem', text: 'One it was.' }),
    ],
    ['replaced under the number', (world) => world.says('m3', 'Q1: 1, Ben is right', 'Cem', 'U2')],
  ])('J13: words that are %s dispute nothing any more', (_, act) => {
    const world = disputed();
    act(world);
    expect(open(world)).toEqual([]);
  });

  it('J13: what nobody settles is told as disputed, is no assumption, and is left to people by its number', () => {
    const world = disputed();
    world.when({ type: 'finish_answering', by: 'Ana', skip: false });
    expect(world.design.step).toBe('proposing');
    const told = answerSections(world.design)
      .map(({ text }) => text)
      .join('\n');
    expect(told).toContain(
      `Disputed: people contradict each other here. Neither answer holds, and nothing is assumed.\nCem says: ${THREE}\nBen says: ${ONE}`,
    );
    world.reach('composing');
    const forgetful = composite(world.design);
    if (forgetful.tool !== 'submit_composite') throw new Error('a composite is submitted as one');
    const { input } = forgetful;
    const without = { ...forgetful, input: { ...input, decision: { ...input.decision, open: [] } } };
    expect(world.refusesSubmission('synthesizer', without).message).toContain(
      '`open` says nothing about the open difference Q1.',
    );
    world.contributes('synthesizer');
    expect(world.design.step).toBe('auditing');
  });

  it('J13: settled while they write, it is told as what the starter said, and the shared part stays the same', () => {
    const world = disputed();
    world.when({ type: 'finish_answering', by: 'Ana', skip: false });
    const before = answerSections(world.design);
    world.says('m3', 'Q1: 1 it is', 'Ana', 'U1');
    expect(answerSections(world.design)).toEqual(before);
    world.reach('mapping');
    const turn = world.turn('synthesizer');
    expect(newWords(world.design, turn.participant, turn.roundId)).toContain(
      'Q1 is answered by Ana: Q1: 1 it is',
    );
    expect(open(world)).toEqual([]);
  });
});
