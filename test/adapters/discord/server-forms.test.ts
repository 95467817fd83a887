import { type Client, Events, type Interaction, Routes } from 'discord.js';
import { expect, test, vi } from 'vitest';
import { WAIT } from '../engines.ts';
import { discordWith } from './local.ts';
import { codeOf, register, restOf, startBot } from './small-bot.ts';

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
  ['an input that cannot be filled in', modal(input('a', { disabled: true }))],
  ['no name', { ...modal(input('a')), custom_id: '' }],
];

/** Tries these answers one after the other, and gives Discord's codes. */
async function answersTo(act: string, bodies: readonly object[]): Promise<unknown[]> {
  const { discord, ana, general } = await discordWith();
  const rest = restOf(discord);
  const codes: unknown[] = [];
  const answer = async ({ id, token }: Interaction): Promise<void> => {
    for (const body of bodies) {
      codes.push(await codeOf(rest.post(Routes.interactionCallback(id, token), { body, auth: false })));
    }
  };
  const prepare = (client: Client) => client.on(Events.InteractionCreate, (each) => void answer(each));
  await startBot(discord, { prepare });
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

test('a person fills in what is asked for, and no more than is offered', async () => {
  const { discord, ana, general } = await discordWith();
  const ben = discord.guild.addPerson('Ben');
  await startBot(discord);
  await register(discord);
  await discord.people.slash(ana, general, 'start', { topic: 'one' });
  const [card] = discord.visibleMessages(general);
  const { modal: shown } =
    card === undefined ? { modal: null } : await discord.people.click(ben, card, 'ask');
  if (shown === null) throw new Error('no modal');
  const { submit } = discord.people;
  const fill = (person: string, entries: Record<string, string | string[]>) =>
    submit.call(discord.people, person, shown, entries);
  await expect(fill(ana, { why: 'x', sure: 'not' })).rejects.toThrow('Ana sees no such modal');
  await expect(fill(ben, { why: 'x' })).rejects.toThrow('a choice in "sure"');
  await expect(fill(ben, { why: 'x', sure: ['not', 'quite'] })).rejects.toThrow('fewer choices');
  await expect(fill(ben, { why: 'x', sure: 'not', how: 'so' })).rejects.toThrow('no input "how"');
  expect((await fill(ben, { why: 'x', sure: 'not' })).privately).toEqual(['Charrette: x, not']);
  expect(discord.ephemeral(ana)).toEqual(['Charrette: On it.']);
});

test('the app learns who it is, and what it has been granted', async () => {
  for (const hasMessageContent of [true, false]) {
    const { discord } = await discordWith({ hasMessageContent });
    const rest = restOf(discord);
    const flags = hasMessageContent ? 1 << 19 : 0;
    expect(await rest.get(Routes.currentApplication())).toMatchObject({ id: discord.applicationId, flags });
    expect(await rest.get(Routes.user('@me'))).toMatchObject({ id: discord.guild.bot.id, bot: true });
    expect(await rest.get(Routes.userGuilds())).toMatchObject([{ name: 'Atelier' }]);
  }
});
