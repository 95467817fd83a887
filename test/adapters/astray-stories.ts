import { expect, test, vi } from 'vitest';
import { WAIT } from './engines.ts';
import type { MessageStory, StoryOptions } from './message-stories.ts';

/** Answers that went astray, on every platform alike. Each story ends its design: where two wait, nobody is asked. */
export function astrayStories<Message>(
  open: (options?: StoryOptions) => Promise<MessageStory<Message>>,
): void {
  test('A17: an answer beside the thread is taken where its author says so, once however often they do', async () => {
    const story = await open({ isStill: true });
    const { ben } = story;
    story.say(ben, 'Q1: 900 a minute');
    await vi.waitUntil(() => story.ephemerals(ben).join().includes('Is this an answer to'), WAIT);
    expect(await story.replies()).toEqual([]);
    await Promise.all([story.press(ben, 'take'), story.press(ben, 'take')]);
    await story.until(({ replies }) => replies.length > 0);
    await story.settled();
    await story.sendAgain();
    await story.settled();
    expect(await story.replies()).toEqual(['Ben: Q1: 900 a minute']);
    await story.untilStand('Q1 answered', 'Q2 open');
    await story.cancel();
  });

  test('A17: the number of no question is answered with those that are open', async () => {
    const story = await open({ isStill: true });
    const { ben } = story;
    story.reply(ben, 'Q9: 900 a minute\nQ1: 5');
    await vi.waitUntil(() => story.ephemerals(ben).length > 0, WAIT);
    expect(story.ephemerals(ben)).toEqual([expect.stringMatching(/Q9.*Open: Q2\./)]);
    expect(await story.replies()).toHaveLength(1);
    await story.cancel();
  });

  test('A17: who names the bot in the channel is asked as well, and reads the three offers after no', async () => {
    const story = await open({ isStill: true });
    const { ben } = story;
    story.mentionInChannel(ben, 'we have 900 a minute');
    await vi.waitUntil(() => story.ephemerals(ben).join().includes('Is this an answer to'), WAIT);
    await story.press(ben, 'notAnswer');
    await vi.waitUntil(() => story.ephemerals(ben).join().includes('What is running'), WAIT);
    await story.settled();
    expect(await story.replies()).toEqual([]);
    await story.cancel();
  });
}
