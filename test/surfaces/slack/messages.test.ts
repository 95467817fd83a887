import { expect, test, vi } from 'vitest';
import { SHORTCUT } from '#surfaces/slack/interactions/interaction-payload.ts';
import { WAIT } from '../engines.ts';
import { messageStories } from '../message-stories.ts';
import { asking, connected, openStory } from './message-world.ts';

messageStories(openStory, { typed: '<b>bold</b>', read: '<b>bold</b>' });

test('messages for another installation of the app are ignored', async () => {
  const { slack, ben, reply, replies, until } = await asking();
  slack.deliveries.hold();
  reply(ben, 'Q1: from elsewhere');
  slack.deliveries.release((held) =>
    held.map((each) => {
      const authorizations = [
        { enterprise_id: null, team_id: 'T0OTHER', user_id: 'U0', is_bot: true },
      ];
      return { ...each, payload: { ...each.payload, team_id: 'T0OTHER', authorizations } };
    }),
  );
  await slack.deliveries.settled();
  reply(ben, 'That is all.');
  await until(({ replies }) => replies.length > 0);
  expect(await replies()).toEqual(['Ben: That is all.']);
});

test('people of another workspace answer nothing, and are told so once', async () => {
  const { slack, ana, ben, reply, replies, until, ephemerals } = await asking();
  slack.deliveries.hold();
  const message = reply(ben, 'Q1: from elsewhere');
  reply(ben, 'Cancel it!');
  slack.people.edit(message, 'Q1: still from elsewhere');
  const ours = `"team":"${slack.workspace.team.id}"`;
  slack.deliveries.release((held) =>
    held.map((each) => ({
      ...each,
      payload: JSON.parse(
        JSON.stringify(each.payload)
          .replaceAll(`"user_team":"${slack.workspace.team.id}"`, '"user_team":"T0OTHER"')
          .replaceAll(ours, `${ours},"user_team":"T0OTHER"`),
      ),
    })),
  );
  await slack.deliveries.settled();
  reply(ana, 'That is all.');
  await until(({ replies }) => replies.length > 0);
  expect(await replies()).toEqual(['Ana: That is all.']);
  expect(ephemerals(ben)).toEqual([expect.stringContaining('belongs to another workspace')]);
});

test('a message is taken along with its thread as people read both, without what other apps and workspaces say there', async () => {
  const { slack, started, ana, ben, general } = await connected();
  const { workspace } = slack;
  const text = `We ought to decide on the queue, <@${ana}>: <https://a.example|the page>.`;
  const message = workspace.post({ channel: general, author: ben, text });
  const { ts: thread } = message;
  slack.people.say(ana, general, 'It lost jobs in March & April, @Ben.', { thread });
  workspace.post({
    channel: general,
    author: workspace.addBot('Deployer'),
    thread,
    text: 'Deployed.',
  });
  slack.people.say(workspace.addForeigner('Eve'), general, 'Take ours.', { thread });
  const { view } = await slack.people.shortcut(ana, message, SHORTCUT);
  if (view === null) throw new Error('there is no form');
  await slack.people.submitView(ana, view, {});
  await vi.waitUntil(async () => (await started()).length > 0, WAIT);
  const [design] = await started();
  const read = 'We ought to decide on the queue, @Ana: the page (https://a.example).';
  expect(design?.topic).toBe(read);
  expect(design?.context).toEqual([
    { name: 'thread', text: `Ben: ${read}\n\nAna: It lost jobs in March & April, @Ben.` },
  ]);
});

test('the message that was meant goes along whole, however long its thread is', async () => {
  const { slack, started, ana, ben, general } = await connected({ isStill: true });
  const { workspace, people } = slack;
  const { ts: thread } = workspace.post({
    channel: general,
    author: ben,
    text: 'The queue is full.',
  });
  const say = (text: string) => workspace.post({ channel: general, author: ben, thread, text });
  // Of what was said before nobody is told now.
  const { watch } = workspace;
  workspace.watch = () => undefined;
  for (let at = 0; at < 1_010; at += 1) say(`No ${at}. ${'x'.repeat(600)}`);
  workspace.watch = watch;
  const { view } = await people.shortcut(ana, say('Let us decide.'), SHORTCUT);
  if (view === null) throw new Error('there is no form');
  await people.submitView(ana, view, { topic: 'How do we stop the queue from running full?' });
  await vi.waitUntil(async () => (await started()).length > 0, WAIT);
  const [first, second] = (await started())[0]?.context ?? [];
  expect(first).toEqual({ name: 'message', text: 'Ben: Let us decide.' });
  expect(second?.text).toMatch(/^Ben: The queue is full\./);
  const end = ['[messages left out]', 'Ben: Let us decide.', '[messages left out]'];
  expect(second?.text.split('\n\n').slice(-3)).toEqual(end);
});

test('messages of a deactivated account are ignored', async () => {
  const { slack, ana, ben, reply, replies, until, log, mention, ephemerals } = await asking();
  const person = slack.workspace.people.get(ben);
  if (person === undefined) throw new Error('no Ben');
  person.isDeactivated = true;
  reply(ben, 'Q1: 500');
  await vi.waitUntil(() => log.events.some(({ event }) => event === 'words_of_deactivated'), WAIT);
  mention(ben, 'status');
  mention(ana, 'status');
  await vi.waitUntil(() => ephemerals(ana).length > 0, WAIT);
  expect(ephemerals(ben)).toEqual([]);
  reply(ana, 'Q1: 800');
  await until(({ replies }) => replies.length > 0);
  expect(await replies()).toEqual(['Ana: Q1: 800']);
});

test('words that are too long are refused without their file; their author is told, and a shorter edit counts', async () => {
  const { slack, ben, reply, replies, until, ephemerals } = await asking();
  const files = [{ name: 'load.md', content: 'Q2: 20 ms' }];
  const message = reply(ben, 'x'.repeat(40_001), { files });
  await vi.waitUntil(() => ephemerals(ben).length > 0, WAIT);
  expect(ephemerals(ben)).toEqual([expect.stringMatching(/40,001.*40,000/)]);
  await until(({ replies }) => replies.length === 1);
  slack.people.edit(message, 'Q1: short');
  await until(({ replies }) => replies.length === 2);
  expect(await replies()).toEqual(['Ben: Attached file load.md:\n\nQ2: 20 ms', 'Ben: Q1: short']);
});

test('P5: an answer that is quicker than the note of where its thread is comes again and is taken', async () => {
  const noted = Promise.withResolvers<void>();
  const { slack, engine, ben, general, begin } = await connected({
    slack: { ackMs: 1_000, retriesMs: [0, 0, 100, 200, 400, 800, 1_600, 3_200, 6_400] },
    chat: (chat) => ({
      ...chat,
      post: async (message, signal) => {
        const receipt = await chat.post(message, signal);
        if (message.post.kind === 'card') await noted.promise;
        return receipt;
      },
    }),
  });
  slack.record.allow(/^late_ack/);
  try {
    const id = await begin('');
    await vi.waitUntil(() => slack.visibleMessages(general).length === 1, WAIT);
    const [card] = slack.visibleMessages(general);
    slack.people.say(ben, general, 'Mind the freeze.', { thread: card?.ts ?? '' });
    await vi.waitUntil(() => slack.record.deliveries.some(({ result }) => result === 'late'), WAIT);
    noted.resolve();
    await vi.waitUntil(async () => (await engine.design(id))?.replies.length === 1, WAIT);
    expect((await engine.design(id))?.replies).toMatchObject([
      { author: 'Ben', text: 'Mind the freeze.' },
    ]);
  } finally {
    noted.resolve();
  }
});

test('a message shared from elsewhere is read with the words that came with it, and previews of links are not', async () => {
  const { slack, ana, ben, general, thread, replies, until } = await asking();
  const random = slack.workspace.addChannel('random');
  const forwarded = slack.people.say(ana, random, 'We had 1,150 a second in March.');
  slack.people.say(ben, general, 'Mind this.', { thread, forwarded });
  await until(({ replies }) => replies.length === 1);
  expect(await replies()).toEqual(['Ben: Mind this.\n\nAna: We had 1,150 a second in March.']);
});
