import { expect, test } from 'vitest';
import { begin } from '../chat/telling.ts';
import { FEW_PERSONAS } from '../daemon.ts';
import { until } from '../waiting.ts';
import { World } from './world.ts';

const MESSAGE_CONTENT = 1 << 15;

test('where the intent to read messages is switched off, people answer with a form, and by naming the bot', async () => {
  const world = await World.open({ discord: { hasMessageContent: false }, environment: FEW_PERSONAS });
  const { discord, daemon, ana, ben, general } = world;
  const { people } = discord;
  const card = await begin(world);
  const questions = await world.says(card, 'before they write');
  expect(world.text(questions)).toContain('[ Answer… ]');

  people.say(ben, card.id, 'Q1: At most 900 a minute.');
  await world.told(ben, /Press “Answer…” under the questions, or begin your message with .*Charrette/s);
  people.say(ben, card.id, 'Q1: At most 900 a minute!');
  people.mention(ana, card.id, 'Q1: At most 900 a minute, and 1,100 in March.');
  await world.reads(questions, /Q1 .* ✓ Ana/);
  const { modal } = await people.click(ben, questions, 'Answer…');
  if (modal === null) throw new Error('no form was opened');
  await people.submit(ben, modal, { Q2: 'Only the web app.' });
  await world.told(ben, 'Got it. Thank you.');
  people.mention(ben, card.id, 'status');
  await world.told(ben, 'Should the job queue move');
  await world.says(card, '📎 brief.md');
  await until('the end', async () => (await world.design()).endedAt !== null);
  // Only what was read is marked.
  const marked = () => world.thread(card).filter((text) => text.includes('✅'));
  await until('the mark', () => marked().length > 0);
  expect(marked()).toEqual([expect.stringContaining('1,100 in March.')]);

  const { id } = await world.design();
  const transcript = await daemon.text(`/designs/${id}/artifacts/transcript.md`);
  expect(transcript).toContain('1,100 in March');
  expect(transcript).toContain('Only the web app.');
  expect(world.privately(ben).filter((text) => text.includes('Press “Answer…”'))).toHaveLength(1);
  expect(world.fromBot(general)).toHaveLength(1);
  for (const { body } of discord.record.callsOf('gateway.identify')) {
    expect(Number((body as { intents: number }).intents) & MESSAGE_CONTENT).toBe(0);
  }
  expect(daemon.output).toContain('switch on the Message Content Intent under Bot in the developer portal');
});
