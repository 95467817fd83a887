import { expect, test, vi } from 'vitest';
import { lateWordsOf } from '../../src/core/questions/late-words.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import { askOf } from '../../src/engine/ports/model.ts';
import { carriedFrom } from '../../src/engine/starting/carried.ts';
import { WAIT, without } from './engines.ts';
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
    expect(plain(ana)).toEqual(
      said.map(() =>
        expect.stringMatching(/^Noted\. .* Waiting for your answers: \d of 2 questions open.*\./),
      ),
    );
    const [buttons, ofBen] = [plain(ana).at(-1)?.split('\n').at(-1), plain(ben)[0]?.split('\n').at(-1)];
    expect(buttons).toBe('[ Answer… ] [ Done answering ] [ Skip: assume everything ] [ Cancel ]');
    expect(ofBen).toBe('[ Answer… ]');
  });

  test('what is said at an open gate is a reply that decides nothing, and who may decide reads once where that is done', async () => {
    const story = await open({ model: without('signing') });
    const { ana, ben } = story;
    story.reply(ben, 'Q1: 500\nQ2: the web app');
    await story.until(({ gates }) => gates.length === 1);
    for (const [at, words] of ['Accept it, please.', 'I accept'].entries()) {
      story.reply(ana, words);
      await story.until(({ replies }) => replies.length === at + 2);
    }
    story.reply(ben, 'accepted');
    await story.until(({ replies }) => replies.length === 4);
    await story.settled();
    expect(story.ephemerals(ana)).toEqual([
      expect.stringMatching(/^Saved\. .*Typing doesn’t decide this\. Use these buttons/),
    ]);
    expect(story.ephemerals(ben)).toEqual([]);
    const after = (await story.replies()).slice(1);
    expect(after).toEqual(['Ana: Accept it, please.', 'Ana: I accept', 'Ben: accepted']);
    expect((await story.design()).gates).toMatchObject([{ decision: null }]);
  });

  test('J8: whose words are read no more at a gate is told so once, also who may not decide', async () => {
    const story = await open({ model: without('signing') });
    const { ben } = story;
    story.reply(ben, 'Q1: 500\nQ2: the web app');
    await story.until(({ gates }) => gates.length === 1);
    for (let said = 1; said <= 20; said++) {
      story.reply(ben, `Why not SQLite? ${said}`);
      await story.until(({ replies }) => replies[said]?.unread === false);
    }
    expect(story.ephemerals(ben)).toEqual([]);
    for (const said of [21, 22]) {
      story.reply(ben, `And ${said}?`);
      await story.until(({ replies }) => replies.length === said + 1);
    }
    await vi.waitUntil(() => story.ephemerals(ben).length > 0, WAIT);
    await story.settled();
    expect(story.ephemerals(ben)).toEqual([expect.stringMatching(/^Saved, but not read: /)]);
    expect((await story.design()).replies.filter(({ unread }) => unread)).toHaveLength(2);
  });

  test('A17: “accept” alone asks once more at a gate, whatever was said there before, and is an answer anywhere else', async () => {
    const story = await open({ model: without('signing') });
    const { ana, ben } = story;
    story.reply(ben, 'accept');
    await story.until(({ replies }) => replies.length === 1);
    story.reply(ben, 'Q1: 500\nQ2: the web app');
    await story.until(({ gates }) => gates.length === 1);
    story.reply(ana, 'Hm.');
    await story.until(({ replies }) => replies.length === 3);
    await vi.waitUntil(() => story.ephemerals(ana).length === 1, WAIT);
    story.reply(ana, 'Accept');
    await vi.waitUntil(() => story.ephemerals(ana).length === 2, WAIT);
    expect(story.ephemerals(ana)[1]).toMatch(/The record shows that it was you/);
    story.mention(ben, 'accept');
    await vi.waitUntil(() => story.ephemerals(ben).length === 1, WAIT);
    expect(story.ephemerals(ben)[0]).toContain('Ana');
    expect([(await story.replies()).length, (await story.design()).gates[0]?.decision]).toEqual([3, null]);
  });

  test('who may cancel a design by a word is asked once more, and others learn who can', async () => {
    const story = await open();
    const { ana, ben } = story;
    story.mention(ben, 'cancel');
    await vi.waitUntil(() => story.ephemerals(ben).length > 0, WAIT);
    expect(story.ephemerals(ben)).toEqual([
      expect.stringContaining('Only Ana, who started this, can cancel it here. Ask Ana.'),
    ]);
    await story.askStarter(ben);
    await story.until(({ asks }) => asks.length === 1);
    expect((await story.design()).asks).toMatchObject([{ act: 'cancel', by: 'Ben' }]);
    const asked = () => story.visible().some((text) => text.includes('Ben asks Ana to cancel it.'));
    await vi.waitUntil(asked, WAIT);
    story.mention(ben, 'cancel');
    const toldNow = 'Only Ana, who started this, can cancel it here. Ana was told that you asked.';
    await vi.waitUntil(() => story.ephemerals(ben).at(-1) === toldNow, WAIT);
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

  test('two people with one name are told apart by what stands behind it', async () => {
    const story = await open({ isStill: true });
    const other = story.join('Ben');
    story.reply(story.ben, 'Q1: 500');
    await story.until(({ replies }) => replies.length === 1);
    story.reply(other, 'Q1: 800');
    await story.until(({ replies }) => replies.length === 2);
    expect(await story.replies()).toEqual(['Ben: Q1: 500', 'Ben (2): Q1: 800']);
    const shown = () => story.visible().some((text) => /Ben: .*500.*Ben \(2\): .*800/.test(text));
    await vi.waitUntil(shown, WAIT);
  });

  test('C19: what is said after the end is kept, and nothing but one private notice comes of it', async () => {
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
    story.edit(said, 'Q1: 501');
    story.remove(said);
    story.edit(kept, 'By law for thirty years.');
    story.edit(late, 'Two more things');
    const words = (design: Design) => lateWordsOf(design).map(({ author, text }) => `${author}: ${text}`);
    await story.until(
      (design) =>
        words(design).length === 4 &&
        words(design).includes('Ben: Two more things') &&
        carriedFrom(design).replies.length === 4,
    );
    await story.settled();
    await story.sendAgain();
    await story.settled();
    await story.atRest();

    const { thread } = await story.design();
    const way = thread === null ? '' : story.linkTo(thread);
    const notice = `“Should the job queue move from Redis to Postgres?” was cancelled by Ana. Your words are saved. They don’t change its result. To run it again with what you wrote, press Run again in its thread. ${way}`;
    const [told = '', ...others] = story.ephemerals(ben);
    expect(told.split('\n')[0]).toBe(notice);
    expect(others).toEqual([
      'Withdrawn. Your words stay in this design’s record, but a follow-up will not see them. The decision does not change.',
    ]);
    expect(words(await story.design()).toSorted()).toEqual([
      'Ben: And another',
      'Ben: Attached file a.md:\n\ntext',
      'Ben: By law for thirty years.',
      'Ben: Two more things',
    ]);
    const more = Object.entries(story.counts()).filter(([name, count]) => count > (before[name] ?? 0));
    expect(more.filter(([name]) => /update|edit|react|postMessage|upload/i.test(name))).toEqual([]);
    expect(story.visible()).toHaveLength(shown + 1);
    story.remove(late);
    await story.until((design) => words(design).length === 3);
    expect(await story.replies()).toEqual(['Ben: Q1: 500', 'Ben: By law for ten years.']);
    story.mention(ben, 'status');
    await vi.waitUntil(() => story.ephemerals(ben).length === 3, WAIT);
    expect(story.ephemerals(ben)[2]).toMatch(
      /Said after the end, not part of the result:.*Ben\W*: And another/s,
    );
  });

  /** Ben says this while they sign, which they end only then; the story after its end. */
  const saidWhileSigning = async (words: string, inFront: NonNullable<StoryOptions['model']>) => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const story = await open({
      model: (rehearsal) => {
        const model = inFront(rehearsal);
        return {
          ...model,
          answer: async (request, context, options) => {
            if (askOf(context).kind === 'signing') await released;
            return model.answer(request, context, options);
          },
        };
      },
    });
    const { ben } = story;
    story.reply(ben, 'Q1: 500\nQ2: 20 ms');
    await story.until(({ step }) => step === 'signing');
    story.mention(ben, words);
    await vi.waitUntil(() => story.ephemerals(ben).length > 0, WAIT);
    expect(story.ephemerals(ben)).toEqual([expect.stringContaining('Noted. This will be read before')]);
    release();
    return story;
  };

  test('J8: what is said while they sign is read before the design ends, once', async () => {
    const story = await saidWhileSigning('the law forbids that', (model) => model);
    await story.until(({ end }) => end !== null);
    await story.atRest();
    const { rounds, replies } = await story.design();
    const last = replies.at(-1);
    expect(last).toMatchObject({ text: expect.stringContaining('the law forbids that'), unread: false });
    expect(rounds.filter(({ kind }) => kind === 'reading').map((round) => round.replies)).toEqual([
      [last?.id],
    ]);
    expect(story.visible().join('\n')).not.toContain('nobody has read');
  });

  test('J8: what is said while they sign and nobody can read stands in the first line', async () => {
    const story = await saidWhileSigning('the law forbids that', without('reading'));
    await story.until(({ gates, end }) => gates.length > 0 || end !== null);
    await vi.waitUntil(() => story.visible().join('\n').includes('nobody has read what Ben said last'), WAIT);
    expect(story.visible().join('\n')).toMatch(/nobody has read what Ben said last: .*the law forbids that/);
  });

  test('what is said or changed after the decision is kept, and its author learns privately, once, how to follow up', async () => {
    const story = await open();
    const { ben } = story;
    const said = story.reply(ben, 'Q1: 500\nQ2: 20 ms');
    await story.until(({ end }) => end !== null);
    await story.atRest();
    story.edit(said, 'Q1: 501\nQ2: 20 ms');
    await vi.waitUntil(() => story.ephemerals(ben).length > 0, WAIT);
    story.reply(ben, 'The replica lags on Mondays.');
    await story.until((design) => lateWordsOf(design).length === 2);
    await story.settled();
    expect(story.ephemerals(ben).map((text) => text.replaceAll('`', ''))).toEqual([
      expect.stringMatching(/has ended with a decision\..*press Follow up…/s),
    ]);
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
