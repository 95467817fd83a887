import type { Message } from '../../platforms/slack/workspace.ts';
import {
  begunSince,
  type ContactOptions,
  type FirstContact,
  firstContactStories,
} from '../first-contact-stories.ts';
import { messageWorld } from './message-world.ts';

const { connected } = messageWorld();
const START_ACTION = 'charrette.start';

firstContactStories(openContact);

async function openContact({ policy }: ContactOptions = {}): Promise<FirstContact<Message>> {
  const world = await connected({ ...(policy !== undefined && { policy }), isStill: true });
  const { slack, engine, ana, ben, general, ephemerals } = world;
  const { people, workspace, deliveries } = slack;
  const startedSince = Date.now();
  const offered = (who: string): Message => {
    const found = people
      .ephemeral(who)
      .findLast(({ blocks }) => JSON.stringify(blocks).includes(START_ACTION));
    if (found === undefined) throw new Error('nothing is offered');
    return found;
  };
  const press = (who: string, message: Message) => people.click(who, message, START_ACTION);
  return {
    ...world,
    mention: (who, words) => people.mention(who, general, words),
    mentionInThread: (who, first, words) => {
      const { ts } = people.say(ben, general, first);
      return people.mention(who, general, words, ts);
    },
    sayDirectly: (who, words) => people.say(who, workspace.direct(who), words),
    edit: (message, words) => people.edit(message, words),
    remove: (message) => people.remove(message),
    ephemerals,
    press: (who) => press(who, offered(who)),
    forge: (who, from, alter) => {
      const message = offered(from);
      const blocks = structuredClone(message.blocks);
      for (const block of blocks) {
        for (const element of block.type === 'actions' ? block.elements : []) {
          if (element.type === 'button') Object.assign(element, { value: alter(element.value ?? '') });
        }
      }
      return press(who, { ...message, onlyFor: who, blocks });
    },
    designs: () => begunSince(engine, 'slack', startedSince),
    settled: () => deliveries.settled(),
    ana,
    ben,
    general,
  };
}
