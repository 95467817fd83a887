import { expect, test, vi } from 'vitest';
import type { DesignView } from '../../../src/core/view.ts';
import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import type { DiscordMishap } from '../../support/discord/faults.ts';
import { fewPersonas } from '../slack/telling.ts';
import { until } from '../slack/world.ts';
import { answer, begin, ended, insist, outline, PATIENT, WHOLE } from './telling.ts';
import { World } from './world.ts';

vi.setConfig({ testTimeout: 300_000 });

/** What a design asks of Discord. */
const MISHAPS: Readonly<Record<string, readonly DiscordMishap[]>> = {
  'messages.create': ['failed_after', 'limited', 'cut_after'],
  'messages.edit': ['failed_after', 'limited'],
  'messages.list': ['failed_before', 'cut_before'],
  'threads.start_on_message': ['failed_after', 'limited'],
  'reactions.add': ['failed_after', 'limited'],
  'users.me': ['failed_before'],
};

test('events that come late, twice and out of order change nothing', async () => {
  const world = await World.open({
    discord: { ...PATIENT, disorder: { seed: 7, twice: 0.5, upToMs: 400 } },
    environment: await fewPersonas(),
  });
  const { discord } = world;
  const card = await begin(world);
  const questions = await answer(world, card);
  await ended(world, card);
  expect(outline(world, card)).toEqual(WHOLE);
  expect(world.text(questions).match(/✓/g)).toHaveLength(1);
  expect(discord.record.violations).toEqual([]);
});

test.each([11, 12])(
  'calls that fail, are cut off or come too fast end in the same thread (seed %i)',
  async (seed) => {
    const world = await World.open({
      discord: { ...PATIENT, faults: { seed, share: 0.15 }, rateSpeed: 20 },
      environment: await fewPersonas(),
    });
    const { discord } = world;
    const card = await begin(world);
    await answer(world, card);
    await ended(world, card);
    expect(outline(world, card)).toEqual(WHOLE);
    expect(discord.record.calls.filter(({ mishap }) => mishap !== null).length).toBeGreaterThan(0);
    expect(discord.record.violations).toEqual([]);
  },
);

test('whichever call fails, and however, everything is said once', async () => {
  const world = await World.open({ discord: PATIENT, environment: await fewPersonas() });
  const { discord } = world;
  for (const [route, mishaps] of Object.entries(MISHAPS)) discord.faults.script(route, ...mishaps);
  const card = await begin(world);
  await answer(world, card);
  await ended(world, card);
  expect(outline(world, card)).toEqual(WHOLE);
  for (const [route, mishaps] of Object.entries(MISHAPS)) {
    const met = discord.record.callsOf(route).flatMap(({ mishap }) => mishap ?? []);
    expect([route, met]).toEqual([route, mishaps]);
  }
  expect(discord.record.violations).toEqual([]);
});

test('a private answer that does not get through at once is told all the same', async () => {
  const world = await World.open({
    discord: PATIENT,
    environment: { ...(await fewPersonas()), CHARRETTE_REHEARSAL_LATENCY_MS: '60000' },
  });
  const { discord, ben } = world;
  const card = await begin(world);
  discord.faults.script('webhooks.edit', 'failed_before', 'limited', 'cut_before');
  discord.faults.script('webhooks.create', 'failed_before', 'limited', 'cut_before');
  await discord.people.click(ben, card, ACTIONS.cancel);
  await until('the answer', () => /Only Ana|Cancel this design/.test(discord.ephemeral(ben).join()));
  expect(discord.record.violations).toEqual([]);
});

test('a connection that is torn, closed, asked to leave or falls silent is taken up again in every phase', async () => {
  const world = await World.open({
    discord: { ...PATIENT, heartbeatMs: 1_000 },
    environment: { ...(await fewPersonas()), CHARRETTE_REHEARSAL_LATENCY_MS: '150' },
  });
  const { discord, ana, general } = world;
  const card = await begin(world);
  const phases = ['spawning', 'questioning', 'independent', 'refinement', 'synthesis'];
  const { sockets } = discord;
  const ways = [
    () => sockets.drop('reset'),
    () => sockets.drop('close'),
    () => sockets.askToLeave(),
    () => sockets.freeze(),
    () => sockets.forget(),
  ];
  for (const [place, breakOff] of ways.entries()) {
    await until(`the phase ${phases[place]}`, async () => reached(await world.design(), phases, place));
    breakOff();
    if (place === 1) await answer(world, card);
    else await insist('the status is told', () => discord.people.slash(ana, general, 'design status'));
  }
  await ended(world, card);
  expect(outline(world, card)).toEqual(WHOLE);
  expect(discord.record.violations).toEqual([]);
});

test('what is said while no daemon is connected is read when one is again', async () => {
  const world = await World.open({ discord: PATIENT, environment: await fewPersonas() });
  const { discord, ana, ben } = world;
  const card = await begin(world);
  const questions = await world.says(card, 'before they write');
  world.daemon.signal('SIGKILL');
  await world.daemon.ended();
  discord.people.say(ben, card.id, 'Q1: At most 900 a minute.');
  await world.begin();
  await world.reads(questions, /Q1 .* ✓ Ben/);
  await insist('the button is taken', () => discord.people.click(ana, questions, ACTIONS.doneAnswering));
  await ended(world, card);
  expect(outline(world, card)).toEqual(WHOLE);
  expect(discord.record.violations).toEqual([]);
});

/** Whether a design has come as far as this phase, or further. */
function reached({ phase, endedAt }: DesignView, phases: readonly string[], place: number): boolean {
  return endedAt !== null || phases.indexOf(phase) >= place;
}
