import { DiscordAPIError, MessageFlags, REST, Routes } from 'discord.js';
import { expect, test } from 'vitest';
import { modal } from '../../platforms/discord/components.ts';
import type { DiscordServer } from '../../platforms/discord/server.ts';
import { WAIT } from '../engines.ts';
import { connectionTo, ownFleet, settingsFor } from './connection-world.ts';
import { discordWith } from './local.ts';

const V2 = MessageFlags.IsComponentsV2;
const text = (content: string, id?: number) => ({
  type: 10,
  content,
  ...(id !== undefined && { id }),
});
const button = (custom_id: string, label = custom_id) => ({ type: 2, style: 2, custom_id, label });
const row = (...components: object[]) => ({ type: 1, components });
const select = { type: 3, custom_id: 'which', options: [{ label: 'One', value: '1' }] };

function restOf(discord: DiscordServer): REST {
  const makeRequest = (url: string, init: object) => fetch(url, init) as never;
  return new REST({ api: discord.apiUrl, makeRequest, retries: 0 }).setToken(discord.token);
}

/** Discord's code for why this was refused, or null when it was not. */
async function codeOf(call: Promise<unknown>): Promise<number | string | null> {
  try {
    await call;
    return null;
  } catch (error) {
    if (error instanceof DiscordAPIError) return error.code;
    throw error;
  }
}

async function roomWith(options: Parameters<typeof discordWith>[0] = {}) {
  const { discord, ana, general } = await discordWith(options);
  const rest = restOf(discord);
  const channel = Routes.channelMessages(general);
  const post = (body: object) => rest.post(channel, { body }) as Promise<{ readonly id: string }>;
  const edit = (id: string, body: object) => rest.patch(`${channel}/${id}`, { body });
  return { discord, ana, general, rest, channel, post, edit };
}

const many = (count: number) => Array.from({ length: count }, (_, at) => text(`t${at}`));
const wrong: [string, object, number][] = [
  ['nothing', { content: ' ' }, 50_006],
  ['2,001 characters', { content: 'x'.repeat(2_001) }, 50_035],
  ['a field that there is not', { content: 'x', colour: 1 }, 50_035],
  ['content beside components', { flags: V2, content: 'x', components: [text('y')] }, 50_035],
  ['an embed, which Charrette does not send', { embeds: [{ title: 'x' }] }, 50_035],
  ['components without their flag', { components: [text('y')] }, 50_035],
  ['no components with the flag', { flags: V2 }, 50_006],
  ['41 components', { flags: V2, components: many(41) }, 50_035],
  [
    '4,001 characters of text',
    { flags: V2, components: [text('x'.repeat(4_000)), text('y')] },
    50_035,
  ],
  ['an empty text', { flags: V2, components: [text('')] }, 50_035],
  ['two components of one id', { flags: V2, components: [text('x', 5), text('y', 5)] }, 50_035],
  ['an id above 31 bits', { flags: V2, components: [text('x', 2 ** 31)] }, 50_035],
  ['an id below zero', { flags: V2, components: [text('x', -1)] }, 50_035],
  [
    'two buttons of one custom id',
    { flags: V2, components: [row(button('a'), button('a'))] },
    50_035,
  ],
  ['a custom id of 101', { content: 'x', components: [row(button('a'.repeat(101), 'l'))] }, 50_035],
  ['a label of 81', { content: 'x', components: [row(button('a', 'l'.repeat(81)))] }, 50_035],
  [
    'six buttons in a row',
    { content: 'x', components: [row(...'abcdef'.split('').map((id) => button(id)))] },
    50_035,
  ],
  ['a button beside a select', { content: 'x', components: [row(button('a'), select)] }, 50_035],
  ['six rows', { content: 'x', components: [...'abcdef'].map((id) => row(button(id))) }, 50_035],
  [
    'a select without options',
    { content: 'x', components: [row({ ...select, options: [] })] },
    50_035,
  ],
  ['a link', { content: 'x', components: [row({ ...button('a'), style: 5 })] }, 50_035],
  [
    'a container in a container',
    { flags: V2, components: [{ type: 17, components: [{ type: 17, components: [] }] }] },
    50_035,
  ],
  [
    'a file from elsewhere',
    { flags: V2, components: [{ type: 13, file: { url: 'https://a.b/c.md' } }] },
    50_035,
  ],
  ['a flag that no app may set', { content: 'x', flags: MessageFlags.Ephemeral }, 50_035],
];

test('the local Discord refuses what the real one would, and records it', async () => {
  const { discord, general, post } = await roomWith();
  for (const [what, body, code] of wrong) {
    const before = discord.record.violations.length;
    expect(await codeOf(post(body)), what).toBe(code);
    expect(discord.record.violations.length, what).toBe(before + 1);
  }
  expect(discord.visible(general)).toEqual([]);
});

test('a message once made of components stays so', async () => {
  const { post, edit } = await roomWith();
  const { id } = await post({ flags: V2, components: [text('one')] });
  expect(await codeOf(edit(id, { content: 'two' }))).toBe(50_035);
  expect(await edit(id, { components: [text('two')] })).toMatchObject({ flags: V2 });
  const plain = await post({ content: 'one' });
  expect(await codeOf(edit(plain.id, { flags: V2, components: [text('two')] }))).toBe(50_035);
  expect(
    await codeOf(edit(plain.id, { flags: V2, content: null, components: [text('two')] })),
  ).toBe(null);
});

test('a person’s message is theirs to change, and pings are those that are allowed', async () => {
  const { discord, ana, general, post, edit } = await roomWith();
  const theirs = discord.people.say(ana, general, 'mine');
  expect(await codeOf(edit(theirs.id, { content: 'yours' }))).toBe(50_005);
  await post({ content: `<@${ana}>`, allowed_mentions: { parse: [] } });
  const role = discord.guild.addRole('Reviewers');
  const all = `<@&${role}> @everyone`;
  await post({
    flags: V2,
    components: [text(`${all} <@${ana}>`)],
    allowed_mentions: { parse: ['users'] },
  });
  await post({ content: all });
  expect(discord.visible(general).slice(1)).toEqual([
    'Charrette: @Ana',
    'Charrette: @Reviewers @everyone 📢@Ana',
    'Charrette: 📢@Reviewers 📢@everyone',
  ]);
});

test('ten files are the most that a message has, also after a change', async () => {
  const { rest, channel } = await roomWith();
  const files = Array.from({ length: 11 }, (_, at) => ({
    name: `${at}.md`,
    data: Buffer.from('a'),
  }));
  const body = { content: 'files' };
  expect(await codeOf(rest.post(channel, { body, files }))).toBe(50_035);
  const { id } = (await rest.post(channel, { body, files: files.slice(0, 9) })) as { id: string };
  expect(await codeOf(rest.patch(`${channel}/${id}`, { body, files: files.slice(0, 2) }))).toBe(
    50_035,
  );
});

test('a call without a valid token, to an unknown route, or with a query that there is not is refused', async () => {
  const { discord, rest, channel } = await roomWith();
  const stranger = new REST({ api: discord.apiUrl, retries: 0 }).setToken('nobody');
  await expect(stranger.get(Routes.user('@me'))).rejects.toMatchObject({ status: 401 });
  await expect(rest.get('/nothing/here')).rejects.toMatchObject({ status: 404 });
  for (const query of ['limit=101', 'before=1', 'after=x', 'sort=up'])
    expect(await codeOf(rest.get(channel, { query: new URLSearchParams(query) })), query).toBe(
      50_035,
    );
  expect(discord.record.violations).toHaveLength(6);
});

test('five messages in five seconds are a channel’s measure, and the library waits for the next', async () => {
  // However slowly this machine sends them, they come within the five seconds.
  let nowMs = Date.now();
  const { discord, general, rest, post } = await roomWith({ rateSpeed: 1, rateNow: () => nowMs });
  for (const content of ['1', '2', '3', '4', '5']) await post({ content });
  const limits: number[] = [];
  rest.on('rateLimited', ({ limit }) => {
    limits.push(limit);
    nowMs += 5_000;
  });
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
  expect(bare).toContainEqual({ status: 429, wait: '5' });
  expect(discord.record.violations).toEqual([]);
});

const COMMAND = { name: 'design', description: 'Discuss a design' };
const OPTION = { type: 3, name: 'a', description: 'b' };

test('commands are registered by Discord’s rules, and replaced as a whole', async () => {
  const { discord, rest } = await roomWith();
  const put = (...body: object[]) =>
    codeOf(rest.put(Routes.applicationCommands(discord.applicationId), { body }));
  expect(await put(COMMAND)).toBe(null);
  const before = discord.commands.in(null).map(({ id }) => id);
  expect(await put(COMMAND)).toBe(null);
  expect(discord.commands.in(null).map(({ id }) => id)).toEqual(before);
  const refused = [
    [COMMAND, COMMAND],
    [{ ...COMMAND, name: 'Design' }],
    [{ ...COMMAND, description: 'd'.repeat(101) }],
    [{ ...COMMAND, options: [OPTION, { ...OPTION, name: 'c', required: true }] }],
    [{ ...COMMAND, options: [OPTION, OPTION] }],
    [{ ...COMMAND, options: [{ ...OPTION, type: 5, autocomplete: true }] }],
    [
      {
        ...COMMAND,
        options: Array.from({ length: 26 }, (_, at) => ({ ...OPTION, name: `o${at}` })),
      },
    ],
    [{ ...COMMAND, nothing: true }],
  ];
  for (const commands of refused)
    expect(await put(...commands), JSON.stringify(commands).slice(0, 80)).toBe(50_035);
  expect(discord.commands.in(null)).toHaveLength(1);
  expect(discord.record.violations).toHaveLength(refused.length);
});

test('an answer that does not come in time is a violation, and the person sees a failure', async () => {
  const { discord, ana, general, rest } = await roomWith({ ackMs: 300 });
  const { connection } = connectionTo(settingsFor(discord), await ownFleet());
  await expect.poll(connection.isConnected, WAIT).toBe(true);
  const commands = Routes.applicationGuildCommands(discord.applicationId, discord.guild.id);
  await rest.put(commands, { body: [COMMAND] });
  const { isAcknowledged, interaction } = await discord.people.slash(ana, general, 'design');
  expect([isAcknowledged, discord.record.violations]).toEqual([false, ['late_ack: /design']]);
  const late = Routes.interactionCallback(interaction.id, interaction.token);
  expect(await codeOf(rest.post(late, { body: { type: 5 }, auth: false }))).toBe(10_062);
});

const input = (custom_id: string, more: object = {}) => ({
  type: 18,
  label: 'Why?',
  component: { type: 4, custom_id, style: 1, ...more },
});
const form = (...components: object[]) => ({ custom_id: 'm', title: 'A form', components });

test.each([
  ['nothing to fill in', form()],
  ['six inputs', form(...[...'abcdef'].map((id) => input(id)))],
  ['two inputs of one name', form(input('a'), input('a'))],
  ['a label of 46', form({ ...input('a'), label: 'l'.repeat(46) })],
  ['a value beyond its own bound', form(input('a', { value: 'xx', max_length: 1 }))],
  [
    'a button',
    form({ ...input('a'), component: { type: 2, style: 1, custom_id: 'b', label: 'b' } }),
  ],
  ['no name', { ...form(input('a')), custom_id: '' }],
])('a form with %s is refused', (_, given) => {
  expect(modal.safeParse(form(input('a'))).success).toBe(true);
  expect(modal.safeParse(given).success).toBe(false);
});
