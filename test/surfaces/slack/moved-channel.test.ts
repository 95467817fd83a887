import { describe, expect, test, vi } from 'vitest';
import { REPLY_TEXTS } from '#acts/gateway/reply-texts.ts';
import type { Envelope } from '../../platforms/slack/deliveries.ts';
import { WAIT } from '../engines.ts';
import { asking } from './message-world.ts';

/** The same event, of this channel. */
function withChannel(envelope: Envelope, channel: string): Envelope {
  const event = { ...(envelope.payload.event as object), channel };
  return { ...envelope, payload: { ...envelope.payload, event } };
}

/** A design that waits for answers, whose channel has another id now; `tell`: Slack says so. */
async function moved(daemons: number) {
  const world = await asking({ isStill: true });
  const { slack, general, until, ben, reply } = world;
  if (daemons === 2) await world.connectAnother();
  const before = reply(ben, 'Q1: 500');
  await until((design) => design.replies.length === 1);
  // A mark that is under way to the earlier id is not made again.
  await vi.waitUntil(() => before.reactions.size > 0, WAIT);
  await slack.deliveries.settled();
  slack.deliveries.hold();
  const channel = slack.workspace.renumber(general);
  const tell = async (times = 1): Promise<void> => {
    slack.deliveries.release((held) => Array.from({ length: times }, () => held).flat());
    await slack.deliveries.settled();
    await until(({ thread }) => thread?.channel === channel);
  };
  const say = (who: string, text: string) =>
    slack.people.say(who, channel, text, { thread: world.thread });
  return { ...world, before, channel, tell, say };
}

describe.each([1, 2])('P5: a channel that gets another id, with %i connected', (daemons) => {
  test('its design takes answers, changes and deletions, whichever id they have', async () => {
    const {
      slack,
      ana,
      ben,
      before,
      channel,
      tell,
      say,
      until,
      design,
      general,
      thread,
      ephemerals,
    } = await moved(daemons);
    await tell(2);
    const answer = say(ana, 'Q2: 20 ms');
    await until((now) => now.replies.length === 2);
    slack.people.edit(before, 'Q1: 800');
    await until((now) => now.replies.some(({ text }) => text === 'Q1: 800'));
    slack.deliveries.hold();
    const late = slack.people.say(ben, channel, 'One more thing.', { thread });
    slack.deliveries.release((held) => held.map((each) => withChannel(each, general)));
    await until((now) => now.replies.some(({ text }) => text === 'One more thing.'));
    expect((await design()).replies.map(({ id }) => id)).toEqual([
      `slack:${general}:${before.ts}`,
      `slack:${general}:${answer.ts}`,
      `slack:${general}:${before.ts}#2`,
      `slack:${general}:${late.ts}`,
    ]);
    slack.people.remove(before);
    await vi.waitUntil(() => ephemerals(ben).join().includes('was already read'), WAIT);
  });

  test('its people are answered there, and their replies are marked', async () => {
    const { slack, ana, ben, before, channel, tell, say, until, ephemerals, thread } =
      await moved(daemons);
    await tell();
    const answer = say(ben, 'Q2: 20 ms');
    await until(({ replies }) => replies.length === 2);
    await vi.waitUntil(() => [before, answer].every(({ reactions }) => reactions.size > 0), WAIT);
    slack.people.mention(ana, channel, 'status', thread);
    await vi.waitUntil(() => ephemerals(ana).length > 0, WAIT);
  });

  test('after the end, its design takes words there, and a deletion of earlier ones', async () => {
    const { slack, ben, before, tell, say, until, cancel, ephemerals } = await moved(daemons);
    await cancel();
    await until(({ end }) => end !== null);
    await tell();
    slack.people.remove(before);
    await vi.waitUntil(() => ephemerals(ben).join().includes(REPLY_TEXTS.takenBackLate), WAIT);
    say(ben, 'One more thing.');
    await until(({ lateWords }) => lateWords.some(({ text }) => text === 'One more thing.'));
  });
});

/** What Ben says in the thread arrives with this id of the channel. */
function sayLate(
  { slack, thread, ben }: Awaited<ReturnType<typeof moved>>,
  channel: string,
  late: string,
) {
  slack.deliveries.hold();
  slack.people.say(ben, channel, `Late, in ${late}.`, { thread });
  slack.deliveries.release((held) => held.map((each) => withChannel(each, late)));
}

test('P5: a channel that gets its first id back takes words, whichever id they have', async () => {
  const world = await moved(1);
  const { slack, general, channel, tell, until } = world;
  await tell();
  slack.workspace.renumber(channel, general);
  await until(({ thread }) => thread?.channel === general);
  for (const [before, late] of [channel, general].entries()) {
    sayLate(world, general, late);
    await until(({ replies }) => replies.length === 2 + before);
  }
});

test('P5: of two moves, Slack tells the later one first, and words come with the first id', async () => {
  const world = await moved(1);
  const { slack, general, channel, until } = world;
  const last = slack.workspace.renumber(channel);
  slack.deliveries.release((held) => held.toReversed());
  await until(({ thread }) => thread?.channel === last);
  sayLate(world, last, general);
  await until(({ replies }) => replies.length === 2);
});

test('P13: a post that was refused before Slack told of the new id is made once it did', async () => {
  const { slack, channel, tell, until, engine, id, thread } = await moved(1);
  slack.record.allow(/channel_not_found/);
  await engine.command(id, { type: 'ask_starter', act: 'cancel', by: 'Ben', byId: 'somebody' })
    .answered;
  await until(({ gates }) => gates.at(-1)?.about === 'thread');
  await tell();
  await until(({ gates }) => gates.at(-1)?.decision !== null);
  expect(slack.visible(channel, thread).join()).toContain('Ben');
});
