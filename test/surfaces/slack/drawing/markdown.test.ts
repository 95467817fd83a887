import { describe, expect, it, test } from 'vitest';
import { readBlockMarkdown, readInlineMarkdown } from '#acts/drawing/markdown.ts';
import { document, lines, type Section } from '#presentation/format/document.ts';
import { draw } from '#surfaces/slack/drawing/draw.ts';
import { readable } from './readable.ts';

const drawn = (section: Section) => readable(draw(document('', [section])));
const shown = (markdown: string, most = 3_000) => drawn(readBlockMarkdown(markdown, most));
const line = (markdown: string, most = 3_000) => drawn([lines(readInlineMarkdown(markdown, most))]);

describe('Markdown, as Slack shows it', () => {
  test.each([
    ['paragraphs', 'One\nline.\n\nAnother.', 'One line.\n\nAnother.'],
    ['headings', '# Why **so**\ntext', '*Why so*\n\ntext'],
    ['marks', '**bold** *it* ~~gone~~ `code`', '*bold* _it_ ~gone~ `code`'],
    ['lists', '- one\n- two\n  - deeper\n- three', '• one\n• two\n  • deeper\n• three'],
    ['numbers', '3. one\n4. two', '3. one\n4. two'],
    ['tasks', '- [x] done\n- [ ] open', '• ☑ done\n• ☐ open'],
    ['a list within numbers', '1. one\n   - a\n2. two', '1. one\n  • a\n2. two'],
    ['quotes', '> one\n> two\n\nafter', '> one two\nafter'],
    ['code', '```sql\nselect *\nfrom t\n```', '```\nselect *\nfrom t\n```'],
    ['code that is never closed', '```\na', '```\na\n```'],
    [
      'tables',
      '| a | long |\n|--|--|\n| 漢字 | b |',
      '```\na    │ long\n─────┼─────\n漢字 │ b\n```',
    ],
    ['markup of Slack', '*x* <!here> <@U1> :smile:', '_x_ <!here> <@U1> :smile:'],
    ['HTML', '<b onclick="x">hi</b>', '<b onclick="x">hi</b>'],
    ['links by reference', '[x][1]\n\n[1]: https://a.example', 'x\n\n[1]: https://a.example'],
    ['entities, read once', '&lt; &amp;lt;', '< &lt;'],
  ])('%s', (_, markdown, expected) => {
    expect(shown(markdown)).toBe(expected);
  });

  test.each([
    ['https://a.example/x', '<https://a.example/x>'],
    ['[https://a.example](https://a.example)', '<https://a.example/>'],
    ['[the docs](https://a.example/docs)', 'the docs (<https://a.example/docs>)'],
    ['[https://a.example](https://b.example)', 'https://a.example (<https://b.example/>)'],
    ['[a](https://a.example@b.example)', 'a (<https://a.example@b.example/>)'],
    ['[а](https://аpple.example)', 'а (<https://xn--pple-43d.example/>)'],
    ['ana@a.example', '<mailto:ana@a.example>'],
    ['[x](javascript:alert(1))', 'x (javascript:alert(1))'],
    ['[x](slack://open)', 'x (slack://open)'],
    ['[x](../file.md)', 'x (../file.md)'],
    ['![a cat](https://a.example/c.png)', 'a cat (<https://a.example/c.png>)'],
    ['[x][1]\n\n[1]: https://a.example', '[x][1] [1]: <https://a.example/>'],
  ])('the link %s leads where it says', (markdown, expected) => {
    expect(line(markdown)).toBe(expected);
  });

  it('text that runs from right to left is kept to itself, and signs that turn the order around are dropped', () => {
    expect(line('a \u202eb\u202c שלום c')).toBe('\u2068a b שלום c\u2069');
  });

  it('a text is cut at every length to no more than that, and marked', () => {
    const markdown =
      '# Head\n\nSome **bold** words, [a link](https://a.example).\n\n- one\n- two\n\n> quoted\n\n```\ncode\n```';
    const whole = shown(markdown).length;
    for (let most = 2; most < whole + 20; most++) {
      expect(shown(markdown, most).length, `${most}`).toBeLessThanOrEqual(most + 40);
      expect(line(markdown, most).length, `${most}`).toBeLessThanOrEqual(most + 20);
    }
    expect(shown(markdown, 25)).toBe('*Head*\n\nSome *bold* words, a…');
  });
});
