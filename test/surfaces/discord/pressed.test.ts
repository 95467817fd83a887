import { draw, drawPost } from '#surfaces/discord/drawing/draw.ts';
import { createDiscord } from '#surfaces/discord/gateway.ts';
import type { Message } from '../../platforms/discord/message.ts';
import { type PressedPlatform, pressedStories } from '../pressed-stories.ts';
import { discordWith } from './local.ts';

pressedStories(openPressed);

async function openPressed(): Promise<PressedPlatform<Message>> {
  const { discord, ana, general } = await discordWith();
  const { guild, people, apiUrl, token, applicationId, commands } = discord;
  const thread = guild.addThread(ana, general, 'the queue');
  return {
    people: {
      starter: ana,
      answered: guild.addPerson('Ben'),
      differed: guild.addPerson('Cem'),
      decider: guild.addPerson('Eva'),
      operator: guild.addPerson('Olga'),
      stranger: guild.addPerson('Dana'),
    },
    isAskedAlready: false,
    thread: { platform: 'discord', channel: general, thread, starter: ana },
    open: (policy, parts) =>
      createDiscord({ apiUrl, token, applicationId, guildIds: [guild.id], policy }, parts),
    isConnected: (connection) =>
      connection.isConnected() && [guild.id, null].every((place) => commands.in(place).length > 0),
    drawPost: (post, design) => drawPost(post, design).components,
    draw: (what) => draw(what).components,
    show: (components, onlyFor) =>
      guild.messages.post({
        channel: onlyFor === null ? thread : guild.direct(onlyFor),
        author: guild.bot.id,
        components: structuredClone(components) as Message['components'],
      }),
    say: (who, words) => {
      const { id, channel } = people.say(who, general, words);
      return { channel, thread: null, message: id };
    },
    press: async (who, message, { id, choices: [choice] }) => {
      const chosen = choice == null ? [] : [choice];
      const { isAcknowledged, modal } = await people.click(who, message, id, ...chosen);
      return { isAcknowledged, hasForm: modal !== null };
    },
    privately: (who) => [...discord.visibleMessages(guild.direct(who)), ...people.ephemeral(who)],
    drawn: ({ components }) => components,
  };
}
