import { expect, test, vi } from 'vitest';
import { asking, connected, UNHURRIED } from './message-world.ts';
import { WAIT } from './small-app.ts';

test(
  'what is asked of the bot in a thread is answered once and privately, and is no reply',
  UNHURRIED,
  async () => {
    const { slack, ana, ben, general, thread, replies, whispers } = await asking();
    const asked = slack.people.mention(ben, general, 'status', thread);
    await vi.waitUntil(() => whispers(ben).length > 0, WAIT);
    slack.people.edit(asked, '@Charrette status, please');
    await slack.deliveries.settled();
    for (const envelope of [...slack.deliveries.sent]) await slack.deliveries.send(envelope);
    await slack.deliveries.settled();
    expect(whispers(ben)).toEqual([
      expect.stringContaining('Waiting for your answers: 2 of 2 questions open'),
    ]);
    expect(await replies()).toEqual([]);
    expect(slack.ephemeral(ana)).toEqual([]);
    expect(slack.record.violations).toEqual([]);
  },
);

test(
  'words for the design are a reply, also when they begin with the name of the bot',
  UNHURRIED,
  async () => {
    const { slack, ben, general, thread, replies, until } = await asking();
    slack.people.mention(ben, general, 'status quo is fine with all of us', thread);
    await until(({ replies }) => replies.length === 1);
    await slack.deliveries.settled();
    expect(await replies()).toEqual(['Ben: status quo is fine with all of us']);
    expect(slack.ephemeral(ben)).toEqual([]);
  },
);

test('whoever started a design cancels it with a word, and others are told who can', UNHURRIED, async () => {
  const { slack, ana, ben, general, thread, until, whispers } = await asking();
  slack.people.mention(ben, general, 'cancel', thread);
  await vi.waitUntil(() => whispers(ben).length > 0, WAIT);
  expect(whispers(ben)).toEqual([
    'Only Ana, who started this, can cancel it here. Nobody was told that you asked; ask Ana.',
  ]);
  slack.people.mention(ana, general, 'cancel', thread);
  await until(({ end }) => end?.status === 'cancelled');
  await slack.deliveries.settled();
  expect(slack.record.violations).toEqual([]);
});

test(
  'words that are nothing get help: in a channel, in another thread, in a direct message',
  UNHURRIED,
  async () => {
    const { slack, ana, general } = await connected();
    const other = slack.people.say(ana, general, 'lunch?');
    const help = expect.stringContaining('What you can ask for');
    const said = () => slack.ephemeral(ana);
    slack.people.mention(ana, general, 'make me a sandwich');
    await vi.waitUntil(() => said().length === 1, WAIT);
    slack.people.mention(ana, general, '', other.ts);
    await vi.waitUntil(() => said().length === 2, WAIT);
    slack.people.say(ana, slack.workspace.direct(ana), 'hello');
    await vi.waitUntil(() => said().length === 3, WAIT);
    await slack.deliveries.settled();
    expect(said()).toEqual([help, help, help]);
    expect(slack.record.violations).toEqual([]);
  },
);

test(
  'an answer that begins with the name of the bot answers its question, however short it is',
  UNHURRIED,
  async () => {
    const { slack, ben, general, thread, replies, until, statuses } = await asking();
    slack.people.mention(ben, general, 'Q1: 900', thread);
    await until(({ replies }) => replies.length === 1);
    await slack.deliveries.settled();
    expect(await replies()).toEqual(['Ben: Q1: 900']);
    expect(await statuses()).toContain('Q1 answered');
    expect(slack.ephemeral(ben)).toEqual([]);
  },
);
