import { vi } from 'vitest';
import { begun } from '../../engine/running-engine.ts';
import type { Message } from '../../platforms/discord/message.ts';
import { type BadInput, type BadInputOptions, badInputStories } from '../bad-input-stories.ts';
import { drawnId, findDrawn } from '../drawn-controls.ts';
import { WAIT, watched } from '../engines.ts';
import { connected } from './message-world.ts';

badInputStories(openBadInput);

async function openBadInput({ topic, ...options }: BadInputOptions = {}): Promise<BadInput> {
  const world = await connected(options);
  const { discord, engine, ana, general } = world;
  const { people, guild } = discord;
  const thread = { platform: 'discord', channel: general, thread: '', starter: ana };
  const id = await begun(engine, {
    thread,
    startedBy: 'Ana',
    settings: {},
    ...(topic && { topic }),
  });
  const design = watched(engine, id);
  const asked: string[] = [];
  const messages = (): Message[] => {
    const [card] = discord.visibleMessages(general);
    if (card === undefined) return [];
    return [card, ...(guild.channels.has(card.id) ? discord.visibleMessages(card.id) : [])];
  };
  const confirm = async (who: string, known: readonly Message[]): Promise<unknown> => {
    const asked = people.ephemeral(who).find((each) => !known.includes(each));
    if (asked === undefined) return null;
    const yes = findDrawn(asked.components, 'sure');
    return yes === undefined ? null : people.click(who, asked, yes);
  };
  return {
    ...world,
    ...design,
    visible: () => {
      const [card] = messages();
      if (card === undefined) return [];
      return [...discord.visible(general).slice(0, 1), ...discord.visible(card.id)];
    },
    called: () => messages().flatMap(({ pings }) => pings),
    control: async (action) => {
      const find = () =>
        messages().findLast((each) => findDrawn(each.components, action) !== undefined);
      const { channel, components } = await vi.waitUntil(find, WAIT);
      const control = drawnId(components, action);
      return async (who) => {
        // As somebody sees it whose app has not heard yet that it was edited.
        const copy = guild.messages.post({
          channel,
          author: guild.bot.id,
          components: structuredClone(components),
        });
        const known = people.ephemeral(who);
        const seen = await people.click(who, copy, control);
        asked.push(...seen.privately);
        await confirm(who, known);
        return seen;
      };
    },
    forge: async (who, action, value, place) => {
      const channel = place === undefined ? general : guild.addChannel('random');
      const custom_id = `${action} ${value}`.trim();
      const button = { type: 2, style: 2, id: 1, label: 'Press', custom_id } as const;
      const components: Message['components'] = [{ type: 1, components: [button] }];
      const copy = guild.messages.post({ channel, author: guild.bot.id, components });
      const known = people.ephemeral(who);
      await people.click(who, copy, custom_id);
      return confirm(who, known);
    },
    asked: () => asked.map((text) => text.replaceAll('\\', '')),
  };
}
