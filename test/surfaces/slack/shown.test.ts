import { expect, test, vi } from 'vitest';
import { SHORTCUT } from '#surfaces/slack/interactions/interaction-payload.ts';
import type { Message } from '../../platforms/slack/workspace.ts';
import { drawnId, findDrawn } from '../drawn-controls.ts';
import { WAIT } from '../engines.ts';
import { type ShownStory, seenIn, shownStories } from '../shown-stories.ts';
import { asking } from './message-world.ts';

async function open(): Promise<ShownStory<Message>> {
  const world = await asking({ isStill: true });
  const { slack, general, thread } = world;
  const { people, workspace } = slack;
  const questions = () =>
    workspace.messages.findLast(({ blocks }) => findDrawn(blocks, 'answer') !== undefined);
  return {
    ...world,
    visible: () => slack.visible(general, thread),
    answer: async (who, fields) => {
      const message = await vi.waitUntil(questions, WAIT);
      const { view } = await people.click(who, message, drawnId(message.blocks, 'answer'));
      return view && people.submitView(who, view, fields);
    },
    startTyped: (who, topic) => people.slash(who, general, `/design ${topic}`),
    startFrom: async (who, message) => {
      const { view } = await people.shortcut(who, message, SHORTCUT);
      return view && people.submitView(who, view, {});
    },
  };
}

shownStories(open, [
  [
    'ticks',
    'Q1: `five` it is\nQ2: two',
    'Q1: «code:`five`» it is\nQ2: two',
    { Q1: '`five` it is', Q2: 'two' },
  ],
  ['a number as code', '`Q1:` five', '«code:`Q1:`» five', {}],
  ['three signs', '>>> Q1: none\nQ2: two', '>>> Q1: none\nQ2: two', { Q2: 'two' }],
]);

type Element = Readonly<Record<string, unknown>>;
const text = (words: string, style: Element = {}): Element => ({
  type: 'text',
  text: words,
  style,
});
const part = (kind: string, elements: readonly Element[], more: Element = {}): Element => ({
  type: `rich_text_${kind}`,
  elements,
  ...more,
});
const richText = (...elements: readonly Element[]) => [{ type: 'rich_text', elements }];
const section = (words: string) => part('section', [text(words)]);

test.each([
  [
    'marks that were typed and not made into anything',
    richText(section('> Q1: none\n```\nQ2: two\n```')),
    '&gt; Q1: none\n```\nQ2: two\n```',
    '> Q1: none\n```\nQ2: two\n```',
  ],
  [
    'a list and struck words',
    richText(
      part('section', [text('Not '), text('Redis', { strike: true }), text(':\n')]),
      part('list', [section('a'), section('b')], { style: 'ordered' }),
      part('quote', [text('who')]),
    ),
    'Not ~Redis~:\n1. a\n2. b\n&gt; who',
    'Not ~Redis~:\n1. a\n2. b\n«quotation:> who»',
  ],
  [
    'code and a list in a quotation',
    richText(
      part('quote', [text('Ben wrote')]),
      part('preformatted', [text('a: 1')], { border: 1 }),
      part('list', [section('b')], { style: 'bullet', border: 1 }),
      section('Mine.'),
    ),
    '&gt; Ben wrote\n```a: 1```\n&gt; • b\nMine.',
    '«quotation:> Ben wrote»\n«quotation:> ```\n> a: 1\n> ```»\n«quotation:> • b»\nMine.',
  ],
  [
    'a quotation of sections',
    richText(part('quote', [section('Ben wrote & left'), section('early')]), section('Mine.')),
    '&gt; Ben wrote &amp; left\n&gt; early\nMine.',
    '«quotation:> Ben wrote & left\n> early»\nMine.',
  ],
  [
    'a link, a time, an emoji and a colour in code',
    richText(
      part('section', [
        { type: 'link', url: 'https://a.example/?a=1&b=2', style: { code: true } },
        text(' by '),
        { type: 'date', timestamp: 1, format: '{date}', fallback: 'Monday' },
        { type: 'emoji', name: 'wave' },
        { type: 'color', value: '#00ff00' },
      ]),
    ),
    '`<https://a.example/?a=1&amp;b=2>` by Monday:wave:#00ff00',
    '«code:`https://a.example/?a=1&b=2`» by Monday:wave:#00ff00',
  ],
  [
    'text without blocks',
    undefined,
    '&gt; Q1: none\n`a` ```b\nc``` and `d',
    '«quotation:> Q1: none»\n«code:`a`» «code:```b\nc```» and `d',
  ],
  [
    'an amount without blocks',
    undefined,
    '&gt;500 a day\n&gt; who',
    '>500 a day\n«quotation:> who»',
  ],
  [
    'a part that is not known, whose words are in the text alone',
    richText(part('quote', [text('who')]), { type: 'rich_text_hologram', hologram: 'Never.' }),
    '&gt; who\nNever.',
    '«quotation:> who»\nNever.',
  ],
  [
    'blocks that were escaped like the text',
    richText(section('R&amp;D:\n'), part('preformatted', [text('a &lt; b')])),
    'R&amp;D:\n```a &lt; b```',
    'R&D:\n«code:```\na < b\n```»',
  ],
])('J10: Slack’s own blocks say what was shown: %s', async (_, blocks, markup, shown) => {
  const { slack, general, thread, ben, until, design } = await asking({ isStill: true });
  slack.workspace.post({ channel: general, thread, author: ben, text: markup, extra: { blocks } });
  await until(({ replies }) => replies.length === 1);
  expect(seenIn((await design()).replies[0]).shown).toBe(shown);
});

test('J10: an edit that changes how words are shown, and none of them, is one', async () => {
  const { slack, general, thread, ben, until, design } = await asking({ isStill: true });
  const said = { channel: general, thread, author: ben, text: '&gt; Q1: 500' };
  const message = slack.workspace.post({
    ...said,
    extra: { blocks: richText(section('> Q1: 500')) },
  });
  await until(({ replies }) => replies.length === 1);
  expect(seenIn((await design()).replies[0]).shown).toBe('> Q1: 500');
  slack.workspace.edit(message, { extra: { blocks: richText(part('quote', [text('Q1: 500')])) } });
  await until(({ replies: [reply] }) => reply?.shown !== undefined);
  expect(seenIn((await design()).replies[0]).shown).toBe('«quotation:> Q1: 500»');
});

test('A15: a message of twelve thousand signs is recorded with as many parts as there may be', async () => {
  const { ben, reply, until, design } = await asking({ isStill: true });
  reply(ben, `${'`a` '.repeat(3_000)}\n> b\nQ1: 500`);
  await until(({ replies }) => replies.length === 1);
  const [said] = (await design()).replies;
  expect(said?.shown).toMatchObject([{ kind: 'quotation' }]);
  expect(seenIn(said).answers).toEqual({ Q1: '500' });
});
