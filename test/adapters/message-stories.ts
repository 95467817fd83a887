import { expect, test, vi } from 'vitest';
import { lateWordsOf } from '../../src/core/question/late-words.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import { carriedFrom } from '../../src/runtime/engine/carried.ts';
import { askOf } from '../../src/runtime/ports/model.ts';
import type { Disorder } from '../platforms/deliveries.ts';
import { atNight } from '../support/whole.ts';
import type { Doing, PolicyOf } from './doing.ts';
import { type EngineOptions, WAIT, type Watched, without } from './engines.ts';

export interface StoryOptions extends Pick<EngineOptions, 'model'> {
  /** The design is under way for as long as the story wants, once it has its answers. */
  readonly isStill?: boolean;
  readonly disorder?: Disorder;
  /** The name that people see the bot under. */
  readonly botName?: string;
  readonly policy?: PolicyOf;
}

interface StoryFile {
  readonly name: string;
  readonly content: string | Buffer;
  readonly size?: number;
}

/** A design in a thread of a local platform that waits for the answers to Q1 and Q2, and what people can do there. */
export interface MessageStory<Message> extends Doing<Message>, Watched {
  /** What everybody sees in the thread. */
  visible(): string[];
  reply(who: string, text: string, more?: { readonly files?: StoryFile[] }): Message;
  /** A reply that, where the platform knows such a thing, is one to the message with the questions. */
  quote(who: string, text: string): Message;
  /** In the thread; the other one in its channel. */
  mention(who: string, words: string): Message;
  mentionInChannel(who: string, words: string): Message;
  /** What looks like an answer, and is not in the thread or not of a person. */
  sayElsewhere(): void;
}

/** What people write in a thread: the same on every platform. `markup` is what one types in bold, and how it is read. */
export function messageStories<Message>(
  open: (options?: StoryOptions) => Promise<MessageStory<Message>>,
  markup: { readonly typed: string; readonly read: string },
): void {
  test('P5: what is said in the thread is recorded with its author, and shown to be taken', async () => {
    const story = await open();
    const { ana, ben } = story;
    story.reply(ben, `Q1: 500 & more, ${markup.typed}\nQ2: ask @Ana`);
    await story.until(({ replies }) => replies.length === 1);
    expect(await story.replies()).toEqual([`Ben: Q1: 500 & more, ${markup.read}\nQ2: ask @Ana`]);
    expect(await story.statuses()).toEqual(['Q1 answered', 'Q2 answered']);
    const shown = () => story.visible().find((text) => text.startsWith('Ben: '));
    await vi.waitUntil(() => shown()?.endsWith('(✅ 1)'), WAIT);
    await story.settled();
    expect([story.ephemerals(ana), story.ephemerals(ben)]).toEqual([[], []]);
  });

  test('P5: what is delivered several times, late, or in two ways counts once', async () => {
    const story = await open();
    const { ana, ben } = story;
    story.reply(ana, 'Mind the freeze.');
    await story.until(({ replies }) => replies.length === 1);
    story.reply(ben, 'Q1: 500, I think, @Charrette');
    await story.until(({ replies }) => replies.length === 2);
    await story.sendAgain();
    story.reply(ben, 'That is all.');
    await story.until(({ replies }) => replies.some(({ text }) => text === 'That is all.'));
    expect(await story.replies()).toEqual([
      'Ana: Mind the freeze.',
      'Ben: Q1: 500, I think, @Charrette',
      'Ben: That is all.',
    ]);
    expect(await story.statuses()).toContain('Q1 answered');
  });

  test('J10: an answer under a quoted question is read as its answer, also in a reply to the questions', async () => {
    const story = await open();
    const question = (await story.design()).questions.find(({ id }) => id === 'Q2')?.text ?? '';
    story.quote(story.ben, `> Q2 ${question}\nYes, nightly.`);
    await story.until(({ replies }) => replies.some(({ answers }) => answers.length > 0));
    const [reply] = (await story.design()).replies;
    expect(reply?.answers).toMatchObject([{ questionId: 'Q2', text: 'Yes, nightly.', source: 'read' }]);
    const read = reply?.answers[0]?.spans?.map(({ from, to }) => reply.text.slice(from, to));
    expect(read).toEqual(['Yes, nightly.']);
    expect(await story.statuses()).toEqual(['Q1 open', 'Q2 answered']);
  });

  test('words that are changed take the place of the old ones; deleted ones are taken back', async () => {
    const story = await open();
    const { ben } = story;
    const message = story.reply(ben, 'Q1: 500');
    await story.until(({ replies }) => replies.length === 1);
    // Twice at once: Slack gives the time of an edit in whole seconds.
    for (const text of ['Q2: 2 ms', 'Q2: 20 ms']) {
      story.edit(message, text);
      await story.until(({ replies }) => replies[0]?.text === text);
    }
    expect(await story.statuses()).toEqual(['Q1 open', 'Q2 answered']);
    story.remove(message);
    await story.until(({ replies }) => replies.length === 0);
    expect(await story.statuses()).toEqual(['Q1 open', 'Q2 open']);
    await story.settled();
    expect(await story.replies()).toEqual([]);
    expect(story.ephemerals(ben)).toEqual([]);
  });

  test('P5: events in another order come to the same: the newest words, and none that are gone', async () => {
    const story = await open();
    const { ben } = story;
    story.hold();
    const changed = story.reply(ben, 'Q1: five');
    story.edit(changed, 'Q1: fifty');
    story.edit(changed, 'Q1: 500');
    // Under no number: were both questions answered for a moment, what comes after that would be recorded anew.
    story.remove(story.reply(ben, 'Never mind.'));
    story.releaseReversed();
    await story.settled();
    await story.until(({ replies }) => replies.some(({ text }) => text === 'Q1: 500'));
    story.reply(ben, 'That is all.');
    await story.until(({ replies }) => replies.some(({ text }) => text === 'That is all.'));
    expect((await story.replies()).toSorted()).toEqual(['Ben: Q1: 500', 'Ben: That is all.']);
    expect(story.ephemerals(ben)).toEqual([]);
  });

  test.each(atNight([1, 2, 3], (seed) => seed === 1))(
    'P5: with half of all events delivered twice, and late, everything counts once (seed %i)',
    async (seed) => {
      const story = await open({ disorder: { seed, twice: 0.5, upToMs: 100 } });
      const { ana, ben } = story;
      const messages = Array.from({ length: 8 }, (_, at) =>
        story.reply(at % 2 === 0 ? ana : ben, `Remark ${at + 1}`),
      );
      for (const [at, message] of messages.slice(0, 3).entries())
        story.edit(message, `Remark ${at + 1}, put better`);
      for (const message of messages.slice(6)) story.remove(message);
      await story.settled();
      const kept = ['1, put better', '2, put better', '3, put better', '4', '5', '6'];
      const expected = kept.map((text, at) => `${at % 2 === 0 ? 'Ana' : 'Ben'}: Remark ${text}`);
      await story.until(
        ({ replies }) => replies.filter(({ text }) => /better|[456]$/.test(text)).length === 6,
      );
      story.reply(ben, 'That is all.');
      await story.until(({ replies }) => replies.some(({ text }) => text === 'That is all.'));
      await story.until(({ replies }) => replies.length === 7);
      expect((await story.replies()).toSorted()).toEqual([...expected, 'Ben: That is all.'].toSorted());
      expect([story.ephemerals(ana), story.ephemerals(ben)]).toEqual([[], []]);
    },
  );

  test('P12: what was read already loses its words when it is taken back, and its author gets one notice of that', async () => {
    const story = await open({ isStill: true });
    const { ana, ben } = story;
    const files = ['one.md', 'two.md'].map((name) => ({ name, content: `This is ${name}.` }));
    const withFiles = story.reply(ana, 'See these', { files });
    await story.until(({ replies }) => replies.length === 3);
    const message = story.reply(ben, 'Q1: 500\nQ2: 20 ms');
    await story.until(({ replies }) => replies.length === 4);
    await story.command({ type: 'finish_answering', by: 'Ana', skip: false });
    await story.until(({ answering }) => answering === null);
    story.edit(message, 'Q1: 800\nQ2: 20 ms');
    await story.until(({ replies }) => replies.length === 5);
    story.remove(message);
    story.remove(withFiles);
    for (const who of [ana, ben]) await vi.waitUntil(() => story.ephemerals(who).length > 0, WAIT);
    await story.settled();
    // What was asked for before it is answered by then.
    story.reply(ben, 'That is all.');
    await story.until(({ replies }) => replies.length === 6);
    const told =
      'Your words are removed from this design’s record. They were read already, so what came of them stays. Say what is different now, and it will be read too.';
    expect([story.ephemerals(ana), story.ephemerals(ben)]).toEqual([[told], [told]]);
    expect((await story.replies()).slice(3)).toEqual([
      'Ben: [redacted]',
      'Ben: [redacted]',
      'Ben: That is all.',
    ]);
  });

  test('what is asked of the bot in a thread is answered once and privately, and is no reply', async () => {
    const story = await open();
    const { ana, ben } = story;
    const question = story.mention(ben, 'status');
    await vi.waitUntil(() => story.ephemerals(ben).length > 0, WAIT);
    story.edit(question, '@Charrette STATUS');
    await story.settled();
    await story.sendAgain();
    await story.settled();
    story.mention(ana, 'help');
    await vi.waitUntil(() => story.ephemerals(ana).length > 0, WAIT);
    expect(story.ephemerals(ben)).toEqual([
      expect.stringContaining('Waiting for your answers: 2 of 2 questions open'),
    ]);
    expect(story.ephemerals(ana)).toEqual([expect.stringContaining('a question into a decision')]);
    expect(await story.replies()).toEqual([]);
  });

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
    expect([await story.statuses(), (await story.design()).end]).toEqual([
      expect.arrayContaining(['Q1 answered']),
      null,
    ]);
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
    for (const [at, words] of ['Accept it, please.', 'accept'].entries()) {
      story.reply(ana, words);
      await story.until(({ replies }) => replies.length === at + 2);
    }
    story.reply(ben, 'accept');
    await story.until(({ replies }) => replies.length === 4);
    await story.settled();
    expect(story.ephemerals(ana)).toEqual([
      expect.stringMatching(/^Saved\. .*Typing doesn’t decide this\. Use these buttons/),
    ]);
    expect(story.ephemerals(ben)).toEqual([]);
    const after = (await story.replies()).slice(1);
    expect(after).toEqual(['Ana: Accept it, please.', 'Ana: accept', 'Ben: accept']);
    expect((await story.design()).gates).toMatchObject([{ decision: null }]);
  });

  test('who may cancel a design by a word is asked once more, and others learn who can', async () => {
    const story = await open();
    const { ana, ben } = story;
    story.mention(ben, 'cancel');
    await vi.waitUntil(() => story.ephemerals(ben).length > 0, WAIT);
    expect(story.ephemerals(ben)).toEqual([
      expect.stringContaining(
        'Only Ana, who started this, can cancel it here. Nobody was told that you asked; ask Ana.',
      ),
    ]);
    await story.askOwner(ben);
    await story.until(({ asks }) => asks.length === 1);
    expect((await story.design()).asks).toMatchObject([{ act: 'cancel', of: 'Ana', by: 'Ben' }]);
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
    await vi.waitUntil(() => story.ephemerals(ben).at(-1) === 'It has ended already.', WAIT);
    await story.settled();
  });

  test('J8: the new words of a reply whose reading somebody had corrected are read anew', async () => {
    const story = await open();
    const { ben } = story;
    const message = story.reply(ben, 'Rather slow, I think.');
    await story.until(({ replies }) => replies.length === 1);
    const [reply] = (await story.design()).replies;
    const replyId = reply?.id ?? '';
    await story.command({ type: 'correct_match', replyId, questionId: 'Q2', by: 'Ana', mayDecide: true });
    expect(await story.statuses()).toEqual(['Q1 open', 'Q2 answered']);
    story.edit(message, 'Lunch at noon, anybody?');
    await story.until(({ replies }) => replies[0]?.text.startsWith('Lunch') === true);
    expect(await story.statuses()).toEqual(['Q1 open', 'Q2 open']);
    expect(story.ephemerals(ben)).toEqual([]);
  });

  test('D8: words are on record with this platform as the way in, and a name like the bot’s is called a person’s', async () => {
    const story = await open({ isStill: true });
    const impostor = story.join('Charrette');
    story.reply(impostor, 'Q1: 500');
    await story.until(({ replies }) => replies.length === 1);
    const { replies, thread } = await story.design();
    expect(replies).toMatchObject([{ author: 'Charrette (a person)', via: { way: thread?.platform } }]);
  });

  test('D8: a name like the one that the bot was given here is called a person’s', async () => {
    const story = await open({ isStill: true, botName: 'Drawing Office' });
    story.reply(story.join('The drawing-office'), 'Q1: 500');
    await story.until(({ replies }) => replies.length === 1);
    expect(await story.replies()).toEqual(['The drawing-office (a person): Q1: 500']);
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
      'Your words are removed from this design’s record and files. Its decision stays, and a design that goes on from it does not get them.',
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
    expect(await story.replies()).toEqual(['Ben: [redacted]', 'Ben: By law for ten years.']);
    story.mention(ben, 'status');
    await vi.waitUntil(() => story.ephemerals(ben).length === 3, WAIT);
    expect(story.ephemerals(ben)[2]).toMatch(
      /Said after the end, and no part of the result:.*Ben\W*: And another/s,
    );
  });

  test('J8: what is said while they sign is not passed on, and the result says who has not been read', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const story = await open({
      model: (model) => ({
        ...model,
        answer: async (request, context, options) => {
          if (askOf(context).kind === 'signing') await released;
          return model.answer(request, context, options);
        },
      }),
    });
    const { ben } = story;
    story.reply(ben, 'Q1: 500\nQ2: 20 ms');
    await story.until(({ step }) => step === 'signing');
    story.mention(ben, 'the law forbids that');
    await vi.waitUntil(() => story.ephemerals(ben).length > 0, WAIT);
    expect(story.ephemerals(ben)).toEqual([expect.stringContaining('Saved. The personas')]);
    release();
    await story.until(({ end }) => end !== null);
    await story.atRest();
    expect(story.visible().join('\n')).toContain('no persona has read what Ben said last');
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

  test('J14: after the end words that name the bot get an answer from the record, once, that all see', async () => {
    const story = await open();
    const { ben } = story;
    story.reply(ben, 'Q1: 500\nQ2: 20 ms');
    await story.until(({ end }) => end !== null);
    await story.atRest();
    const shown = story.visible().length;
    story.mention(ben, 'what of the queue and Redis?');
    await vi.waitUntil(() => story.ephemerals(ben).length > 0, WAIT);
    await story.until(({ afterwards }) => afterwards.length > 0);
    const answer = () => story.visible().find((text) => text.includes('no part of the decision'));
    await vi.waitUntil(() => answer() !== undefined, WAIT);
    expect(answer()).toMatch(/Ben.*what of the queue and Redis\?.*Sources: .*Rehearsal: .*Follow up…/s);
    expect(story.ephemerals(ben)).toEqual([expect.stringMatching(/^Looking it up in the record\./)]);
    await story.settled();
    await story.sendAgain();
    await story.settled();
    await story.atRest();
    const { afterwards } = await story.design();
    expect(afterwards).toMatchObject([
      { type: 'record_asked', by: 'Ben', question: 'what of the queue and Redis?' },
    ]);
    // The question, and its answer.
    expect(story.visible()).toHaveLength(shown + 2);

    story.mention(ben, 'wer kocht heute?');
    const notSaid = () => story.visible().some((text) => text.includes('The record does not say.'));
    await vi.waitUntil(notSaid, WAIT);
    expect((await story.design()).afterwards).toHaveLength(2);
  });

  test('a message has the mark of its best part: words, and files with or without them', async () => {
    const story = await open();
    const { ben } = story;
    story.reply(ben, '', { files: [{ name: 'load.md', content: 'Q1: 500' }] });
    await story.until(({ replies }) => replies.length === 1);
    story.reply(ben, 'See this', { files: [{ name: 'time.md', content: 'Q2: 20 ms' }] });
    await story.until(({ replies }) => replies.length === 3);
    const marks = () =>
      story.visible().flatMap((text) => (text.startsWith('Ben: ') ? [text.split('\n').at(-1)] : []));
    await vi.waitFor(() => expect(marks()).toEqual(['(✅ 1)', '(✅ 1)']), WAIT);
  });

  test('a message that is deleted takes its files along', async () => {
    const story = await open();
    const { ben } = story;
    const files = [{ name: 'notes.md', content: 'Mind the freeze.' }];
    const message = story.reply(ben, 'See this.', { files });
    await story.until(({ replies }) => replies.length === 2);
    expect((await story.replies()).toSorted()).toEqual([
      'Ben: Attached file notes.md:\n\nMind the freeze.',
      'Ben: See this.',
    ]);
    story.remove(message);
    await story.until(({ replies }) => replies.length === 0);
    await story.settled();
    expect([await story.replies(), story.ephemerals(ben)]).toEqual([[], []]);
  });

  test('files that are text are read, each as a reply of its own under its words', async () => {
    const story = await open();
    const files = [
      { name: 'load.csv', content: 'hour,jobs\n9,1100\n' },
      { name: 'answers.md', content: '# Answers\n\nQ2: 20 ms\n' },
    ];
    story.reply(story.ben, 'Q1: see the file', { files });
    await story.until(({ replies }) => replies.length === 3);
    expect((await story.replies()).toSorted()).toEqual([
      'Ben: Attached file answers.md:\n\n# Answers\n\nQ2: 20 ms',
      'Ben: Attached file load.csv:\n\nhour,jobs\n9,1100',
      'Ben: Q1: see the file',
    ]);
    expect(await story.statuses()).toEqual(['Q1 answered', 'Q2 answered']);
    await story.settled();
    expect(story.ephemerals(story.ben)).toEqual([]);
  });

  test('a file that cannot be read is named in the reply, and its author gets the reason, once', async () => {
    const story = await open();
    const { ben } = story;
    const files = [
      { name: 'plan.pdf', content: Buffer.from('%PDF-1.7 \xe2', 'latin1') },
      { name: 'board.png', content: Buffer.from([0x89, 0x50]), size: 12_300 },
      { name: 'dump.sql', content: 'x', size: 1_000_000_000 },
      { name: 'latin1.txt', content: Buffer.from([0x63, 0x61, 0x66, 0xe9]) },
      { name: 'utf16.txt', content: Buffer.from('Q2: 20 ms', 'utf16le') },
      { name: 'notes.md', content: 'Two of us.' },
    ];
    const message = story.reply(ben, 'Here is all of it.', { files });
    await story.until(({ replies }) => replies.length === 2);
    const marks = [
      '[attached: plan.pdf, 1 kB, not read]',
      '[attached: board.png, 12 kB, not read]',
      '[attached: dump.sql, 1 GB, not read]',
      '[attached: latin1.txt, 1 kB, not read]',
      '[attached: utf16.txt, 1 kB, not read]',
    ];
    const expected = [
      `Ben: Here is all of it.\n\n${marks.join('\n')}`,
      'Ben: Attached file notes.md:\n\nTwo of us.',
    ];
    expect((await story.replies()).toSorted()).toEqual(expected.toSorted());
    await vi.waitUntil(() => story.ephemerals(ben).length > 0, WAIT);
    await story.sendAgain();
    story.reply(ben, 'That is all.');
    await story.until(({ replies }) => replies.length === 3);
    story.edit(message, 'Here it is.');
    await story.until(({ replies }) => replies.some(({ text }) => text.startsWith('Here it is.')));
    expect(await story.replies()).toContain(`Ben: Here it is.\n\n${marks.join('\n')}`);
    expect(story.ephemerals(ben)).toEqual([
      'Not read: plan.pdf, board.png, latin1.txt and utf16.txt (only text in UTF-8 can be read: text, Markdown, source, JSON, CSV, logs). Not read: dump.sql (larger than 1 MB; the part that matters can be sent as text, in a file of its own).',
    ]);
  });

  test('a person who may not answer gets one private notice, and members of an allowed group may answer', async () => {
    const story = await open({ policy: ({ ben, group }) => ({ answerers: [group(ben)] }) });
    const { ana, ben } = story;
    story.reply(ana, 'Q1: 500');
    story.edit(story.reply(ana, 'Q2: 20 ms'), 'Q2: 30 ms');
    await vi.waitUntil(() => story.ephemerals(ana).length > 0, WAIT);
    story.reply(ben, 'Q1: 800');
    await story.until(({ replies }) => replies.length > 0);
    await story.settled();
    expect(await story.replies()).toEqual(['Ben: Q1: 800']);
    expect(story.ephemerals(ana)).toEqual([
      'Only some people may answer here, and you are not among them, so what you wrote was not taken. An operator can add you.',
    ]);
    expect(story.ephemerals(ben)).toEqual([]);
  });

  test('what is no reply to the design is left alone', async () => {
    const story = await open();
    const { ana, ben } = story;
    story.sayElsewhere();
    await story.settled();
    story.reply(ben, 'That is all.');
    await story.until(({ replies }) => replies.length > 0);
    expect(await story.replies()).toEqual(['Ben: That is all.']);
    // Where one design waits, a person who writes the number of a question beside its thread is asked about that.
    const other = story.ephemerals(ben).filter((text) => !text.includes('Is this an answer to'));
    expect([story.ephemerals(ana), other]).toEqual([[], []]);
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
