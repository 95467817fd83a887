import { ChannelType } from 'discord-api-types/v10';
import { expect, test } from 'vitest';
import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import type { Message } from '../../platforms/discord/message.ts';
import { click, ended, outline, TOPIC, WHOLE } from '../chat/telling.ts';
import { FEW_PERSONAS } from '../daemon.ts';
import { until } from '../waiting.ts';
import { World } from './world.ts';

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
  const { guild } = world.discord;
  const news = guild.addChannel('news', 'announcement');
  const card = await world.begun(TOPIC, news);
  expect(guild.channel(card.id)).toMatchObject({ parent: news, type: ChannelType.AnnouncementThread });
  expect(await whole(world, card)).toEqual(SAID);
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
});
