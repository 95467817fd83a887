import { expect, test } from 'vitest';
import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import { begin, click, TOPIC } from '../chat/telling.ts';
import { FEW_PERSONAS } from '../daemon.ts';
import { until } from '../waiting.ts';
import { shownTo, World } from './world.ts';

type Settings = (world: World) => Readonly<Record<string, string>>;

async function opened(settings: Settings, latencyMs = 60_000): Promise<World> {
  const few = { ...FEW_PERSONAS, CHARRETTE_REHEARSAL_LATENCY_MS: String(latencyMs) };
  return World.open({ environment: (world) => ({ ...few, ...settings(world) }) });
}

/** A role that these people have. */
function roleOf({ discord: { guild } }: World, name: string, ...people: readonly string[]): string {
  const role = guild.addRole(name);
  for (const person of people) guild.people.get(person)?.roles.add(role);
  return role;
}

/** The refusal to a person who may not do it: nobody else sees it. */
async function refused(
  { discord }: World,
  ...asked: Parameters<World['discord']['people']['slash']>
): Promise<string> {
  const [, channel] = asked;
  const before = discord.visible(channel);
  const { privately } = await discord.people.slash(...asked);
  expect(discord.visibleMessages(channel)).toHaveLength(before.length);
  return privately.join();
}

test('only those who are named, or have a role that is, start designs and run them again', async () => {
  const world = await opened((world) => ({ DISCORD_STARTERS: roleOf(world, 'Architects', world.ana) }));
  const { discord, ana, ben, general } = world;
  const denied = 'Only some people may start designs here, and you are not among them.';
  expect(await refused(world, ben, general, 'design start', { topic: TOPIC })).toContain(denied);
  expect(await refused(world, ben, general, 'design start', { topic: TOPIC, private: true })).toContain(
    denied,
  );
  // Before a form is filled in in vain.
  const form = await discord.people.slash(ben, general, 'design new');
  expect([form.modal, form.privately.join()]).toEqual([null, expect.stringContaining(denied)]);

  const card = await world.begun(TOPIC);
  await world.cancel(world.ana, card);
  await world.reads(card, /Cancelled/);
  await world.reads(card, '[ Run again ]');
  await discord.people.click(ben, card, ACTIONS.runAgain);
  await world.told(ben, 'Only some people may run designs again here');
  expect(await world.designs()).toHaveLength(1);
  expect([...discord.guild.channels.values()].filter(({ thread }) => thread !== null)).toHaveLength(1);

  // A person who is given the role may at once.
  const [role = ''] = discord.guild.people.get(ana)?.roles ?? [];
  discord.guild.people.get(ben)?.roles.add(role);
  await discord.people.click(ben, card, ACTIONS.runAgain);
  await world.told(ben, 'Run this again?');
  await discord.people.click(ben, shownTo(world, ben), ACTIONS.runAgainNow);
  await world.told(ben, 'On it again');
  expect(world.privately(ana).join()).not.toContain('not among them');
});

test('only those who are named answer, in words and with the form, and say that this is all', async () => {
  const world = await opened(({ ana }) => ({ DISCORD_ANSWERERS: ana }), 0);
  const { discord, ana, ben } = world;
  const card = await begin(world);
  const questions = await world.says(card, 'before they write');
  const denied = 'Only some people may answer here';
  discord.people.say(ben, card.id, 'Q1: Whatever you like.');
  await world.told(ben, denied);
  for (const action of [ACTIONS.doneAnswering, ACTIONS.skip]) {
    const { privately } = await discord.people.click(ben, questions, action);
    expect(privately.join()).toContain('Only Ana, who started this, can end the wait for answers here.');
  }
  // Before a form is filled in in vain.
  const { modal, privately } = await discord.people.click(ben, questions, 'Answer…');
  expect([modal, privately.join()]).toEqual([null, expect.stringContaining(denied)]);
  expect(world.text(questions)).not.toContain('✓');

  discord.people.say(ana, card.id, 'Q1: At most 900 a minute.');
  await world.reads(questions, /Q1 .* ✓ Ana/);
  await click(world, ana, questions, ACTIONS.doneAnswering);
  await world.reads(card, /Nothing was decided/);
  const { id } = await world.design();
  expect(await world.daemon.text(`/designs/${id}/events?since=0`)).not.toContain('Whatever you like.');
  expect(world.thread(card).join()).not.toContain('Only some people');
});

test('the person who started a design and operators, by role, cancel it, and nobody else', async () => {
  const world = await opened((world) => ({
    DISCORD_OPERATORS: roleOf(world, 'Operators', world.ben),
  }));
  const { discord, ben, general } = world;
  const cleo = discord.guild.addPerson('Cleo');
  const card = await world.begun(TOPIC);
  await world.reads(card, 'asking');
  const denied =
    'Only Ana, who started this, and operators can cancel it. Nobody was told that you asked; ask Ana.';
  expect(await refused(world, cleo, general, 'design cancel')).toContain(denied);
  expect(await refused(world, cleo, card.id, 'design cancel')).toContain(denied);
  expect((await discord.people.click(cleo, card, ACTIONS.cancel)).privately.join()).toContain(denied);
  discord.people.mention(cleo, card.id, 'cancel');
  await until('the refusal', () => discord.visible(discord.guild.direct(cleo)).join().includes(denied));
  expect(world.text(card)).not.toContain('Cancelled');

  await discord.people.click(ben, card, ACTIONS.cancel);
  await discord.people.click(ben, shownTo(world, ben), 'Cancel it');
  await world.reads(card, 'Cancelled');
  await world.says(card, 'Cancelled by Ben');
});
