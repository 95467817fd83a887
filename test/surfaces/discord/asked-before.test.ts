import type { Message } from '../../platforms/discord/message.ts';
import { askedBeforeStories } from '../asked-before-stories.ts';
import { connected } from './message-world.ts';

askedBeforeStories<Message>(async (options) => {
  const world = await connected(options);
  const { discord, ben } = world;
  const { people, guild } = discord;
  const among = guild.addChannel('tower');
  guild.deny(among, ['ViewChannel'], ben);
  return {
    ...world,
    platform: 'discord',
    among,
    startIn: (who, channel, topic) => people.slash(who, channel, 'design start', { topic }),
  };
});
