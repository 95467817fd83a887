import { expect, test, vi } from 'vitest';
import { openGate } from '../../src/core/vocabulary/status.ts';
import { WAIT, without } from './engines.ts';
import type { MessageStory, StoryOptions } from './message-stories.ts';

type Open<Message> = (options?: StoryOptions) => Promise<MessageStory<Message>>;

/** Four moments of a design, by how it gets there. */
const PHASES = {
  'questions are open': { options: { isStill: true }, reach: async () => undefined },
  'they propose': {
    options: { isStill: true },
    reach: async (story) => {
      await story.command(GO_ON);
      await story.until(({ step }) => step === 'proposing');
    },
  },
  'a gate is open': {
    options: { model: without('signing') },
    reach: async (story) => {
      await story.command(GO_ON);
      await story.until((design) => openGate(design) !== null);
    },
  },
  'it has ended': {
    options: {},
    reach: async (story) => {
      await story.command(GO_ON);
      await story.until(({ end }) => end !== null);
      await story.atRest();
    },
  },
} as const satisfies Readonly<
  Record<
    string,
    {
      readonly options: StoryOptions;
      readonly reach: (story: MessageStory<unknown>) => Promise<unknown>;
    }
  >
>;
type Phase = keyof typeof PHASES;
const GO_ON = { type: 'go_on', by: 'Ana' } as const;

const FACTS = [
  'what did it cost?',
  'Where is the ADR?',
  'how long does it take',
  'who decides it?',
];
/** Said by the starter to the bot: code answers it, or turns it into a button. */
const SAID: Readonly<Record<Phase, readonly string[]>> = {
  'questions are open': [
    ...FACTS,
    'please stop it',
    'ok done',
    'cancel?',
    '@Charrette how much?',
    'lgtm, accept',
  ],
  'they propose': [
    ...FACTS,
    'please stop it',
    '@Charrette status?',
    'how much is it, @Charrette',
    'ok accept it',
  ],
  'a gate is open': [...FACTS, 'ok, accept it', 'LGTM!', 'we approve this'],
  'it has ended': [
    ...FACTS,
    'ok, accept it',
    '@Charrette how long did it take?',
    'retry?',
    'stop it',
  ],
};

/** Emoji, marks and a bare +1; custom ones as a platform writes them come with each. */
const WORDLESS = ['👍', '👍🏽 🎉', '+1', '＋1', '…', '?!', '1️⃣', '🇩🇪', '❤️'];

/**
 * What is said to the bot in a design's thread: the same on every platform. `wordless`: its own
 * emoji.
 */
export function toBotStories<Message>(open: Open<Message>, wordless: readonly string[]): void {
  const reach = async (phase: Phase) => {
    const { options, reach: get } = PHASES[phase];
    const story = await open(options);
    await get(story);
    return story;
  };
  /** Everything of people that is on record, and how many turns have read it. */
  const onRecord = async (story: MessageStory<Message>) => {
    const { replies, lateWords, rounds } = await story.design();
    const reading = rounds.filter(({ kind }) => kind === 'matching' || kind === 'reading');
    return [replies.length, lateWords.length, reading.length];
  };

  test.each(Object.keys(PHASES) as Phase[])(
    'J10: what code answers, or turns into a button, is no reply, while %s',
    async (phase) => {
      const story = await reach(phase);
      const { ana } = story;
      const before = await onRecord(story);
      const first = story.ephemerals(ana).length;
      for (const [at, words] of SAID[phase].entries()) {
        story.reply(ana, words);
        await vi.waitUntil(() => story.ephemerals(ana).length > first + at, WAIT);
      }
      await story.settled();
      await story.sendAgain();
      await story.settled();
      expect(story.ephemerals(ana)).toHaveLength(first + SAID[phase].length);
      expect(await onRecord(story)).toEqual(before);
      expect(story.visible().join('\n')).not.toContain('👀');
      story.reply(ana, 'No deploys on Fridays.');
      await story.until(({ replies, lateWords }) =>
        [...replies, ...lateWords].some(({ text }) => text === 'No deploys on Fridays.'),
      );
    },
  );

  test.each(Object.keys(PHASES) as Phase[])(
    'J10: emoji, marks and a bare +1 are no reply, while %s',
    async (phase) => {
      const story = await reach(phase);
      const { ben } = story;
      const before = await onRecord(story);
      const told =
        phase === 'questions are open' ? [expect.stringContaining('An answer needs words')] : [];
      for (const words of [
        ...WORDLESS,
        ...wordless,
        ...wordless.map((each) => `@Charrette ${each}`),
      ])
        story.reply(ben, words);
      await story.settled();
      await vi.waitUntil(() => story.ephemerals(ben).length >= told.length, WAIT);
      await story.sendAgain();
      await story.settled();
      expect(story.ephemerals(ben)).toEqual(told);
      expect(await onRecord(story)).toEqual(before);
      const said = ['1', '`>=`', '+2', `${WORDLESS[0]} 900 a minute`];
      for (const words of said) story.reply(ben, words);
      await story.until(({ replies, lateWords }) =>
        said.every((words) => [...replies, ...lateWords].some(({ text }) => text === words)),
      );
    },
  );

  test('A17: who answers the bot by name is not told a count of open questions from before it', async () => {
    const story = await open({ isStill: true });
    const { ana } = story;
    story.reply(ana, '@Charrette Q1: 500');
    await vi.waitUntil(() => story.ephemerals(ana).length > 0, WAIT);
    expect(story.ephemerals(ana)[0]).toMatch(
      /Noted for the personas\..*Reading the last replies\./,
    );
  });

  test.each(Object.keys(PHASES) as Phase[])(
    'J10: a second question by an edit is answered, and the same one not again, while %s',
    async (phase) => {
      const story = await reach(phase);
      const { ana } = story;
      const first = story.ephemerals(ana).length;
      const message = story.reply(ana, 'what did it cost?');
      await vi.waitUntil(() => story.ephemerals(ana).length > first, WAIT);
      story.edit(message, 'who decides it?');
      await vi.waitUntil(() => story.ephemerals(ana).length > first + 1, WAIT);
      story.edit(message, 'what did it cost?');
      await story.settled();
      expect(new Set(story.ephemerals(ana).slice(first)).size).toBe(2);
      expect(story.ephemerals(ana)).toHaveLength(first + 2);
    },
  );

  test('J10: a message with a file is read, whatever its words are', async () => {
    const story = await open({ isStill: true });
    const files = [{ name: 'load.md', content: 'Some 900.' }];
    for (const words of ['👍', 'what did it cost?']) story.reply(story.ben, words, { files });
    await story.until(({ replies }) => replies.length === 4);
    expect((await story.replies()).toSorted()).toEqual(
      [
        '👍',
        'what did it cost?',
        'Attached file load.md:\n\nSome 900.',
        'Attached file load.md:\n\nSome 900.',
      ]
        .map((text) => `Ben: ${text}`)
        .toSorted(),
    );
  });

  test.each(['what did it cost?', '@Charrette status', 'please stop it', '👍'])(
    'J10: an answer edited into %j is none, and one again once it is edited back',
    async (toBot) => {
      const story = await open({ isStill: true });
      const { ana } = story;
      const message = story.reply(ana, 'Q1: 500');
      await story.until(({ replies }) => replies.length === 1);
      for (const words of ['Q1: 600', 'Q1: 700']) {
        story.edit(message, toBot);
        await story.until(({ replies }) => replies.length === 0);
        story.edit(message, words);
        await story.until(({ replies }) => replies.some(({ text }) => text === words));
      }
      await vi.waitUntil(() => story.ephemerals(ana).length > 0, WAIT);
      await story.settled();
      expect(await story.replies()).toEqual(['Ana: Q1: 700']);
      expect(story.ephemerals(ana)).toHaveLength(1);
    },
  );

  test('P5: an answer that was edited into a question to the bot is none in whichever order that arrives', async () => {
    const story = await open({ isStill: true });
    const { ana, ben } = story;
    story.hold();
    const message = story.reply(ana, 'Q1: 500');
    story.edit(message, 'what did it cost?');
    const back = story.reply(ben, 'what did it cost?');
    // Q2 stays open: once all are answered, words that were read stay.
    story.edit(back, 'Q1: 20 ms');
    story.releaseReversed();
    await story.settled();
    await vi.waitUntil(() => story.ephemerals(ana).length > 0, WAIT);
    await vi.waitFor(async () => expect(await story.replies()).toEqual(['Ben: Q1: 20 ms']), WAIT);
  });

  test('J14: after the end an edit turns words into a question and back, and the last holds', async () => {
    const story = await reach('it has ended');
    const { ana } = story;
    const texts = async () => {
      const { lateWords } = await story.design();
      return [...new Map(lateWords.map(({ id, text }) => [id, text])).values()];
    };
    const message = story.reply(ana, 'It went live.');
    await story.until(({ lateWords }) => lateWords.length === 1);
    story.edit(message, 'what did it cost?');
    await vi.waitUntil(async () => (await texts()).join() === '', WAIT);
    story.edit(message, 'It went live on Monday.');
    await vi.waitUntil(async () => (await texts()).join() === 'It went live on Monday.', WAIT);
  });
}
