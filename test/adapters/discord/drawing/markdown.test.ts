import { describe, expect, it, test } from 'vitest';
import { markdownOf } from '../../../../src/adapters/discord/drawing/markdown.ts';
import { split } from '../../../../src/adapters/discord/drawing/split.ts';
import { bold, lines, moment, ours } from '../../../../src/runtime/message/document.ts';
import { blockMarkdown, inlineMarkdown } from '../../../../src/runtime/message/markdown.ts';

const shown = (markdown: string) => markdownOf([blockMarkdown(markdown, 3_000)]);

describe('Markdown, as Discord reads it', () => {
  test.each([
    ['paragraphs', 'One\nline.\n\nAnother.', 'One line.\n\nAnother.'],
    ['headings', '# Why **so**\ntext', '**Why so**\n\ntext'],
    ['marks', '**bold** *it* ~~gone~~ `code`', '**bold** *it* ~~gone~~ `code`'],
    ['lists', '- one\n- two\n  - deeper\n- three', '- one\n- two\n  - deeper\n- three'],
    ['numbers', '3. one\n4. two', '3\\. one\n4\\. two'],
    ['quotes', '> one\n> two\n\nafter', '> one two\nafter'],
    ['quotes within many others', `${'> '.repeat(12)}x`, '> \\> \\> \\> \\> x'],
    ['code', '```sql\nselect *\nfrom t\n```', '```\nselect *\nfrom t\n```'],
    ['code within code', '````\n```\nx\n````', '```\n``\u200b`\nx\n```'],
    ['code within long code', '``````\n`````x\n``````', '```\n``\u200b``\u200b`x\n```'],
    ['code with backticks', 'a ``b`c`` d', 'a `` b`c `` d'],
    ['code with many backticks', '````a```b````', '`` a`\u200b`\u200b`b ``'],
    ['code too long to stay whole', `\`${'[a] '.repeat(200).trim()}\``, '\\[a\\] '.repeat(200).trim()],
    ['what is no markup', '2 * 3 * 4, snake_case, a | b', '2 \\* 3 \\* 4, snake\\_case, a \\| b'],
    ['mentions', '@everyone <@1> <#2>', '\\@everyone \\<\\@1\\> \\<\\#2\\>'],
    ['names of emoji', 'a :smile: b: c 10:30', 'a \\:smile: b: c 10\\:30'],
    ['links', '[the page](https://a.example/b_c)', 'the page (<https://a.example/b_c>)'],
    ['mail', '<ana@a.example>', 'ana\\@a.example'],
  ])('%s', (_, markdown, expected) => {
    expect(shown(markdown)).toBe(expected);
  });

  it('marks stand close to the words, and apart from each other', () => {
    expect(markdownOf([[lines([bold('They differ: '), ours('so')])]])).toBe('**They differ:** so');
    expect(markdownOf([[lines(inlineMarkdown('**a***b*', 100))]])).toBe('**a**\u200b*b*');
    expect(markdownOf([[lines([bold('D1'), ours(' and 5')])]])).toBe('**D1** and 5');
  });

  it('a time is shown by each reader’s own clock', () => {
    const at = Date.UTC(2026, 10, 20, 8, 10);
    expect(markdownOf([[lines([moment(at, at)])]])).toBe(`<t:${at / 1_000}:t>`);
    expect(markdownOf([[lines([moment(at, 0)])]])).toBe(`<t:${at / 1_000}:f>`);
  });
});

describe('splitting a long text', () => {
  const words = (count: number) => Array.from({ length: count }, (_, at) => `word${at}`).join(' ');

  it('leaves alone what fits', () => {
    expect(split('a\n\nb', 4)).toEqual(['a\n\nb']);
  });

  it('goes between sections, then between lines, then between words', () => {
    expect(split('first one\n\nsecond\nline', 18)).toEqual(['first one', 'second\nline']);
    expect(split('first\nsecond\nthird', 17)).toEqual(['first\nsecond', 'third']);
    expect(split(words(4), 18)).toEqual(['word0 word1', 'word2 word3']);
  });

  it('closes code and opens it again', () => {
    const code = `\`\`\`\n${Array.from({ length: 30 }, (_, at) => `line ${at}`).join('\n')}\n\`\`\``;
    const parts = split(`before\n\n${code}\n\nafter`, 100);
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts) expect(part.split('```').length % 2).toBe(1);
    const inside = parts.join('\n').replaceAll(/\n?```\n?/g, '\n');
    for (let at = 0; at < 30; at++) expect(inside).toContain(`line ${at}\n`);
  });

  it('does not go through marks, escapes or signs where there is another place', () => {
    expect(split('some plain words **all of these are bold** end', 34)[0]).toBe('some plain words');
    expect(split(`${'\\_'.repeat(40)}`, 51).every((part) => part.length % 2 === 0)).toBe(true);
    expect(split('🏺'.repeat(60), 51).every((part) => part.isWellFormed())).toBe(true);
  });

  it('does not go through code, whose rest would be markup', () => {
    const [before, code] = ['x'.repeat(60), `\`${'[a](https://b.example)'.repeat(2)}\``];
    expect(split(`${before}${code}`, 80)).toEqual([before, code]);
  });

  test.each([40, 100, 1_000, 4_000])('keeps every word, in parts of at most %i', (most) => {
    const text = Array.from({ length: 40 }, (_, at) => `**Part ${at}.** ${words(at * 3)}`).join('\n\n');
    const parts = split(text, most);
    expect(parts.every((part) => part.length <= most && part !== '')).toBe(true);
    expect(parts.join(' ').split(/\s+/)).toEqual(text.split(/\s+/));
  });
});
