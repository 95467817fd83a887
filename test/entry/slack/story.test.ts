import { expect, test } from 'vitest';
import { MODES, until, World } from './world.ts';

const TOPIC = 'Should the job queue move from Redis to Postgres?';

test.each(MODES)('a whole design as its thread shows it, over %s', async (mode) => {
  const world = await World.open({ mode });
  const { slack, ana, ben, general } = world;

  const seen = await slack.people.slash(ana, general, `/design ${TOPIC}`);
  expect(seen.isTaken).toBe(true);
  expect(seen.privately.join('\n')).toContain('On it. 5 colleagues are reading in; the thread is below.');
  const card = await world.card();
  const questions = await world.says(card, 'before they write');

  slack.people.say(ben, general, 'Q1: At most 900 a minute.', { thread: card.ts });
  await world.reads(questions, /Q1 .* ✓ Ben/);
  const second = slack.people.say(ana, general, 'Q2: Only the web app.', { thread: card.ts });
  await world.reads(questions, /Q2 .* ✓ Ana/);
  await until('the reply has its mark', () => second.reactions.has('white_check_mark'));
  await slack.people.click(ana, questions, 'charrette.done_answering');

  await world.reads(card, /Decision ready|needs/i);
  await world.says(card, '📎 brief.md');
  await until('nothing is left to be said', async () => (await world.design()).endedAt !== null);
  console.log(world.thread(card).join('\n----\n'));
  expect(slack.record.violations).toEqual([]);
});
