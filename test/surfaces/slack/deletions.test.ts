import { expect, test, vi } from 'vitest';
import { REPLY_TEXTS } from '#acts/gateway/reply-texts.ts';
import type { Envelope } from '../../platforms/slack/deliveries.ts';
import { WAIT } from '../engines.ts';
import { asking } from './message-world.ts';

type Event = Readonly<Record<string, unknown>>;

/** A deletion as Slack tells of it when it says less. */
const told = (held: readonly Envelope[], change: (event: Event) => Event): Envelope[] =>
  held.map((each) => ({
    ...each,
    payload: { ...each.payload, event: change(each.payload.event as Event) },
  }));

const without =
  (...fields: readonly string[]) =>
  (event: Event): Event =>
    Object.fromEntries(Object.entries(event).filter(([name]) => !fields.includes(name)));
const LESS: readonly (readonly [string, (event: Event) => Event])[] = [
  ['the message', without('previous_message')],
  [
    'thread and author',
    (event) => ({
      ...event,
      previous_message: without(
        'thread_ts',
        'parent_user_id',
        'user',
      )(event.previous_message as Event),
    }),
  ],
  [
    'the thread',
    (event) => ({
      ...event,
      previous_message: without('thread_ts')(event.previous_message as Event),
    }),
  ],
];

test.each(LESS)(
  'P5: an answer is taken back by a deletion without %s, with its file',
  async (_, change) => {
    const { slack, ana, ben, general, begin, reply, until, replies } = await asking();
    const files = [{ name: 'load.md', content: 'It grows.' }];
    const message = reply(ben, 'Q1: 500', { files });
    await until((design) => design.replies.length === 2);
    // The newest design of the channel is another one.
    await begin(slack.people.say(ana, general, 'And the cache?').ts);
    slack.deliveries.hold();
    slack.people.remove(message);
    slack.deliveries.release((held) => told([...held, ...held], change));
    await slack.deliveries.settled();
    reply(ana, 'Q1: 800');
    await until((design) => design.replies.some(({ text }) => text === 'Q1: 800'));
    const left = (await replies()).filter((each) => !each.endsWith(': '));
    expect(left).toEqual(['Ana: Q1: 800']);
  },
);

test.each(LESS)(
  'P5: a deletion without %s that is quicker than its message keeps it out',
  async (_, change) => {
    const { slack, ana, ben, reply, until, replies } = await asking();
    slack.deliveries.hold();
    slack.people.remove(reply(ben, 'Q1: 500'));
    let later: readonly Envelope[] = [];
    slack.deliveries.release((held) => {
      later = held.slice(0, 1);
      return told(held.slice(1), change);
    });
    await slack.deliveries.settled();
    for (const envelope of later) await slack.deliveries.send(envelope);
    reply(ana, 'Q1: 800');
    await until((design) => design.replies.length > 0);
    expect(await replies()).toEqual(['Ana: Q1: 800']);
  },
);

test.each(LESS)(
  'after the end, a deletion without %s is told to the author of the words',
  async (_, change) => {
    const { slack, ana, ben, reply, cancel, until, ephemerals } = await asking();
    const message = reply(ben, 'Q1: 500');
    await until(({ replies }) => replies.length === 1);
    await cancel();
    await until(({ end }) => end !== null);
    slack.deliveries.hold();
    slack.people.remove(message);
    slack.deliveries.release((held) => told(held, change));
    await vi.waitUntil(() => ephemerals(ben).length > 0, WAIT);
    expect(ephemerals(ben)).toEqual([expect.stringContaining(REPLY_TEXTS.takenBackLate)]);
    expect(ephemerals(ana)).toEqual([]);
  },
);

test('a deleted message that no design has changes nothing, and no design is asked to', async () => {
  const { slack, ana, ben, general, engine, id, reply, until, replies } = await asking();
  const { arrivals } = await engine.parts.store.mail(id);
  const beside = slack.people.say(ben, general, 'Lunch?');
  slack.people.remove(beside);
  await slack.deliveries.settled();
  expect((await engine.parts.store.mail(id)).arrivals).toBe(arrivals);
  reply(ana, 'Q1: 800');
  await until((design) => design.replies.length > 0);
  expect(await replies()).toEqual(['Ana: Q1: 800']);
});
