import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toString as textOf } from 'mdast-util-to-string';
import { gfm } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { blockMarkdown, inlineMarkdown } from '../../src/acts/message/markdown.ts';
import { LIMITS } from '../../src/adapters/discord/drawing/controls.ts';
import { draw } from '../../src/adapters/discord/drawing/draw.ts';
import { markdownOf } from '../../src/adapters/discord/drawing/markdown.ts';
import { drawnPaper } from '../../src/adapters/http/drawing/html.ts';
import { notificationText, sectionBlocks } from '../../src/adapters/slack/drawing/rich-text.ts';
import { documentText } from '../../src/adapters/terminal/markdown.ts';
import {
  document,
  lines,
  list,
  quotation,
  reference,
  type Section,
  title,
  trusted,
  untrusted,
  untrustedLines,
  untrustedMarkdownBlock,
} from '../../src/core/presentation/format/document.ts';
import { block, code, inline, name, quoted } from '../../src/core/presentation/format/escape.ts';
import { markdownOf as paperOf } from '../../src/core/presentation/format/markdown.ts';
import { readableName } from '../../src/core/presentation/format/plain.ts';
import { linePlain, plainOf } from '../../src/core/presentation/format/plain-document.ts';
import { fuzz } from '../support/fuzz.ts';
import { readByDiscord } from '../support/read-by-discord.ts';

/** Everything that means something to Slack, Discord or Markdown, and to what draws and reads them. */
const FRAGMENTS = [
  `@everyone¦@here¦<@1>¦<@U1>¦<!channel>¦<#1>¦<:a:1>¦<t:1:R>¦<id:home>¦</a:1>¦<¦>¦@¦#¦`,
  `https://evil.example¦<https://evil.example|bank>¦[bank](https://evil.example)¦[bank][1]¦`,
  `[1]: https://evil.example¦](¦[¦]¦(¦)¦![¦www.evil.example¦a@evil.example¦<a@evil.example>¦`,
  `javascript:alert(1)¦&#106;avascript:¦](javascript&colon;x)¦](\njavascript:x)¦](<data:x>)¦`,
  `javascript\\:¦mailto:¦data:¦\`¦\`\`¦\`\`\`¦\`\`\`\`¦\`\`\`\`\`¦\`\`\`js\n¦~~~¦~~¦*¦**¦***¦_¦__¦||¦|¦`,
  `|a|b|\n|-|-|\n|c|d|\n¦\\¦\\\\¦&lt;¦&amp;¦&#64;¦<b>¦</div>¦<!--¦-->¦<script>¦<?¦# ¦#¦-# ¦> ¦>>> ¦- ¦`,
  `* ¦+ ¦1. ¦1) ¦12¦-¦--¦---¦===¦=¦:¦://¦:smile:¦- [ ] ¦ ¦  ¦    ¦\n¦\n\n¦\t¦\r¦\u2028¦\u00a0¦\u200b¦`,
  `\u2060¦\u2066¦\u2068¦\u2069¦\u202e¦\u0000¦\u001b[31m¦word¦a¦Ä¦é¦א¦一¦👍¦🧑‍🧒¦\ud83d¦\ude00¦\u0301¦`,
  `\`a\`¦**b**¦*c*¦~~d~~`,
]
  .join('')
  .split('¦')
  .concat('x'.repeat(40));

const CALLING: readonly string[] = [
  'open code',
  'reference',
  'call to all',
  'label of a link',
  'bare address',
  'spoiler',
  'heading',
];
/** Controls, and what turns the reading order around; but for what isolates words and keeps marks apart. */
const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066\u2067\ufeff]/;

/** What is drawn of a text wherever texts stand. */
function sections(text: string): Section[] {
  return [
    [lines([trusted('Ours '), untrusted(text, 200), trusted(': '), ...inlineMarkdown(text, 400)])],
    blockMarkdown(text, 3_000),
    [{ kind: 'quote', line: [untrustedLines(text, 3_000)] }],
    [
      {
        kind: 'bullets',
        depth: 1,
        items: [inlineMarkdown(text, 200, { italic: true }), [untrusted(text, 60, { bold: true })]],
      },
    ],
  ].map((section) => section as Section);
}

function expectHarmlessInDiscord(text: string): void {
  expect(readByDiscord(text).filter(({ kind }) => CALLING.includes(kind))).toEqual([]);
  expect(text).not.toMatch(UNSEEN);
  expect(text.isWellFormed()).toBe(true);
}

function expectHarmlessInSlack(drawn: string): void {
  for (const [, type] of drawn.matchAll(/"type":"(\w+)"/g))
    expect(type).toMatch(/^(?:rich_text(?:_section|_quote|_list|_preformatted)?|text|link)$/);
  for (const [link] of drawn.matchAll(/\{"type":"link"[^}]*\}/g))
    expect(link).toMatch(/^\{"type":"link","url":"(?:https?:\/\/|mailto:)[^"]*"\}$/);
  expect(drawn).not.toMatch(UNSEEN);
  expect(drawn).not.toMatch(/\\u(?:d[89a-f]|00[01])/);
}

describe('in chats', () => {
  it('no text becomes a mention, a link that says something else, or code that stays open', async () => {
    await fuzz(
      10_000,
      (chance) => chance.text(FRAGMENTS),
      (text) => {
        const drawn = sections(text);
        expectHarmlessInDiscord(markdownOf(drawn));
        expectHarmlessInSlack(
          JSON.stringify(drawn.flatMap((section) => sectionBlocks(section, 'structured'))),
        );
        expect(notificationText(untrusted(text, 300).text)).not.toMatch(/[<>]|@(?:channel|here|everyone)/i);
      },
    );
  });

  it('nor where it is so long that not all of it has room, and no message is too long', async () => {
    const { messageCharacters } = LIMITS;
    await fuzz(
      100,
      (chance) =>
        chance.some(4, () =>
          chance
            .text(FRAGMENTS, 8)
            .repeat(1 + chance.below(120))
            .slice(0, 4_000),
        ),
      (texts) => {
        const long = document('x', (most) => texts.map((text) => blockMarkdown(text, most)));
        for (const component of draw(long).components) {
          const said = 'content' in component ? component.content : '';
          expect(said.length).toBeLessThanOrEqual(messageCharacters);
          expectHarmlessInDiscord(said);
        }
      },
    );
  });
});

/** What Markdown as GitHub reads it makes of a text: every kind of node, in order. */
function tree(markdown: string): Nodes[] {
  const found: Nodes[] = [];
  const walk = (node: Nodes): void => {
    found.push(node);
    if ('children' in node) for (const child of node.children) walk(child);
  };
  walk(fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
  return found;
}
/** But for addresses that are linked as they stand there, and say where they lead. */
function kinds(markdown: string): string[] {
  const shown = tree(markdown).filter((node) => {
    const words = node.type === 'link' && textOf(node);
    return !(words && [words, `http://${words}`, `mailto:${words}`].includes(node.url));
  });
  return shown.map(({ type }) => type).filter((type, at, all) => type !== 'text' || all[at - 1] !== 'text');
}

describe('in the files of a design', () => {
  it('a name is a name, wherever it stands', async () => {
    const places = [
      (called: string) => `${called} accepted it.`,
      (called: string) => `- **${called}:** words`,
      (called: string) => `## ${called}: words`,
      (called: string) => `> ${called} said *${called}* so`,
      (called: string) => `words\n${called}\nwords`,
    ];
    await fuzz(
      10_000,
      (chance) => [chance.below(places.length), chance.text(FRAGMENTS, 6)] as const,
      ([at, text]) => {
        const place = places[at];
        for (const called of [text, readableName([text])].filter((each) => /[^\s\p{C}]/u.test(each)))
          expect(kinds(place?.(name(called)) ?? '')).toEqual(kinds(place?.('Ana') ?? ''));
      },
    );
  });

  it('no text makes a heading, a picture, markup of its own, or a link to anything that runs', async () => {
    const made = [
      (text: string) => block(text),
      quoted,
      (text: string) => `- ${inline(text)}`,
      (text: string) => `${inline(text)} ${code(text)}`,
      (text: string) =>
        paperOf([
          lines([untrusted(text, 200)]),
          untrustedMarkdownBlock(text, 3_000),
          quotation(text),
          ...list([[untrusted(text, 60)]]),
        ]),
    ];
    await fuzz(
      10_000,
      (chance) => [chance.below(made.length), chance.text(FRAGMENTS)] as const,
      ([at, text]) => {
        const found = tree(`${made[at]?.(text)}\n\n## Ours`);
        const own = found.filter(({ type }) =>
          ['heading', 'html', 'definition', 'image', 'footnoteDefinition'].includes(type),
        );
        expect(own.map(({ type }) => type)).toEqual(['heading']);
        for (const node of found)
          if (node.type === 'link') expect(node.url).toMatch(/^(?:https?:\/\/|mailto:|[^:]*$)/i);
      },
    );
  });
});

/** Every tag that a page is made of, with every attribute that it may have. */
const TAG =
  /<\/?(?:article|section|p|h[1-4]|ul|ol|li|blockquote|pre|code|strong|em|s|small|br)(?: class="within")?>|<a href="(?:https:\/\/|mailto:)[^"<>]*" rel="noreferrer">|<a href="record\.md#d1">|<\/a>/g;

describe('on a page', () => {
  it('no text becomes a tag, an attribute, or a link to anything that runs', async () => {
    await fuzz(
      10_000,
      (chance) => chance.text([...FRAGMENTS, '"', "'", '" onload="x']),
      (text) => {
        const { text: page } = drawnPaper([
          ...sections(text),
          [title(2, [untrusted(text, 200)]), untrustedMarkdownBlock(text, 3_000), quotation(text)],
          [lines([{ kind: 'link', url: text }, reference(text, text), reference('record.md#d1', text)])],
        ]);
        expect(page.replaceAll(TAG, '')).not.toMatch(/[<>"']/);
        expect(page.isWellFormed()).toBe(true);
      },
    );
  });
});

describe('at a terminal, and for models', () => {
  it('no text commands the terminal, and a model reads it as it was written', async () => {
    await fuzz(
      3_000,
      (chance) => chance.text(FRAGMENTS),
      (text) => {
        expect(documentText(sections(text))).not.toMatch(
          /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/,
        );
        expect(plainOf([untrustedMarkdownBlock(text, 3_000)])).toBe(text);
        expect(linePlain([untrusted(text, 200)])).not.toMatch(UNSEEN);
      },
    );
  });
});
