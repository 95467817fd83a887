import { expect, test, vi } from 'vitest';
import { asking, connected, UNHURRIED, WAIT } from './message-world.ts';

test(
  'P5: what is said in the thread is recorded with its author, and shown to be taken',
  UNHURRIED,
  async () => {
    const { discord, ana, ben, reply, replies, statuses, until, thread, whispers } = await asking();
    reply(ben, 'Q1: 500 & more, **bold** <:party:123>\nQ2: ask @Ana');
    await until(({ replies }) => replies.length === 1);
    expect(await replies()).toEqual(['Ben: Q1: 500 & more, **bold** :party:\nQ2: ask @Ana']);
    expect(await statuses()).toEqual(['Q1 answered', 'Q2 answered']);
    const shown = () => discord.visible(thread).find((text) => text.startsWith('Ben: '));
    await vi.waitUntil(() => shown()?.endsWith('(✅ 1)'), WAIT);
    expect([whispers(ana), whispers(ben)]).toEqual([[], []]);
    expect(discord.record.violations).toEqual([]);
  },
);

test('P5: what is told of several times, or late, counts once', UNHURRIED, async () => {
  const { discord, ana, ben, reply, replies, statuses, until } = await asking();
  reply(ana, 'Mind the freeze.');
  await until(({ replies }) => replies.length === 1);
  reply(ben, 'Q1: 500, I think, @Charrette');
  await until(({ replies }) => replies.length === 2);
  for (let again = 0; again < 3; again += 1) discord.deliveries.sendAgain('MESSAGE_CREATE');
  reply(ben, 'That is all.');
  await until(({ replies }) => replies.length === 3);
  expect(await replies()).toEqual([
    'Ana: Mind the freeze.',
    'Ben: Q1: 500, I think, @Charrette',
    'Ben: That is all.',
  ]);
  expect(await statuses()).toEqual(['Q1 answered', 'Q2 answered']);
  expect(discord.record.violations).toEqual([]);
});

test(
  'an answer under a quoted question belongs to it, also in a reply to the questions',
  UNHURRIED,
  async () => {
    const { discord, ben, reply, design, statuses, until, questions } = await asking();
    const question = (await design()).questions.find(({ id }) => id === 'Q2')?.text ?? '';
    reply(ben, `> Q2 ${question}\nYes, nightly.`, { replyTo: questions() });
    await until(({ replies }) => replies.length === 1);
    expect((await design()).replies[0]?.answers).toEqual([{ questionId: 'Q2', text: 'Yes, nightly.' }]);
    expect(await statuses()).toEqual(['Q1 open', 'Q2 answered']);
    expect(discord.record.violations).toEqual([]);
  },
);

test(
  'words that are changed take the place of the old ones; deleted ones are taken back, also several at once',
  UNHURRIED,
  async () => {
    const { discord, ben, reply, replies, statuses, until, whispers } = await asking();
    const message = reply(ben, 'Q1: 500');
    await until(({ replies }) => replies.length === 1);
    discord.people.edit(message, 'Q2: 2 ms');
    await until(({ replies }) => replies[0]?.text === 'Q2: 2 ms');
    discord.people.edit(message, 'Q2: 20 ms');
    await until(({ replies }) => replies[0]?.text === 'Q2: 20 ms');
    expect(await statuses()).toEqual(['Q1 open', 'Q2 answered']);
    const other = reply(ben, 'Q2: 30 ms at night');
    await until(({ replies }) => replies.length === 2);
    discord.people.remove(message, other);
    await until(({ replies }) => replies.length === 0);
    expect(await statuses()).toEqual(['Q1 open', 'Q2 open']);
    expect(await replies()).toEqual([]);
    expect(whispers(ben)).toEqual([]);
    expect(discord.record.violations).toEqual([]);
  },
);

test(
  'P5: events in another order than what happened come to the same: the newest words, and none that are gone',
  UNHURRIED,
  async () => {
    const { discord, ben, reply, replies, until, whispers } = await asking();
    discord.deliveries.hold();
    const changed = reply(ben, 'Q1: five');
    discord.people.edit(changed, 'Q1: fifty');
    discord.people.edit(changed, 'Q1: 500');
    const gone = reply(ben, 'Q2: never mind');
    discord.people.remove(gone);
    discord.deliveries.release((held) => held.toReversed());
    await discord.deliveries.settled();
    await until(({ replies }) => replies.some(({ text }) => text === 'Q1: 500'));
    reply(ben, 'That is all.');
    await until(({ replies }) => replies.some(({ text }) => text === 'That is all.'));
    expect((await replies()).toSorted()).toEqual(['Ben: Q1: 500', 'Ben: That is all.']);
    expect(whispers(ben)).toEqual([]);
    expect(discord.record.violations).toEqual([]);
  },
);

test.each([1, 2])(
  'P5: with half of all events told of twice, and late, everything counts once (seed %i)',
  UNHURRIED,
  async (seed) => {
    const { discord, ana, ben, reply, replies, until, whispers } = await asking({
      discord: { disorder: { seed, twice: 0.5, upToMs: 300 } },
    });
    const words = Array.from({ length: 8 }, (_, at) => `Remark ${at + 1}`);
    const messages = words.map((text, at) => reply(at % 2 === 0 ? ana : ben, text));
    for (const message of messages.slice(0, 3))
      discord.people.edit(message, `${message.content}, put better`);
    for (const message of messages.slice(6)) discord.people.remove(message);
    await discord.deliveries.settled();
    const said = ['1, put better', '2, put better', '3, put better', '4', '5', '6'];
    const expected = said.map((text, at) => `${at % 2 === 0 ? 'Ana' : 'Ben'}: Remark ${text}`).toSorted();
    await until(({ replies }) => replies.filter(({ text }) => /better|[456]$/.test(text)).length === 6);
    reply(ben, 'That is all.');
    await until(({ replies }) => replies.some(({ text }) => text === 'That is all.'));
    await until(({ replies }) => replies.length === 7);
    expect((await replies()).toSorted()).toEqual([...expected, 'Ben: That is all.'].toSorted());
    expect([whispers(ana), whispers(ben)]).toEqual([[], []]);
    expect(discord.record.violations).toEqual([]);
  },
);

test(
  'words that were read already stay in the record, and whoever takes them back is told so',
  UNHURRIED,
  async () => {
    const { discord, ben, reply, replies, until, whispers } = await asking({ latencyMs: 2_000 });
    const message = reply(ben, 'Q1: 500\nQ2: 20 ms');
    await until(({ answering }) => answering === null);
    discord.people.edit(message, 'Q1: 800\nQ2: 20 ms');
    await until(({ replies }) => replies.length === 2);
    expect(await replies()).toEqual(['Ben: Q1: 500\nQ2: 20 ms', 'Ben: Q1: 800\nQ2: 20 ms']);
    discord.people.remove(message);
    await vi.waitUntil(() => whispers(ben).length > 0, WAIT);
    expect(whispers(ben)).toEqual([
      'What you changed was not taken. This was read already and stays in the record. Say what is different now, and it will be read too.',
    ]);
    expect(await replies()).toHaveLength(2);
    expect(discord.record.violations).toEqual([]);
  },
);

test('what is no reply to the design is left alone, without a word', UNHURRIED, async () => {
  const { discord, ana, ben, general, thread, reply, replies, until, whispers } = await asking();
  const other = discord.people.say(ben, general, 'Q1: lunch?');
  const lunch = discord.guild.addThread(ben, general, 'lunch', other);
  discord.people.say(ana, lunch, 'Q1: yes');
  const bot = discord.guild.addBot('Deployer');
  discord.guild.messages.post({ channel: thread, author: bot, content: 'Q1: deployed' });
  const voice = discord.guild.addChannel('talk', 'voice');
  discord.people.say(ana, voice, 'Q1: hello');
  reply(ana, '   ');
  reply(ben, 'That is all.');
  await until(({ replies }) => replies.length > 0);
  expect(await replies()).toEqual(['Ben: That is all.']);
  expect([whispers(ana), whispers(ben)]).toEqual([[], []]);
  expect(discord.record.violations).toEqual([]);
});

test(
  'whoever may not answer is told so once, alone, and by roles it is decided who may',
  UNHURRIED,
  async () => {
    let role = '';
    const { discord, ana, ben, reply, replies, until, whispers } = await asking({
      policy: ({ discord, ben }) => {
        role = discord.guild.addRole('Architects');
        discord.guild.people.get(ben)?.roles.add(role);
        return { answerers: [role] };
      },
    });
    reply(ana, 'Q1: 500');
    reply(ana, 'Q1: 500!');
    reply(ben, 'Q1: 800');
    await until(({ replies }) => replies.length === 1);
    await vi.waitUntil(() => whispers(ana).length > 0, WAIT);
    expect(await replies()).toEqual(['Ben: Q1: 800']);
    expect(whispers(ana)).toEqual([expect.stringContaining('Only some people may answer here')]);
    expect(discord.record.violations).toEqual([]);
  },
);

test(
  'whoever takes no direct messages is told in the thread that there is something to tell, once, and not what',
  UNHURRIED,
  async () => {
    const { discord, ana, ben, reply, thread, until, log } = await asking({
      policy: ({ ben }) => ({ answerers: [ben] }),
    });
    const person = discord.guild.people.get(ana);
    if (person === undefined) throw new Error('there is no Ana');
    person.isOpenToDirect = false;
    reply(ana, 'Q1: 500');
    const hints = () => discord.visible(thread).filter((text) => text.includes('tell you alone'));
    await vi.waitUntil(() => hints().length > 0, WAIT);
    discord.people.mention(ana, thread, 'status');
    discord.people.mention(ana, thread, 'dance');
    const refused = () => log.events.filter(({ event }) => event === 'discord_not_whispered').length;
    await vi.waitUntil(() => refused() === 3, WAIT);
    reply(ben, 'That is all.');
    await until(({ replies }) => replies.length === 1);
    expect(hints()).toEqual([expect.stringMatching(/^Charrette: @Ana\nI have something to tell you alone/)]);
    expect(discord.record.violations).toEqual([]);
  },
);

test('in a direct message a design is answered as in a thread', UNHURRIED, async () => {
  const { discord, ana } = await connected();
  const direct = discord.guild.direct(ana);
  const { people } = discord;
  const seen = await people.slash(ana, direct, 'design start', { topic: 'Shall we move the queue?' });
  expect(seen.privately).toEqual([expect.stringContaining('On it. 5 colleagues are reading in')]);
  const shown = () => discord.visible(direct);
  await vi.waitUntil(() => shown().some((text) => text.includes('before they write')), WAIT);
  const answer = people.say(ana, direct, 'Q1: 500 a minute');
  const taken = () => discord.guild.messages.get(answer.id)?.reactions.has('✅');
  await vi.waitUntil(taken, WAIT);
  people.say(ana, direct, 'status');
  await vi.waitUntil(() => shown().at(-1)?.includes('Waiting for your answers'), WAIT);
  people.say(ana, direct, 'cancel');
  await vi.waitUntil(() => shown().at(-1)?.includes('Cancelled'), WAIT);
  expect(discord.record.violations).toEqual([]);
});

test(
  'words that come before the note of where the thread is are taken once that is there',
  UNHURRIED,
  async () => {
    const looked = Promise.withResolvers<void>();
    const { discord, ben, general, begin, engine } = await connected({
      store: (store) => ({
        // Where the thread is is noted only once somebody has looked for it.
        commit: async (commit) => {
          if (commit.events.some(({ event }) => event.type === 'thread_opened')) await looked.promise;
          await store.commit(commit);
        },
        list: async (filter) => {
          const found = await store.list(filter);
          if (filter.thread !== undefined && filter.thread !== '') looked.resolve();
          return found;
        },
      }),
    });
    const { watch } = discord.guild;
    let isSaid = false;
    // Somebody writes in the very moment in which the thread is there.
    discord.guild.watch = (change) => {
      watch(change);
      if (isSaid || change.kind !== 'created' || change.channel.parent !== general) return;
      isSaid = true;
      const { id } = change.channel;
      setImmediate(() => discord.people.say(ben, id, 'I am quick.'));
    };
    const id = await begin();
    await vi.waitUntil(async () => (await engine.design(id))?.replies.length === 1, WAIT);
    expect((await engine.design(id))?.replies[0]?.text).toBe('I am quick.');
    expect(discord.record.violations).toEqual([]);
  },
);
