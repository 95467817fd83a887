import { ChannelType, type Client, Events, Routes, type ThreadChannel } from 'discord.js';
import { expect, test, vi } from 'vitest';
import { snowflake } from '../../platforms/discord/snowflake.ts';
import { WAIT } from '../engines.ts';
import { discordWith } from './local.ts';
import { codeOf, register, restOf, startBot } from './small-bot.ts';

interface Thread {
  readonly id: string;
  readonly type: number;
}

async function roomWith() {
  const { discord, ana, general } = await discordWith();
  const rest = restOf(discord);
  const post = (channel: string, content: string) =>
    rest.post(Routes.channelMessages(channel), { body: { content } }) as Promise<Thread>;
  const startOn = (message: string) =>
    rest.post(Routes.threads(general, message), { body: { name: 'Queues' } }) as Promise<Thread>;
  const startAlone = (body: object) =>
    rest.post(Routes.threads(general), { body: { name: 'Queues', ...body } }) as Promise<Thread>;
  return { discord, ana, general, rest, post, startOn, startAlone };
}

test('a thread is started on a message once, has its id, and shows it on top', async () => {
  const { discord, ana, general, post, startOn } = await roomWith();
  const card = await post(general, 'card');
  const thread = await startOn(card.id);
  expect(thread).toMatchObject({ id: card.id, type: ChannelType.PublicThread, parent_id: general });
  expect(await codeOf(startOn(card.id))).toBe(160_004);
  await post(thread.id, 'one');
  discord.people.say(ana, thread.id, 'two');
  expect(discord.visible(thread.id)).toEqual(['Charrette: card', 'Charrette: one', 'Ana: two']);
  expect(discord.visible(general)).toEqual(['Charrette: card']);
  expect(discord.record.violations).toEqual([]);
});

test('a private thread is seen by those who are in it', async () => {
  const { discord, ana, general, rest, startAlone } = await roomWith();
  const { id } = await startAlone({ type: ChannelType.PrivateThread, invitable: false });
  expect(() => discord.people.say(ana, id, 'hello')).toThrow('Ana cannot write here');
  await rest.put(Routes.threadMembers(id, ana));
  discord.people.say(ana, id, 'hello');
  expect(discord.visible(id)).toEqual(['Ana: hello']);
  const notice = { type: 1, content: '', mentions: [{ id: ana }], author: { id: discord.applicationId } };
  expect(await rest.get(Routes.channelMessages(id))).toMatchObject([{ type: 0 }, notice]);
  const about = {
    id: snowflake(),
    name: 'Theirs',
    parent: general,
    type: ChannelType.PrivateThread,
    owner: ana,
  };
  discord.guild.startThread(about);
  expect(await codeOf(rest.get(Routes.channel(about.id)))).toBe(50_001);
});

test('a thread that is archived is opened by writing, unless it is locked', async () => {
  const { discord, ana, general, rest, post, startOn } = await roomWith();
  const thread = await startOn((await post(general, 'card')).id);
  const { id: said } = await post(thread.id, 'one');
  const edit = () => codeOf(rest.patch(Routes.channelMessage(thread.id, said), { body: { content: 'two' } }));
  discord.guild.archive(thread.id);
  expect(await edit()).toBe(50_083);
  expect(await rest.patch(Routes.channel(thread.id), { body: { archived: false } })).toMatchObject({
    thread_metadata: { archived: false, locked: false },
  });
  expect(await edit()).toBe(null);
  discord.guild.archive(thread.id);
  await post(thread.id, 'three');
  expect(discord.guild.channel(thread.id).thread?.isArchived).toBe(false);
  discord.guild.lock(thread.id);
  expect(await codeOf(post(thread.id, 'four'))).toBe(50_083);
  discord.guild.archive(thread.id, false);
  expect(await codeOf(post(thread.id, 'four'))).toBe(160_005);
  expect(await edit()).toBe(160_005);
  discord.guild.archive(thread.id);
  expect(await codeOf(rest.patch(Routes.channel(thread.id), { body: { archived: false } }))).toBe(50_013);
  expect(() => discord.people.say(ana, thread.id, 'five')).toThrow('locked');
  expect(discord.record.violations).toEqual([]);
});

test('in a locked thread nothing can be answered, and in an archived one an answer opens it', async () => {
  const { discord, ana, general, rest, startAlone } = await roomWith();
  await startBot(discord);
  await register(discord);
  const { id } = await startAlone({ type: ChannelType.PublicThread });
  discord.guild.archive(id);
  expect((await discord.people.slash(ana, id, 'status')).privately).toEqual(['Charrette: On it.']);
  expect(discord.guild.channel(id).thread?.isArchived).toBe(false);
  discord.guild.lock(id);
  expect((await discord.people.slash(ana, id, 'status')).isAcknowledged).toBe(false);
  const errors = () => discord.record.callsOf('interactions.callback').map(({ error }) => error);
  expect(errors()).toEqual([null, 50_083]);
  const { interaction } = await discord.people.slash(ana, general, 'status');
  discord.guild.removeChannel(general);
  const original = Routes.webhookMessage(discord.applicationId, interaction.token, '@original');
  expect(await codeOf(rest.patch(original, { body: { content: 'x' }, auth: false }))).toBe(10_003);
  expect(discord.record.violations).toEqual([]);
});

test('each thing needs its permission, and a person’s lack of one is theirs', async () => {
  const { discord, ana, general, rest, post, startOn, startAlone } = await roomWith();
  const card = await post(general, 'card');
  const file = { files: [{ name: 'a.md', data: Buffer.from('a') }], body: {} };
  const tries: [Parameters<typeof discord.guild.deny>[1], () => Promise<unknown>][] = [
    [['SendMessages'], () => post(general, 'one')],
    [['AttachFiles'], () => rest.post(Routes.channelMessages(general), file)],
    [['AddReactions'], () => rest.put(`${Routes.channelMessage(general, card.id)}/reactions/✅/@me`)],
    [['CreatePublicThreads'], () => startOn(card.id)],
    [['CreatePrivateThreads'], () => startAlone({ type: ChannelType.PrivateThread })],
    [['ReadMessageHistory'], () => rest.get(Routes.channelMessage(general, card.id))],
  ];
  for (const [names, attempt] of tries) {
    discord.guild.deny(general, names);
    expect(await codeOf(attempt()), names.join()).toBe(50_013);
    discord.guild.allow(general, names);
    expect(await codeOf(attempt()), names.join()).toBe(null);
  }
  const thread = await startOn((await post(general, 'other')).id);
  discord.guild.deny(general, ['SendMessagesInThreads']);
  expect(await codeOf(post(thread.id, 'one'))).toBe(50_013);
  discord.guild.deny(general, ['SendMessages'], ana);
  expect(() => discord.people.say(ana, general, 'hello')).toThrow('Ana cannot write here');
  discord.guild.deny(general, ['ReadMessageHistory']);
  expect(await rest.get(Routes.channelMessages(general))).toEqual([]);
  expect(discord.record.violations).toEqual([]);
});

test('a person is written to directly, unless they want nobody to', async () => {
  const { discord, ana, rest, post } = await roomWith();
  const open = () => rest.post(Routes.userChannels(), { body: { recipient_id: ana } }) as Promise<Thread>;
  const direct = await open();
  expect(await open()).toMatchObject({ id: direct.id, type: ChannelType.DM, recipients: [{ id: ana }] });
  await post(direct.id, 'psst');
  expect(discord.visible(direct.id)).toEqual(['Charrette: psst']);
  const person = discord.guild.people.get(ana);
  if (person !== undefined) person.isOpenToDirect = false;
  expect(await codeOf(post(direct.id, 'again'))).toBe(50_007);
  expect(
    await codeOf(rest.post(Routes.userChannels(), { body: { recipient_id: '123456789012345678' } })),
  ).toBe(10_013);
});

test('the library receives threads, forum posts, deletions of channels and messages, and leaving', async () => {
  const { discord, ana, general } = await roomWith();
  const received: string[] = [];
  await startBot(discord, { prepare: (client) => listen(client, received) });
  const forum = discord.guild.addChannel('ideas', 'forum');
  const postId = discord.guild.addPost(ana, forum, 'An idea', 'What if');
  const threadId = discord.guild.addThread(ana, general, 'Talk');
  discord.guild.archive(threadId);
  discord.guild.removeChannel(threadId);
  const messages = ['a', 'b'].map((text) => discord.people.say(ana, postId, text));
  discord.people.remove(...messages);
  discord.guild.removeChannel(general);
  discord.guild.removeBot();
  const expected = [
    'created An idea in ideas',
    'said What if',
    'created Talk in general',
    'said Talk',
    'archived Talk',
    'deleted Talk',
    'said a',
    'said b',
    'gone 2',
    'without #general',
    'left Atelier',
  ];
  await vi.waitFor(() => expect(received).toEqual(expected), WAIT);
  expect(await codeOf(restOf(discord).get(Routes.guildMember(discord.guild.id, ana)))).toBe(50_001);
});

test('Discord’s own notices come as messages of those who did it', async () => {
  const { discord, ana, general, rest } = await roomWith();
  const thread = discord.guild.addThread(ana, general, 'Talk');
  discord.guild.rename(thread, 'More talk', ana);
  const message = discord.people.say(ana, thread, 'https://example.org');
  discord.guild.messages.fulfil(message, { embeds: [{ title: 'A page' }] });
  expect(discord.visible(general)).toEqual(['(Ana started a thread: Talk)']);
  expect(discord.visible(thread)).toEqual([
    '(Ana changed the name to More talk)',
    'Ana: https://example.org\nA page',
  ]);
  const author = { id: ana };
  expect(await rest.get(Routes.channelMessages(general))).toMatchObject([
    { type: 18, content: 'Talk', author },
  ]);
  expect(await rest.get(Routes.channelMessages(thread))).toMatchObject([
    { type: 0, edited_timestamp: null, embeds: [{ title: 'A page' }] },
    { type: 4, content: 'More talk', author },
  ]);
});

function listen(client: Client, received: string[]): void {
  client.on(Events.ThreadCreate, ({ name, parent }: ThreadChannel) =>
    received.push(`created ${name} in ${parent?.name}`),
  );
  client.on(Events.ThreadUpdate, (_, { name, archived }) =>
    received.push(`${archived ? 'archived' : 'opened'} ${name}`),
  );
  client.on(Events.ThreadDelete, ({ name }) => received.push(`deleted ${name}`));
  client.on(Events.MessageCreate, ({ content }) => received.push(`said ${content}`));
  client.on(Events.MessageBulkDelete, ({ size }) => received.push(`gone ${size}`));
  client.on(Events.ChannelDelete, (channel) =>
    received.push(`without #${'name' in channel ? channel.name : ''}`),
  );
  client.on(Events.GuildDelete, ({ name }) => received.push(`left ${name}`));
}
