import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toString as textOf } from 'mdast-util-to-string';
import { gfm } from 'micromark-extension-gfm';
import { expect } from 'vitest';
import {
  writeCommitSubject,
  writeGithubBody,
  writeGithubTitle,
} from '../../src/adapters/github/drawing.ts';
import {
  alert,
  bold,
  bullets,
  codeSpan,
  document,
  heading,
  line,
  lines,
  quotation,
  type Section,
  section,
  shortenSections,
  small,
  title,
  untrusted,
  untrustedMarkdown,
  untrustedMarkdownBlock,
} from '../../src/presentation/format/document.ts';
import { writeMarkdownFile } from '../../src/presentation/format/markdown.ts';
import type { RunPicture } from '../../src/presentation/picture/run.ts';
import { writeRunSvg } from '../../src/presentation/picture/svg.ts';
import { draw as discordMessage } from '../../src/surfaces/discord/drawing/draw.ts';
import { drawPaper } from '../../src/surfaces/http/drawing/html.ts';
import { draw as slackMessage } from '../../src/surfaces/slack/drawing/draw.ts';
import { documentTextOf } from '../../src/surfaces/terminal/markdown.ts';
import { HOSTILE } from '../support/strangers/hostile.ts';
import * as discord from '../surfaces/discord/drawing/taken.ts';
import * as slack from '../surfaces/slack/drawing/taken.ts';

/** What people and models might write so that it does something where it is read. */
export const ATTACKS: Readonly<Record<string, string>> = {
  ...HOSTILE,
  'people of a forge':
    '@octocat, (@octocat) -@octocat .@octocat @octo-org/reviewers and @dependabot merge',
  'closing words': 'Fixes #12, closes: acme/shop#3, resolved GH-12 and **close** #7',
  'closing words with an address':
    'Resolves https://github.com/acme/shop/issues/1 and fixes https://github.com/acme/shop/pull/2',
  'closing words in code': '`fixes #12` and ``closes acme/shop#3`` by `@octocat`',
  'names of issues and commits': '#12 acme/shop#12 GH-12 08aa1290f acme/shop@08aa1290fb3e9d1c55a1',
  'a masked link':
    '[https://good.example](https://evil.example/a) [good](//evil.example) [b](https://evil.example "t")',
  'a masked link in bold':
    '**[https://good.example](https://evil.example/a)** _[x](https://evil.example/b)_',
  'a link by reference':
    '[https://good.example][1] and [2]\n\n[1]: https://evil.example/a\n[2]: https://evil.example/b',
  'a link around an image': '[![good](https://evil.example/p.png)](https://evil.example/a)',
  'a picture that counts its readers':
    '![](https://evil.example/p.png?who) <img src="https://evil.example/p.png">',
  'an address with a name in front':
    'https://good.example@evil.example/ <https://good.example@evil.example>',
  'a comment that hides': 'before <!-- hidden --> after\n<!--\nand all below',
  'a fold that hides': '<details><summary>Read this</summary>\n\nhidden\n\n</details>',
  'tags of a page':
    '<script>alert(1)</script><iframe src="//evil.example"></iframe><a href="x" onclick="y">z</a>',
  'a tag that is never closed': '<div style="position:fixed"><h1>Accepted',
  'a footnote': 'So it is.[^1]\n\n[^1]: [bank](https://evil.example)',
  'a formula': '$\\color{white}{\\text{hidden}}$ and $$\\href{https://evil.example}{x}$$',
  'a diagram': '```mermaid\nclick a href "https://evil.example"\n```',
  'a warning of nobody': '> [!WARNING]\n> Accepted by the owners.',
  'a heading of nobody': '# Accepted\n\nAccepted\n===\n\n## Decision ready.',
  'a task that is done': '- [x] Reviewed by security\n- [ ] Deploy',
  'a table of nobody': '| Approved by | |\n|---|---|\n| Ana | yes |',
  trailers:
    'Change it\n\nCo-authored-by: Mallory <m@evil.example>\nSigned-off-by: Ana <ana@acme.example>\nskip-checks: true',
  'words that skip checks':
    '[skip ci] [ci skip] [no ci] [skip actions] [actions skip] [skip netlify] [skip-ci] [azurepipelines skip] ***NO_CI***',
  'words that make a release':
    'Release-As: 9.0.0\nBREAKING CHANGE: all of it\nBREAKING-CHANGE: all\nfeat(core)!: all\nfix: it\nBREAKING CHANGE #1',
  'commands of bots':
    '/approve\n/lgtm\n  /merge now\nbors r+\n@dependabot merge\nrecheck\njenkins retest',
  'new lines in a title': 'One\r\ntwo\u2028three\u0085four\u000bfive',
  'a link of a terminal':
    '\u001b]8;;https://evil.example\u0007good\u001b]8;;\u0007 \u009b2J \u001b[2J',
  'a text that is read backwards': 'invoice\u202egpj.exe \u2066\u2067x\u2069 \u061c\u200f',
  'signs without width': 'ad\u200bmin \u2060@\u2060here \u00ad \ufeff',
  'escapes of escapes':
    '\\@octocat \\#12 \\[a](https://evil.example) &#64;octocat &#35;12 &lt;script&gt;',
};

/** The text wherever words of people and models stand, in every kind of block. */
function everywhere(text: string, most: number): Section[] {
  const sections = [
    section(heading(text), alert('warning', text), small(text)),
    [title(1, [untrusted(text)])],
    [untrustedMarkdownBlock(text)],
    section(
      lines(
        untrustedMarkdown(text),
        line`Said by ${bold(untrusted(text))}: ${codeSpan(text.slice(0, most))}`,
      ),
    ),
    section(bullets([untrustedMarkdown(text), [untrusted(text)]])),
    [quotation(text)],
  ];
  return shortenSections(sections, most);
}

/** A place where people read, or programs, that words reach. */
interface Outlet {
  /** The files that draw for it. */
  readonly files: readonly string[];
  /** Fails if the text does anything there. Returns what a reader reads. */
  check(text: string): string;
}

const CHARACTERS = 1_500;
/**
 * Characters that command a terminal, or turn the reading order around; a pair that isolates is
 * ours.
 */
const COMMANDING =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066\u2067]/;
const CALL = /(?<!\w)@\w/;
const CLOSING = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:https?:|gh-\d|[\w./-]*#\d)/i;
const drawn = (text: string) => document('A design', everywhere(text, CHARACTERS));

export const OUTLETS: Readonly<Record<string, Outlet>> = {
  Slack: {
    files: ['src/surfaces/slack/drawing/rich-text.ts'],
    check(text) {
      const message = slackMessage(drawn(text));
      slack.expectTaken(message, 'Slack');
      expect(JSON.stringify(message.blocks)).not.toMatch(/"type":"link","url":"[^"]*","text"/);
      return JSON.stringify(message.blocks);
    },
  },
  Discord: {
    files: ['src/surfaces/discord/drawing/markdown.ts'],
    check(text) {
      const message = discordMessage(drawn(text));
      discord.expectTaken(message, 'Discord');
      return discord.textOf(message.components);
    },
  },
  HTML: {
    files: ['src/surfaces/http/drawing/html.ts'],
    check(text) {
      const page = drawPaper(everywhere(text, CHARACTERS)).text;
      const tags = new Set([...page.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, tag]) => tag));
      expect([...tags].filter((tag) => !PAGE_TAGS.has(tag ?? ''))).toEqual([]);
      for (const [, attributes = ''] of page.matchAll(/<[a-z][a-z0-9]*((?:\s[^<>]*)?)>/gi))
        expect(
          attributes.replaceAll(/ (?:href|rel|class|role|data-level|scope)="[^"<>]*"/g, ''),
        ).toBe('');
      for (const [, href = '', shown = ''] of page.matchAll(
        /<a href="([^"]*)"[^>]*>([^<]*)<\/a>/g,
      )) {
        expect(href).toMatch(/^(?:https:\/\/|mailto:)/);
        expect(shown).toBe(href);
      }
      return page.replaceAll(/<[^<>]*>/g, '');
    },
  },
  SVG: {
    files: ['src/presentation/picture/svg.ts'],
    check(text) {
      const drawn = writeRunSvg(pictureOf(text), (turn) => `/designs/dsn/turns/${turn}`);
      expect(drawn).not.toMatch(COMMANDING);
      const tags = [...drawn.matchAll(/<(\/?)([a-z]\w*)((?: [\w-]+="[^"<>]*")*)(\/?)>/gi)];
      // Every bracket is one of ours.
      expect(drawn.split('<')).toHaveLength(tags.length + 1);
      expect(tags.map(([, , tag]) => tag).filter((tag) => !PICTURE_TAGS.has(tag ?? ''))).toEqual(
        [],
      );
      for (const [, , tag, attributes = ''] of tags) {
        for (const [, name = '', value = ''] of attributes.matchAll(/ ([\w-]+)="([^"]*)"/g)) {
          expect(PICTURE_ATTRIBUTES).toContain(name);
          if (name === 'href') expect([tag, value]).toEqual(['a', '/designs/dsn/turns/1']);
          else if (name !== 'xmlns')
            expect(value).toMatch(
              /^(?:url\(#run-[\w-]+\)|[\w#. %-]*|M0 6L6 0|system-ui, sans-serif)$/,
            );
        }
      }
      return unescapeMarkup(drawn.replaceAll(/<[^<>]*>/g, ''));
    },
  },
  terminal: {
    files: ['src/surfaces/terminal/markdown.ts'],
    check(text) {
      const shown = documentTextOf(everywhere(text, CHARACTERS));
      expect(shown).not.toMatch(COMMANDING);
      expect(shown.isWellFormed()).toBe(true);
      return shown;
    },
  },
  'Markdown files': {
    files: ['src/presentation/format/markdown.ts'],
    check(text) {
      const written = writeMarkdownFile(...everywhere(text, CHARACTERS));
      const read = readMarkdown(written);
      expect(written).not.toMatch(COMMANDING);
      expect(read.shown).not.toMatch(CALL);
      expect(read.shown).not.toMatch(CLOSING);
      expect(read.loaded).toEqual([]);
      expect(read.hidden).toEqual([]);
      expect(read.tags).toEqual([]);
      expect(read.headings).toEqual([2, 1]);
      return read.shown;
    },
  },
  GitHub: {
    // It draws lines, and no blocks.
    files: [],
    check(text) {
      const body = writeGithubBody([
        [untrusted(text, CHARACTERS)],
        untrustedMarkdown(text, CHARACTERS),
        line`Said by ${bold(untrusted(text, CHARACTERS))}: ${codeSpan(text.slice(0, CHARACTERS))}`,
      ]);
      const read = readMarkdown(body);
      expect(read.loaded).toEqual([]);
      expect(read.links).toEqual([]);
      expect(read.tags.filter((tag) => !/^<\/?span>$/.test(tag))).toEqual([]);
      expect(read.headings).toEqual([]);
      expect(read.shown).not.toMatch(/(?<!\w)[0-9a-f]{7,40}(?!\w)/i);
      expect(read.shown.replaceAll('<span>$</span>', '')).not.toContain('$');
      const title = writeGithubTitle(text);
      const subject = writeCommitSubject(text);
      // A squash makes the source of a text the message of a commit.
      for (const words of [body, read.shown, title, subject]) {
        expect(words).not.toMatch(COMMANDING);
        expect(words).not.toMatch(CALL);
        expect(words).not.toMatch(CLOSING);
        expect(words).not.toMatch(/#\d|\bGH-\d/i);
        expect(words).not.toMatch(/\[[^\]\u2060]*\b(?:skip|ci)\b[^\]]*\]|NO_CI/i);
        expect(words).not.toMatch(
          /^(?:[\w-]+-by|skip-checks|release-as|breaking[ -]change|(?:feat|fix)[^:\u2060]*)(?::| #)/im,
        );
        expect(words).not.toMatch(/^\s*(?:\/\w|(?:bors|recheck|jenkins)\b(?!\u2060))/im);
      }
      for (const [words, most] of [
        [title, 120],
        [subject, 72],
      ] as const) {
        expect(words).not.toMatch(/[\n\r\u2028\u2029]/);
        expect(words.length).toBeLessThanOrEqual(most);
      }
      return read.shown;
    },
  },
};

const PICTURE_TAGS: ReadonlySet<string> = new Set(
  'svg title desc defs pattern path linearGradient stop rect line circle g a text tspan'.split(' '),
);
const PICTURE_ATTRIBUTES =
  'xmlns class width height role aria-labelledby font-family font-size id patternUnits d stroke stroke-width stroke-linejoin paint-order x2 y2 x1 y1 offset stop-color fill x y dx cx cy r rx text-anchor font-weight tabindex href data-look'.split(
    ' ',
  );

/** The text wherever words of people and models stand in a picture. */
function pictureOf(text: string): RunPicture {
  const place = { from: 0.1, to: 0.2, atMs: 0, who: text, words: [untrusted(text, CHARACTERS)] };
  const plain = { ...place, turn: null, cost: null, isOpen: false, signs: ['', ''] } as const;
  return {
    description: text,
    total: text,
    legend: text,
    columns: [{ name: text, from: 0, isPresent: true, turns: 1, cost: text }],
    rows: [{ name: text, state: text, look: 'works', cost: text, facts: text }],
    marks: [
      { ...plain, kind: 'turn', row: 0, turn: 1, cost: 1, signs: ['↻', '✕'] },
      { ...plain, kind: 'crash', row: 0, signs: ['', '✕'] },
      { ...plain, kind: 'said', row: 0 },
      { ...plain, kind: 'wait', row: null },
    ],
    now: 0.5,
  };
}

function unescapeMarkup(text: string): string {
  const signs: Record<string, string> = {
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
    '&amp;': '&',
  };
  return text.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (entity) => signs[entity] ?? '');
}

const PAGE_TAGS: ReadonlySet<string> = new Set(
  'article section h1 h2 h3 p small strong em s code pre ul li blockquote br a'.split(' '),
);

interface Node {
  readonly type: string;
  readonly url?: string;
  readonly value?: string;
  readonly depth?: number;
  readonly position?: unknown;
  readonly children?: readonly Node[];
}

/** Markdown as a reader of it shows it: `shown` without code, where nothing is read. */
function readMarkdown(markdown: string) {
  const tree = fromMarkdown(markdown, {
    extensions: [gfm()],
    mdastExtensions: [gfmFromMarkdown()],
  });
  // This library looks for addresses once more in what was escaped, and gives them no position;
  // GitHub does not.
  const nodes = nodesOf(tree as Node).filter(({ position }) => position !== undefined);
  const of = (...types: string[]) => nodes.filter(({ type }) => types.includes(type));
  const links = of('link', 'linkReference', 'definition');
  const wordsOf = (node: Node): string =>
    ['inlineCode', 'code'].includes(node.type)
      ? ' '
      : (node.value ?? (node.children ?? []).map(wordsOf).join(''));
  return {
    shown: wordsOf(tree as Node),
    links,
    hidden: links.filter(
      (each) => !hosts(each.url ?? '').every((host) => textOf(each as never).includes(host)),
    ),
    loaded: of('image', 'imageReference', 'footnoteReference', 'footnoteDefinition'),
    tags: of('html').map(({ value = '' }) => value),
    headings: of('heading').map(({ depth }) => depth),
  };
}

function hosts(url: string): string[] {
  const host = URL.parse(url)?.host ?? '';
  return host === '' ? [] : [host];
}

function nodesOf(node: Node): Node[] {
  return [node, ...(node.children ?? []).flatMap(nodesOf)];
}
