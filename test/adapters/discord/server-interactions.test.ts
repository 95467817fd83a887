import { type Client, Events, type Interaction, MessageFlags, Routes } from 'discord.js';
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

const ephemeral = MessageFlags.Ephemeral;

test('an option is completed, and a message’s menu is answered', async () => {
  const { discord, ana, general } = await discordWith();
  await startBot(discord);
  await register(discord);
  const choices = await discord.people.complete(ana, general, 'status', 'design', 'Re');
  expect(choices).toEqual([{ name: 'Redis, Re', value: 'dsn_1' }]);
  const message = discord.people.say(ana, general, 'We ought to decide');
  const seen = await discord.people.menu(ana, message, 'Design this');
  expect(seen.privately).toEqual(['Charrette: About "We ought to decide"?']);
  expect(discord.record.violations).toEqual([]);
});

test('Discord’s own app lets nobody send what the command does not take', async () => {
  const { discord, ana, general } = await discordWith();
  await register(discord);
  const tries: [string, object, string][] = [
    ['start', {}, '"topic" is required'],
    ['start', { topic: 'x', deadline: 0 }, 'takes no 0'],
    ['start', { topic: 'x', deadline: 1.5 }, 'takes no 1.5'],
    ['start', { topic: 'x', colour: 'red' }, 'no option "colour"'],
    ['stop', {}, 'no such command'],
  ];
  for (const [words, values, why] of tries) {
    await expect(discord.people.slash(ana, general, words, values as never), words).rejects.toThrow(why);
  }
  discord.guild.deny(general, ['UseApplicationCommands'], ana);
  await expect(discord.people.slash(ana, general, 'status')).rejects.toThrow('may not use /design');
  expect(discord.record.deliveries.map(({ what }) => what)).not.toContain('INTERACTION_CREATE');
});

test('an answer that comes too late is a violation, and the person sees a failure', async () => {
  const { discord, ana, general } = await discordWith({ ackMs: 300 });
  const late = Promise.withResolvers<void>();
  const failures: unknown[] = [];
  const prepare = respond(async (interaction) => {
    await late.promise;
    if (interaction.isChatInputCommand()) await interaction.deferReply();
  }, failures);
  await startBot(discord, { prepare });
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
  await startBot(discord);
  discord.faults.script('interactions.callback', 'limited');
  expect(await discord.people.slash(ana, general, 'status')).toMatchObject({ isAcknowledged: false });
  discord.sockets.drop();
  expect(await discord.people.slash(ana, general, 'status')).toMatchObject({ isAcknowledged: false });
  expect(discord.record.violations).toEqual([]);
});

test('of two sessions that answer, the second is refused as too late', async () => {
  const { discord, ana, general } = await discordWith();
  const failures: unknown[] = [];
  const work = async (interaction: Interaction): Promise<void> => {
    if (interaction.isChatInputCommand()) await interaction.reply({ content: 'Mine.', flags: ephemeral });
  };
  await startBot(discord, { prepare: respond(work, failures) });
  await startBot(discord, { prepare: respond(work, failures) });
  await register(discord);
  expect((await discord.people.slash(ana, general, 'status')).privately).toEqual(['Charrette: Mine.']);
  await vi.waitFor(() => expect(failures).toEqual([40_060]), WAIT);
  expect(discord.record.violations).toEqual([]);
});

test('an ephemeral message is seen by one, worked by them alone, and changed', async () => {
  const { discord, ana, general } = await discordWith();
  const ben = discord.guild.addPerson('Ben');
  const row = { type: 1, components: [{ type: 2, style: 2, custom_id: 'this one', label: 'That one' }] };
  const prepare = respond(async (interaction) => {
    if (interaction.isButton()) await interaction.update({ content: 'Chosen.', components: [] });
    if (interaction.isChatInputCommand()) {
      await interaction.reply({ content: 'Which?', components: [row] as never, flags: ephemeral });
    }
  });
  await startBot(discord, { prepare });
  await register(discord);
  expect((await discord.people.slash(ana, general, 'status')).privately).toEqual([
    'Charrette: Which?\n[ That one ]',
  ]);
  const [asked] = discord.people.ephemeral(ana);
  if (asked === undefined) throw new Error('nothing was asked');
  expect(discord.visible(general)).toEqual([]);
  await expect(discord.people.click(ben, asked, 'this')).rejects.toThrow('Ben sees no "this"');
  const seen = await discord.people.click(ana, asked, 'this');
  expect(seen.privately).toEqual(['Charrette: Chosen. (edited)']);
  await expect(discord.people.click(ana, asked, 'this')).rejects.toThrow('Ana sees no "this"');
});

test('a token answers for its time, and what was promised and never came is a violation', async () => {
  const { discord, ana, general } = await discordWith({ tokenMs: 300, timeoutMs: 50 });
  const failures: unknown[] = [];
  const passed = Promise.withResolvers<void>();
  const prepare = respond(async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    await interaction.deferReply({ flags: ephemeral });
    await passed.promise;
    await interaction.editReply('At last.');
  }, failures);
  await startBot(discord, { prepare });
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
  await startBot(discord, { prepare });
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
