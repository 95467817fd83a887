import { expect, test, vi } from 'vitest';
import { WAIT } from '../engines.ts';
import { messageStories } from '../message-stories.ts';
import { asking, connected, messageWith, openStory } from './message-world.ts';

messageStories(openStory, { typed: '**bold** <:party:123>', read: '**bold** :party:' });

test('messages that are deleted at once are all taken back', async () => {
  const { discord, ben, reply, statuses, until, ephemerals } = await asking();
  const messages = [reply(ben, 'Q1: 500'), reply(ben, 'x'.repeat(4_000))];
  await until(({ replies }) => replies.length === 2);
  discord.people.remove(...messages);
  await until(({ replies }) => replies.length === 0);
  expect(await statuses()).toEqual(['Q1 open', 'Q2 open']);
  expect(ephemerals(ben)).toEqual([]);
});

test('a person who takes no direct messages opens what is for them alone by a button in the place itself', async () => {
  const { discord, ana, ben, reply, thread, until } = await asking();
  const { people, guild } = discord;
  const person = guild.people.get(ana);
  if (person === undefined) throw new Error('there is no Ana');
  person.isOpenToDirect = false;
  const hints = () =>
    discord.visible(thread).filter((text) => text.includes('something to show only you'));
  people.mention(ana, thread, 'status');
  await vi.waitUntil(() => hints().length > 0, WAIT);
  people.mention(ana, thread, 'cancel');
  const refused = () => discord.record.calls.filter(({ error }) => error === 50_007).length;
  await vi.waitUntil(() => refused() === 2, WAIT);
  reply(ben, 'That is all.');
  await until(({ replies }) => replies.length === 1);
  expect(hints()).toEqual([
    expect.stringMatching(/^Charrette: @Ana\nI have something.*\[ Read it \]/s),
  ]);

  const hint = messageWith(discord, thread, 'something to show only you');
  expect((await people.click(ben, hint, 'Read it')).privately).toEqual([
    'Charrette: This is for someone else.',
  ]);
  const { privately } = await people.click(ana, hint, 'Read it');
  expect(privately.join()).toMatch(/Questions.*Cancel this design\?.*\[ Cancel it \]/s);
  await vi.waitUntil(() => hints().length === 0, WAIT);
  const question = people.ephemeral(ana).at(-1);
  if (question === undefined) throw new Error('nothing is asked');
  await people.click(ana, question, 'Cancel it');
  await until(({ end }) => end?.status === 'cancelled');
});

test('A25, P12: what waits behind *Read it* is shown by another daemon, and stands in no row of the store', async () => {
  const kept: string[] = [];
  const world = await asking({
    store: (store) => ({
      rememberResponse: async (key, designId, response) => {
        kept.push(`${key} ${response.body}`);
        return store.rememberResponse(key, designId, response);
      },
    }),
  });
  const { discord, ana, thread, engine, gateway, connectAgain, design } = world;
  const { people, guild } = discord;
  const person = guild.people.get(ana);
  if (person === undefined) throw new Error('there is no Ana');
  person.isOpenToDirect = false;
  const hints = () =>
    discord.visible(thread).filter((text) => text.includes('something to show only you'));
  people.mention(ana, thread, 'status');
  await vi.waitUntil(() => hints().length > 0, WAIT);
  await gateway.stop();
  await connectAgain();
  const hint = messageWith(discord, thread, 'something to show only you');
  expect((await people.click(ana, hint, 'Read it')).privately.join()).toContain('Questions');
  await vi.waitUntil(() => hints().length === 0, WAIT);
  people.mention(ana, thread, 'cancel');
  await vi.waitUntil(() => hints().length > 0, WAIT);
  const next = messageWith(discord, thread, 'something to show only you');
  expect((await people.click(ana, next, 'Read it')).privately.join()).toContain(
    'Cancel this design?',
  );
  expect(kept.filter((row) => row.includes('waiting'))).not.toEqual([]);
  expect(kept.join()).not.toMatch(/Questions|Cancel this/);
  const { id } = await design();
  await engine.command(id, { type: 'cancel', by: 'Ana', reason: '' }).answered;
});

test('words that come before the note of where the thread is are taken once that is there', async () => {
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
});
