import { join } from 'node:path';
import { expect, test } from 'vitest';
import { becomesOf, FORTY, LANGUAGES, MOMENTS, type Moment, type Typed } from './forty-words.ts';

const moments = Object.keys(MOMENTS) as Moment[];

const shown = (text: string) =>
  text.replaceAll('<@9>', '@Charrette').replaceAll('`', 'ˋ').replaceAll('\n', ' ⏎ ');
function script({ turn }: Typed): string {
  switch (turn.finds) {
    case 'nothing':
      return 'nothing';
    case 'answer':
      return 'an answer to Q1';
    case 'request':
      return `a request: ${turn.kind}`;
    case 'both':
      return `an answer to Q1, and a request: ${turn.kind}`;
  }
}

test('A17: the examples are forty messages in six languages', () => {
  expect(FORTY).toHaveLength(40);
  expect(new Set(FORTY.map(({ language }) => language))).toEqual(new Set(LANGUAGES));
});

test('A17, J10: forty-words.md says what code does with each at five moments; none is lost, and none doubled', async () => {
  const rows: string[] = [];
  for (const [index, each] of FORTY.entries()) {
    const cells: string[] = [];
    for (const moment of moments) cells.push(await becomesOf(each, moment));
    expect(cells.join(), each.text).not.toContain('BROKEN');
    const what = [
      String(index + 1),
      each.language,
      `\`${shown(each.text)}\``,
      script(each),
      ...cells,
    ];
    rows.push(`| ${what.map((cell) => cell.replaceAll('|', '/')).join(' | ')} |`);
  }
  const page = [
    '# Forty things that people type',
    '',
    'A reference: what code does with each at five moments of a design, typed by the person who started it, in its thread or beside',
    'it. `test/acts/gateway/forty-words.test.ts` plays every one, and fails where this page says anything else. *Scripted*: what the',
    'turn that matches replies is made to find while questions are open; no model was asked. At all other moments no turn reads it.',
    '*Told how it stands*: privately, once, with the buttons that this person may press. Nothing that ends something is done before a',
    'person has said so once more. Beside the thread, a message to the bot gets three offers, and any other is left alone.',
    '',
    `| | | typed | scripted | ${moments.map((moment) => MOMENTS[moment]).join(' | ')} |`,
    `|---|---|---|---|${moments.map(() => '---|').join('')}`,
    ...rows,
    '',
  ].join('\n');
  await expect(page).toMatchFileSnapshot(
    join(import.meta.dirname, '../../golden/tables/forty-words.md'),
  );
}, 120_000);
