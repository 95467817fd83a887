import { expect, test, vi } from 'vitest';
import { lateWordsOf } from '#core/questions/replies/late-messages.ts';
import { NEUTRAL_DECISION } from '#core/vocabulary/rehearsal.ts';
import { Fault } from '#foundation/fault.ts';
import { fastClock, unhurriedClock } from '../../entry/pace.ts';
import { movable, WAIT } from '../engines.ts';
import { asking, connected } from './message-world.ts';

test('P5: words said, changed and taken back while nobody listened are the same in the end', async () => {
  const { discord, ana, ben, reply, replies, until, gateway, connectAgain, thread, ephemerals } =
    await asking();
  const changed = reply(ben, 'Five at peak.');
  const gone = reply(ben, 'Mind the freeze.', {
    files: [{ name: 'notes.md', content: 'Frozen.' }],
  });
  await until(({ replies }) => replies.length === 3);
  await gateway.stop();

  discord.people.edit(changed, '500 at peak.');
  discord.people.remove(gone);
  reply(ana, 'There are two regions.', { files: [{ name: 'load.csv', content: '9,1100' }] });
  const fetched = discord.record.callsOf('attachments.get').length;
  await connectAgain();
  await until(
    ({ replies }) =>
      replies.length === 3 && !replies.some(({ text }) => /freeze|Frozen|Five/.test(text)),
  );
  expect((await replies()).toSorted()).toEqual([
    'Ana: Attached file load.csv:\n\n9,1100',
    'Ana: There are two regions.',
    'Ben: 500 at peak.',
  ]);
  expect(discord.record.callsOf('attachments.get').length).toBeLessThanOrEqual(fetched + 1);
  const taken = () => discord.visible(thread).filter((text) => /\((✅|👀) 1\)/.test(text)).length;
  await vi.waitUntil(() => taken() >= 2, WAIT);
  expect([ephemerals(ana), ephemerals(ben)]).toEqual([[], []]);
});

test('P5: a history that the bot may not read deletes nothing', async () => {
  const { discord, general, ben, reply, replies, until, log, gateway, connectAgain } =
    await asking();
  reply(ben, 'Mind the freeze.');
  await until((design) => design.replies.length === 1);
  await gateway.stop();
  discord.guild.deny(general, ['ReadMessageHistory']);
  log.events.length = 0;
  await connectAgain();
  await vi.waitUntil(() => log.events.some(({ event }) => event === 'caught_up'), WAIT);
  expect(await replies()).toEqual(['Ben: Mind the freeze.']);
});

test('P5: a message that arrives while a thread is read again is not taken for deleted', async () => {
  const { discord, ben, reply, replies, until, log, gateway, connectAgain } = await asking();
  const isOver = () => log.events.some(({ event }) => event === 'caught_up');
  await vi.waitUntil(isOver, WAIT);
  log.events.length = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const isRead = discord.faults.hold('messages.list', promise);
  await gateway.stop();
  await connectAgain();
  await isRead;
  reply(ben, 'Mind the freeze.');
  await until(({ replies }) => replies.length === 1);
  resolve();
  await vi.waitUntil(isOver, WAIT);
  expect(await replies()).toEqual(['Ben: Mind the freeze.']);
});

test('P5: words that the store could not take at first are taken when it can', async () => {
  let failures = 0;
  const { ben, reply, replies, until } = await asking({
    clock: fastClock(20),
    store: (store) => ({
      accept: async (entry) => {
        if (entry.command.type !== 'record_reply' || failures >= 4) return store.accept(entry);
        failures += 1;
        throw new Fault('store_unavailable', 'The database is away.');
      },
    }),
  });
  reply(ben, 'Mind the freeze.');
  await until(({ replies }) => replies.length === 1);
  expect(await replies()).toEqual(['Ben: Mind the freeze.']);
  expect(failures).toBe(4);
});

test.each([
  ['a minute', 1],
  ['six minutes', 6],
])('what was asked of the bot %s ago is answered if anybody still waits', async (_, minutes) => {
  const clock = movable(unhurriedClock());
  const { discord, ana, ben, thread, gateway, connectAgain, ephemerals, until, replies } =
    await asking({
      clock,
    });
  await gateway.stop();
  discord.people.mention(ana, thread, 'status');
  discord.people.say(ben, thread, 'That is all.');
  clock.aheadMs = minutes * 60_000;
  await connectAgain();
  await until(({ replies }) => replies.length === 1);
  if (minutes === 1) await vi.waitUntil(() => ephemerals(ana).length > 0, WAIT);
  expect(ephemerals(ana)).toEqual(
    minutes === 1 ? [expect.stringMatching(/questions? (?:is|are) (?:still )?open/)] : [],
  );
  expect(await replies()).toEqual(['Ben: That is all.']);
});

test.each([
  ['a day', 1],
  ['four days', 4],
])(
  'P5: what was said after the end while nobody listened is kept, and told once, up to a bound: %s',
  async (_, days) => {
    const clock = movable(unhurriedClock());
    const { discord, ben, thread, gateway, connectAgain, ephemerals, reply, design, until, log } =
      await asking({ clock });
    reply(ben, 'Q1: 500\nQ2: 20 ms');
    await until(({ end }) => end !== null);
    await gateway.stop();
    const late = reply(ben, 'The replica lags on Mondays.');
    clock.aheadMs = days * 86_400_000;
    const caughtUp = () => log.events.filter(({ event }) => event === 'caught_up').length;
    const again = async () => {
      const before = caughtUp();
      const next = await connectAgain();
      await vi.waitUntil(() => caughtUp() > before, WAIT);
      await next.stop();
    };
    const kept = async () => lateWordsOf(await design()).map(({ text }) => text);
    await again();
    await expect.poll(kept, WAIT).toEqual(days === 1 ? ['The replica lags on Mondays.'] : []);
    discord.people.edit(late, 'The replica lags on Sundays.');
    await again();
    await again();
    await expect.poll(kept, WAIT).toEqual(days === 1 ? ['The replica lags on Sundays.'] : []);
    discord.people.remove(late);
    await again();
    await expect.poll(kept, WAIT).toEqual([]);
    expect(ephemerals(ben)).toHaveLength(days === 1 ? 1 : 0);
    const marked = discord.visible(thread).filter((text) => /👀|✅/.test(text));
    expect(marked.map((text) => text.split('\n')[0])).toEqual(['Ben: Q1: 500']);
  },
);

test('a design that has ended, and a thread that is gone, keep nobody from catching up', async () => {
  const { discord, engine, ben, begin, gateway, connectAgain, log } = await connected();
  const [gone, kept] = [await begin(), await begin()];
  const threadOf = async (id: typeof gone) => (await engine.design(id))?.thread?.thread ?? '';
  for (const id of [gone, kept]) await vi.waitUntil(async () => (await threadOf(id)) !== '', WAIT);
  for (const id of [gone, kept]) {
    await vi.waitUntil(async () => (await engine.design(id))?.answering !== null, WAIT);
  }
  await gateway.stop();
  discord.guild.removeChannel(await threadOf(gone));
  discord.people.say(ben, await threadOf(kept), 'Mind the freeze.');
  await connectAgain();
  await vi.waitUntil(async () => (await engine.design(kept))?.replies.length === 1, WAIT);
  // The threads are read one after the other, and the one that is gone may be the later.
  const unread = () => log.events.some(({ event }) => event === 'thread_not_caught_up');
  await vi.waitUntil(unread, WAIT);
});

test('P4: where the bot is removed and invited back, the design goes on, and the decision comes into the thread', async () => {
  const { discord, ben, reply, until, engine, id, thread, card } = await asking({
    clock: fastClock(60),
  });
  reply(ben, 'Q1: 500\nQ2: 20 ms');
  await until(({ replies }) => replies.length === 1);
  discord.guild.removeBot();
  await until(({ gates }) => gates.length > 0);
  const shown = () => discord.visible(thread).some((text) => text.includes('brief.md'));
  expect(shown()).toBe(false);
  discord.guild.inviteBot();
  await until(({ end }) => end?.status === 'completed');
  await vi.waitUntil(shown, WAIT);
  await vi.waitUntil(async () => (await engine.parts.store.pendingEffects(id)).length === 0, WAIT);
  expect(JSON.stringify(card().components)).toContain(NEUTRAL_DECISION);
});
