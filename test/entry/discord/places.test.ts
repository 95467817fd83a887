import { ChannelType } from 'discord-api-types/v10';
import { expect, test, vi } from 'vitest';
import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import type { Message } from '../../platforms/discord/message.ts';
import { begin, click, ended, outline, TOPIC, WHOLE } from '../chat/telling.ts';
import { FEW_PERSONAS } from '../daemon.ts';
import { until } from '../waiting.ts';
import { World } from './world.ts';

vi.setConfig({ testTimeout: 300_000 });

async function opened(more: Readonly<Record<string, string>> = {}): Promise<World> {
  const world = await World.open({ environment: { ...FEW_PERSONAS, ...more } });
  await until('the commands of direct messages', () => world.discord.commands.in(null).length > 0);
  return world;
}

/** Answers as Ana and resolves to what the conversation shows from the card on, when all is posted. */
async function whole(world: World, card: Message): Promise<string[]> {
  const { discord, ana } = world;
  const questions = await world.says(card, 'before they write');
  discord.people.say(ana, world.threadOf(card), 'Q1: At most 900 a minute.');
  await world.reads(questions, /Q1 .* ✓ Ana/);
  await click(world, ana, questions, ACTIONS.doneAnswering);
  await ended(world, card);
  const told = outline(world, card);
  return ['card', ...told.slice(told.indexOf('questions'))];
}

const SAID = WHOLE.map((each) => each.replace('Ben:', 'Ana:'));

test('a whole design in an announcement channel, whose card hangs a thread there', async () => {
  const world = await opened();
  const { guild, record } = world.discord;
  const news = guild.addChannel('news', 'announcement');
  const card = await world.begun(TOPIC, news);
  expect(guild.channel(card.id)).toMatchObject({ parent: news, type: ChannelType.AnnouncementThread });
  expect(await whole(world, card)).toEqual(SAID);
  expect(record.violations).toEqual([]);
});

test('a whole design in a post of a forum, right where it was asked for', async () => {
  const world = await opened();
  const { discord, ana, ben, general } = world;
  const { guild, people } = discord;
  const cleo = guild.addPerson('Cleo');
  const place = guild.addPost(cleo, guild.addChannel('questions', 'forum'), 'The queue', 'It loses jobs.');
  people.say(cleo, place, 'What shall we do?');
  const card = await world.begun(TOPIC, place);
  const busy = await people.slash(ben, place, 'design start', { topic: 'Another one, shall we?' });
  expect(busy.privately.join()).toContain('A design is already running in this thread');
  expect(await whole(world, card)).toEqual(SAID);
  expect((await people.slash(ana, place, 'design status')).privately.join()).toContain('Nothing was decided');
  const next = await world.begun('Tabs or spaces?', place);
  await world.reads(next, 'Tabs or spaces?');
  expect(world.fromBot(general).filter(({ id }) => id === card.id)).toEqual([]);
  expect(discord.record.violations).toEqual([]);
});

test('a whole design in direct messages with the bot, of which a server sees nothing', async () => {
  const world = await opened();
  const { discord, ana, general } = world;
  const direct = discord.guild.direct(ana);
  const card = await world.begun(TOPIC, direct);
  expect(await whole(world, card)).toEqual(SAID);
  expect((await discord.people.slash(ana, direct, 'design list')).privately.join()).toContain(TOPIC);
  expect((await discord.people.slash(ana, general, 'design list')).privately.join()).not.toContain(TOPIC);
  expect(world.fromBot(general)).toEqual([]);
  expect(discord.record.violations).toEqual([]);
});

test('a thread that Discord has archived is opened again by the next message, of people and of the bot', async () => {
  const world = await opened({ CHARRETTE_REHEARSAL_LATENCY_MS: '400' });
  const { discord, ben } = world;
  const { guild, people } = discord;
  const card = await begin(world);
  const questions = await world.says(card, 'before they write');
  const isArchived = () => guild.channel(card.id).thread?.isArchived;
  guild.archive(card.id);
  // Over HTTP, so that the bot has to change a message in a thread that nobody has opened.
  const { id } = await world.design();
  await world.daemon.post(`/designs/${id}/replies`, { text: 'Q2: Only the web app.', author: 'Cem' });
  await world.reads(questions, /Q2 .* ✓ Cem/);
  expect(isArchived()).toBe(false);
  guild.archive(card.id);
  people.say(ben, card.id, 'Q1: At most 900 a minute.');
  expect(isArchived()).toBe(false);
  await world.reads(questions, /Q1 .* ✓ Ben/);
  await world.says(card, 'without sight of the others');
  guild.archive(card.id);
  await until('the thread is open again', () => isArchived() === false);
  await world.says(card, /They differ/);
  guild.archive(card.id);
  await ended(world, card);
  expect(isArchived()).toBe(false);
  expect(outline(world, card)).toEqual(WHOLE);
  expect(discord.record.violations).toEqual([]);
});

test('a design whose thread cannot be opened any more ends at once, and the operator reads which right is missing', async () => {
  const world = await opened({ CHARRETTE_REHEARSAL_LATENCY_MS: '60000' });
  const { discord, daemon, general } = world;
  // The right goes in the very moment between the command and the thread.
  const told = discord.guild.watch;
  discord.guild.watch = (change) => {
    told(change);
    const isCard = change.kind === 'posted' && change.message.channel === general;
    if (isCard) discord.guild.deny(general, ['CreatePublicThreads']);
  };
  await discord.people.slash(world.ana, general, 'design start', { topic: TOPIC });
  await until('the log', () => /thread_unreachable/.test(daemon.output));
  expect(daemon.output).toContain('The bot lacks a permission there: Create Public Threads.');
  await until('the end', async () => (await world.design()).status === 'failed');
  // A card that says for ever that they are reading in would be worse than none.
  expect(world.fromBot(general)).toEqual([]);
  expect(discord.record.violations).toEqual([]);
});
