import { expect, test } from 'vitest';
import { ALL_SCOPES } from '../../platforms/slack/server.ts';
import { FEW_PERSONAS } from '../daemon.ts';
import { World as Discord } from '../discord/world.ts';
import { World as Slack } from '../slack/world.ts';
import { until } from '../waiting.ts';
import { answer, begin } from './telling.ts';
import type { ChatWorld } from './world.ts';

/** Worlds in which words are taken, and neither files nor reactions. */
const PICKY: readonly (readonly [string, () => Promise<ChatWorld>])[] = [
  [
    'Slack',
    async () => {
      const scopes = ALL_SCOPES.filter((scope) => scope !== 'files:write' && scope !== 'reactions:write');
      const world = await Slack.open({ slack: { scopes }, environment: FEW_PERSONAS });
      world.slack.record.allow(/missing_scope/);
      return world;
    },
  ],
  [
    'Discord',
    async () => {
      const world = await Discord.open({ environment: FEW_PERSONAS });
      const { guild } = world.discord;
      guild.deny(world.general, ['AttachFiles', 'AddReactions'], guild.bot.id);
      return world;
    },
  ],
];

test.each(PICKY)(
  '%s: neither files nor reactions are taken, and the design has its decision, in the thread as well',
  async (_, open) => {
    const world = await open();
    const card = await begin(world);
    await answer(world, card);
    await world.reads(card, /Nothing was decided/);
    await until('the end', async () => (await world.design()).endedAt !== null);
    expect((await world.design()).status).toBe('completed');
    const thread = world.thread(card);
    expect(thread.join()).not.toContain('✅');
    expect(thread.filter((text) => text.includes('cannot be shown here'))).toHaveLength(1);
    expect(thread.find((text) => text.includes('cannot be shown here'))).toMatch(
      /Files cannot be shown here\. .*(?:scope|Attach Files).*charrette show dsn/,
    );
    await until('the log', () =>
      /post_left_out[\s\S]*not_shown|not_shown[\s\S]*post_left_out/.test(world.daemon.output),
    );
    expect(world.daemon.output).not.toContain('thread_unreachable');
  },
);
