import { expect, test, vi } from 'vitest';
import { lateWordsOf } from '../../src/core/questions/replies/late-messages.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import type { Disorder } from '../platforms/deliveries.ts';
import { atNight } from '../support/runner/whole.ts';
import type { Doing, PolicyOf } from './doing.ts';
import { type EngineOptions, WAIT, type Watched } from './engines.ts';

export interface StoryOptions extends Pick<EngineOptions, 'model'> {
  /** The design is under way for as long as the story wants, once it has its answers. */
  readonly isStill?: boolean;
  readonly disorder?: Disorder;
  readonly policy?: PolicyOf;
}

interface StoryFile {
  readonly name: string;
  readonly content: string | Buffer;
  readonly size?: number;
}

/**
 * A design in a thread of a local platform that waits for the answers to Q1 and Q2, and what people
 * can do there.
 */
export interface MessageStory<Message> extends Doing<Message>, Watched {
  /** What everybody sees in the thread. */
  visible(): string[];
  reply(who: string, text: string, more?: { readonly files?: StoryFile[] }): Message;
  /**
   * A reply that, where the platform knows such a thing, is one to the message with the questions.
   */
  quote(who: string, text: string): Message;
  /** In the thread; the other one in its channel. */
  mention(who: string, words: string): Message;
  mentionInChannel(who: string, words: string): Message;
  /** What looks like an answer, and is not in the thread or not of a person. */
  sayElsewhere(): void;
}

/**
 * What people write in a thread: the same on every platform. `markup` is what one types in bold,
 * and how it is read.
 */
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
    await story.untilStand('Q1 answered', 'Q2 answered');
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
    await story.untilStand('Q1 answered', 'Q2 open');
  });

  test('J10: an answer under a quoted question is read as its answer, also in a reply to the questions', async () => {
    const story = await open();
    const question = (await story.design()).questions.find(({ id }) => id === 'Q2')?.text ?? '';
    story.quote(story.ben, `> Q2 ${question}\nYes, nightly.`);
    await story.until(({ replies }) => replies.some(({ answers }) => answers.length > 0));
    const [reply] = (await story.design()).replies;
    expect(reply?.answers).toMatchObject([
      { questionId: 'Q2', text: 'Yes, nightly.', source: 'read' },
    ]);
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
    await story.untilStand('Q1 open', 'Q2 answered');
    story.remove(message);
    await story.until(({ replies }) => replies.length === 0);
    expect(await story.statuses()).toEqual(['Q1 open', 'Q2 open']);
    await story.settled();
    expect(await story.replies()).toEqual([]);
    expect(story.ephemerals(ben)).toEqual([]);
  });

  test.each(['@Charrette status', '   '])('an answer edited into %j is withdrawn', async (text) => {
    const story = await open();
    const message = story.reply(story.ben, 'Q1: 500');
    await story.until(({ replies }) => replies.length === 1);
    story.edit(message, text);
    await story.until(({ replies }) => replies.length === 0);
  });

  test('P5: events in another order come to the same: the newest words, and none that are gone', async () => {
    const story = await open();
    const { ben } = story;
    story.hold();
    const changed = story.reply(ben, 'Q1: five');
    story.edit(changed, 'Q1: fifty');
    story.edit(changed, 'Q1: 500');
    // Under no number: were both questions answered for a moment, what comes after that would be
    // recorded anew.
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
      expect((await story.replies()).toSorted()).toEqual(
        [...expected, 'Ben: That is all.'].toSorted(),
      );
      expect([story.ephemerals(ana), story.ephemerals(ben)]).toEqual([[], []]);
    },
  );

  test('what was read already stays when it is taken back, and its author gets one notice of that', async () => {
    const story = await open({ isStill: true });
    const { ana, ben } = story;
    const files = ['one.md', 'two.md'].map((name) => ({ name, content: `This is ${name}.` }));
    const withFiles = story.reply(ana, 'See these', { files });
    await story.until(({ replies }) => replies.length === 3);
    const message = story.reply(ben, 'Q1: 500\nQ2: 20 ms');
    await story.until(({ replies }) => replies.length === 4);
    await story.command({ type: 'go_on', by: 'Ana' });
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
    const told = [expect.stringContaining('stays in this design’s record')];
    expect([story.ephemerals(ana), story.ephemerals(ben)]).toEqual([told, told]);
    expect((await story.replies()).slice(3)).toEqual([
      'Ben: Q1: 500\nQ2: 20 ms',
      'Ben: Q1: 800\nQ2: 20 ms',
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
    expect(story.ephemerals(ben)).toEqual([expect.stringContaining('2 questions are open')]);
    expect(story.ephemerals(ana)).toEqual([expect.stringContaining('a question into a decision')]);
    expect(await story.replies()).toEqual([]);
  });

  test('J14: after the end words that name the bot are answered from the record, once, and for their author alone', async () => {
    const story = await open();
    const { ben } = story;
    story.reply(ben, 'Q1: 500\nQ2: 20 ms');
    await story.until(({ end }) => end !== null);
    await story.atRest();
    const shown = story.visible().length;
    story.mention(ben, 'what of the queue and Redis?');
    const answers = () =>
      story.ephemerals(ben).filter((text) => /not part of the decision|How much\?/.test(text));
    await vi.waitUntil(() => answers().length > 0, WAIT);
    expect(answers()[0]).toMatch(/Ben.*what of the queue and Redis\?.*Sources: .*Rehearsal: /s);
    for (const label of ['Follow up…', 'Ask…']) expect(answers()[0]).toContain(label);
    await story.settled();
    await story.sendAgain();
    await story.settled();
    await story.atRest();
    const { followUps: afterwards } = await story.design();
    expect(afterwards).toMatchObject([
      { type: 'record_asked', by: 'Ben', question: '', isPrivate: true },
    ]);
    // The question alone.
    expect(story.visible()).toHaveLength(shown + 1);

    story.mention(ben, 'What did it cost?');
    await vi.waitUntil(() => answers().length > 1, WAIT);
    expect((await story.design()).followUps).toHaveLength(1);
  });

  test('a message has the mark of its best part: words, and files with or without them', async () => {
    const story = await open();
    const { ben } = story;
    story.reply(ben, '', { files: [{ name: 'load.md', content: 'Q1: 500' }] });
    await story.until(({ replies }) => replies.length === 1);
    story.reply(ben, 'See this', { files: [{ name: 'time.md', content: 'Q2: 20 ms' }] });
    await story.until(({ replies }) => replies.length === 3);
    const marks = () =>
      story
        .visible()
        .flatMap((text) => (text.startsWith('Ben: ') ? [text.split('\n').at(-1)] : []));
    await vi.waitUntil(
      () => marks().length === 2 && marks().every((mark) => mark?.endsWith('(✅ 1)')),
      WAIT,
    );
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
    await story.untilStand('Q1 answered', 'Q2 answered');
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
      expect.stringMatching(
        /plan\.pdf, board\.png, latin1\.txt and utf16\.txt .*UTF-8.*dump\.sql .*1 MB/,
      ),
    ]);
  });

  test('what is no reply to the design is left alone', async () => {
    const story = await open();
    const { ana, ben } = story;
    story.sayElsewhere();
    await story.settled();
    story.reply(ben, 'That is all.');
    await story.until(({ replies }) => replies.length > 0);
    expect(await story.replies()).toEqual(['Ben: That is all.']);
    expect([story.ephemerals(ana), story.ephemerals(ben)]).toEqual([[], []]);
  });

  test('A17: all but a verb is a reply, and naming the bot shows at once how it stands, with buttons', async () => {
    const story = await open({ isStill: true });
    const { ana, ben } = story;
    const said = ['cancel the old contract', 'retry failed jobs nightly', 'Q1: 900', 'thanks'];
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
    const toldBoth = () =>
      story.ephemerals(ana).length >= said.length && story.ephemerals(ben).length > 0;
    await vi.waitUntil(toldBoth, WAIT);
    const plain = (who: string) =>
      story.ephemerals(who).map((text) => text.replaceAll(/[`*]/g, ''));
    expect(plain(ana)).toEqual(
      said.map(() =>
        expect.stringMatching(
          /^Noted for the personas\. .*(?:2 questions are open|1 of 2 questions is still open|Reading the last replies)/,
        ),
      ),
    );
    const [buttons, ofBen] = [
      plain(ana).at(-1)?.split('\n').at(-1),
      plain(ben)[0]?.split('\n').at(-1),
    ];
    expect(buttons).toBe(
      '[ Answer… ] [ Go on without more answers ] [ Cancel this design ] [ Ask… ]',
    );
    expect(ofBen).toBe('[ Answer… ] [ Ask… ] [ Ask Ana ]');
  });

  test('A17: a statement is no question about facts', async () => {
    const story = await open({ isStill: true });
    const { ana } = story;
    const said = ['We have many files', 'It takes a long time', 'We pay for it', 'We are not done'];
    for (const [at, words] of said.entries()) {
      story.reply(ana, words);
      await story.until(({ replies }) => replies.length === at + 1);
    }
    await story.settled();
    expect(story.ephemerals(ana)).toEqual([]);
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
    await vi.waitUntil(
      () => /cancelled this design on/.test(story.ephemerals(ben).at(-1) ?? ''),
      WAIT,
    );
    await story.settled();
  });

  test('A17: *done* of a colleague is told who may, with a button that asks the starter', async () => {
    const story = await open();
    const { ana, ben } = story;
    for (const [at, words] of ['done', 'Done.', '“done”'].entries()) {
      story.reply(ben, words);
      await vi.waitUntil(() => story.ephemerals(ben).length > at, WAIT);
    }
    await story.settled();
    expect(story.ephemerals(ben)).toEqual(
      Array.from({ length: 3 }, () => expect.stringMatching(/Only Ana.*\[ Ask Ana \]/s)),
    );
    expect((await story.design()).reminders).toEqual([]);
    story.mention(ana, 'done');
    await vi.waitUntil(() => story.ephemerals(ana).length > 0, WAIT);
    expect(story.ephemerals(ana)[0]).toContain('Go on?');
  });

  test('J14: facts are told while it runs, without the bot’s name, once', async () => {
    const story = await open();
    const { ben } = story;
    story.reply(ben, 'How long will this take?');
    await vi.waitUntil(() => story.ephemerals(ben).length > 0, WAIT);
    story.reply(ben, 'cancel?');
    await vi.waitUntil(() => story.ephemerals(ben).length > 1, WAIT);
    await story.settled();
    const told = story.ephemerals(ben);
    expect(told).toHaveLength(2);
    expect(told[0]).toMatch(/How long\?.*People may answer until/s);
    expect(told[1]).toMatch(/Only Ana.*\[ Ask Ana \]/s);
    expect((await story.design()).end).toBeNull();
  });

  test('D8: words are recorded with their platform, and a name like the bot’s is called a person’s', async () => {
    const story = await open({ isStill: true });
    const impostor = story.join('Charrette');
    story.reply(impostor, 'Q1: 500');
    await story.until(({ replies }) => replies.length === 1);
    const { replies, thread } = await story.design();
    expect(replies).toMatchObject([
      { author: 'Charrette (a person)', via: { way: thread?.platform } },
    ]);
  });

  test('C19: what is said after the end is kept, and nothing but private notices comes of it', async () => {
    const story = await open();
    const { ben } = story;
    const said = story.reply(ben, 'Q1: 500');
    await story.until(({ replies }) => replies.length === 1);
    const kept = story.reply(ben, 'By law for ten years.');
    await story.until(({ replies }) => replies.length === 2);
    await story.cancel();
    await story.atRest();
    const [before, shown] = [story.counts(), story.visible().length];

    const late = story.reply(ben, 'One more thing');
    await vi.waitUntil(() => story.ephemerals(ben).length > 0, WAIT);
    story.reply(ben, 'And another', { files: [{ name: 'a.md', content: 'text' }] });
    story.remove(said);
    await vi.waitUntil(() => story.ephemerals(ben).length > 1, WAIT);
    story.edit(kept, 'By law for thirty years.');
    await vi.waitUntil(() => story.ephemerals(ben).length > 2, WAIT);
    story.edit(late, 'Two more things');
    const words = (design: Design) => lateWordsOf(design).map(({ text }) => text.split('\n')[0]);
    const expected = [
      'And another',
      'Attached file a.md:',
      'By law for thirty years.',
      'Two more things',
    ];
    await story.until((design) => words(design).toSorted().join() === expected.join());
    await story.settled();
    await story.sendAgain();
    await story.settled();
    await story.atRest();

    expect(words(await story.design()).toSorted()).toEqual(expected);
    expect(story.ephemerals(ben)).toEqual([
      expect.stringContaining('Saved. It doesn’t change the result.'),
      expect.stringContaining('Withdrawn'),
      expect.stringContaining('Saved. It doesn’t change the result.'),
    ]);
    const more = Object.entries(story.counts()).filter(
      ([name, count]) => count > (before[name] ?? 0),
    );
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
    await told(ben, 'Status', '2 questions are open');
    await told(ben, 'done', 'can go on without more answers');
    await told(ana, 'done', 'Go on?');
    await told(ana, 'skip', 'Go on?');
    await told(ana, 'stop', '[ Go on without more answers ] [ Cancel this design ]');
    await story.settled();
    expect([await story.replies(), (await story.design()).end]).toEqual([[], null]);
    expect((await story.design()).answering).not.toBeNull();
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

  test('A17: who answers by number beside the thread reads where that is asked, and nothing starts', async () => {
    const story = await open({ isStill: true });
    const { ben } = story;
    const { thread } = await story.design();
    if (thread === null) throw new Error('it has no thread');
    const told = (count: number) =>
      vi.waitUntil(() => story.ephemerals(ben).length === count, WAIT);
    story.say(ben, 'Q9: 900 a minute');
    story.say(ben, 'Q1: 900 a minute');
    await told(1);
    story.mentionInChannel(ben, 'Q2: yes, nightly');
    await told(2);
    await story.settled();
    await story.sendAgain();
    await story.settled();
    await story.start(ben, 'Q1: 900 a minute');
    await told(3);
    const asked = expect.stringContaining(story.linkTo(thread));
    expect([story.ephemerals(ben), await story.replies()]).toEqual([[asked, asked, asked], []]);
  });

  test('A17: words beside the thread are no reply, and who names the bot there reads the three offers', async () => {
    const story = await open({ isStill: true });
    const { ben } = story;
    story.say(ben, '900 a minute');
    await story.settled();
    expect(story.ephemerals(ben)).toEqual([]);
    story.mentionInChannel(ben, 'we have 900 a minute');
    await vi.waitUntil(() => story.ephemerals(ben).join().includes('What is running'), WAIT);
    await story.settled();
    expect(await story.replies()).toEqual([]);
    await story.cancel();
  });
}
