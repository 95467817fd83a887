import type { Message } from '../../platforms/discord/message.ts';
import {
  begunSince,
  type ContactOptions,
  type FirstContact,
  firstContactStories,
  START,
} from '../first-contact-stories.ts';
import { messageWorld } from './message-world.ts';

const { connected } = messageWorld();
const START_ACTION = 'charrette.start';

firstContactStories(openContact);

async function openContact(options: ContactOptions = {}): Promise<FirstContact<Message>> {
  const world = await connected({ ...options, isStill: true });
  const { discord, engine, ben, general } = world;
  const { people, guild, deliveries } = discord;
  const startedSince = Date.now();
  const offered = (who: string): Message => {
    const all = [...discord.visibleMessages(guild.direct(who)), ...people.ephemeral(who)];
    const found = all.findLast(({ components }) => JSON.stringify(components).includes(START_ACTION));
    if (found === undefined) throw new Error('nothing is offered');
    return found;
  };
  const press = (who: string, message: Message) => people.click(who, message, START);
  return {
    ...world,
    mention: (who, words) => people.mention(who, general, words),
    mentionInThread: (who, first, words) => {
      const thread = guild.addThread(ben, general, 'the queue');
      people.say(ben, thread, first);
      return people.mention(who, thread, words);
    },
    sayDirectly: (who, words) => people.say(who, guild.direct(who), words),
    start: (who, topic) => people.slash(who, general, 'design start', { topic }),
    list: (who) => people.slash(who, general, 'design list'),
    linkTo: ({ thread }) => `[Open the thread](<https://discord.com/channels/${guild.id}/${thread}>)`,
    edit: (message, words) => people.edit(message, words),
    remove: (message) => people.remove(message),
    ephemerals: (who) =>
      [
        ...discord.visible(guild.direct(who)).filter((text) => text.startsWith('Charrette: ')),
        ...discord.ephemeral(who),
      ].map((text) => text.replace('Charrette: ', '')),
    press: (who) => press(who, offered(who)),
    forge: (who, from, alter) => {
      const components = JSON.parse(
        JSON.stringify(offered(from).components).replace(
          /charrette\.start ([^"]+)/,
          (_, value: string) => `${START_ACTION} ${alter(value)}`,
        ),
      );
      const forged = { channel: guild.direct(who), author: guild.bot.id, components };
      return press(who, guild.messages.post(forged));
    },
    designs: () => begunSince(engine, 'discord', startedSince),
    settled: () => deliveries.settled(),
  };
}
