import { expect, test, vi } from 'vitest';
import { answeringOnly, WAIT } from '../engines.ts';
import { QUESTION } from '../first-contact-stories.ts';
import { connected } from './message-world.ts';

test('A18: find answers with the designs of the channel, whoever has started them, and elsewhere with what the asker may read', async () => {
  const { discord, ana, ben, general, started } = await connected({
    model: (model) => answeringOnly(model, []),
  });
  const { people, guild } = discord;
  await people.slash(ana, general, 'design start', { topic: QUESTION });
  await vi.waitUntil(async () => (await started()).length === 1, WAIT);
  const elsewhere = guild.addChannel('elsewhere');
  const eve = guild.addPerson('Eve');
  guild.deny(general, ['ViewChannel'], eve);
  const find = async (who: string, channel: string) =>
    (await people.slash(who, channel, 'design find', { words: 'redis' })).privately.join();

  expect(await find(ben, general)).toMatch(/Best matches for “redis”[\s\S]*started by Ana/);
  expect(await find(ana, elsewhere)).toContain('Best matches for “redis”');
  expect(await find(eve, elsewhere)).toContain('No design you may read has a word of “redis”');
});
