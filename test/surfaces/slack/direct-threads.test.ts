import { expect, test, vi } from 'vitest';
import { REPLY_TEXTS } from '#acts/gateway/reply-texts.ts';
import { lateWordsOf } from '#core/questions/replies/late-messages.ts';
import { TEXTS } from '#presentation/words/texts.ts';
import { drawnId, findDrawn } from '../drawn-controls.ts';
import { WAIT } from '../engines.ts';
import { asking, connected } from './message-world.ts';

const QUESTION = 'Should the job queue move from Redis to Postgres?';

/** A thread in Ana's direct messages with the bot. */
function threadOf({ slack, ana }: Awaited<ReturnType<typeof connected>>) {
  const { workspace, people } = slack;
  const channel = people.openAgent(ana);
  const { ts: thread } = workspace.post({ channel, author: workspace.bot.user, text: 'New chat' });
  return { channel, thread };
}

test('a question to the opened agent is offered, and held in the thread that it was asked in', async () => {
  const world = await connected({ isStill: true });
  const { slack, ana, started } = world;
  const { people } = slack;
  const { channel, thread } = threadOf(world);
  people.say(ana, channel, QUESTION, { thread });
  const offer = () =>
    people.ephemeral(ana).findLast(({ blocks }) => findDrawn(blocks, 'start') !== undefined);
  const offered = await vi.waitUntil(offer, WAIT);
  expect(offered.thread).toBe(thread);
  const { view } = await people.click(ana, offered, drawnId(offered.blocks, 'start'));
  if (view === null) throw new Error('there is no form');
  await people.submitView(ana, view, {});
  await vi.waitUntil(async () => (await started()).length === 1, WAIT);
  expect(await started()).toMatchObject([{ topic: QUESTION, thread: { channel, thread } }]);
});

test('in a direct message’s thread the bot needs no name, and later words are kept and offered', async () => {
  const world = await connected({ isStill: true });
  const { slack, engine, ana, begin } = world;
  const { channel, thread } = threadOf(world);
  const id = await begin(thread, channel);
  await vi.waitUntil(async () => (await engine.design(id))?.answering !== null, WAIT);
  const say = (words: string) => slack.people.say(ana, channel, words, { thread });
  const told = (words: string) =>
    vi.waitFor(() => expect(slack.ephemeral(ana).join('\n')).toContain(words), WAIT);
  const words = ['900 a minute', 'please do not cancel the old contract'];
  for (const [at, each] of words.entries()) {
    say(each);
    await vi.waitUntil(async () => (await engine.design(id))?.replies.length === at + 1, WAIT);
  }
  say('Status');
  await told('the personas go on at');
  await engine.command(id, { type: 'cancel', by: 'Ana', reason: '' }).answered;
  say('We went with Kafka.');
  const offers = () => slack.ephemeral(ana).filter((text) => text.includes(TEXTS.offer.start));
  await vi.waitUntil(() => offers().length === 1, WAIT);
  const next = 'Should we use NATS or Kafka between the services?';
  say(next);
  await vi.waitUntil(() => offers().length === 2, WAIT);
  for (const offer of offers()) expect(offer).toContain('Saved.');
  expect(slack.ephemeral(ana)).toHaveLength(3);
  const design = await engine.design(id);
  expect(design?.replies.map(({ text }) => text)).toEqual(words);
  const late = async () =>
    lateWordsOf((await engine.design(id)) ?? { lateWords: [], followUps: [] }).map(
      ({ text }) => text,
    );
  await expect.poll(late, WAIT).toEqual(['We went with Kafka.', next]);
});

test('A18: status and list in a direct message tell of the designs that this person may read', async () => {
  const world = await asking();
  const { slack, ana, ben, general } = world;
  const { people } = slack;
  const typed = async (who: string, words: string) =>
    (await people.slash(who, people.openAgent(who), `/design ${words}`)).privately.join();
  expect(await typed(ana, 'status')).toContain('the personas go on at');
  expect(await typed(ana, 'list')).toContain('Should the job queue move');
  slack.workspace.leave(general, ben);
  expect(await typed(ben, 'list')).not.toContain('job queue');
});

test('J10: a reply to a private message is no reply, and its author reads where to write', async () => {
  const { slack, ben, mention, thread, design, replies, linkTo, ephemerals } = await asking({
    isStill: true,
  });
  const { workspace, people } = slack;
  workspace.refused.set('chat.postEphemeral', 'user_not_in_channel');
  mention(ben, 'status', thread);
  const direct = workspace.direct(ben);
  const [told] = await vi.waitUntil(() => {
    const all = slack.visibleMessages(direct);
    return all.length > 0 && all;
  }, WAIT);
  workspace.refused.clear();
  const { thread: place } = await design();
  if (told === undefined || place === null) throw new Error('nobody was told');
  people.say(ben, direct, 'Mind the freeze.', { thread: told.ts });
  await vi.waitUntil(() => ephemerals(ben).length > 0, WAIT);
  people.say(ben, direct, 'status', { thread: told.ts });
  await vi.waitUntil(() => ephemerals(ben).length > 1, WAIT);
  const [where, status] = ephemerals(ben);
  expect(where).toContain(REPLY_TEXTS.writeInThread);
  expect(where).toContain(linkTo(place));
  expect(status).not.toContain(REPLY_TEXTS.writeInThread);
  expect(await replies()).toEqual([]);
});
