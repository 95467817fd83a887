import { expect, test, vi } from 'vitest';
import { lateWordsOf } from '../../../src/core/question/late-words.ts';
import { WAIT } from '../engines.ts';
import { messageWorld } from './message-world.ts';

const { connected } = messageWorld();
const QUESTION = 'Should the job queue move from Redis to Postgres?';

test('an assistant says what may be asked, and a question there is offered and held in its thread', async () => {
  const { slack, engine, ana } = await connected({ isStill: true });
  const { people, views } = slack;
  const { channel, thread } = people.openAssistant(ana);
  const prompts = await vi.waitUntil(() => views.prompts.get(`${channel} ${thread}`), WAIT);
  expect(prompts.map(({ title }) => title)).toContain('What can you do?');
  const startedSince = Date.now();
  people.say(ana, channel, QUESTION, { thread });
  const offer = () =>
    people.ephemeral(ana).findLast(({ blocks }) => JSON.stringify(blocks).includes('charrette.start'));
  const offered = await vi.waitUntil(offer, WAIT);
  expect(offered.thread).toBe(thread);
  const { view } = await people.click(ana, offered, 'charrette.start');
  if (view === null) throw new Error('there is no form');
  await people.submitView(ana, view, {});
  const designs = () => engine.parts.store.list({ platform: 'slack', startedSince, limit: 5 });
  await vi.waitUntil(async () => (await designs()).length === 1, WAIT);
  expect(await designs()).toMatchObject([{ topic: QUESTION, thread: { channel, thread } }]);
});

test('in the thread of a direct message the bot needs no name, and words after the end are kept and offered', async () => {
  const { slack, engine, ana, begin } = await connected({ isStill: true });
  const { channel, thread } = slack.people.openAssistant(ana);
  const id = await begin(thread, channel);
  await vi.waitUntil(async () => (await engine.design(id))?.answering !== null, WAIT);
  const say = (words: string) => slack.people.say(ana, channel, words, { thread });
  const told = async (count: number) => {
    await vi.waitUntil(() => slack.ephemeral(ana).length >= count, WAIT);
    return slack.ephemeral(ana).at(-1);
  };
  say('900 a minute');
  say('please cancel this');
  say('Status');
  expect(await told(1)).toContain('Waiting for your answers');
  await engine.command(id, { type: 'cancel', by: 'Ana', reason: '' }).answered;
  say('We went with Kafka.');
  expect(await told(2)).toContain('Your words are saved');
  // The local Slack says when a message was sent by the whole second.
  const endedAt = (await engine.design(id))?.end?.at ?? 0;
  await vi.waitUntil(() => Math.floor(Date.now() / 1_000) * 1_000 > endedAt, WAIT);
  const next = 'Should we use NATS or Kafka between the services?';
  say(next);
  await vi.waitUntil(() => slack.ephemeral(ana).at(-1)?.includes(next), WAIT);
  expect(slack.ephemeral(ana).at(-1)).toContain('Start a design on this');
  const design = await engine.design(id);
  expect(design?.replies.map(({ text }) => text)).toEqual(['900 a minute', 'please cancel this']);
  const late = async () =>
    lateWordsOf((await engine.design(id)) ?? { lateWords: [] }).map(({ text }) => text);
  await expect.poll(late, WAIT).toEqual(['We went with Kafka.', next]);
});

test('words in a direct message after the end are kept however they read, and offered as they are', async () => {
  const { slack, engine, ana, begin } = await connected({ isStill: true });
  const { channel, thread } = slack.people.openAssistant(ana);
  const id = await begin(thread, channel);
  await vi.waitUntil(async () => (await engine.design(id))?.answering !== null, WAIT);
  await engine.command(id, { type: 'cancel', by: 'Ana', reason: '' }).answered;
  const say = (words: string) => slack.people.say(ana, channel, words, { thread });
  const kept = async () =>
    lateWordsOf((await engine.design(id)) ?? { lateWords: [] }).map(({ text }) => text);
  const first = say('Peak is 900 a minute, so Redis is fine');
  await vi.waitUntil(() => slack.ephemeral(ana).length > 0, WAIT);
  const changed = 'Peak is 90,000 a minute, so is Redis really fine?';
  slack.people.edit(first, changed);
  await expect.poll(kept, WAIT).toEqual([changed]);
  const long = `${'The replica lags on Mondays. '.repeat(150)}Did anybody look at that?`;
  say(long);
  await expect.poll(kept, WAIT).toEqual([changed, long]);
  const notices = () => slack.ephemeral(ana).filter((text) => text.includes('Your words are saved'));
  expect(notices()).toHaveLength(1);
});

test('the operator reads once that nothing can be suggested, and people are answered', async () => {
  const { slack, ana, log } = await connected();
  slack.faults.script('assistant.threads.setSuggestedPrompts', 'failed_before', 'failed_before');
  const noted = () => log.events.filter(({ event }) => event === 'slack_prompts_not_suggested').length;
  const tried = () => slack.record.callsOf('assistant.threads.setSuggestedPrompts').length;
  const { channel } = slack.people.openAssistant(ana);
  await vi.waitUntil(() => noted() === 1, WAIT);
  slack.people.openAssistant(ana);
  await vi.waitUntil(() => tried() === 2, WAIT);
  slack.people.say(ana, channel, 'What can you do?');
  await vi.waitUntil(() => slack.ephemeral(ana).length > 0, WAIT);
  expect(noted()).toBe(1);
});
