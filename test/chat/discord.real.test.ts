/** What Discord alone has, on the real discord.js. */

import { afterEach, expect, test } from 'vitest';
import { startDiscord } from '#chat/discord/start.ts';
import { startDiscordServer } from '#test/support/discord-server.ts';
import { until } from '#test/support/platform.ts';
import { openDiscordWorld } from './gateway-world.ts';

let world: Awaited<ReturnType<typeof openDiscordWorld>>;
afterEach(async () => {
  const problems = world.problems();
  await world.stop();
  expect(problems).toEqual([]);
});

test('a start inside a thread runs there, with the thread as context', async () => {
  world = await openDiscordWorld();
  const { server, channel, designs } = world;
  const [ana, ben] = [world.addPerson('Ana'), world.addPerson('Ben')];
  const thread = server.addThread(channel, 'the queue');
  server.say(ana, thread, 'The queue is slow.');
  server.say(ben, thread, `Ask <@${ana}>.`);
  await server.command(ana, thread, 'start', { topic: 'Redis or Postgres?' });
  expect(server.ephemeral(ana)[0]).toContain('On it.');
  expect(designs.asked[0]?.given).toMatchObject({
    thread: { channel, thread },
    context: [{ text: 'Ana: The queue is slow.\n\nBen: Ask @Ana.' }],
  });
});

test('the card is a message with a thread named after it, and a reply to the card counts', async () => {
  world = await openDiscordWorld();
  const { server, channel, designs, chat } = world;
  const ana = world.addPerson('Ana');
  const place = { platform: 'discord', channel, thread: '' } as const;
  const key = { designId: designs.add(place, ana), key: 'card' };
  const message = { text: '**Redis *or* Postgres?**\n\n0 of 6 sealed', controls: [] };
  const { thread } = await chat.post(place, message, key, () => true);
  expect(server.thread(thread)).toMatchObject({ name: 'Redis or Postgres?', parent: channel });
  const id = designs.add({ ...place, thread }, ana);
  const reply = server.say(ana, channel, 'about 900', { replyTo: thread });
  await until('the answer', () => designs.asked.length > 0);
  expect(designs.asked[0]).toMatchObject({ act: 'answer', id });
  await chat.react({ ...place, thread }, reply.id, 'stored');
  expect([...reply.reactions]).toEqual(['👀']);
});

test('P5: a reply to the card that nobody heard is read from the channel, and no other message there', async () => {
  world = await openDiscordWorld();
  const { server, channel, designs, chat } = world;
  const ana = world.addPerson('Ana');
  const place = { platform: 'discord', channel, thread: '' } as const;
  const key = { designId: designs.add(place, ana), key: 'card' };
  const { thread } = await chat.post(place, { text: 'Why?', controls: [] }, key, () => true);
  const early = server.say(ana, thread, 'one');
  server.say(ana, channel, 'lunch?');
  const missed = server.say(ana, channel, 'two', { replyTo: thread });
  const late = server.say(ana, thread, 'three');
  const idsAfter = async (id: string) =>
    (await chat.messagesAfter({ ...place, thread }, id)).map((each) => each.id);
  expect(await idsAfter(thread)).toEqual([early.id, missed.id, late.id]);
  expect(await idsAfter(early.id)).toEqual([missed.id, late.id]);
  expect(await idsAfter(missed.id)).toEqual([late.id]);
});

test('P5: a message that could not be stored is logged, and what was missed is read again', async () => {
  world = await openDiscordWorld();
  const { server, channel, designs, errors, reconnects } = world;
  const ana = world.addPerson('Ana');
  const thread = server.addThread(channel);
  designs.add({ platform: 'discord', channel, thread }, ana);
  designs.failure = new Error('the store is away');
  const before = reconnects();
  const { id } = server.say(ana, thread, 'about 900');
  await until('the line in the log', () => errors.some((line) => line.includes(id)));
  expect(errors.splice(0).join()).toContain('discord_message_not_stored');
  expect(reconnects()).toBe(before);
  await until('the look at the thread', () => reconnects() > before, 20_000);
  expect(designs.asked).toEqual([]);
});

test('P4: a card whose thread was not opened gets it when it is found', async () => {
  world = await openDiscordWorld();
  const { server, channel, designs, chat } = world;
  const place = { platform: 'discord', channel, thread: '' } as const;
  const key = { designId: designs.add(place, world.addPerson('Ana')), key: 'card' };
  server.platform.script('threads.start', 'failed_before');
  const message = { text: '**Redis or Postgres?**', controls: [] };
  await expect(chat.post(place, message, key, () => true)).rejects.toMatchObject({ isLost: true });
  const found = await chat.find(place, key);
  expect(server.thread(found?.thread ?? '')?.name).toBe('Redis or Postgres?');
  expect(server.visible(channel)).toHaveLength(1);
});

test('P5: two daemons hear everything, and each thing is done and answered once', async () => {
  world = await openDiscordWorld();
  const { server, channel, designs, mention } = world;
  const second = await world.connect(designs, no);
  expect(server.sessions()).toBe(2);
  const ana = world.addPerson('Ana');
  await server.command(ana, channel, 'start', { topic: 'Redis or Postgres?' });
  const thread = server.addThread(channel);
  server.say(ana, channel, `${mention} hello`);
  await until('the answer to the mention', () => server.visible(channel).length > 1);
  const id = designs.add({ platform: 'discord', channel, thread }, ana);
  server.say(ana, thread, 'about 900');
  await until('the reply', () => designs.asked.length > 1);
  // Both daemons have now seen all that came before.
  await server.command(ana, channel, 'list');
  await second.stop();
  expect(designs.acts()).toEqual(['start', 'answer']);
  expect(designs.asked[1]?.id).toBe(id);
  expect(server.visible(channel).map(server.read)).toEqual([
    `${mention} hello`,
    'To start a design, type `/design start` and a topic.',
  ]);
  expect(server.ephemeral(ana)).toHaveLength(2);
});

test('a start where the bot may not write is told so, and starts nothing', async () => {
  world = await openDiscordWorld();
  const { server, channel, designs, chat } = world;
  const ana = world.addPerson('Ana');
  server.hide(channel);
  await server.command(ana, channel, 'start', { topic: 'Redis or Postgres?' });
  expect(server.ephemeral(ana)[0]).toContain('I can’t work in this channel.');
  expect(designs.asked).toEqual([]);
  const place = { platform: 'discord', channel, thread: '' } as const;
  const key = { designId: designs.add(place, ana), key: 'card' };
  const message = { text: 'Redis or Postgres?', controls: [] };
  await expect(chat.post(place, message, key, () => true)).rejects.toMatchObject({
    isLost: false,
    retryAfterMs: null,
  });
});

test('an edit of a message that was written before the process started is heard', async () => {
  world = await openDiscordWorld();
  const { server, channel, designs } = world;
  const ana = world.addPerson('Ana');
  const thread = server.addThread(channel);
  designs.add({ platform: 'discord', channel, thread }, ana);
  const early = server.say(ana, thread, 'about 900');
  await until('the message', () => designs.asked.length > 0);
  const second = await world.connect(designs, no);
  server.edit(early, 'about 950');
  await until('the edit', () => designs.asked.length > 1);
  expect(designs.asked[1]?.given).toMatchObject({ text: 'about 950', replaces: early.id });
  await second.stop();
});

test('a connection that Discord closes for good is told in one line with its code', async () => {
  world = await openDiscordWorld();
  world.server.drop(4_004);
  await until('the line', () => world.lost.length > 0);
  expect(world.lost).toEqual(['Discord has closed the connection for good (4004).']);
});

test('A9: a refused token or intent stops the start and names its setting', async () => {
  world = await openDiscordWorld();
  const log = { debug: no, info: no, warn: no, error: no };
  const common = { designs: world.designs, operators: [], log, onReconnect: no, onLost: no };
  for (const [given, words] of [
    [{ isKnown: false }, 'Discord refuses DISCORD_TOKEN.'],
    [{ mayReadContent: false }, 'Message Content Intent'],
  ] as const) {
    const server = await startDiscordServer(given);
    const { apiUrl, token } = server;
    const error = await startDiscord({ ...common, apiUrl, token }).catch((fault) => fault);
    expect(error).toMatchObject({ code: 'bad_setting' });
    expect(error.message).toContain(words);
    await server.close();
  }
});

function no(): undefined {
  return undefined;
}
