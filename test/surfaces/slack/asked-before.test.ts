import type { Message } from '../../platforms/slack/workspace.ts';
import { askedBeforeStories } from '../asked-before-stories.ts';
import { connected } from './message-world.ts';

askedBeforeStories<Message>(async (options) => {
  const world = await connected(options);
  const { slack, ana } = world;
  const { people, workspace } = slack;
  const among = workspace.addChannel('tower', 'private', [ana, workspace.bot.user]);
  return {
    ...world,
    platform: 'slack',
    among,
    startIn: (who, channel, topic) => people.slash(who, channel, `/design ${topic}`),
  };
});
