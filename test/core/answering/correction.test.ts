import { expect, it } from 'vitest';
import { findSaidAbout } from '#core/questions/replies/answers-given.ts';
import { answering, type World } from '../../support/designs/given.ts';
import { matching } from '../../support/designs/given-submission.ts';

/** Two replies of which the first was read as the answer to Q1. */
function read(): World {
  const world = answering();
  world.says('m1', 'Only the web app, and about 900 a minute.');
  world.says('m2', 'For years, I would say.', 'Cleo');
  world.submits('synthesizer', matching(['Q1', 'R1', 'Only the web app']));
  return world;
}

const answersTo = ({ design }: World, id: `Q${number}`) =>
  findSaidAbout(design, { id }).answers.map(({ author, quote, source }) => [author, quote, source]);

it('J10: words under a question’s number replace what was read in their author’s own, once they are read', () => {
  const world = read();
  world.says('m3', 'Q1: rather 800');
  world.readsReplies();
  expect(answersTo(world, 'Q1')).toEqual([['Ben', 'rather 800', 'written']]);
});

it('J8: words under a question’s number stand beside what was read in the words of others', () => {
  const world = read();
  world.says('m3', 'Q1: yes\nQ3: yes', 'Dana');
  world.submits('synthesizer', matching(['Q3', 'R2', 'For years']));
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
  expect(answersTo(world, 'Q1').map(([, text]) => text)).toEqual([
    'Only the web app.',
    'the warehouse',
  ]);
  world.says('m3', 'Q2: slow', 'Alex', 'U1');
  world.readsReplies();
  expect(answersTo(world, 'Q2').map(([, text]) => text)).toEqual(['fast', 'slow']);
  world.says('m5', 'Q1: and the shop', 'Alexandra', 'U1');
  world.readsReplies();
  expect(answersTo(world, 'Q1').map(([, text]) => text)).toEqual(['the warehouse', 'and the shop']);
});

it('J8: words written under the number meanwhile outrank the turn that is under way', () => {
  const world = read();
  world.says('m3', 'Q3: since March', 'Cleo');
  world.submits('synthesizer', matching(['Q3', 'R2', 'For years']));
  world.readsReplies();
  expect(answersTo(world, 'Q3')).toEqual([['Cleo', 'since March', 'written']]);
});
