import { describe, expect, it, test } from 'vitest';
import { readBlockMarkdown, readInlineMarkdown } from '#acts/drawing/markdown.ts';
import { bold, line, lines, moment } from '#presentation/format/document.ts';
import { discordMarkdownOf } from '#surfaces/discord/drawing/markdown.ts';

const shown = (markdown: string) => discordMarkdownOf([readBlockMarkdown(markdown, 3_000)]);

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
    [
      'code too long to stay whole',
      `\`${'[a] '.repeat(200).trim()}\``,
      '\\[a\\] '.repeat(200).trim(),
    ],
    ['what is no markup', '2 * 3 * 4, snake_case, a | b', '2 \\* 3 \\* 4, snake\\_case, a \\| b'],
    ['mentions', '@everyone <@1> <#2>', '\\@everyone \\<\\@1\\> \\<\\#2\\>'],
    ['names of emoji', 'a :smile: b: c 10:30', 'a \\:smile: b: c 10\\:30'],
    ['links', '[the page](https://a.example/b_c)', 'the page (<https://a.example/b_c>)'],
    ['mail', '<ana@a.example>', 'ana\\@a.example'],
  ])('%s', (_, markdown, expected) => {
    expect(shown(markdown)).toBe(expected);
  });

  it('marks stand close to the words, and apart from each other', () => {
    expect(discordMarkdownOf([[lines(line`${bold('They differ: ')}so`)]])).toBe(
      '**They differ:** so',
    );
    expect(discordMarkdownOf([[lines(readInlineMarkdown('**a***b*', 100))]])).toBe(
      '**a**\u200b*b*',
    );
    expect(discordMarkdownOf([[lines(line`${bold('D1')} and 5`)]])).toBe('**D1** and 5');
  });

  it('a time is shown by each reader’s own clock', () => {
    const at = Date.UTC(2026, 10, 20, 8, 10);
    expect(discordMarkdownOf([[lines([moment(at, at)])]])).toBe(`<t:${at / 1_000}:t>`);
    expect(discordMarkdownOf([[lines([moment(at, 0)])]])).toBe(`<t:${at / 1_000}:f>`);
  });
});
