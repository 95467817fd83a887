import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import {
  block,
  escapeInline,
  escapeVerbatim,
  name,
  quote,
  quoteCode,
} from '#presentation/format/escape.ts';
import { INPUTS_SHARE } from '../../support/runner/whole.ts';
import { Chance, expectLinear } from '../../support/strangers/fuzz.ts';

/** Every kind of node in a text, as CommonMark's reference parser family sees it. */
function kinds(markdown: string): string[] {
  const found: string[] = [];
  const walk = (node: { type: string; children?: unknown[] }): void => {
    found.push(node.type);
    for (const child of (node.children ?? []) as { type: string }[]) walk(child);
  };
  walk(fromMarkdown(markdown));
  return found;
}

const FRAGMENTS = [
  '#',
  '# h',
  '## Decision ready.',
  '`',
  '```',
  '````js',
  '~~~',
  '>',
  '> q',
  '-',
  '---',
  '===',
  '- ',
  '1. ',
  '* ',
  '+ ',
  ' ',
  '    ',
  '\t',
  '\n',
  '\n\n',
  '\r',
  '\r\n',
  '[a]: /b',
  '[a]',
  '(c)',
  '![x](http://t)',
  '<b>',
  '</div>',
  '<!-- c -->',
  '<script>',
  '<?p',
  '\\',
  '**',
  '_',
  'word',
  '\u00a0',
  '\u2028',
  '\u0000',
  '| a | b |',
  '&lt;',
];

/**
 * Texts made of everything that means something to Markdown, or their share; the same ones in every
 * run.
 */
const hostileTexts = (count: number) =>
  Array.from({ length: Math.ceil(count / INPUTS_SHARE) }, (_, seed) =>
    new Chance(seed).text(FRAGMENTS),
  );

const POWERS = ['heading', 'html', 'definition', 'image', 'blockquote'];

describe('text that is not ours', () => {
  it('foreign text has no power over what stands around it, whatever it is made of', () => {
    for (const text of hostileTexts(6_000)) {
      const found = kinds(`## Ours\n\n${block(text)}\n\n## Ours too\n\nend`);
      const own = found.filter((kind) => POWERS.includes(kind));
      expect({ text, own }).toEqual({ text, own: ['heading', 'heading'] });
    }
  });

  it('foreign text cannot pretend that its block of code is over, nor that it is still open', () => {
    const attempts = [
      '```\n```\u00a0\n',
      '```\n     ```\n',
      '```\n~~~\n',
      '````\n```\n',
      '- ```\n\n# x',
      '~~~ `\n# x',
      '``` a`b\n# x',
      '```\n``` x\n',
    ];
    for (const text of attempts) {
      const tree = fromMarkdown(`${block(text)}\n\n## Ours`);
      const found = tree.children.flatMap((node) => (node.type === 'heading' ? [node.depth] : []));
      expect({ text, found }).toEqual({ text, found: [2] });
    }
  });

  it('foreign text stays on its own line where only one line is wanted', () => {
    for (const text of hostileTexts(6_000)) {
      const found = kinds(`${escapeInline(text)}\n\n- **x** ${escapeInline(text)}\n\n## Ours`);
      const own = found.filter((kind) => [...POWERS, 'code'].includes(kind));
      expect({ text, own }).toEqual({ text, own: ['heading'] });
    }
  });

  it('foreign text stays in its quote', () => {
    for (const text of hostileTexts(4_000)) {
      const tree = fromMarkdown(`${quote(text)}\n\n## Ours`);
      const top = tree.children.map((node) => node.type);
      expect({ text, top }).toEqual({ text, top: ['blockquote', 'heading'] });
    }
  });

  it('foreign text stays in its code block when it is shown literally', () => {
    for (const text of hostileTexts(4_000)) {
      const tree = fromMarkdown(`${escapeVerbatim(text)}\n\n## Ours`);
      expect(tree.children.map((node) => node.type)).toEqual(['code', 'heading']);
    }
  });

  it('foreign text keeps every backtick of what is quoted inside one piece of code', () => {
    for (const text of ['rpop(`jobs:receipt`)', '`', 'a ``b`` `c`', 'plain', '```js']) {
      const [paragraph] = fromMarkdown(`It says ${quoteCode(text)}, checked.`).children;
      if (paragraph?.type !== 'paragraph') throw new Error('it is one paragraph');
      expect(paragraph.children[1]).toMatchObject({ type: 'inlineCode', value: text });
    }
    expect(kinds(name('**Ana** [x](y) <b>'))).toEqual(['root', 'paragraph', 'text']);
  });

  it.each([
    '- Ana',
    '+ Ana',
    '1. Ana',
    '12) Ana',
    '===',
    '---',
    ':--',
    'www.ana.example*',
    'https://ana.example',
  ])('foreign text cannot make a list, a line or a link by being called %s', (called) => {
    expect(kinds(`words\n${name(called)}`)).toEqual(['root', 'paragraph', 'text']);
    expect(kinds(`${name(called)} accepted it.`)).toEqual(['root', 'paragraph', 'text']);
  });

  it.each([
    'javascript:x',
    'JavaScript:x',
    '<javascript:x>',
    '\njavascript:x',
    '&#106;avascript:x',
    'javascript&colon;x',
    'javascript\\:x',
    'vbscript:x',
    'data:text/html,x',
  ])('foreign text cannot lead to %j, which something could run', (target) => {
    for (const made of [block, escapeInline, quote])
      expect(kinds(made(`see [a](${target})`))).not.toContain('link');
  });

  it.each(['src/a.ts', '#d1', '../b.md'])('outside text may lead to %s', (target) => {
    for (const made of [block, escapeInline, quote])
      expect(kinds(made(`see [a](${target})`))).toContain('link');
  });

  it.each(['https://a.example/b?c=d:e', 'mailto:a@b.example'])(
    'A23: outside text shows that it leads to %s',
    (target) => {
      for (const made of [block, escapeInline, quote]) {
        expect(kinds(made(`see [a](${target})`))).not.toContain('link');
        expect(made(`see [a](${target})`)).toContain(target);
      }
    },
  );
});

describe('text that means no harm', () => {
  it('harmless text keeps its paragraphs, lists, emphasis and code as they are', () => {
    const text =
      'First **step**.\n\n- one `x < y`\n- two\n\n```ts\n# not a heading\nconst a: Map<string> = b;\n```';
    expect(block(text)).toBe(text);
    expect(escapeInline('It *can*, see `src/a.ts`.')).toBe('It *can*, see `src/a.ts`.');
  });

  it('harmless text keeps a heading as bold text, and closes a block of code that it left open', () => {
    expect(block('# Plan\ntext')).toBe('**Plan**\n\ntext');
    expect(block('```\nopen')).toBe('```\nopen\n```');
  });

  it('harmless text loses what cannot be seen and could turn its direction around', () => {
    expect(escapeInline('a\u202eb\u0007c')).toBe('a\ufffdb\ufffdc');
  });
});

it('A15: escaping takes time in proportion to the length of the text', () => {
  expectLinear(5_000, ['#', '`', '- ', '[', '> ', '<', '\n', '**', '1. ', ' '], (text) => {
    for (const whole of [text, `](${text}x`, `${text}\``]) block(whole).concat(escapeInline(whole));
  });
});
