import { type Client, Events, GatewayIntentBits, type Interaction, MessageFlags, Routes } from 'discord.js';
import { expect, test, vi } from 'vitest';
import { WAIT } from '../engines.ts';
import { discordWith } from './local.ts';
import { COMMANDS, codeOf, register, restOf, startBot } from './small-bot.ts';

/** Answers with this and nothing else; what it throws goes to `failures`. */
function respond(work: (interaction: Interaction) => Promise<unknown>, failures: unknown[] = []) {
  return (client: Client) =>
    client.on(Events.InteractionCreate, (interaction) => {
      work(interaction).catch((error: unknown) => failures.push((error as { code?: unknown }).code));
    });
}

test('a session receives only the events of its intents', async () => {
  const { discord, ana, general } = await discordWith();
  const received: string[] = [];
  await startBot(discord, (client) => {
    client.on(Events.MessageCreate, () => received.push('a message'));
    client.on(Events.ThreadCreate, () => received.push('a thread'));
  });
  discord.people.say(ana, general, 'hello');
  discord.guild.addThread(ana, general, 'Talk');
  await vi.waitFor(() => expect(received).toEqual(['a thread']), WAIT);
});

test('without the intent to read, only what is meant for the bot can be read', async () => {
  const { discord, ana, general } = await discordWith({ hasMessageContent: false });
  const received: string[] = [];
  const listen = (client: Client) => client.on(Events.MessageCreate, ({ content }) => received.push(content));
  await startBot(discord, listen, [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages]);
  discord.people.say(ana, general, 'a secret');
  discord.people.mention(ana, general, 'for you');
  const meant = `<@${discord.applicationId}> for you`;
  await vi.waitFor(() => expect(received).toEqual(['', meant]), WAIT);
  const listed = await restOf(discord).get(Routes.channelMessages(general));
  expect(listed).toMatchObject([{ content: meant }, { content: '' }]);
});

test('an answer that comes too late is a violation, and the person sees a failure', async () => {
  const { discord, ana, general } = await discordWith({ ackMs: 300 });
  const late = Promise.withResolvers<void>();
  const failures: unknown[] = [];
  const prepare = respond(async (interaction) => {
    await late.promise;
    if (interaction.isChatInputCommand()) await interaction.deferReply();
  }, failures);
  await startBot(discord, prepare);
  await register(discord);
  const seen = await discord.people.slash(ana, general, 'status');
  late.resolve();
  expect(seen).toMatchObject({
    isAcknowledged: false,
    privately: ['Discord: The application did not respond'],
  });
  expect(discord.record.violations).toEqual(['late_ack: /status']);
  await vi.waitFor(() => expect(failures).toEqual([10_062]), WAIT);
});

test('an interaction that was delivered too late, or lost on the way, counts against nobody', async () => {
  const { discord, ana, general } = await discordWith({ ackMs: 300 });
  await register(discord);
  expect(await discord.people.slash(ana, general, 'status')).toMatchObject({ isAcknowledged: false });
  const prepare = respond(async (interaction) => {
    if (interaction.isChatInputCommand()) await interaction.deferReply();
  });
  await startBot(discord, prepare);
  discord.faults.script('interactions.callback', 'limited');
  expect(await discord.people.slash(ana, general, 'status')).toMatchObject({ isAcknowledged: false });
  discord.sockets.drop();
  expect(await discord.people.slash(ana, general, 'status')).toMatchObject({ isAcknowledged: false });
  expect(discord.record.violations).toEqual([]);
});

test('the second of two sessions that answer is refused as too late', async () => {
  const { discord, ana, general } = await discordWith();
  const failures: unknown[] = [];
  const work = async (interaction: Interaction): Promise<void> => {
    if (interaction.isChatInputCommand())
      await interaction.reply({ content: 'Mine.', flags: MessageFlags.Ephemeral });
  };
  await startBot(discord, respond(work, failures));
  await startBot(discord, respond(work, failures));
  await register(discord);
  expect((await discord.people.slash(ana, general, 'status')).privately).toEqual(['Charrette: Mine.']);
  await vi.waitFor(() => expect(failures).toEqual([40_060]), WAIT);
  expect(discord.record.violations).toEqual([]);
});

test('a token answers for its time, and what was promised and never came is a violation', async () => {
  const { discord, ana, general } = await discordWith({ tokenMs: 300, timeoutMs: 50 });
  const failures: unknown[] = [];
  const passed = Promise.withResolvers<void>();
  const prepare = respond(async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await passed.promise;
    await interaction.editReply('At last.');
  }, failures);
  await startBot(discord, prepare);
  await register(discord);
  const seen = await discord.people.slash(ana, general, 'status');
  expect(seen).toMatchObject({ isAcknowledged: true, privately: ['Charrette: (thinking…)'] });
  expect(seen.interaction.isThinking).toBe(true);
  await vi.waitFor(() => expect(discord.record.violations).toEqual(['never_answered: /status']), WAIT);
  passed.resolve();
  await vi.waitFor(() => expect(failures).toEqual([50_027]), WAIT);
});

test('an interaction takes the kinds of answer that belong to it, and no others', async () => {
  const { discord, ana, general } = await discordWith();
  const codes: unknown[] = [];
  const rest = restOf(discord);
  const prepare = respond(async ({ id, token }) => {
    const callback = (body: object) =>
      codeOf(rest.post(Routes.interactionCallback(id, token), { body, auth: false }));
    const modal = { custom_id: 'm', title: 't'.repeat(46), components: [] };
    codes.push(await callback({ type: 6 }), await callback({ type: 8, data: { choices: [] } }));
    codes.push(await callback({ type: 9, data: modal }), await callback({ type: 4, data: { content: '' } }));
    codes.push(await callback({ type: 5 }), await callback({ type: 5 }));
  });
  await startBot(discord, prepare);
  await register(discord);
  const seen = discord.people.slash(ana, general, 'status');
  await vi.waitFor(() => expect(codes).toEqual([50_035, 50_035, 50_035, 50_006, null, 40_060]), WAIT);
  expect(discord.record.violations).toHaveLength(4);
  const [interaction] = discord.interactions.all.values();
  const original = Routes.webhookMessage(discord.applicationId, interaction?.token ?? '', '@original');
  await rest.patch(original, { body: { content: 'Done.' }, auth: false });
  expect((await seen).isAcknowledged).toBe(true);
  expect(discord.visible(general)).toEqual(['Charrette: Done.']);
  await rest.delete(original, { auth: false });
  expect(discord.visible(general)).toEqual([]);
});

test('commands are registered by Discord’s rules, and replaced as a whole', async () => {
  const { discord } = await discordWith();
  const rest = restOf(discord);
  const everywhere = Routes.applicationCommands(discord.applicationId);
  const put = (...body: object[]) => codeOf(rest.put(everywhere, { body }));
  const design = COMMANDS[0] ?? {};
  const text = { type: 3, name: 'a', description: 'b' };
  expect(await put(...COMMANDS)).toBe(null);
  const before = discord.commands.in(null).map(({ id }) => id);
  expect(await put(...COMMANDS)).toBe(null);
  expect(discord.commands.in(null).map(({ id }) => id)).toEqual(before);
  const wrong = [
    [design, design],
    [{ ...design, name: 'Design' }],
    [{ ...design, description: 'd'.repeat(101) }],
    [{ ...design, options: [text, { ...text, name: 'c', required: true }] }],
    [{ ...design, options: [text, text] }],
    [{ ...design, options: [{ ...text, type: 5, autocomplete: true }] }],
    [{ ...design, options: Array.from({ length: 26 }, (_, at) => ({ ...text, name: `o${at}` })) }],
    [{ ...design, nothing: true }],
  ];
  for (const commands of wrong)
    expect(await put(...commands), JSON.stringify(commands).slice(0, 80)).toBe(50_035);
  expect(discord.commands.in(null)).toHaveLength(2);
  expect(discord.record.violations).toHaveLength(wrong.length);
});

const input = (custom_id: string, more: object = {}) => ({
  type: 18,
  label: 'Why?',
  component: { type: 4, custom_id, style: 1, ...more },
});
const modal = (...components: object[]) => ({ custom_id: 'm', title: 'A form', components });

const wrong: [string, object][] = [
  ['nothing to fill in', modal()],
  ['six inputs', modal(...[...'abcdef'].map((id) => input(id)))],
  ['two inputs of one name', modal(input('a'), input('a'))],
  ['a label of 46', modal({ ...input('a'), label: 'l'.repeat(46) })],
  ['a label inside a label', modal(input('a', { label: 'Why?' }))],
  ['a value beyond its own bound', modal(input('a', { value: 'xx', max_length: 1 }))],
  ['a button', modal({ ...input('a'), component: { type: 2, style: 1, custom_id: 'b', label: 'b' } })],
  ['no name', { ...modal(input('a')), custom_id: '' }],
];

/** Tries these answers one after the other, and gives Discord's codes. */
async function answersTo(act: string, bodies: readonly object[]): Promise<unknown[]> {
  const { discord, ana, general } = await discordWith();
  const rest = restOf(discord);
  const codes: unknown[] = [];
  const prepare = respond(async ({ id, token }) => {
    for (const body of bodies)
      codes.push(await codeOf(rest.post(Routes.interactionCallback(id, token), { body, auth: false })));
  });
  await startBot(discord, prepare);
  await register(discord);
  if (act === 'slash') await discord.people.slash(ana, general, 'status');
  else await discord.people.complete(ana, general, 'status', 'design', 'x');
  await vi.waitFor(() => expect(codes).toHaveLength(bodies.length), WAIT);
  expect(discord.record.violations).toHaveLength(bodies.length - 1);
  return codes;
}

test('a modal is shown when it is what Discord would show', async () => {
  const forms = [...wrong.map(([, form]) => form), modal(input('a'))];
  const codes = await answersTo(
    'slash',
    forms.map((data) => ({ type: 9, data })),
  );
  for (const [at, [what]] of wrong.entries()) expect(codes[at], what).toBe(50_035);
  expect(codes.at(-1)).toBe(null);
});

test('up to 25 choices are offered, with names that fit', async () => {
  const choice = { name: 'One', value: '1' };
  const lists = [
    Array.from({ length: 26 }, () => choice),
    [{ ...choice, name: 'x'.repeat(101) }],
    [{ ...choice, name: '' }],
    [{ ...choice, value: 'x'.repeat(101) }],
    Array.from({ length: 25 }, () => choice),
  ];
  const codes = await answersTo(
    'complete',
    lists.map((choices) => ({ type: 8, data: { choices } })),
  );
  expect(codes).toEqual([50_035, 50_035, 50_035, 50_035, null]);
});
