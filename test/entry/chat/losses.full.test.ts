import { expect, test } from 'vitest';
import { ACTIONS } from '../../../src/acts/gateway/actions.ts';
import type { PublicEvent } from '../../../src/core/presentation/record/public-event.ts';
import { startModelEndpoint } from '../../support/model-endpoint.ts';
import { FEW_PERSONAS } from '../daemon.ts';
import { World as Discord } from '../discord/world.ts';
import { plainAnswer } from '../scripted-endpoint.ts';
import { World as Slack } from '../slack/world.ts';
import { afterwards, until } from '../waiting.ts';
import { begin, click, outline } from './telling.ts';
import type { ChatWorld, Environment } from './world.ts';

interface Taken {
  readonly world: ChatWorld;
  readonly lose: () => void;
  readonly regain: () => void;
}

async function typesOf(world: ChatWorld, id: string): Promise<PublicEvent['type'][]> {
  const { events } = await world.daemon.get<{ events: PublicEvent[] }>(`/designs/${id}/events`);
  return events.map(({ type }) => type);
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
const mutedOnDiscord = onDiscord(
  ({ discord, general }) => discord.guild.deny(general, MAY_WRITE),
  ({ discord, general }) => discord.guild.allow(general, MAY_WRITE),
);
const blindOnDiscord = onDiscord(
  ({ discord, general }) => discord.guild.deny(general, MAY_LOOK),
  ({ discord, general }) => discord.guild.allow(general, MAY_LOOK),
);

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
    await world.reads(gate, 'accepted by Ana');
    await world.says(card, '📎 brief.md');
    const said = outline(world, card).filter((each) => !each.startsWith('Ben: '));
    expect(said).toEqual(['card', 'questions', 'proposals with files', 'a difference', 'outcome with files']);
    await until('the end', async () => (await world.design()).status === 'completed');
  },
);
