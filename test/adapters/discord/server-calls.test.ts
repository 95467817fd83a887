import { MessageFlags, REST, Routes } from 'discord.js';
import { expect, test } from 'vitest';
import { discordWith } from './local.ts';
import { codeOf, restOf } from './small-bot.ts';

interface Answer {
  readonly id: string;
  readonly nonce?: string;
  readonly attachments: readonly { id: string; url: string; filename: string }[];
  readonly components: readonly {
    id: number;
    components?: readonly { id: number }[];
    file?: { url: string };
  }[];
}

const V2 = MessageFlags.IsComponentsV2;
const text = (content: string, id?: number) => ({ type: 10, content, ...(id !== undefined && { id }) });
const button = (custom_id: string, label = custom_id) => ({ type: 2, style: 2, custom_id, label });
const row = (...components: object[]) => ({ type: 1, components });
const select = { type: 3, custom_id: 'which', options: [{ label: 'One', value: '1' }] };

async function roomWith() {
  const { discord, ana, general } = await discordWith();
  const rest = restOf(discord);
  const channel = Routes.channelMessages(general);
  const post = (body: object) => rest.post(channel, { body }) as Promise<Answer>;
  const edit = (id: string, body: object) => rest.patch(`${channel}/${id}`, { body }) as Promise<Answer>;
  return { discord, ana, general, rest, channel, post, edit };
}

test('a message goes there and back, is changed and deleted', async () => {
  const { discord, general, rest, channel, post, edit } = await roomWith();
  const { id } = await post({ content: 'one', allowed_mentions: { parse: [] } });
  await edit(id, { content: 'two' });
  expect(discord.visible(general)).toEqual(['Charrette: two (edited)']);
  expect(await rest.get(`${channel}/${id}`)).toMatchObject({ id, content: 'two', author: { bot: true } });
  await rest.put(`${channel}/${id}/reactions/${encodeURIComponent('✅')}/@me`);
  expect(discord.visible(general)).toEqual(['Charrette: two (edited)\n(✅ 1)']);
  await rest.delete(`${channel}/${id}`);
  expect(discord.visible(general)).toEqual([]);
  expect(await codeOf(rest.get(`${channel}/${id}`))).toBe(10_008);
  expect(discord.record.violations).toEqual([]);
});

test('a message of components keeps the ids it was given, and gets those that are missing', async () => {
  const { discord, general, rest, channel, post } = await roomWith();
  const container = {
    type: 17,
    id: 2_000_000_001,
    accent_color: 0xff_00_00,
    components: [text('# Topic'), row(button('a', 'Go')), row(select)],
  };
  const sent = await post({ flags: V2, components: [text('Hello', 7), container] });
  const ids = sent.components.map(({ id, components }) => [id, components?.map((inner) => inner.id)]);
  expect(ids).toEqual([
    [7, undefined],
    [2_000_000_001, [1, 2, 4]],
  ]);
  expect(discord.visible(general)).toEqual(['Charrette: Hello\n# Topic\n[ Go ]\n[ One ▾ ]']);
  expect(await rest.get(channel)).toMatchObject([{ components: sent.components, content: '' }]);
});

test('files come with a message, are shown by a component, and can be downloaded', async () => {
  const { discord, general, rest, channel } = await roomWith();
  const file = { name: 'brief.md', data: Buffer.from('# Brief'), contentType: 'text/markdown' };
  const components = [{ type: 13, file: { url: 'attachment://brief.md' } }];
  const body = { flags: V2, components };
  const sent = (await rest.post(channel, { body, files: [file] })) as Answer;
  expect(discord.visible(general)).toEqual(['Charrette: 📎 brief.md']);
  const [attachment] = sent.attachments;
  expect(attachment).toMatchObject({ filename: 'brief.md', size: 7 });
  expect(sent.components[0]?.file?.url).toBe(attachment?.url);
  const download = await fetch(attachment?.url ?? '');
  expect([download.headers.get('content-type'), await download.text()]).toEqual(['text/markdown', '# Brief']);
  expect((await fetch(attachment?.url.split('?')[0] ?? '')).status).toBe(404);
  const missing = { ...body, components: [{ type: 13, file: { url: 'attachment://other.md' } }] };
  expect(await codeOf(rest.post(channel, { body: missing, files: [file] }))).toBe(50_035);
});

test('files of an edited message stay, more may come with it, and ten are the most', async () => {
  const { discord, general, rest, channel, edit } = await roomWith();
  const file = (name: string) => ({ name, data: Buffer.from(name) });
  const body = { content: 'files' };
  const sent = (await rest.post(channel, { body, files: [file('a.md'), file('b.md')] })) as Answer;
  await edit(sent.id, { content: 'still' });
  expect(discord.visible(general)).toEqual(['Charrette: still (edited)\n📎 a.md\n📎 b.md']);
  await rest.patch(`${channel}/${sent.id}`, { body, files: [file('c.md')] });
  expect(discord.visible(general)).toEqual(['Charrette: files (edited)\n📎 a.md\n📎 b.md\n📎 c.md']);
  const many = Array.from({ length: 8 }, (_, at) => file(`${at}.md`));
  expect(await codeOf(rest.patch(`${channel}/${sent.id}`, { body, files: many }))).toBe(50_035);
  const eleven = Array.from({ length: 11 }, (_, at) => file(`${at}.md`));
  expect(await codeOf(rest.post(channel, { body, files: eleven }))).toBe(50_035);
});

test('what has been sent under a nonce is not sent again, and the nonce is not shown again', async () => {
  const { discord, general, rest, channel, post } = await roomWith();
  const body = { content: 'one', nonce: 'dsn_1 e1 0', enforce_nonce: true };
  const first = await post(body);
  expect(await post({ ...body, content: 'other' })).toMatchObject({ id: first.id, content: 'one' });
  expect(first.nonce).toBe('dsn_1 e1 0');
  await post({ ...body, nonce: 'dsn_1 e2 0' });
  await post({ ...body, enforce_nonce: false });
  expect(discord.visible(general)).toHaveLength(3);
  expect(JSON.stringify(await rest.get(channel))).not.toContain('nonce');
  expect(await codeOf(post({ ...body, nonce: 'x'.repeat(26) }))).toBe(50_035);
});

test('a channel’s messages are listed from where the caller says, the newest first', async () => {
  const { rest, channel, post, discord } = await roomWith();
  const ids: string[] = [];
  for (const content of ['0', '1', '2', '3', '4']) ids.push((await post({ content })).id);
  const list = async (query: Record<string, string>) => {
    const found = (await rest.get(channel, { query: new URLSearchParams(query) })) as { content: string }[];
    return found.map(({ content }) => content).join('');
  };
  const [, one = ''] = ids;
  expect(await list({})).toBe('43210');
  expect(await list({ limit: '2' })).toBe('43');
  expect(await list({ after: one, limit: '2' })).toBe('32');
  expect(await list({ after: '0', limit: '2' })).toBe('10');
  for (const query of [{ limit: '101' }, { before: one }, { after: 'x' }, { sort: 'up' }]) {
    expect(await codeOf(list(query as never)), JSON.stringify(query)).toBe(50_035);
  }
  expect(discord.record.violations).toHaveLength(4);
});

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
  ['4,001 characters of text', { flags: V2, components: [text('x'.repeat(4_000)), text('y')] }, 50_035],
  ['an empty text', { flags: V2, components: [text('')] }, 50_035],
  ['two components of one id', { flags: V2, components: [text('x', 5), text('y', 5)] }, 50_035],
  ['an id above 31 bits', { flags: V2, components: [text('x', 2 ** 31)] }, 50_035],
  ['an id below zero', { flags: V2, components: [text('x', -1)] }, 50_035],
  ['two buttons of one custom id', { flags: V2, components: [row(button('a'), button('a'))] }, 50_035],
  ['a custom id of 101', { content: 'x', components: [row(button('a'.repeat(101), 'l'))] }, 50_035],
  ['a label of 81', { content: 'x', components: [row(button('a', 'l'.repeat(81)))] }, 50_035],
  [
    'six buttons in a row',
    { content: 'x', components: [row(...'abcdef'.split('').map((id) => button(id)))] },
    50_035,
  ],
  ['a button beside a select', { content: 'x', components: [row(button('a'), select)] }, 50_035],
  ['six rows', { content: 'x', components: [...'abcdef'].map((id) => row(button(id))) }, 50_035],
  ['a select without options', { content: 'x', components: [row({ ...select, options: [] })] }, 50_035],
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

test('what Discord would refuse is refused, and written down', async () => {
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
  expect(await codeOf(edit(plain.id, { flags: V2, content: null, components: [text('two')] }))).toBe(null);
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

test('a call without a valid token, or to an unknown route, is refused', async () => {
  const { discord, rest, general } = await roomWith();
  const stranger = new REST({ api: discord.apiUrl, retries: 0 }).setToken('nobody');
  await expect(stranger.get(Routes.user('@me'))).rejects.toMatchObject({ status: 401 });
  await expect(rest.get('/nothing/here')).rejects.toMatchObject({ status: 404 });
  expect(discord.record.violations).toHaveLength(2);
  expect(await codeOf(rest.get(Routes.channel('123456789012345678')))).toBe(10_003);
  discord.guild.deny(general, ['ViewChannel']);
  expect(await codeOf(rest.get(Routes.channel(general)))).toBe(50_001);
  expect(discord.record.violations).toHaveLength(2);
});
