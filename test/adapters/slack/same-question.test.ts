import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import type { Message } from '../../platforms/slack/workspace.ts';
import { sameQuestionStories } from '../same-question-stories.ts';
import { connected } from './message-world.ts';

sameQuestionStories<Message>(async (options) => {
  const world = await connected(options);
  const { slack, ana, general } = world;
  const { people, workspace } = slack;
  const among = workspace.addChannel('tower', 'private', [ana, workspace.bot.user]);
  const hasIt = ({ blocks }: Message) => JSON.stringify(blocks).includes(ACTIONS.anyway);
  return {
    ...world,
    platform: 'slack',
    among,
    startIn: (who, channel, topic) => people.slash(who, channel, `/design ${topic}`),
    startAnyway: (who, from = who) => {
      const asked = people.ephemeral(from).findLast(hasIt);
      if (asked === undefined) throw new Error('nothing is asked');
      return people.click(who, { ...asked, onlyFor: who, channel: general }, ACTIONS.anyway);
    },
    buttons: (who) => world.ephemerals(who).at(-1) ?? '',
  };
});
