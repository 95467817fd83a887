import { expect, test, vi } from 'vitest';
import { asking, connected, UNHURRIED } from './message-world.ts';
import { WAIT } from './small-app.ts';

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
