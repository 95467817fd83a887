import { type Client, Events, REST, Routes } from 'discord.js';
import { expect, test, vi } from 'vitest';
import { WAIT } from '../engines.ts';
import { discordWith } from './local.ts';
import { restOf, startBot } from './small-bot.ts';

async function roomWith(options: Parameters<typeof discordWith>[0] = {}) {
  const { discord, ana, general } = await discordWith(options);
  const rest = restOf(discord);
  const post = (body: object, through = rest) => through.post(Routes.channelMessages(general), { body });
  return { discord, ana, general, rest, post };
}

test('a call can fail before its work is done, and after', async () => {
  const { discord, general, post } = await roomWith();
  discord.faults.script('messages.create', 'failed_before', 'failed_after', 'cut_before', 'cut_after');
  await expect(post({ content: 'one' })).rejects.toMatchObject({ status: 500 });
  expect(discord.visible(general)).toEqual([]);
  await expect(post({ content: 'two' })).rejects.toMatchObject({ status: 500 });
  await expect(post({ content: 'three' })).rejects.toThrow();
  await expect(post({ content: 'four' })).rejects.toThrow();
  expect(discord.visible(general)).toEqual(['Charrette: two', 'Charrette: four']);
  const mishaps = discord.record.callsOf('messages.create').map(({ mishap }) => mishap);
  expect(mishaps).toEqual(['failed_before', 'failed_after', 'cut_before', 'cut_after']);
  expect(discord.record.violations).toEqual([]);
});

test('what the library sends again after a lost answer is there once, if it has a nonce', async () => {
  const { discord, general, post } = await roomWith();
  const retrying = new REST({ api: discord.apiUrl, retries: 3 }).setToken(discord.token);
  discord.faults.script('messages.create', 'failed_after');
  await post({ content: 'once', nonce: 'n1', enforce_nonce: true }, retrying);
  discord.faults.script('messages.create', 'failed_after');
  await post({ content: 'twice' }, retrying);
  expect(discord.visible(general)).toEqual(['Charrette: once', 'Charrette: twice', 'Charrette: twice']);
});

test('a nonce is forgotten after its time', async () => {
  const { discord, general, post } = await roomWith({ nonceMs: 0 });
  const body = { content: 'one', nonce: 'n1', enforce_nonce: true };
  await post(body);
  await vi.waitFor(async () => {
    await post(body);
    expect(discord.visible(general).length).toBeGreaterThan(1);
  }, WAIT);
});

test('a call that is limited says for how long, and whether all are', async () => {
  const { discord, general, rest } = await roomWith();
  rest.options.rejectOnRateLimit = () => true;
  discord.faults.script('channels.get', 'limited', 'limited_globally');
  const limit = { global: false, retryAfter: 1_050 };
  await expect(rest.get(Routes.channel(general))).rejects.toMatchObject(limit);
  const other = restOf(discord);
  other.options.rejectOnRateLimit = () => true;
  await expect(other.get(Routes.channel(general))).rejects.toMatchObject({ global: true });
});

test('five messages in five seconds are a channel’s measure, and the library waits for the next', async () => {
  const { discord, general, rest, post } = await roomWith({ rateSpeed: 10 });
  for (const content of ['1', '2', '3', '4', '5']) await post({ content });
  const limits: number[] = [];
  rest.on('rateLimited', ({ limit }) => limits.push(limit));
  await post({ content: '6' });
  expect(limits).toEqual([5]);
  const bare = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const headers = { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' };
      const url = `${discord.apiUrl}/v10${Routes.channelMessages(general)}`;
      const answer = await fetch(url, { method: 'POST', headers, body: '{"content":"x"}' });
      return { status: answer.status, wait: answer.headers.get('retry-after') };
    }),
  );
  expect(bare).toContainEqual({ status: 429, wait: '1' });
  expect(discord.record.violations).toEqual([]);
});

test('the seed alone decides what goes wrong', async () => {
  const outcomes = async (): Promise<(string | null)[]> => {
    const { discord, rest, post } = await roomWith({ faults: { seed: 7, share: 0.5 } });
    rest.options.rejectOnRateLimit = () => true;
    for (let at = 0; at < 20; at++) await Promise.allSettled([post({ content: `${at}` })]);
    return discord.record.callsOf('messages.create').map(({ mishap }) => mishap);
  };
  const [one, two] = [await outcomes(), await outcomes()];
  expect(one.filter((mishap) => mishap !== null).length).toBeGreaterThan(4);
  expect(two).toEqual(one);
});

test('messages are delivered twice and late by the seed, and sent again by a test', async () => {
  const disorder = { seed: 3, twice: 0.5, upToMs: 50 };
  const { discord, ana, general } = await roomWith({ disorder });
  const received: string[] = [];
  const raw: string[] = [];
  const prepare = (client: Client): void => {
    client.on(Events.MessageCreate, ({ content }) => received.push(content));
    client.on(
      Events.Raw,
      ({ t, d }) => t === 'MESSAGE_CREATE' && raw.push((d as { content: string }).content),
    );
  };
  await startBot(discord, { prepare });
  const texts = Array.from({ length: 20 }, (_, at) => `m${at}`);
  for (const text of texts) discord.people.say(ana, general, text);
  await discord.deliveries.settled();
  await vi.waitFor(() => expect(new Set(raw)).toEqual(new Set(texts)), WAIT);
  expect(raw.length).toBeGreaterThan(20);
  expect([...new Set(raw)]).not.toEqual(texts);

  const before = raw.length;
  discord.deliveries.sendAgain('MESSAGE_CREATE');
  await vi.waitFor(() => expect(raw.length).toBeGreaterThan(before * 1.5), WAIT);
  expect(discord.record.violations).toEqual([]);
});
