import { expect, test, vi } from 'vitest';
import type { PublicEvent } from '../../../src/core/public-event.ts';
import type { Message } from '../../support/discord/message.ts';
import { fewPersonas } from '../slack/telling.ts';
import { until } from '../slack/world.ts';
import { answer, begin, ended, outline, PATIENT, WHOLE } from './telling.ts';
import { World } from './world.ts';

vi.setConfig({ testTimeout: 300_000 });

type Lose = (world: World, card: Message) => void;

const LOSSES: readonly (readonly [string, Lose])[] = [
  ['the thread is locked', ({ discord }, card) => discord.guild.lock(card.id)],
  ['the thread is deleted', ({ discord }, card) => discord.guild.removeChannel(card.id)],
  ['the channel is deleted', ({ discord, general }) => discord.guild.removeChannel(general)],
  ['the bot may not write in threads any more', mute],
  ['the bot is removed', ({ discord }) => discord.guild.removeBot()],
];

function mute({ discord, general }: World): void {
  discord.guild.deny(general, ['SendMessagesInThreads']);
}

/** A design that has its answers, and whose thread is gone. */
async function lost(
  lose: Lose,
  whenGone: 'continue' | 'pause',
): Promise<{ world: World; card: Message; id: string }> {
  const world = await World.open({
    discord: PATIENT,
    environment: {
      ...(await fewPersonas()),
      CHARRETTE_REHEARSAL_LATENCY_MS: '400',
      CHARRETTE_THREAD_GONE: whenGone,
    },
  });
  const card = await begin(world);
  await answer(world, card);
  await until('the marks', () => world.thread(card).join().includes('(✅ 1)'));
  const { id } = await world.design();
  lose(world, card);
  return { world, card, id };
}

async function typesOf({ daemon }: World, id: string): Promise<string[]> {
  const { events } = await daemon.get<{ events: PublicEvent[] }>(`/designs/${id}/events`);
  return events.map(({ type }) => type);
}

async function over({ daemon }: World, id: string): Promise<void> {
  await until('the end', async () => (await daemon.design(id)).endedAt !== null);
}

test.each(LOSSES)(
  'when %s in the middle, the design goes on to its end, and the operator is told',
  async (what, lose) => {
    const { world, id } = await lost(lose, 'continue');
    const { discord, daemon } = world;
    await over(world, id);
    expect((await daemon.design(id)).status).toBe('completed');
    expect(await typesOf(world, id)).not.toContain('gate_opened');
    await until('the result', async () =>
      (await daemon.text(`/designs/${id}/artifacts/brief.md`)).includes('## '),
    );
    await until('the log', () => daemon.output.includes('thread_unreachable'));
    if (what === 'the bot is removed') expect(daemon.output).toContain('discord_access_lost');
    expect(discord.record.violations).toEqual([]);
  },
);

test.each(LOSSES)('where designs wait for a thread that is gone: %s', async (_, lose) => {
  const { world, id } = await lost(lose, 'pause');
  const { discord, daemon } = world;
  await until('the pause', async () => (await typesOf(world, id)).includes('gate_opened'));
  await until('the log', () => daemon.output.includes('design_paused'));
  expect(await daemon.design(id)).toMatchObject({
    status: 'awaiting_input',
    gate: { reasons: ['thread_unreachable'], choices: ['accept', 'stop'] },
  });
  const { status } = await daemon.post(`/designs/${id}/gates/gate-1`, { choice: 'stop', author: 'Ana' });
  expect(status).toBe(200);
  await over(world, id);
  expect(await daemon.design(id)).toMatchObject({
    status: 'needs_review',
    outcome: { stoppedBecause: 'decided_by_person', reasons: ['thread_unreachable'] },
  });
  expect(discord.record.violations).toEqual([]);
});

test.each([
  [
    'the bot is invited again',
    ({ discord }: World) => discord.guild.removeBot(),
    ({ discord }: World) => discord.guild.inviteBot(),
  ],
  [
    'the bot may write again',
    mute,
    ({ discord, general }: World) => discord.guild.allow(general, ['SendMessagesInThreads']),
  ],
] as const)(
  'P4: where %s before that, the thread has everything, once and in order',
  async (_, lose, regain) => {
    const { world, card, id } = await lost(lose, 'pause');
    await until('the pause', async () => (await typesOf(world, id)).includes('gate_opened'));
    regain(world);
    await world.daemon.post(`/designs/${id}/gates/gate-1`, { choice: 'accept', author: 'Ana' });
    await ended(world, card);
    expect(outline(world, card)).toEqual(WHOLE);
    expect(world.discord.record.violations).toEqual([]);
  },
);
