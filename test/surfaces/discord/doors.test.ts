import { describe, expect, test, vi } from 'vitest';
import { REPLY_TEXTS } from '#acts/gateway/reply-texts.ts';
import { WAIT, watched } from '../engines.ts';
import { asking, connected, messageWith } from './message-world.ts';

/**
 * Ana in a world with a channel that she sees and one that she does not, and words that name all
 * that Discord knows.
 */
async function world() {
  const { discord, ...rest } = await connected({ isStill: true });
  const { guild } = discord;
  const logs = guild.addChannel('logs');
  const secret = guild.addChannel('secret');
  guild.deny(secret, ['ViewChannel'], rest.ana);
  const role = guild.addRole('Architects');
  const markup = `Ask <@${rest.ben}> or <@&${role}> in <#${logs}> <:party:123> by <t:1700000000:f>, not <#${secret}>`;
  const words = `Ask @Ben or @Architects in #logs :party: by 14 Nov 2023, 22:13 UTC, not #${secret}`;
  const topicIn = async () => {
    const [design] = await rest.begunIn(rest.general, 1);
    return design === undefined ? null : rest.engine.design(design.id);
  };
  return { ...rest, discord, markup, words, topicIn };
}

describe('A15: every door reads words as their author saw them', () => {
  test('A15: an option of a command', async () => {
    const { discord, ana, general, markup, words, topicIn } = await world();
    await discord.people.slash(ana, general, 'design start', {
      topic: markup,
      context: `See <#${general}>.`,
    });
    expect(await topicIn()).toMatchObject({
      topic: words,
      context: [{ name: 'context', text: 'See #general.' }],
    });
  });

  test('A15: a field of a form, whose names are looked up', async () => {
    const { discord, ana, general, markup, words, topicIn } = await world();
    const { modal } = await discord.people.slash(ana, general, 'design new');
    if (modal === null) throw new Error('there is no form');
    await discord.people.submit(ana, modal, { topic: markup });
    expect((await topicIn())?.topic).toBe(words);
  });

  test('A15: an alert from its menu, and the thread that goes along', async () => {
    const { discord, ana, general, markup, words, topicIn } = await world();
    const author = discord.guild.addBot('Alerts');
    const message = discord.guild.messages.post({
      channel: general,
      author,
      embeds: [{ description: markup }],
    });
    const { modal } = await discord.people.menu(ana, message, 'Design this');
    if (modal === null) throw new Error('there is no form');
    expect(JSON.stringify(modal)).toContain(words);
    await discord.people.submit(ana, modal, {});
    expect(await topicIn()).toMatchObject({
      topic: words,
      context: [{ name: 'thread', text: `Alerts: ${words}` }],
    });
  });

  test('A15: a message, its edit, and what a reply quotes', async () => {
    const { discord, ana, ben, general, reply, until, edit, replies } = await asking();
    const logs = discord.guild.addChannel('logs');
    const first = reply(ana, `It is in <#${logs}> <:party:123>.`);
    await until(({ replies }) => replies.length === 1);
    const second = reply(ben, `I see <#${general}>.`, { replyTo: first });
    await until(({ replies }) => replies.length === 2);
    const quoted = 'Ben: > Ana: It is in #logs :party:.\n';
    expect((await replies())[1]).toBe(`${quoted}I see #general.`);
    edit(second, `I see <#${logs}>.`);
    await until(({ replies }) => replies[1]?.text.includes('I see #logs.') === true);
    expect(await replies()).toEqual(['Ana: It is in #logs :party:.', `${quoted}I see #logs.`]);
  });
});

describe('J10: a reply to the card in its channel', () => {
  test('J10: it is a word in the thread, with its edit, its sign and its deletion', async () => {
    const { discord, ben, general, card, until, edit, replies } = await asking();
    const before = card();
    const said = discord.people.say(ben, general, 'Nobody reads it at night.', { replyTo: before });
    await until(({ replies }) => replies.length === 1);
    const quoted = /^Ben: > Charrette: .+\n/;
    expect((await replies())[0]).toMatch(quoted);
    await vi.waitUntil(() => said.reactions.size > 0, WAIT);
    edit(said, 'Nobody reads it on Sundays.');
    await until(({ replies }) => replies[0]?.text.endsWith('on Sundays.') === true);
    discord.people.remove(said);
    await until(({ replies }) => replies.length === 0);
  });

  test('J10: the author of replies to a post of the bot without a design learns that once', async () => {
    const { discord, ben, general, ephemerals } = await connected();
    const { guild, people } = discord;
    const post = guild.messages.post({
      channel: general,
      author: guild.bot.id,
      content: 'Deleted.',
    });
    const thread = guild.addThread(ben, general, 'lunch');
    for (const channel of [general, general, thread])
      people.say(ben, channel, 'And now?', { replyTo: post });
    const gone = expect.stringContaining(REPLY_TEXTS.noDesign);
    // Once in each place.
    await vi.waitFor(() => expect(ephemerals(ben)).toEqual([gone, gone]), WAIT);
    await discord.deliveries.settled();
    expect(ephemerals(ben)).toEqual([gone, gone]);
  });

  test('J10: the author of replies to a card whose design is gone learns that once', async () => {
    const { discord, ben, general, card, ephemerals } = await asking({
      store: (store) => ({
        list: async (filter) => (filter.limit === 1 ? [] : store.list(filter)),
      }),
    });
    for (const text of ['And now?', 'Hello?'])
      discord.people.say(ben, general, text, { replyTo: card() });
    await vi.waitUntil(() => ephemerals(ben).length > 0, WAIT);
    await discord.deliveries.settled();
    expect(ephemerals(ben)).toEqual([expect.stringContaining(REPLY_TEXTS.noDesign)]);
  });
});

test('J10: a reply to a private message is none to a design there, and its author reads where to write', async () => {
  const { discord, engine, ana, general, mention, begin, ephemerals } = await connected({
    isStill: true,
  });
  const { guild, people } = discord;
  const direct = guild.direct(ana);
  const id = await begin({ channel: direct, thread: direct });
  const { until, replies } = watched(engine, id);
  await until(({ answering }) => answering !== null);
  mention(ana, 'help', general);
  const helped = () => ephemerals(ana).at(-1)?.includes('a question into a decision') === true;
  await vi.waitUntil(helped, WAIT);
  const help = messageWith(discord, direct, 'a question into a decision');
  const replied = people.say(ana, direct, 'Mind the freeze.', { replyTo: help });
  await vi.waitUntil(
    () => ephemerals(ana).at(-1)?.includes(REPLY_TEXTS.writeInThread) === true,
    WAIT,
  );
  people.edit(replied, 'Mind the audit.');
  people.say(ana, direct, 'We have 900 a minute.');
  await until(({ replies }) => replies.length > 0);
  await discord.deliveries.settled();
  expect(await replies()).toEqual(['Ana: We have 900 a minute.']);
});
