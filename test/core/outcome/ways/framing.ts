import { FIVE } from '#test/support/designs/given-start.ts';
import { framing, noQuestion } from '#test/support/designs/given-submission.ts';
import { failing, held, type Way } from './story.ts';

const framed = (topic: string) =>
  held({}, { isFramedFirst: true, start: { topic } }).reach('framing');

/** What an asker, and who frames the question, can get wrong. */
export const OF_FRAMING: readonly Way[] = [
  ...['Hello!', 'asdf', 'What is the capital of France?'].map(
    (topic): Way => ({
      rule: 'A5',
      way: `“${topic}”`,
      told: () => {
        const world = framed(topic);
        world.submits('synthesizer', noQuestion());
        return world.reachEnd();
      },
      caveat: null,
      stoppedBecause: 'no_design_question',
    }),
  ),
  {
    rule: 'J11',
    way: 'a question that nobody could frame',
    told: () => failing(held({}, { isFramedFirst: true }), 'framing'),
    caveat: 'step_missing',
  },
  {
    rule: 'C10',
    way: 'personas that are not picked',
    told: () => {
      const world = held({}, { isFramedFirst: true, personas: FIVE }).reach('framing');
      world.submits('synthesizer', framing(world.design, FIVE.slice(4)));
      return world.reachEnd();
    },
    caveat: null,
  },
];
