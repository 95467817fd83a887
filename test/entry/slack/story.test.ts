import { expect, test, vi } from 'vitest';
import { MODES, until, World } from './world.ts';

vi.setConfig({ testTimeout: 300_000 });

const TOPIC = 'Should the job queue move from Redis to Postgres?';
/** What a reader sees from top to bottom, told by what each message begins with. */
const READS = [
  /^Charrette: \*REHEARSAL: no model is called\.\*\n\*Should the job queue move/,
  /^Charrette: \*6 questions before they write\.\* 2 answered, 4 assumed\./,
  /^Ben: Q1: At most 900 a minute\.\n\(✅ 1\)$/,
  /^Ana: Q2: Only the web app\.\n\(✅ 1\)$/,
  /^Charrette: 🔏 5 of 5 proposals sealed: /,
  /^Charrette: \*REHEARSAL: no model is called\.\*\n5 proposals, each written without sight of the others\./,
  /^Charrette: \n📎 .*\n📎 .*\n📎 .*\n📎 .*\n📎 [^\n]*$/,
  /^Charrette: \*They differ on D1 \(high impact\).*(?:Conceded|Resolved|Unresolved)/s,
  /^Charrette: \*They differ on D2 \(medium impact\).*Unresolved/s,
  /^Charrette: \*REHEARSAL: no model was called\.\*\n\*Decision ready, with reservations\.\*\n5 of 5 took part to the end/,
  /^Charrette: \n📎 brief\.md\n📎 adr\.md\n📎 transcript\.md\n📎 manifest\.json$/,
];

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
  slack.people.say(ana, general, 'Q2: Only the web app.', { thread: card.ts });
  await world.reads(questions, /Q2 .* ✓ Ana/);
  await slack.people.click(ana, questions, 'charrette.done_answering');

  const reads = () => world.thread(card).map((text, at) => READS[at]?.test(text) ?? false);
  await until('the whole story', () => reads().length === READS.length && !reads().includes(false)).catch(
    () => {
      throw new Error(
        `it reads otherwise, message ${reads().indexOf(false) + 1} of ${READS.length}:\n${world.thread(card).join('\n────\n')}`,
      );
    },
  );
  expect(world.text(card)).toContain('Decision ready, with reservations.');
  expect(slack.visibleMessages(general).filter(({ thread }) => thread === null)).toEqual([card]);
  expect(slack.record.violations).toEqual([]);
  if (process.env.SHOW_THREAD === '1') process.stdout.write(`${world.thread(card).join('\n────\n')}\n`);
});
