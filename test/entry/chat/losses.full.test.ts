import { expect, test } from 'vitest';
import type { PublicEvent } from '../../../src/core/telling/public-event.ts';
import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import { startModelEndpoint } from '../../support/model-endpoint.ts';
import { calledHere } from '../cli.ts';
import { FEW_PERSONAS } from '../daemon.ts';
import { World as Discord } from '../discord/world.ts';
import { plainAnswer } from '../scripted-endpoint.ts';
import { World as Slack } from '../slack/world.ts';
import { afterwards, until } from '../waiting.ts';
import { answer, begin, click, ended, outline, WHOLE } from './telling.ts';
import type { ChatWorld, Environment, Posted } from './world.ts';

const ENVIRONMENT = { ...FEW_PERSONAS, CHARRETTE_REHEARSAL_LATENCY_MS: '400' };
const PAUSING = { ...ENVIRONMENT, CHARRETTE_THREAD_GONE: 'pause' };

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
  const types = () => typesOf(world, id);
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

async function typesOf(world: ChatWorld, id: string): Promise<PublicEvent['type'][]> {
  const { events } = await world.daemon.get<{ events: PublicEvent[] }>(`/designs/${id}/events`);
  return events.map(({ type }) => type);
}

/** While it was paused no model was asked anything new. */
function expectNothingBegun(types: readonly PublicEvent['type'][]): void {
  const inPause = types.slice(types.indexOf('gate_opened'), types.indexOf('gate_decided'));
  expect(inPause.filter((type) => type === 'turn_started' || type === 'round_opened')).toEqual([]);
}

type Open = (environment: Environment) => Promise<Taken>;

function onSlack(lose: (world: Slack) => void, regain: (world: Slack) => void = () => undefined): Open {
  return async (environment) => {
    const world = await Slack.open({ environment });
    return { world, lose: () => lose(world), regain: () => regain(world) };
  };
}

function onDiscord(lose: (world: Discord) => void, regain: (world: Discord) => void): Open {
  return async (environment) => {
    const world = await Discord.open({ environment });
    return { world, lose: () => lose(world), regain: () => regain(world) };
  };
}

const MAY_WRITE = ['SendMessagesInThreads'] as const;
const MAY_LOOK = ['ViewChannel', ...MAY_WRITE] as const;

const removedOnSlack = onSlack(
  ({ slack, general }) => slack.workspace.removeBot(general),
  ({ slack, general }) => slack.workspace.inviteBot(general),
);
const removedOnDiscord = onDiscord(
  ({ discord }) => discord.guild.removeBot(),
  ({ discord }) => discord.guild.inviteBot(),
);
const mutedOnDiscord = onDiscord(
  ({ discord, general }) => discord.guild.deny(general, MAY_WRITE),
  ({ discord, general }) => discord.guild.allow(general, MAY_WRITE),
);
const blindOnDiscord = onDiscord(
  ({ discord, general }) => discord.guild.deny(general, MAY_LOOK),
  ({ discord, general }) => discord.guild.allow(general, MAY_LOOK),
);

test.each([
  ['Slack: the bot is removed', removedOnSlack],
  ['Discord: the bot is removed', removedOnDiscord],
  ['Discord: the bot loses the right to write', mutedOnDiscord],
])(
  'P4: %s, and that is undone while a person decides: the thread has everything, once and in order',
  async (_, open) => {
    const taken = await open(PAUSING);
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
  const taken = await onSlack(({ slack, general }) => slack.workspace.archive(general))(PAUSING);
  const { world } = taken;
  const { card, id, types } = await waiting(taken);
  const shown = await calledHere(world.dataDir, ['show', id]);
  expect(shown.stdout).toMatch(
    /It cannot go on by itself: its thread cannot be written to any more\.\n.*If nobody decides by .* UTC, it closes/,
  );
  expect(shown.stdout).toContain(`decide ${id.slice(-8)} accept\n`);
  const decided = await calledHere(world.dataDir, ['decide', id, 'accept']);
  expect(decided).toMatchObject({ code: 0, stderr: '' });
  await until('the end', async () => (await world.daemon.design(id)).endedAt !== null);
  expect((await world.daemon.design(id)).status).toBe('completed');
  expectNothingBegun(await types());
  expect((await types()).filter((type) => type === 'gate_opened')).toHaveLength(1);
  // What people see who look at a thread that could not be written to after the answers.
  expect(outline(world, card)).toEqual(['card', 'questions', 'Ben: Q1: At most 900 a minute. ✅']);
});

test.each([
  ['Slack: the bot is removed', 'in time', removedOnSlack],
  ['Discord: the bot does not see the channel', 'in time', blindOnDiscord],
  ['Discord: the bot loses the right to write', 'once somebody writes', mutedOnDiscord],
] as const)(
  'P4: %s while it asks people, and that is undone: %s the questions come, and the gate, and the card is true',
  async (_, when, open) => {
    const endpoint = await startModelEndpoint();
    afterwards(() => endpoint.close());
    let held = Promise.withResolvers<void>();
    endpoint.respondWith(async (request) => {
      await held.promise;
      return plainAnswer(request, 'ask', {});
    });
    const { world, lose, regain } = await open({
      ...FEW_PERSONAS,
      CHARRETTE_REHEARSAL: '0',
      ANTHROPIC_API_KEY: 'sk-ant-a-key-for-the-tests-0123456789',
      ANTHROPIC_BASE_URL: endpoint.url,
    });
    const { ana, ben } = world;
    const card = await begin(world);
    const { id } = await world.design();
    const has = (type: PublicEvent['type']) =>
      until(type, async () => (await typesOf(world, id)).includes(type));
    lose();
    held.resolve();
    await has('answering_opened');
    await until('the log', () => world.daemon.output.includes('thread_unreachable'));
    expect(outline(world, card)).toEqual(['card']);
    regain();
    if (when === 'once somebody writes') world.say(ben, card, 'Is anybody there?');
    const questions = await world.says(card, 'before they write');
    await world.reads(card, 'Waiting for your answers');
    held = Promise.withResolvers();
    await click(world, ana, questions, ACTIONS.doneAnswering);
    lose();
    held.resolve();
    await has('gate_opened');
    regain();
    world.say(ben, card, 'What becomes of it?');
    const gate = await world.message('the gate', () =>
      world
        .messages(card)
        .slice(1)
        .find((each) => world.hasButton(each, ACTIONS.accept)),
    );
    await world.reads(card, 'Waiting for a person to decide');
    await click(world, ana, gate, ACTIONS.accept);
    await world.reads(gate, 'Ana accepted the decision as it is');
    await world.says(card, '📎 brief.md');
    const said = outline(world, card).filter((each) => !each.startsWith('Ben: '));
    expect(said).toEqual([
      'card',
      'questions',
      'proposals with files',
      'a difference',
      'Charrette: Ana accepted the decision as it is.',
      'outcome with files',
    ]);
    await until('the end', async () => (await world.design()).status === 'completed');
  },
);
