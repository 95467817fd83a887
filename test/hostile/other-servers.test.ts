import { expect, test, vi } from 'vitest';
import { TEXTS } from '../../src/presentation/words/texts.ts';
import { asking, connected, messageWith } from '../surfaces/discord/message-world.ts';
import { WAIT } from '../surfaces/engines.ts';

/** The server of the operator, which is not the one that these people have invited the bot to. */
const guildIds = ['923456789012345678'];
const TOPIC = 'Should we have somebody else pay for our designs?';

test('in a server that is not named, nobody starts a design, nor by writing to the bot', async () => {
  const { discord, ana, general, designsIn, ephemerals } = await connected({
    settings: { guildIds },
  });
  discord.people.mention(ana, general, TOPIC);
  await vi.waitUntil(() => ephemerals(ana).length === 1, WAIT);
  const direct = discord.guild.direct(ana);
  const offered = discord.visibleMessages(direct).at(-1);
  if (offered === undefined) throw new Error('nothing was offered');
  const { modal, privately: told } = await discord.people.click(ana, offered, TEXTS.offer.start);
  const sent =
    modal === null ? told : (await discord.people.submit(ana, modal, { topic: TOPIC })).privately;
  const { privately } = await discord.people.slash(ana, direct, 'design start', { topic: TOPIC });
  for (const answer of [...sent, ...privately])
    expect(answer).toContain('I am set up for certain servers only');
  expect([sent.length, privately.length]).toEqual([1, 1]);
  expect([...(await designsIn(general)), ...(await designsIn(direct))]).toEqual([]);
});

test.each(['Run again', 'Follow up…'])(
  'in a server that is not named, a design that ran before gets no other by %s',
  async (button) => {
    const { discord, engine, id, ana, general, thread, until, card, designsIn } = await asking({
      settings: { guildIds },
    });
    const { people } = discord;
    if (button === 'Run again')
      await engine.command(id, { type: 'cancel', by: 'Ana', reason: '' }).answered;
    else people.say(ana, thread, 'Q1: 500\nQ2: 20 ms');
    await until(({ end }) => end !== null);
    await engine.waitUntilSettled(id);
    const shown = button === 'Run again' ? card() : messageWith(discord, thread, '📎 brief.md');
    const { modal, privately } = await people.click(ana, shown, button);
    const answered =
      modal === null ? privately : (await people.submit(ana, modal, { topic: TOPIC })).privately;
    expect(answered.at(-1)).toContain('I am set up for certain servers only');
    expect(await designsIn(general)).toHaveLength(1);
  },
);

test('somebody who is in no server that is named runs none again by writing to the bot', async () => {
  const { discord, engine, ana, begin, designsIn } = await connected({ settings: { guildIds } });
  const direct = discord.guild.direct(ana);
  const id = await begin({ channel: direct, thread: direct });
  await engine.command(id, { type: 'cancel', by: 'Ana', reason: '' }).answered;
  await engine.waitUntilSettled(id);
  const { privately } = await discord.people.slash(ana, direct, 'design retry', { design: id });
  expect(privately.at(-1)).toContain('I am set up for certain servers only');
  expect(await designsIn(direct)).toHaveLength(1);
});

test('while Discord does not say who is in a server, nobody is told to be in none', async () => {
  const { discord, ana, ephemerals, designsIn } = await connected();
  const direct = discord.guild.direct(ana);
  discord.people.say(ana, direct, TOPIC);
  await vi.waitUntil(() => ephemerals(ana).length === 1, WAIT);
  discord.faults.script(
    'guilds.member',
    ...Array.from({ length: 4 }, () => 'failed_before' as const),
  );
  const { privately } = await discord.people.slash(ana, direct, 'design start', { topic: TOPIC });
  await vi.waitUntil(
    () => [...privately, ...ephemerals(ana)].join().includes('Discord can’t tell me right now'),
    WAIT,
  );
  expect(await designsIn(direct)).toEqual([]);
});

test('people of a server that is named start one, there and by writing to the bot', async () => {
  const { discord, ana, general, begunIn } = await connected();
  await discord.people.slash(ana, general, 'design start', { topic: TOPIC });
  expect(await begunIn(general, 1)).toHaveLength(1);
  const direct = discord.guild.direct(ana);
  await discord.people.slash(ana, direct, 'design start', { topic: TOPIC });
  expect(await begunIn(direct, 1)).toHaveLength(1);
});
