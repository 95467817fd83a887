import { expect, test, vi } from 'vitest';
import type { Design, Reply } from '../../src/core/vocabulary/design.ts';
import { drawShown } from '../support/designs/shown.ts';
import { WAIT } from './engines.ts';
import type { MessageStory } from './message-stories.ts';

type Known =
  | 'ana'
  | 'ben'
  | 'design'
  | 'edit'
  | 'ephemerals'
  | 'reply'
  | 'say'
  | 'until'
  | 'untilStand';

/**
 * The doors through which words come in at a platform, beside a design that waits for the answers
 * to Q1 and Q2.
 */
export interface ShownStory<Message> extends Pick<MessageStory<Message>, Known | 'visible'> {
  started(): Promise<readonly Design[]>;
  /** Fills in the form of the answers, and sends it. */
  answer(who: string, fields: Readonly<Record<string, string>>): Promise<unknown>;
  /** Starts a design with a topic that is typed behind a command. */
  startTyped(who: string, topic: string): Promise<unknown>;
  /** Starts a design from the menu of this message. */
  startFrom(who: string, message: Message): Promise<unknown>;
}

/** What a person types, how it was shown, and what stands under which question. */
export type Typed = readonly [
  what: string,
  typed: string,
  shown: string,
  answers: Readonly<Record<string, string>>,
];

const COMMON: readonly Typed[] = [
  [
    'tildes behind a sentence',
    'Q1: that took ages ~~~\nQ2: nobody tried',
    'Q1: that took ages ~~~\nQ2: nobody tried',
    { Q1: 'that took ages ~~~', Q2: 'nobody tried' },
  ],
  ['a line of tildes', '~~~\nQ1: five\n~~~', '~~~\nQ1: five\n~~~', { Q1: 'five\n~~~' }],
  [
    'a tone mark',
    'Q1: 很久～～\nQ2: 没人试过~~~',
    'Q1: 很久～～\nQ2: 没人试过~~~',
    { Q1: '很久～～', Q2: '没人试过~~~' },
  ],
  [
    'a fence without its end',
    'Q1: ```\nQ2: nobody tried',
    'Q1: ```\nQ2: nobody tried',
    { Q1: '```', Q2: 'nobody tried' },
  ],
  [
    'a fence and one without its end',
    '```\na\n```\nSee ```\nQ1: five',
    '«code:```\na\n```»\nSee ```\nQ1: five',
    { Q1: 'five' },
  ],
  [
    'two ticks in two lines',
    'Q1: `five\nQ2: two`',
    'Q1: `five\nQ2: two`',
    { Q1: '`five', Q2: 'two`' },
  ],
  ['code alone', '```\n500\n```', '«code:```\n500\n```»', {}],
  [
    'code under a number',
    'Q1:\n```\n500\n```\nQ2: two',
    'Q1:\n«code:```\n500\n```»\nQ2: two',
    { Q1: '```\n500\n```', Q2: 'two' },
  ],
  ['a number in code', '```\nQ1: 5\n```', '«code:```\nQ1: 5\n```»', {}],
  ['a quotation', '> Q1: none\nQ2: two', '«quotation:> Q1: none»\nQ2: two', { Q2: 'two' }],
  [
    'two lines of a quotation',
    '> Q1: none\n> or so\nQ2: two',
    '«quotation:> Q1: none\n> or so»\nQ2: two',
    { Q2: 'two' },
  ],
  ['a quotation alone', '> Q1: none', '«quotation:> Q1: none»', {}],
  ['a sign within a line', 'Q1: at load > 500', 'Q1: at load > 500', { Q1: 'at load > 500' }],
  ['an amount', 'Q1: x\n>500 a day', 'Q1: x\n>500 a day', { Q1: 'x\n>500 a day' }],
  ['digits of another script', 'Q٢: نعم\nQ۱: بله', 'Q٢: نعم\nQ۱: بله', { Q1: 'بله', Q2: 'نعم' }],
  ['another full stop', 'Q1。没有\nQ２：有', 'Q1。没有\nQ２：有', { Q1: '没有', Q2: '有' }],
  [
    'a mark of direction',
    '\u200fQ1: five\n\u2067Q2: two\u2069',
    'Q1: five\nQ2: two',
    { Q1: 'five', Q2: 'two' },
  ],
];

/**
 * Every door says what was shown as code or as a quotation; the rest is words, whatever signs are
 * in it.
 */
export function shownStories<Message>(
  open: () => Promise<ShownStory<Message>>,
  own: readonly Typed[],
): void {
  test.each([...COMMON, ...own])('J10: a message of %s', async (_, typed, shown, answers) => {
    const story = await open();
    story.reply(story.ben, typed);
    await story.until(({ replies }) => replies.length === 1);
    expect(seenIn((await story.design()).replies[0])).toEqual({ shown, answers });
  });

  test('J10: an edit moves words into a quotation, and out of it', async () => {
    const story = await open();
    const message = story.reply(story.ben, 'Q1: 500');
    await story.until(({ replies }) => replies.length === 1);
    for (const [typed, shown, answers] of [
      ['> Q1: 500\nHm.', '«quotation:> Q1: 500»\nHm.', {}],
      ['Q1: 500\nHm.', 'Q1: 500\nHm.', { Q1: '500\nHm.' }],
      ['Q1:\n```\n500\n```', 'Q1:\n«code:```\n500\n```»', { Q1: '```\n500\n```' }],
    ] as const) {
      story.edit(message, typed);
      await story.until(({ replies: [reply] }) => reply?.text === typed);
      expect(seenIn((await story.design()).replies[0])).toEqual({ shown, answers });
    }
  });

  test('J10: the fields of a form, where code is an answer and is shown to be code', async () => {
    const story = await open();
    await story.answer(story.ben, { Q1: '```\n500\n```', Q2: '> Who reads it?\nNobody ~~~' });
    await story.until(({ replies }) => replies.length === 2);
    expect((await story.design()).replies.map(seenIn)).toEqual([
      { shown: '«code:```\n500\n```»', answers: { Q1: '```\n500\n```' } },
      { shown: '«quotation:> Who reads it?»\nNobody ~~~', answers: { Q2: 'Nobody ~~~' } },
    ]);
    await story.untilStand('Q1 answered', 'Q2 answered');
    await vi.waitUntil(
      () => story.visible().some((text) => text.includes('answered in code by Ben')),
      WAIT,
    );
  });

  test('J10: a field that is a quotation answers nothing', async () => {
    const story = await open();
    await story.answer(story.ben, { Q1: '> none', Q2: 'two' });
    await story.untilStand('Q1 open', 'Q2 answered');
    expect((await story.design()).replies[0]?.answers).toEqual([]);
  });

  test('J10: a question that is quoted is asked of nobody', async () => {
    const story = await open();
    story.reply(story.ben, '> What does it cost?');
    await story.until(({ replies }) => replies.length === 1);
    expect(story.ephemerals(story.ben)).toEqual([]);
  });

  test('J10: a topic behind a command', async () => {
    const story = await open();
    await story.startTyped(
      story.ana,
      '> Ben: it is slow.\nShould the job queue move to Postgres ~~~?',
    );
    expect(await topicBeside(story)).toBe(
      '«quotation:> Ben: it is slow.»\nShould the job queue move to Postgres ~~~?',
    );
  });

  test('J10: a topic from a message and its form', async () => {
    const story = await open();
    const message = story.say(
      story.ben,
      '> Ana: it is slow.\nShould we run this?\n```\nvacuum\n```',
    );
    await story.startFrom(story.ana, message);
    expect(await topicBeside(story)).toBe(
      '«quotation:> Ana: it is slow.»\nShould we run this?\n«code:```\nvacuum\n```»',
    );
  });

  test('D6: what was shown stays in its place where a secret is taken out', async () => {
    const story = await open();
    const token = `ghp_${'aB3dE6gH9j'.repeat(3)}aB3dE6`;
    story.reply(story.ben, `See\n\`\`\`\ntoken: ${token}\n\`\`\`\n> ${token} is old\nQ1: 500`);
    await story.until(({ replies }) => replies.length === 1);
    const { shown, answers } = seenIn((await story.design()).replies[0]);
    expect(shown).toMatch(
      /^See\n«code:```\ntoken: \[redacted\]\n```»\n«quotation:> \[redacted\] is old»\nQ1: 500$/,
    );
    expect(answers).toEqual({ Q1: '500' });
  });

  test('J10: marks of files that were not read stand behind what was shown', async () => {
    const story = await open();
    const files = [{ name: 'board.png', content: Buffer.from([0x89, 0x50]) }];
    story.reply(story.ben, '> Which one?\nThis: `a.b`', { files });
    await story.until(({ replies }) => replies.length === 1);
    const { shown } = seenIn((await story.design()).replies[0]);
    expect(shown.startsWith('«quotation:> Which one?»\nThis: ')).toBe(true);
    expect(shown.endsWith('\n\n[attached: board.png, 1 kB, not read]')).toBe(true);
  });
}

export function seenIn(reply: Reply | undefined) {
  if (reply === undefined) throw new Error('nothing was recorded');
  const written = reply.answers.filter(({ source }) => source === undefined);
  return {
    shown: drawShown(reply),
    answers: Object.fromEntries(written.map(({ questionId, text }) => [questionId, text])),
  };
}

/** The topic of the other design, once there is one. */
async function topicBeside(
  story: Pick<ShownStory<unknown>, 'design' | 'started'>,
): Promise<string> {
  const { id } = await story.design();
  const find = async () => (await story.started()).find((each) => each.id !== id);
  await vi.waitUntil(async () => (await find()) !== undefined, WAIT);
  const { topic: text = '', topicShown: shown } = (await find()) ?? {};
  return drawShown({ text, shown });
}
