import { expect, test, vi } from 'vitest';
import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import { begin, click } from '../chat/telling.ts';
import { FEW_PERSONAS } from '../daemon.ts';
import { until } from '../waiting.ts';
import { World } from './world.ts';

vi.setConfig({ testTimeout: 300_000 });

/** Long enough to do something in the middle of a phase. */
const SLOW_MS = 60_000;

async function opened(latencyMs = SLOW_MS): Promise<World> {
  const environment = { ...FEW_PERSONAS, CHARRETTE_REHEARSAL_LATENCY_MS: String(latencyMs) };
  return World.open({ environment });
}

test.each(['command', 'mention'] as const)(
  'what was cancelled is run again by %s, in the same thread, with what was answered',
  async (way) => {
    const world = await opened(0);
    const { discord, ben, general } = world;
    const { people } = discord;
    const card = await begin(world);
    const questions = await world.says(card, 'before they write');
    people.say(ben, card.id, 'Q1: At most 900 a minute.');
    await world.reads(questions, /Q1 .* ✓ Ben/);
    await world.cancel(world.ana, card);
    await world.reads(card, /Cancelled/);
    await world.reads(card, '[ Run again ]');

    if (way === 'command') await people.slash(ben, card.id, 'design retry');
    else people.mention(ben, card.id, 'retry');
    // A person who says it in the thread sees there that it was received.
    if (way !== 'mention') await world.told(ben, 'On it again');
    const again = await world.says(
      card,
      'Second run: what was answered before is carried over, and the questions that are open are asked again.',
    );
    const askedAgain = () =>
      world
        .messages(card)
        .findLast((each) => each.id !== questions.id && /before they write/.test(world.text(each)));
    await until('the questions', async () => askedAgain() !== undefined);
    const open = askedAgain() ?? questions;
    await world.reads(open, /Q1 .* ✓ Ben/);
    await click(world, ben, open, ACTIONS.skip);
    await world.reads(again, /Nothing was decided/);
    expect(world.fromBot(general)).toHaveLength(1);
    expect(discord.record.violations).toEqual([]);
  },
);

/** A design of which half of the team is gone, so that a person has to decide about it. */
async function gated(): Promise<World> {
  const world = await opened(800);
  const card = await begin(world);
  await world.lose('failure-analyst');
  await world.lose('failure-analyst');
  await click(world, world.ana, await world.says(card, 'before they write'), ACTIONS.skip);
  await world.says(card, 'a person has to look at it first');
  return world;
}

test('at a gate who started it stops it, and nobody else, and what was contributed is kept for review', async () => {
  const world = await gated();
  const { discord, ana, ben } = world;
  const card = await world.card();
  const gate = await world.says(card, 'a person has to look at it first');
  await click(world, ben, gate, ACTIONS.stop);
  await world.told(ben, 'Only Ana, who started this, can decide this here.');
  await click(world, ana, gate, ACTIONS.stop);
  await world.says(card, '📎 brief.md');
  await until('the end', async () => (await world.design()).status === 'needs_review');
  await world.says(card, 'Ana stopped it here.');
  expect(discord.record.violations).toEqual([]);
});

test('the argument of a difference is shown to the person who presses for it, and to nobody else', async () => {
  const world = await opened(0);
  const { discord, ana, ben } = world;
  const card = await begin(world);
  await click(world, ana, await world.says(card, 'before they write'), ACTIONS.skip);
  const difference = await world.says(card, 'They differ');
  await click(world, ben, difference, ACTIONS.show);
  await until('the argument', () => world.privately(ben).length > 0);
  expect(world.privately(ben)).toEqual([
    expect.stringMatching(/The argument \(\d+ replies?\)\n+.*The first answer.*The second answer/s),
  ]);
  expect(world.privately(ana).join()).not.toContain('The argument');
  expect(discord.record.violations).toEqual([]);
});
