import { expect, test } from 'vitest';
import type { Message } from '../../platforms/discord/message.ts';
import { type ShownStory, seenIn, shownStories } from '../shown-stories.ts';
import { asking } from './message-world.ts';

async function open(): Promise<ShownStory<Message>> {
  const world = await asking({ isStill: true });
  const { discord, general, thread, questions } = world;
  const { people } = discord;
  return {
    ...world,
    visible: () => discord.visible(thread),
    answer: async (who, fields) => {
      const { modal } = await people.click(who, questions(), 'Answer…');
      return modal && people.submit(who, modal, fields);
    },
    startTyped: (who, topic) => people.slash(who, general, 'design start', { topic }),
    startFrom: async (who, message) => {
      const { modal } = await people.menu(who, message, 'Design this');
      return modal && people.submit(who, modal, {});
    },
  };
}

shownStories(open, [
  ['the rest as a quotation', '>>> Ben wrote\nQ1: none', '«quotation:>>> Ben wrote\nQ1: none»', {}],
  [
    'their own words, and the rest as a quotation',
    'Q2: two\n>>> Ben wrote\n\nQ1: none',
    'Q2: two\n«quotation:>>> Ben wrote\n\nQ1: none»',
    { Q2: 'two' },
  ],
  ['three signs without a blank', '>>>500\nQ2: two', '>>>500\nQ2: two', { Q2: 'two' }],
  [
    'three signs within a line',
    'Q1: a >>> b\nQ2: two',
    'Q1: a >>> b\nQ2: two',
    { Q1: 'a >>> b', Q2: 'two' },
  ],
  [
    'a fence within a line',
    'Q1: is ```a``` it',
    'Q1: is «code:```a```» it',
    { Q1: 'is ```a``` it' },
  ],
  ['a fence that was escaped', '\\```\nQ1: five\n```', '\\```\nQ1: five\n```', { Q1: 'five\n```' }],
  [
    'ticks, which are a part of their sentence',
    'Q1: `five` it is',
    'Q1: `five` it is',
    { Q1: '`five` it is' },
  ],
  [
    'names in a quotation',
    '> ask <:party:123> <t:1700000000:R>\nQ1: no',
    '«quotation:> ask :party: 14 Nov 2023, 22:13 UTC»\nQ1: no',
    { Q1: 'no' },
  ],
]);

test('J10: a reply to a message quotes it, and its own quotation takes its place', async () => {
  const { ana, ben, reply, until, design } = await asking({ isStill: true });
  const first = reply(ana, 'It loses jobs.\nQ1: 500');
  await until(({ replies }) => replies.length === 1);
  reply(ben, 'Never ~~~', { replyTo: first });
  await until(({ replies }) => replies.length === 2);
  reply(ben, '> It loses\nNever.', { replyTo: first });
  await until(({ replies }) => replies.length === 3);
  expect((await design()).replies.slice(1).map((each) => seenIn(each).shown)).toEqual([
    '«quotation:> Ana: It loses jobs.\n> Q1: 500»\nNever ~~~',
    '«quotation:> It loses»\nNever.',
  ]);
});
