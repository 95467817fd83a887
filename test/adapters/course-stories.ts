import { expect, test, vi } from 'vitest';
import { lateWordsOf } from '../../src/core/questions/late-words.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import { WAIT } from './engines.ts';
import type { MessageStory, StoryOptions } from './message-stories.ts';

/**
 * What comes of messages in the course of a design. Every platform brings messages in by its own way (`message-stories.ts`); what
 * comes of them then is not decided there, so `npm test` tells it of one platform, and `npm run test:full` of the other.
 */
export function courseStories<Message>(
  open: (options?: StoryOptions) => Promise<MessageStory<Message>>,
): void {
  test('A17: all but a verb is a reply, and who names the bot in it reads at once how it stands, with buttons', async () => {
    const story = await open({ isStill: true });
    const { ana, ben } = story;
    const said = ['cancel the old contract', 'retry failed jobs nightly', 'Q1: 900', 'stop it', 'thanks'];
    for (const [at, words] of said.entries()) {
      story.mention(ana, words);
      await story.until(({ replies }) => replies.length === at + 1);
    }
    story.reply(ben, 'Cancel the old contract @Charrette');
    await story.until(({ replies }) => replies.length === said.length + 1);
    story.reply(ben, '@Charrette', { files: [{ name: 'load.md', content: 'Q2: 500 at night.' }] });
    await story.until(({ replies }) => replies.length === said.length + 2);
    await story.settled();
    expect(await story.replies()).toEqual([
      ...said.map((words) => `Ana: ${words}`),
      'Ben: Cancel the old contract @Charrette',
      expect.stringContaining('500 at night.'),
    ]);
    await story.until(({ questions }) => questions[0]?.status === 'answered');
    expect((await story.design()).end).toBeNull();
    const plain = (who: string) => story.ephemerals(who).map((text) => text.replaceAll(/[`*]/g, ''));
    expect(plain(ana)).toEqual(said.map(() => expect.stringMatching(/^Noted\. .*\d of 2 questions open/)));
    const [buttons, ofBen] = [plain(ana).at(-1)?.split('\n').at(-1), plain(ben)[0]?.split('\n').at(-1)];
    expect(buttons).toBe('[ Answer… ] [ Done answering ] [ Skip: assume everything ] [ Cancel ]');
    expect(ofBen).toBe('[ Answer… ]');
  });

  test('who may cancel a design by a word is asked once more, and others learn who can', async () => {
    const story = await open();
    const { ana, ben } = story;
    story.mention(ben, 'cancel');
    await vi.waitUntil(() => story.ephemerals(ben).length > 0, WAIT);
    expect(story.ephemerals(ben)).toEqual([expect.stringContaining('Only Ana')]);
    await story.askStarter(ben);
    await story.until(({ reminders }) => reminders.length === 1);
    expect((await story.design()).reminders).toMatchObject([{ about: 'cancel', by: 'Ben' }]);
    const asked = () => story.visible().some((text) => text.includes('Ben asks Ana to cancel it.'));
    await vi.waitUntil(asked, WAIT);
    story.mention(ben, 'cancel');
    await vi.waitUntil(() => story.ephemerals(ben).length === 2, WAIT);
    expect(story.ephemerals(ben).at(-1)).toContain('Ana was told');
    story.mention(ana, ' Cancel');
    await vi.waitUntil(() => story.ephemerals(ana).length > 0, WAIT);
    expect(story.ephemerals(ana).join()).toContain('Cancel this design?');
    expect((await story.design()).end).toBeNull();
    await story.cancel();
    story.mention(ben, 'cancel');
    await vi.waitUntil(() => story.ephemerals(ben).at(-1) === 'It has already ended.', WAIT);
    await story.settled();
  });

  test('D8: words are on record with this platform as the way in, and a name like the bot’s is called a person’s', async () => {
    const story = await open({ isStill: true });
    const impostor = story.join('Charrette');
    story.reply(impostor, 'Q1: 500');
    await story.until(({ replies }) => replies.length === 1);
    const { replies, thread } = await story.design();
    expect(replies).toMatchObject([{ author: 'Charrette (a person)', via: { way: thread?.platform } }]);
  });

  test('C19: what is said after the end is kept, and nothing but private notices comes of it', async () => {
    const story = await open();
    const { ben } = story;
    const said = story.reply(ben, 'Q1: 500');
    const kept = story.reply(ben, 'By law for ten years.');
    await story.until(({ replies }) => replies.length === 2);
    await story.cancel();
    await story.atRest();
    const [before, shown] = [story.counts(), story.visible().length];

    const late = story.reply(ben, 'One more thing');
    await vi.waitUntil(() => story.ephemerals(ben).length > 0, WAIT);
    story.reply(ben, 'And another', { files: [{ name: 'a.md', content: 'text' }] });
    story.remove(said);
    story.edit(kept, 'By law for thirty years.');
    story.edit(late, 'Two more things');
    const words = (design: Design) => lateWordsOf(design).map(({ text }) => text.split('\n')[0]);
    const expected = ['And another', 'Attached file a.md:', 'By law for thirty years.', 'Two more things'];
    await story.until((design) => words(design).toSorted().join() === expected.join());
    await story.settled();
    await story.sendAgain();
    await story.settled();
    await story.atRest();

    expect(words(await story.design()).toSorted()).toEqual(expected);
    expect(story.ephemerals(ben)).toEqual([
      expect.stringContaining('Your words are saved'),
      expect.stringContaining('Withdrawn'),
    ]);
    const more = Object.entries(story.counts()).filter(([name, count]) => count > (before[name] ?? 0));
    expect(more.filter(([name]) => /update|edit|react|postMessage|upload/i.test(name))).toEqual([]);
    expect(story.visible()).toHaveLength(shown + 1);
    story.remove(late);
    await story.until((design) => words(design).length === 3);
    expect(await story.replies()).toEqual(['Ben: Q1: 500', 'Ben: By law for ten years.']);
  });

  test('A17: a bare verb alone in the thread is no reply, and what ends something asks once more', async () => {
    const story = await open();
    const { ana, ben } = story;
    const told = async (who: string, words: string, answer: string): Promise<void> => {
      story.reply(who, words);
      await vi.waitUntil(() => story.ephemerals(who).join().includes(answer), WAIT);
    };
    await told(ben, 'Status', 'Waiting for your answers: 2 of 2 questions open');
    await told(ben, 'done', 'can end the wait for answers');
    await told(ana, 'done', 'Done answering?');
    await told(ana, 'skip', 'Skip: assume everything?');
    await told(ana, 'stop', 'Done answering?');
    story.reply(ana, 'Stop!');
    await story.until(({ replies }) => replies.length === 1);
    expect([await story.replies(), (await story.design()).end]).toEqual([['Ana: Stop!'], null]);
    expect((await story.design()).answering).not.toBeNull();
  });
}
