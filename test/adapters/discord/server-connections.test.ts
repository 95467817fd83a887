import { type Client, Events, GatewayIntentBits } from 'discord.js';
import { expect, test, vi } from 'vitest';
import { WAIT } from '../engines.ts';
import { discordWith, shortenLibraryWaits } from './local.ts';
import { restOf, startBot } from './small-bot.ts';

shortenLibraryWaits();

/** Hears messages of people. */
function listenTo(received: string[]): (client: Client) => void {
  return (client) =>
    client.on(Events.MessageCreate, (message) => {
      if (!message.author.bot) received.push(message.content);
    });
}

test('the library logs in, knows the guild and its channels, and receives a message', async () => {
  const { discord, ana, general } = await discordWith();
  const { client } = await startBot(discord);
  const guild = client.guilds.cache.get(discord.guild.id);
  expect(guild?.channels.cache.get(general)?.name).toBe('general');
  expect(client.application?.id).toBe(discord.applicationId);
  discord.people.say(ana, general, 'hello');
  await vi.waitFor(() => expect(discord.visible(general)).toEqual(['Ana: hello\n(✅ 1)']), WAIT);
  expect(discord.sockets.count).toBe(1);
  expect(discord.record.violations).toEqual([]);
});

test('a wrong token and an intent that was not granted are refused, and written down', async () => {
  const { discord } = await discordWith({ hasMessageContent: false });
  await expect(startBot(discord)).rejects.toThrow('disallowed intents');
  discord.token = 'another.token';
  await expect(startBot(discord)).rejects.toThrow('token');
  const [refused, ...more] = discord.record.violations;
  expect(refused).toBe('gateway: 4014 Disallowed intent(s).');
  expect(more[0]).toContain('401: Unauthorized');
});

test.each([
  ['loses its connection', 'reset', undefined],
  ['is closed with a code that allows it', 'close', 4_000],
  ['is asked to come again', 'ask', undefined],
  ['is declared invalid for now', 'invalidate', undefined],
  ['gets no answer to its heartbeats', 'freeze', undefined],
] as const)('a session that %s is resumed, and hears what it missed once', async (_case, way, code) => {
  const { discord, ana, general } = await discordWith({ heartbeatMs: way === 'freeze' ? 500 : 41_250 });
  const received: string[] = [];
  await startBot(discord, { prepare: listenTo(received) });
  discord.people.say(ana, general, 'one');
  await vi.waitFor(() => expect(received).toEqual(['one']), WAIT);
  if (way === 'ask') discord.sockets.askToLeave();
  else if (way === 'invalidate') discord.sockets.invalidate(true);
  else if (way === 'freeze') discord.sockets.freeze();
  else discord.sockets.drop(way, code);
  discord.people.say(ana, general, 'two');
  await vi.waitFor(() => expect(received).toEqual(['one', 'two']), WAIT);
  discord.people.say(ana, general, 'three');
  await vi.waitFor(() => expect(received).toEqual(['one', 'two', 'three']), WAIT);
  const { 'gateway.identify': identified, 'gateway.resume': resumed } = discord.record.counts();
  expect({ identified, resumed }).toEqual({ identified: 1, resumed: 1 });
  expect(discord.record.violations).toEqual([]);
});

test.each(['forgotten', 'invalid', 'closed with 1000'])(
  'a session that is %s is not resumed, and what it missed is in the channel',
  async (way) => {
    const { discord, ana, general } = await discordWith();
    const received: string[] = [];
    await startBot(discord, { prepare: listenTo(received) });
    if (way === 'forgotten') {
      discord.sockets.forget();
      discord.sockets.drop();
    } else if (way === 'invalid') discord.sockets.invalidate(false);
    else discord.sockets.drop('close', 1_000);
    const { id: first } = discord.people.say(ana, general, 'one');
    await vi.waitFor(() => expect(discord.record.counts()['gateway.identify']).toBe(2), WAIT);
    await vi.waitFor(() => expect(discord.sockets.count).toBe(1), WAIT);
    discord.people.say(ana, general, 'two');
    await vi.waitFor(() => expect(received).toEqual(['two']), WAIT);
    const before = String(BigInt(first) - 1n);
    const missed = await restOf(discord).get(`/channels/${general}/messages`, {
      query: new URLSearchParams({ after: before }),
    });
    expect(missed).toMatchObject([{ content: 'two' }, { content: 'one' }]);
    expect(discord.record.violations).toEqual([]);
  },
);

test('two sessions of one app receive the same events', async () => {
  const { discord, ana, general } = await discordWith();
  const received: string[] = [];
  await startBot(discord, { prepare: listenTo(received) });
  await startBot(discord, { prepare: listenTo(received) });
  expect(discord.sockets.count).toBe(2);
  discord.people.say(ana, general, 'one');
  await vi.waitFor(() => expect(received).toEqual(['one', 'one']), WAIT);
});

test('a bot that cannot reach the gateway connects once the gateway is there', async () => {
  const { discord, ana, general } = await discordWith();
  const received: string[] = [];
  const { client } = await startBot(discord, { prepare: listenTo(received) });
  const told: string[] = [];
  client.on(Events.Debug, (text) => told.push(text));
  discord.sockets.stayAway();
  discord.sockets.drop();
  await vi.waitFor(() => expect(told.join()).toContain('network error'), WAIT);
  expect(discord.sockets.count).toBe(0);
  discord.sockets.stayAway(false);
  await vi.waitFor(() => expect(discord.sockets.count).toBe(1), WAIT);
  expect(discord.record.counts()['gateway.identify']).toBe(2);
  discord.people.say(ana, general, 'back');
  await vi.waitFor(() => expect(received).toEqual(['back']), WAIT);
});

test('without the intent to read, only what is meant for the bot can be read', async () => {
  const { discord, ana, general } = await discordWith({ hasMessageContent: false });
  const received: string[] = [];
  await startBot(discord, { prepare: listenTo(received), hasMessageContent: false });
  discord.people.say(ana, general, 'a secret', { files: [{ name: 'a.md', content: 'x' }] });
  discord.people.mention(ana, general, 'for you');
  discord.people.say(ana, discord.guild.direct(ana), 'directly');
  const bot = `<@${discord.applicationId}>`;
  await vi.waitFor(() => expect(received).toEqual(['', `${bot} for you`, 'directly']), WAIT);
  const listed = await restOf(discord).get(`/channels/${general}/messages`);
  expect(listed).toMatchObject([{ content: `${bot} for you` }, { content: '', attachments: [] }]);
  expect(discord.visible(general)[0]).toBe('Ana: a secret\n📎 a.md');
});

test('a session receives only the events of its intents', async () => {
  const { discord, ana, general } = await discordWith();
  const received: string[] = [];
  const { Guilds, DirectMessages } = GatewayIntentBits;
  await startBot(discord, { prepare: listenTo(received), client: { intents: [Guilds, DirectMessages] } });
  discord.people.say(ana, general, 'in the channel');
  discord.people.say(ana, discord.guild.direct(ana), 'directly');
  await vi.waitFor(() => expect(received).toEqual(['directly']), WAIT);
});

test('a connection that is cut before or after an event is sent loses nothing', async () => {
  const { discord, ana, general } = await discordWith();
  const received: string[] = [];
  await startBot(discord, { prepare: listenTo(received) });
  discord.faults.script('gateway', 'cut_before');
  discord.people.say(ana, general, 'one');
  await vi.waitFor(() => expect(received).toEqual(['one']), WAIT);
  discord.faults.script('gateway', 'cut_after');
  discord.people.say(ana, general, 'two');
  await vi.waitFor(() => expect(discord.record.counts()['gateway.resume']).toBe(2), WAIT);
  await vi.waitFor(() => expect(received).toEqual(['one', 'two']), WAIT);
});
