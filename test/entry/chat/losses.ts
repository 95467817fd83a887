import type { Message as DiscordMessage } from '../../platforms/discord/message.ts';
import type { Message as SlackMessage } from '../../platforms/slack/workspace.ts';
import { FEW_PERSONAS } from '../daemon.ts';
import { World as Discord } from '../discord/world.ts';
import { World as Slack } from '../slack/world.ts';
import { until } from '../waiting.ts';
import { answer, begin } from './telling.ts';
import type { ChatWorld, Posted } from './world.ts';

export interface Lost {
  readonly world: ChatWorld;
  readonly card: Posted;
  readonly id: string;
  readonly regain: () => void;
}

/** A way to lose a thread once the design in it has its answers. */
export interface Loss {
  readonly what: string;
  lose(settings: Readonly<Record<string, string>>): Promise<Lost>;
}

async function answered<Message extends Posted>(world: ChatWorld<Message>) {
  const card = await begin(world);
  await answer(world, card);
  await until('the marks', () => world.thread(card).join().includes('(✅ 1)'));
  return { world, card, id: (await world.design()).id };
}

const environment = async (settings: Readonly<Record<string, string>>) => ({
  ...FEW_PERSONAS,
  CHARRETTE_REHEARSAL_LATENCY_MS: '400',
  ...settings,
});

function onSlack(
  what: string,
  lose: (world: Slack, card: SlackMessage) => void,
  regain: (world: Slack) => void = () => undefined,
): Loss {
  return {
    what: `Slack: ${what}`,
    async lose(settings) {
      const world = await Slack.open({ environment: await environment(settings) });
      const { card, id } = await answered(world);
      lose(world, card);
      return { world, card, id, regain: () => regain(world) };
    },
  };
}

function onDiscord(
  what: string,
  lose: (world: Discord, card: DiscordMessage) => void,
  regain: (world: Discord) => void = () => undefined,
): Loss {
  return {
    what: `Discord: ${what}`,
    async lose(settings) {
      const world = await Discord.open({ environment: await environment(settings) });
      const { card, id } = await answered(world);
      lose(world, card);
      return { world, card, id, regain: () => regain(world) };
    },
  };
}

export const ARCHIVED = onSlack('the channel is archived', ({ slack, general }) =>
  slack.workspace.archive(general),
);
/** Without its card a thread goes on at Slack, and only where a design waits for a person it is looked at. */
export const CARD_DELETED = onSlack('the thread is deleted', ({ slack }, card) =>
  slack.workspace.remove(card),
);
/** Those that somebody can undo. */
export const UNDONE = [
  onSlack(
    'the bot is removed',
    ({ slack, general }) => slack.workspace.removeBot(general),
    ({ slack, general }) => slack.workspace.inviteBot(general),
  ),
  onDiscord(
    'the bot is removed',
    ({ discord }) => discord.guild.removeBot(),
    ({ discord }) => discord.guild.inviteBot(),
  ),
  onDiscord(
    'the bot loses the right to write',
    ({ discord, general }) => discord.guild.deny(general, ['SendMessagesInThreads']),
    ({ discord, general }) => discord.guild.allow(general, ['SendMessagesInThreads']),
  ),
];
export const LOSSES: readonly Loss[] = [
  ARCHIVED,
  onSlack('the token is revoked', ({ slack }) => slack.workspace.revoke()),
  onDiscord('the thread is locked', ({ discord }, card) => discord.guild.lock(card.id)),
  onDiscord('the thread is deleted', ({ discord }, card) => discord.guild.removeChannel(card.id)),
  onDiscord('the channel is deleted', ({ discord, general }) => discord.guild.removeChannel(general)),
  ...UNDONE,
];
