import { expect, test } from 'vitest';
import type { PublicEvent } from '../../../src/core/public-event.ts';
import { calledHere } from '../cli.ts';
import { FEW_PERSONAS } from '../daemon.ts';
import { World as Discord } from '../discord/world.ts';
import { World as Slack } from '../slack/world.ts';
import { until } from '../waiting.ts';
import { answer, begin, ended, outline, WHOLE } from './telling.ts';
import type { ChatWorld, Posted } from './world.ts';

const ENVIRONMENT = {
  ...FEW_PERSONAS,
  CHARRETTE_REHEARSAL_LATENCY_MS: '400',
  CHARRETTE_THREAD_GONE: 'pause',
};

interface Taken {
  readonly world: ChatWorld;
  readonly lose: () => void;
  readonly regain: () => void;
}

/** A design that has its answers, and waits for a person since its thread was taken away. */
async function waiting({ world, lose }: Taken) {
  const card: Posted = await begin(world);
  await answer(world, card);
  await until('the marks', () => world.thread(card).join().includes('(✅ 1)'));
  const { id } = await world.design();
  lose();
  const types = async () => {
    const { events } = await world.daemon.get<{ events: PublicEvent[] }>(`/designs/${id}/events`);
    return events.map(({ type }) => type);
  };
  await until('the pause', async () => (await types()).includes('gate_opened'));
  await until('the log', () => world.daemon.output.includes('design_paused'));
  await until('everybody has finished', async () =>
    (await world.daemon.design(id)).personas.every(({ activity }) => activity !== 'working'),
  );
  expect(await world.daemon.design(id)).toMatchObject({
    status: 'awaiting_input',
    gate: { id: 'gate-1', reasons: ['thread_unreachable'], choices: ['accept', 'stop'] },
  });
  return { card, id, types };
}

/** While it was paused no model was asked anything new. */
function expectNothingBegun(types: readonly PublicEvent['type'][]): void {
  const inPause = types.slice(types.indexOf('gate_opened'), types.indexOf('gate_decided'));
  expect(inPause.filter((type) => type === 'turn_started' || type === 'round_opened')).toEqual([]);
}

async function onSlack(
  lose: (world: Slack) => void,
  regain: (world: Slack) => void = () => undefined,
): Promise<Taken> {
  const world = await Slack.open({ environment: ENVIRONMENT });
  return { world, lose: () => lose(world), regain: () => regain(world) };
}

async function onDiscord(lose: (world: Discord) => void, regain: (world: Discord) => void): Promise<Taken> {
  const world = await Discord.open({ environment: ENVIRONMENT });
  return { world, lose: () => lose(world), regain: () => regain(world) };
}

const MAY_WRITE = ['SendMessagesInThreads'] as const;

test.each<[string, () => Promise<Taken>]>([
  [
    'Slack: the bot is removed',
    () =>
      onSlack(
        ({ slack, general }) => slack.workspace.removeBot(general),
        ({ slack, general }) => slack.workspace.inviteBot(general),
      ),
  ],
  [
    'Discord: the bot is removed',
    () =>
      onDiscord(
        ({ discord }) => discord.guild.removeBot(),
        ({ discord }) => discord.guild.inviteBot(),
      ),
  ],
  [
    'Discord: the bot loses the right to write',
    () =>
      onDiscord(
        ({ discord, general }) => discord.guild.deny(general, MAY_WRITE),
        ({ discord, general }) => discord.guild.allow(general, MAY_WRITE),
      ),
  ],
])(
  'P4: %s, and that is undone while a person decides: the thread has everything, once and in order',
  async (_, open) => {
    const taken = await open();
    const { world, regain } = taken;
    const { card, id, types } = await waiting(taken);
    regain();
    const accept = { choice: 'accept', author: 'Ana' };
    expect((await world.daemon.post(`/designs/${id}/gates/gate-1`, accept)).status).toBe(200);
    await ended(world, card);
    expectNothingBegun(await types());
    expect(outline(world, card)).toEqual(WHOLE);
    expect(world.text(card)).toContain('Nothing was decided');
  },
);

test('a design that waits because its thread is gone goes on from the command line to its end', async () => {
  const taken = await onSlack(({ slack, general }) => slack.workspace.archive(general));
  const { world } = taken;
  const { card, id, types } = await waiting(taken);
  const shown = await calledHere(world.dataDir, ['show', id]);
  expect(shown.stdout).toMatch(
    /It cannot go on by itself: its thread cannot be written to any more\.\n.*Undecided at .* UTC/,
  );
  expect(shown.stdout).toContain(`decide ${id.slice(-8)} gate-1 accept\n`);
  const decided = await calledHere(world.dataDir, ['decide', id, 'gate-1', 'accept']);
  expect(decided).toMatchObject({ code: 0, stderr: '' });
  await until('the end', async () => (await world.daemon.design(id)).endedAt !== null);
  expect((await world.daemon.design(id)).status).toBe('completed');
  expectNothingBegun(await types());
  expect((await types()).filter((type) => type === 'gate_opened')).toHaveLength(1);
  // What people see who look at a thread that could not be written to after the answers.
  expect(outline(world, card)).toEqual(['card', 'questions', 'Ben: Q1: At most 900 a minute. ✅']);
});
