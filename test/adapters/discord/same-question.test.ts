import { TEXTS } from '../../../src/core/telling/message/texts.ts';
import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import type { Message } from '../../platforms/discord/message.ts';
import { sameQuestionStories } from '../same-question-stories.ts';
import { connected } from './message-world.ts';

sameQuestionStories<Message>(async (options) => {
  const world = await connected(options);
  const { discord, ben, general } = world;
  const { people, guild } = discord;
  const among = guild.addChannel('tower');
  guild.deny(among, ['ViewChannel'], ben);
  const hasIt = ({ components }: Message) => JSON.stringify(components).includes(ACTIONS.anyway);
  return {
    ...world,
    platform: 'discord',
    among,
    startIn: (who, channel, topic) => people.slash(who, channel, 'design start', { topic }),
    startAnyway: (who, from = who) => {
      const asked = people.ephemeral(from).findLast(hasIt);
      if (asked === undefined) throw new Error('nothing is asked');
      const { bot } = guild;
      const { components } = asked;
      const pressed =
        who === from ? asked : guild.messages.post({ channel: general, author: bot.id, components });
      return people.click(who, pressed, TEXTS.sameQuestion.startAnyway);
    },
    buttons: () => JSON.stringify(people.ephemeral(ben).at(-1)?.components),
  };
});
