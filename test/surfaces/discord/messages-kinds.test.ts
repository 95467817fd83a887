import { ChannelType } from 'discord-api-types/v10';
import { describe, expect, test, vi } from 'vitest';
import { REPLY_TEXTS } from '#acts/gateway/reply-texts.ts';
import { snowflake } from '../../platforms/discord/snowflake.ts';
import { atNight } from '../../support/runner/whole.ts';
import { WAIT, watched } from '../engines.ts';
import { asking, connected } from './message-world.ts';

const ALERT = { title: 'Queue is full', fields: [{ name: 'depth', value: '900' }] };

/** The same, with what shows that everything before has been handled. */
async function listening(options: Parameters<typeof asking>[0] = {}) {
  const world = await asking({ isStill: true, ...options });
  const { discord, ana, thread, reply, until, settled } = world;
  let ended = 0;
  const said = (words: string) => discord.visible(thread).filter((text) => text.includes(words));
  return {
    ...world,
    said,
    handled: async () => {
      reply(ana, 'That is all.');
      ended += 1;
      await until(
        ({ replies }) => replies.filter(({ text }) => text === 'That is all.').length === ended,
      );
      await settled();
    },
  };
}

describe('messages that no person wrote', () => {
  test('A24: none of a bot, an app or a webhook is recorded, and the thread learns that once', async () => {
    const { discord, ben, thread, replies, handled, said, connectAgain, gateway, log } =
      await listening();
    const { messages, addBot } = bound(discord.guild);
    const bot = addBot('Deployer');
    messages.post({ channel: thread, author: bot, content: 'Q1: deployed' });
    messages.post({ channel: thread, author: bot, embeds: [ALERT] });
    await vi.waitUntil(() => said(REPLY_TEXTS.othersUnread).length === 1, WAIT);
    // The name and the words of a person, repeated by a webhook that does not say that it is one.
    messages.post({ channel: thread, author: ben, content: 'Q1: 500', extra: { webhook_id: bot } });
    await gateway.stop();
    messages.post({ channel: thread, author: bot, content: 'Q2: deployed again' });
    const caughtUp = () => log.events.filter(({ event }) => event === 'caught_up').length;
    const before = caughtUp();
    await connectAgain();
    await vi.waitUntil(() => caughtUp() > before, WAIT);
    await handled();
    expect(await replies()).toEqual(['Ana: That is all.']);
    expect(said(REPLY_TEXTS.othersUnread)).toHaveLength(1);
  });

  test(`A24: a person's words that a bot repeats under their name are taken back with their message`, async () => {
    const { discord, ben, thread, reply, until, replies, handled, said } = await listening();
    const { messages, addBot } = bound(discord.guild);
    const original = reply(ben, 'Q1: 500');
    await until(({ replies }) => replies.length === 1);
    messages.post({
      channel: thread,
      author: addBot('Ben'),
      content: 'Q1: 500',
      extra: { webhook_id: '77' },
    });
    discord.people.remove(original);
    await until(({ replies }) => replies.length === 0);
    await handled();
    expect(await replies()).toEqual(['Ana: That is all.']);
    expect(said(REPLY_TEXTS.othersUnread)).toHaveLength(1);
  });
});

describe('what a person sent that cannot be read', () => {
  test.each([
    ['a poll', { poll: { question: { text: 'Which queue?' }, answers: [] } }],
    ['a sticker', { sticker_items: [{ id: '1', name: 'wave', format_type: 1 }] }],
  ])('J10: %s is no answer, and its author learns that once', async (kind, extra) => {
    const { ben, reply, replies, handled, ephemerals, connectAgain, gateway } = await listening();
    reply(ben, '', { extra });
    reply(ben, '', { extra });
    const told = () =>
      ephemerals(ben).filter((text) => text.includes(REPLY_TEXTS.unreadable(kind)));
    await vi.waitUntil(() => told().length === 1, WAIT);
    await gateway.stop();
    reply(ben, '', { extra });
    await connectAgain();
    await handled();
    expect([await replies(), told()]).toEqual([['Ana: That is all.'], [expect.any(String)]]);
  });

  test('J10: each kind that cannot be read is told once', async () => {
    const { ben, reply, handled, ephemerals } = await listening();
    const sticker = { sticker_items: [{ id: '1', name: 'wave', format_type: 1 }] };
    const poll = { poll: { question: { text: 'Which queue?' }, answers: [] } };
    // One after the other: of messages that are read at once, any may be the first of its kind.
    for (const extra of [sticker, poll, sticker, { ...poll, ...sticker }]) {
      reply(ben, '', { extra });
      await handled();
    }
    await vi.waitUntil(() => ephemerals(ben).length === 2, WAIT);
    expect(ephemerals(ben).toSorted()).toEqual([
      expect.stringContaining('a poll,'),
      expect.stringContaining('a sticker,'),
    ]);
  });

  test('words beside a sticker are read like any others', async () => {
    const { ben, reply, until, handled, ephemerals, replies } = await listening();
    reply(ben, 'Q1: 500', {
      extra: { sticker_items: [{ id: '1', name: 'wave', format_type: 1 }] },
    });
    await until(({ replies }) => replies.length === 1);
    await handled();
    expect(await replies()).toEqual(['Ben: Q1: 500', 'Ana: That is all.']);
    expect(ephemerals(ben)).toEqual([]);
  });
});

describe('a forwarded message', () => {
  test('what was forwarded is read: its words, its embeds and its file, and nobody is named', async () => {
    const { discord, ana, ben, general, thread, until, replies } = await listening();
    const { people, guild } = discord;
    const words = people.say(ana, general, 'Q1: 500', {
      files: [{ name: 'load.md', content: '900 jobs a minute' }],
    });
    const alert = guild.messages.post({
      channel: general,
      author: guild.addBot('Alerts'),
      embeds: [ALERT],
    });
    people.forward(ben, thread, words);
    people.forward(ben, thread, alert);
    await until(({ replies }) => replies.length === 3);
    expect((await replies()).toSorted()).toEqual([
      'Ben: Attached file load.md:\n\n900 jobs a minute',
      'Ben: Q1: 500',
      'Ben: Queue is full\ndepth: 900',
    ]);
  });
});

describe('references', () => {
  test('roles, channels and the 21st person keep their names, and what nobody knows its id', async () => {
    const { discord, ben, general, reply, until, replies } = await listening();
    const { guild } = discord;
    const people = Array.from({ length: 21 }, (_, at) => guild.addPerson(`Person ${at + 1}.`));
    const role = guild.addRole('Architects');
    reply(
      ben,
      `<@&${role}> <@&5000> <#${general}> <#3000> ${people.map((id) => `<@${id}>`).join('')}`,
    );
    await until(({ replies }) => replies.length === 1);
    const named = people.map((_, at) => `@Person ${at + 1}.`).join('');
    expect(await replies()).toEqual([`Ben: @Architects @5000 #general #3000 ${named}`]);
  });

  test('A18: a channel that its author cannot see keeps its id', async () => {
    const { discord, ben, reply, until, replies } = await listening();
    const secret = discord.guild.addChannel('layoffs');
    discord.guild.deny(secret, ['ViewChannel'], ben);
    reply(ben, `<#${secret}>`);
    await until(({ replies }) => replies.length === 1);
    expect(await replies()).toEqual([`Ben: #${secret}`]);
  });

  test(`the bot's own role is the bot, and another bot's is not`, async () => {
    const { discord, ana, ben, thread, until, ephemerals, handled, replies } = await listening();
    const { people, guild } = discord;
    const other = guild.addRole('Deployer', [], guild.addBot('Deployer'));
    people.say(ana, thread, `<@&${guild.botRole}> status`);
    await vi.waitUntil(() => ephemerals(ana).some((text) => text.includes('Questions')), WAIT);
    people.say(ben, thread, `<@&${other}> status`);
    await until(({ replies }) => replies.length === 1);
    await handled();
    expect(await replies()).toEqual(['Ben: @Deployer status', 'Ana: That is all.']);
  });

  test(`the bot's own role is found again once Discord answers`, async () => {
    const { discord, ana, thread, ephemerals, replies, handled } = await listening();
    discord.faults.script('guilds.get', 'failed_before', 'failed_before', 'limited', 'cut_before');
    discord.people.say(ana, thread, `<@&${discord.guild.botRole}> status`);
    await vi.waitUntil(() => ephemerals(ana).some((text) => text.includes('Questions')), WAIT);
    await handled();
    expect(await replies()).toEqual(['Ana: That is all.']);
  });
});

describe('a reply to a message', () => {
  test('what it replies to is quoted along, of the bot’s posts the first line, but not for a numbered answer', async () => {
    const { ana, ben, reply, until, questions, replies } = await listening();
    const first = reply(ana, 'Two a minute, in March.\nThree in April.');
    await until(({ replies }) => replies.length === 1);
    reply(ben, 'Ten times that.', { replyTo: first });
    reply(ben, 'Q1: ten times that.', { replyTo: first });
    reply(ben, 'All of it.', { replyTo: questions() });
    await until(({ replies }) => replies.length === 4);
    // Three at once, in any order.
    expect((await replies()).slice(1).toSorted()).toEqual([
      'Ben: > Ana: Two a minute, in March.\n> Three in April.\nTen times that.',
      expect.stringMatching(/^Ben: > Charrette: 2 questions are open\. .{0,60}\nAll of it\.$/),
      'Ben: Q1: ten times that.',
    ]);
  });

  test('J10: quoted words stay nobody’s answer, also once the reply is edited', async () => {
    const { ana, ben, reply, edit, until, statuses } = await listening();
    const first = reply(ana, 'It loses jobs.');
    await until(({ replies }) => replies.length === 1);
    const second = reply(ben, 'Often?', { replyTo: first });
    await until(({ replies }) => replies.length === 2);
    edit(second, 'How often?');
    await until(({ replies }) => replies[1]?.text === '> Ana: It loses jobs.\nHow often?');
    expect(await statuses()).toEqual(['Q1 open', 'Q2 open']);
  });
});

test('an answer that is edited into a command is taken back, and the command answered once', async () => {
  const { ben, reply, edit, until, replies, statuses, handled, ephemerals } = await listening();
  const answer = reply(ben, 'Q1: 500');
  await until(({ replies }) => replies.length === 1);
  edit(answer, 'status');
  await until(({ replies }) => replies.length === 0);
  await vi.waitUntil(() => ephemerals(ben).some((text) => text.includes('Questions')), WAIT);
  edit(answer, 'status ');
  await handled();
  expect([await replies(), await statuses()]).toEqual([
    ['Ana: That is all.'],
    ['Q1 open', 'Q2 open'],
  ]);
  expect(ephemerals(ben)).toHaveLength(1);
});

test('a message that names the bot only since an edit is answered once', async () => {
  const { discord, ben, general, edit, ephemerals, handled } = await listening();
  const message = discord.people.say(ben, general, 'Should we drop Redis?');
  edit(message, '@Charrette Should we drop Redis?');
  await vi.waitUntil(() => ephemerals(ben).length === 1, WAIT);
  edit(message, '@Charrette Should we drop Redis soon?');
  await handled();
  expect(ephemerals(ben)).toHaveLength(1);
});

test('a reply to a file names it, and one that mentions others is read as any other', async () => {
  const { discord, ana, ben, general, reply, until, replies } = await listening();
  const picture = discord.people.say(ana, general, '', {
    files: [{ name: 'load.png', content: 'x' }],
  });
  reply(ben, 'That one, @Ana.', { replyTo: picture });
  await until(({ replies }) => replies.length === 1);
  expect(await replies()).toEqual(['Ben: > Ana: load.png\nThat one, @Ana.']);
});

describe.each(['forum post', 'news thread', 'private thread'] as const)('in a %s', (kind) => {
  const answers = [
    ['as it should', []],
    ['429', ['limited']],
    ['500, after the work', ['failed_after']],
    ['nothing', ['cut_before', 'cut_after']],
  ] as const;
  test.each(atNight(answers, ([words]) => words === 'nothing'))(
    'people and bots are told apart where Discord answers %s',
    async (_, mishaps) => {
      const world = await connected({ isStill: true });
      const { discord, ana, ben, begin, engine, ephemerals } = world;
      const { people, guild, faults } = discord;
      const { channel, thread } = placeOf(kind, world);
      guild.join(thread, ben);
      const { until, design } = watched(engine, await begin({ channel, thread }));
      await until(({ answering }) => answering !== null);
      const said = (words: string) =>
        discord.visible(thread).filter((text) => text.includes(words));
      await vi.waitUntil(() => said('Q2').length > 0, WAIT);
      for (const call of ['channels.get', 'messages.create', 'users.direct', 'guilds.get'])
        faults.script(call, ...mishaps);
      guild.messages.post({
        channel: thread,
        author: guild.addBot('Deployer'),
        content: 'Q1: deployed',
      });
      people.say(ben, thread, '', {
        extra: { sticker_items: [{ id: '1', name: 'wave', format_type: 1 }] },
      });
      people.say(ana, thread, `<@&${guild.botRole}> status`);
      people.say(ben, thread, 'Q1: 500');
      await until(({ replies }) => replies.some(({ author }) => author === 'Ben'));
      const recorded = (await design()).replies.map(({ author, text }) => `${author}: ${text}`);
      // The first message of a post may still have come in as the design began.
      expect(recorded.filter((words) => words !== `Ana: ${POST}`)).toEqual(['Ben: Q1: 500']);
      await vi.waitUntil(() => said(REPLY_TEXTS.othersUnread).length > 0, WAIT);
      await vi.waitUntil(() => ephemerals(ben).join().includes('a sticker'), WAIT);
      await vi.waitUntil(() => ephemerals(ana).join().includes('Questions'), WAIT);
    },
  );
});

const POST = 'What of the queue?';

/** A place of people, where a design is held. */
function placeOf(
  kind: 'forum post' | 'news thread' | 'private thread',
  { discord, ana, general }: Awaited<ReturnType<typeof connected>>,
): { readonly channel: string; readonly thread: string } {
  const { guild } = discord;
  if (kind === 'private thread') {
    const about = { parent: general, type: ChannelType.PrivateThread, owner: ana } as const;
    const { id } = guild.startThread({ id: snowflake(), name: 'queue', ...about });
    guild.join(id, guild.bot.id, ana);
    return { channel: id, thread: id };
  }
  const channel = guild.addChannel('ideas', kind === 'forum post' ? 'forum' : 'announcement');
  const thread =
    kind === 'forum post'
      ? guild.addPost(ana, channel, 'The queue', POST)
      : guild.addThread(ana, channel, 'queue');
  return { channel, thread };
}

function bound(guild: Awaited<ReturnType<typeof asking>>['discord']['guild']) {
  return { messages: guild.messages, addBot: (name: string) => guild.addBot(name) };
}
