import { expect, test, vi } from 'vitest';
import { fastClock } from '../../entry/pace.ts';
import { movable, WAIT } from '../engines.ts';
import { asking, connected, roleOf } from './message-world.ts';

const TOPIC = 'Should the job queue move from Redis to Postgres?';

test('in a thread and in a post of a forum a design is held where it is asked for', async () => {
  const { discord, ana, ben, general, begunIn } = await connected();
  const { guild, people } = discord;
  const forum = guild.addChannel('questions', 'forum');
  const post = guild.addPost(ben, forum, 'The queue', 'It loses jobs.');
  const thread = guild.addThread(ben, general, 'The queue');
  for (const [place, channel] of [
    [post, forum],
    [thread, general],
  ] as const) {
    const seen = await people.slash(ana, place, 'design start', { topic: TOPIC });
    expect(seen.privately).toEqual([expect.stringContaining('On it.')]);
    expect(await begunIn(channel, 1)).toMatchObject([{ thread: { channel, thread: place } }]);
    await vi.waitUntil(
      () => discord.visible(place).some((text) => text.includes('the personas go on')),
      WAIT,
    );
    const again = await people.slash(ben, place, 'design start', {
      topic: 'Another one, shall we?',
    });
    expect(again.privately).toEqual([expect.stringContaining('already running')]);
    expect(guild.channel(place).members).toContain(guild.bot.id);
  }
});

test('a person in a place without threads is told where there are some', async () => {
  const { discord, ana, designsIn } = await connected();
  for (const kind of ['voice', 'stage'] as const) {
    const channel = discord.guild.addChannel(kind, kind);
    const seen = await discord.people.slash(ana, channel, 'design start', { topic: TOPIC });
    expect(seen.privately).toEqual([
      expect.stringContaining('Start it in a text channel, a thread'),
    ]);
    expect(await designsIn(channel)).toEqual([]);
  }
});

test('rights that the bot lacks there are named before anything is begun', async () => {
  const { discord, ana, general, designsIn } = await connected();
  const { guild, people } = discord;
  guild.deny(general, ['CreatePublicThreads', 'SendMessages', 'AttachFiles', 'AddReactions']);
  const start = () => people.slash(ana, general, 'design start', { topic: TOPIC });
  expect((await start()).privately).toEqual([
    expect.stringMatching(
      /Send Messages and Create Posts and Create Public Threads.*what you wrote/s,
    ),
  ]);
  expect((await start()).privately.join()).toContain(TOPIC);
  guild.allow(general, ['CreatePublicThreads', 'SendMessages']);
  expect(await designsIn(general)).toEqual([]);
  expect((await start()).privately).toEqual([expect.stringContaining('On it.')]);
});

test('in a locked thread nothing is begun, because nothing can be said there', async () => {
  const { discord, ana, ben, general, designsIn, log } = await connected({
    discord: { ackMs: 2_000 },
  });
  discord.record.allow(/^late_ack/);
  const thread = discord.guild.addThread(ben, general, 'old');
  discord.guild.lock(thread);
  discord.guild.archive(thread, false);
  await discord.people.slash(ana, thread, 'design start', { topic: TOPIC });
  await vi.waitUntil(() => log.events.some(({ event }) => event === 'discord_not_answered'), WAIT);
  expect(await designsIn(general)).toEqual([]);
});

test('a click in an archived thread is answered, and opens the thread again', async () => {
  const { discord, ana, thread, questions, until } = await asking();
  discord.guild.archive(thread);
  await discord.people.click(ana, questions(), 'Go on');
  const asked = discord.people.ephemeral(ana).at(-1);
  if (asked === undefined) throw new Error('nothing was asked');
  await discord.people.click(ana, asked, 'Go on');
  await until(({ answering }) => answering === null);
  expect(discord.guild.channel(thread).thread?.isArchived).toBe(false);
});

test('who may start is looked at before anything is begun', async () => {
  const { discord, ana, ben, general, begunIn } = await connected({
    policy: ({ discord, ben }) => ({ starters: [roleOf(discord, ben)] }),
  });
  const { people, guild } = discord;
  const denied = await people.slash(ana, general, 'design start', { topic: TOPIC });
  expect(denied.privately).toEqual([
    expect.stringContaining('Only some people may start designs here'),
  ]);
  // Before a form is filled in in vain, and when somebody else sends it.
  const none = await people.slash(ana, general, 'design new');
  expect([none.modal, none.privately]).toEqual([
    null,
    [expect.stringContaining('Only some people')],
  ]);
  const { modal } = await people.slash(ben, general, 'design new');
  if (modal === null) throw new Error('there is no form');
  const sent = await people.submit(ana, { ...modal, person: ana }, { topic: TOPIC });
  expect(sent.privately).toEqual(denied.privately);
  const taken = await people.slash(ben, general, 'design start', { topic: TOPIC });
  expect(taken.privately).toEqual([expect.stringContaining('On it.')]);
  expect(await begunIn(general, 1)).toHaveLength(1);
  // A person who is given the role may at once.
  const [role = ''] = guild.people.get(ben)?.roles ?? [];
  guild.people.get(ana)?.roles.add(role);
  const allowed = await people.slash(ana, general, 'design start', { topic: TOPIC });
  expect(allowed.privately).toEqual([expect.stringContaining('On it.')]);
});

test('a person who waits too long gets a notice, and after a quarter of an hour a direct message', async () => {
  const clock = movable(fastClock(20));
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let asked = 0;
  const { discord, ana, general } = await connected({
    clock,
    store: (store) => ({
      list: async (filter) => {
        if (filter.channel === general && asked < gates.length) await gates[asked++]?.promise;
        return store.list(filter);
      },
    }),
  });
  for (const [at, gate] of gates.entries()) {
    const seen = await discord.people.slash(ana, general, 'design list');
    expect(seen.privately).toEqual([expect.stringContaining('This is taking longer than usual.')]);
    if (at === 1) clock.aheadMs = 15 * 60_000;
    gate.resolve();
    if (at === 0)
      await vi.waitUntil(
        () => discord.ephemeral(ana).at(-1)?.includes('No designs here yet'),
        WAIT,
      );
  }
  const direct = () => discord.visible(discord.guild.direct(ana));
  await vi.waitUntil(() => direct().some((text) => text.includes('No designs here yet')), WAIT);
  expect(discord.ephemeral(ana)).toHaveLength(3);
});
