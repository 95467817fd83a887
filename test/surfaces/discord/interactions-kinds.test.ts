import { describe, expect, test, vi } from 'vitest';
import { TEXTS } from '#presentation/words/texts.ts';
import { readableModal } from '../../platforms/discord/readable.ts';
import { WAIT } from '../engines.ts';
import { asking, connected, messageWith } from './message-world.ts';

const TOPIC = 'Should the job queue move from Redis to Postgres?';

describe('*Design this*', () => {
  test.each([
    [
      'an alert',
      {
        embeds: [
          {
            title: 'Queue is full',
            description: 'since 10:02',
            fields: [{ name: 'depth', value: '900' }],
          },
        ],
      },
      /Queue is full\nsince 10:02\ndepth: 900/,
    ],
    [
      'components',
      { components: [{ type: 17, components: [{ type: 10, content: 'The queue is down' }] }] },
      /The queue is down/,
    ],
  ] as const)(
    '*Design this* takes %s of another bot as the topic and along',
    async (_, shown, words) => {
      const { discord, ana, general, begunIn, engine } = await connected();
      const author = discord.guild.addBot('Alerts');
      const message = discord.guild.messages.post({ channel: general, author, extra: shown });
      const { modal } = await discord.people.menu(ana, message, 'Design this');
      if (modal === null) throw new Error('there is no form');
      expect(readableModal(modal)).toContain(TEXTS.fromMessage);
      await discord.people.submit(ana, modal, {});
      const [design] = await begunIn(general, 1);
      const whole = design === undefined ? null : await engine.design(design.id);
      expect(whole?.topic).toMatch(words);
      expect(whole?.context[0]?.text).toMatch(words);
    },
  );

  test.each(['text', 'announcement', 'forum'] as const)(
    'on a message with nothing to read in a channel (%s) the form says so',
    async (kind) => {
      const { discord, ana, general } = await connected();
      const { guild, people } = discord;
      const channel = kind === 'text' ? general : guild.addChannel('ideas', kind);
      const place =
        kind === 'forum' ? guild.addPost(ana, channel, 'The queue', 'What of it?') : channel;
      const extra = { sticker_items: [{ id: '1', name: 'wave', format_type: 1 }] };
      const message = people.say(ana, place, '', { extra });
      const { modal } = await people.menu(ana, message, 'Design this');
      if (modal === null) throw new Error('there is no form');
      expect(readableModal(modal)).toContain(TEXTS.nothingToRead);
      expect(readableModal(modal)).not.toContain(TEXTS.fromMessage);
    },
  );
});

describe('a form that is sent again', () => {
  test('P5: the same answers are recorded once, and other words in the same form once more', async () => {
    const { discord, ben, questions, until, design } = await asking({ isStill: true });
    const { modal } = await discord.people.click(ben, questions(), 'Answer…');
    if (modal === null) throw new Error('there is no form');
    for (const _ of ['at first', 'after “Something went wrong”'])
      await discord.people.submit(ben, modal, { Q1: '500', remark: 'Mind the freeze.' });
    await discord.people.submit(ben, modal, { Q1: '600' });
    await until(({ replies }) => replies.some(({ text }) => text.includes('600')));
    const texts = (await design()).replies.map(({ text }) => text);
    expect(texts.filter((text) => text.includes('500'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('freeze'))).toHaveLength(1);
  });

  test('P5: the same start begins one design, and the form opened anew another', async () => {
    const { discord, ana, general, begunIn } = await connected();
    const open = async () => {
      const { modal } = await discord.people.slash(ana, general, 'design new');
      if (modal === null) throw new Error('there is no form');
      return modal;
    };
    const modal = await open();
    for (const _ of ['at first', 'and again']) {
      const { privately } = await discord.people.submit(ana, modal, { topic: TOPIC });
      expect(privately).toEqual([expect.stringContaining('On it.')]);
    }
    await discord.people.submit(ana, await open(), { topic: 'Which tests should we delete?' });
    expect(await begunIn(general, 2)).toHaveLength(2);
  });
});

test('a private word arrives though Discord does not answer when the conversation is opened', async () => {
  const { discord, ana, thread, ephemerals } = await asking({ isStill: true });
  discord.faults.script('users.direct', 'limited', 'failed_before', 'cut_after');
  discord.people.mention(ana, thread, 'status');
  await vi.waitUntil(() => ephemerals(ana).some((text) => text.includes('Questions')), WAIT);
  expect(messageWith(discord, discord.guild.direct(ana), 'Questions').author).toBe(
    discord.guild.bot.id,
  );
});
