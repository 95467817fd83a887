import { expect } from 'vitest';
import { needing } from '../../support/needing.ts';
import { until } from '../waiting.ts';
import { DISCORD, SLACK } from './platforms.ts';
import { answer, begin, ended, outline, WHOLE } from './telling.ts';
import { killedOwner, opened } from './two-daemons.ts';

const { test } = await needing('postgres');

test('C18: Slack: what people do goes to either of two daemons, and when the owner is killed, the other goes on in the same thread', () =>
  killedOwner(SLACK));

test('C18: Discord: when the one with the connection is killed, the other takes it over, and no word is lost', async () => {
  const { world, daemons } = await opened(DISCORD);
  const card = await begin(world);
  const questions = await world.says(card, 'before they write');
  const holder = daemons.find(({ output }) => output.includes('discord_connected'));
  const other = daemons.find((each) => each !== holder);
  if (holder === undefined || other === undefined) throw new Error('nobody is connected');
  world.daemon = holder;
  const isGone = world.kill(other);
  world.say(world.ben, card, 'Q1: At most 900 a minute.');
  await isGone;
  await until('the other is connected', () => other.output.includes('discord_connected'));
  await world.reads(questions, /Q1 .* ✓ Ben/);
  await answer(world, card);
  await ended(world, card);
  const told = outline(world, card).filter((each) => !each.startsWith('Ben:'));
  expect(told).toEqual(WHOLE.filter((each) => !each.startsWith('Ben:')));
});
