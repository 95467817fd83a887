import { expect, test, vi } from 'vitest';
import { TOPIC } from '../slack/telling.ts';
import { until } from '../slack/world.ts';
import { click } from './telling.ts';
import { World } from './world.ts';

vi.setConfig({ testTimeout: 300_000 });

/** What a reader sees from top to bottom, told by what each message begins with. */
const READS = [
  /^Charrette: \*\*REHEARSAL: no model is called\.\*\*\n\*\*Should the job queue move/,
  /^Charrette: \*\*6 questions before they write\.\*\* 2 answered, 4 assumed\./,
  /^Ben: Q1: At most 900 a minute\.\n\(✅ 1\)$/,
  /^Ana: Q2: Only the web app\.\n\(✅ 1\)$/,
  /^Charrette: 🔏 5 of 5 proposals sealed: /,
  /^Charrette: \*\*REHEARSAL: no model is called\.\*\*\n5 proposals, each written without sight of the others\./,
  /^Charrette: 📎 .*\n📎 .*\n📎 .*\n📎 .*\n📎 [^\n]*$/,
  /^Charrette: \*\*They differ on D1 \(high impact\).*(?:Conceded|Resolved|Unresolved)/s,
  /^Charrette: \*\*They differ on D2 \(medium impact\).*Unresolved/s,
  /^Charrette: \*\*REHEARSAL: no model was called\.\*\*\n\*\*Decision ready, with reservations\.\*\*\n5 of 5 took part to the end/,
  /^Charrette: 📎 brief\.md\n📎 adr\.md\n📎 transcript\.md\n📎 manifest\.json$/,
];

test('a whole design as its thread shows it', async () => {
  const world = await World.open();
  const { discord, ana, ben, general } = world;

  const seen = await discord.people.slash(ana, general, 'design start', { topic: TOPIC });
  expect(seen.isTaken).toBe(true);
  expect(seen.privately.join('\n')).toContain('On it. 5 colleagues are reading in; the thread is below.');
  const card = await world.card();
  expect(discord.guild.channel(card.id)).toMatchObject({ parent: general, name: TOPIC });
  const questions = await world.says(card, 'before they write');

  discord.people.say(ben, card.id, 'Q1: At most 900 a minute.');
  await world.reads(questions, /Q1 .* ✓ Ben/);
  discord.people.say(ana, card.id, 'Q2: Only the web app.');
  await world.reads(questions, /Q2 .* ✓ Ana/);
  await click(world, ana, questions, 'charrette.done_answering');

  const reads = () => world.thread(card).map((text, at) => READS[at]?.test(text) ?? false);
  await until('the whole story', () => reads().length === READS.length && !reads().includes(false)).catch(
    () => {
      throw new Error(
        `it reads otherwise, message ${reads().indexOf(false) + 1} of ${READS.length}:\n${world.thread(card).join('\n────\n')}`,
      );
    },
  );
  expect(world.text(card)).toContain('Decision ready, with reservations.');
  expect(world.fromBot(general).map(({ id }) => id)).toEqual([card.id]);
  expect(discord.record.violations).toEqual([]);
  if (process.env.SHOW_THREAD === '1') process.stdout.write(`${world.thread(card).join('\n────\n')}\n`);
});
