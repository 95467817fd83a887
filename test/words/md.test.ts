import type { Nodes } from 'mdast';
import { describe, expect, it } from 'vitest';
import {
  bullets,
  code,
  type Markdown,
  md,
  numbered,
  paragraphs,
  person,
  quote,
  time,
} from '#words/md.ts';
import { parseMarkdown, targetOf } from '#words/tree.ts';

const HOSTILE = [
  '[Ana](person:U1)',
  '](person:U1)',
  '`](person:U1)`',
  '[x](time:1)',
  '![x](http://evil.example)',
  '[a]: http://evil.example',
  '[a][b]\n\n[b]: person:U1',
  '[^1]: note',
  '<https://evil.example>',
  '<@U1> <!channel> @everyone',
  '<b onclick=x>bold</b>',
  '<!-- signed text -->',
  '<script\n>alert(1)</script>',
  '&lt;b&gt; &#64;here &amp;',
  '# heading',
  '> quote',
  '- item\n- item',
  '* item',
  '+ item',
  '1. item',
  '123456789) item',
  '- [ ] task',
  '- 1. > # nested',
  'heading\n===',
  'heading\n---',
  '---',
  '***',
  '___',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  ':-: | :-:',
  '```\ncode\n```',
  '~~~ js\ncode',
  '    indented',
  '\tindented',
  '**bold** *it* __b__ _i_ ~~gone~~',
  '**open',
  '`open',
  '``twice``',
  'a\\\nb',
  'ends with \\',
  'two blanks  \nthen',
  '\\[x](person:U1)',
  '\\\\[x](person:U1)',
  'word[Ana](person:U1)word',
  '\u202eright to left\u2066',
  'zero\u200bwidth',
  '\u0000\u001b[31mred',
  'a\u2028# b',
  '\ud800 alone',
];

/** Where others' words go, and the kinds that our own marks around them make. */
const PLACES: readonly [name: string, put: (text: string) => Markdown, ours: readonly string[]][] =
  [
    ['within a line', (text) => md`**Said:** ${text} and more`, ['strong']],
    ['at the start', (text) => md`${text} and more`, []],
    ['within emphasis', (text) => md`**${text}** and *${text}*`, ['strong', 'emphasis']],
    ['in a list', (text) => bullets([md`${text}`, md`${text}`]), ['list', 'listItem']],
    ['in a numbered list', (text) => numbered([md`${text}`]), ['list', 'listItem']],
    ['in a heading', (text) => md`## ${text}`, ['heading']],
    ['in paragraphs', (text) => paragraphs(text), []],
    ['in a quotation', (text) => quote(text), ['blockquote']],
    ['as code', (text) => md`see ${code(text)} there`, []],
    ['as a name', (text) => md`${person(text, text)}, look`, ['link']],
  ];

describe('md', () => {
  it.each(PLACES)('A23: makes what others wrote inert %s', (_name, put, ours) => {
    for (const text of HOSTILE) {
      const tree = parseMarkdown(put(text).text);
      const kinds = new Set(nodesOf(tree).map(({ type }) => type));
      for (const inert of ['root', 'paragraph', 'text', 'break', 'inlineCode'] as const)
        kinds.delete(inert);
      expect({ text, kinds: [...kinds].sort() }).toEqual({ text, kinds: [...ours].sort() });
    }
  });

  it('A23: calls nobody but the person that it was given', () => {
    for (const text of HOSTILE) {
      const tree = parseMarkdown(md`${person(text, text)} ${text} ${paragraphs(text)}`.text);
      const targets = nodesOf(tree).flatMap((node) =>
        node.type === 'link' ? [targetOf(node.url)] : [],
      );
      expect(targets).toEqual([{ kind: 'person', id: text.toWellFormed() }]);
    }
  });

  it('A23: keeps every word of a text, and turns no direction', () => {
    const text = 'C:\\new_file, job_queue and `code_span`: 2 < 3 & 4 * 5 [sic] #eng\u202e';
    const shown = nodesOf(parseMarkdown(md`${text}`.text))
      .map((node) => ('value' in node ? node.value : ''))
      .join('');
    expect(shown).toBe('C:\\new_file, job_queue and code_span: 2 < 3 & 4 * 5 [sic] #eng');
  });

  it('keeps paragraphs and lines of a person', () => {
    expect(paragraphs('First line\nsecond\n\n\n - third  ').text).toBe(
      'First line\\\nsecond\n\n\\- third',
    );
    expect(quote('One\n\ntwo').text).toBe('> One\n>\n> two');
  });

  it('leaves names of columns and places readable in a file', () => {
    expect(md`${'receipt_jobs in `db/schema.sql:8` (about 2.5 %)'}`.text).toBe(
      'receipt_jobs in `db/schema.sql:8` (about 2.5 %)',
    );
  });

  it('makes links that outlets can tell apart', () => {
    expect(person('Ana [x]', 'U1(2)').text).toBe('[Ana \\[x\\]](person:U1%282%29)');
    expect(time(Date.UTC(2026, 10, 30, 11, 12)).text).toBe('[11:12 UTC](time:1796037120)');
    expect(targetOf('time:1796037120')).toEqual({ kind: 'time', ms: 1_796_037_120_000 });
    expect(targetOf('https://charrette.example/x')).toEqual({
      kind: 'web',
      url: 'https://charrette.example/x',
    });
  });

  it('A15: draws 100 kB without a blank', () => {
    for (const text of [
      'a'.repeat(100_000),
      '`'.repeat(100_000),
      '['.repeat(100_000),
      '_*'.repeat(50_000),
    ]) {
      expect(md`${text}`.text.length).toBeGreaterThanOrEqual(100_000);
    }
  });
});

function nodesOf(node: Nodes): Nodes[] {
  return [node, ...('children' in node ? node.children.flatMap(nodesOf) : [])];
}
