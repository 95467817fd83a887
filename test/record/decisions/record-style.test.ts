import { expect, test } from 'vitest';
import { USUAL_STYLE } from '../../../src/presentation/published-record.ts';
import { findSamplePath, styleOf } from '../../../src/record/decisions/record-style.ts';

const wordsOf = (sample: string) => styleOf(sample).headings.map(({ words }) => words);

test.each([
  [
    'Nygard',
    '# 7. Queue\n\nDate: 2026-01-05\n\n## Status\n\nAccepted\n\n## Context\n\n## Decision\n\n## Consequences\n',
    ['Status', 'Context', 'Decision', 'Consequences', 'More Information'],
    '12. Move it',
  ],
  [
    'the template of adr-tools',
    '# NUMBER. TITLE\n\nDate: DATE\n\n## Status\n\nSTATUS\n\n## Context\n\n## Decision\n\n## Consequences\n',
    ['Status', 'Context', 'Decision', 'Consequences', 'More Information'],
    '12. Move it',
  ],
  [
    'German',
    '# ADR-0003: Schlange\n\n## Kontext\n\n## Betrachtete Optionen\n\n## Entscheidung\n\n## Konsequenzen\n\n## Weitere Informationen\n',
    ['Kontext', 'Betrachtete Optionen', 'Entscheidung', 'Konsequenzen', 'Weitere Informationen'],
    'ADR-0012: Move it',
  ],
  [
    'another order, with parts that we have not',
    'Queue\n=====\n\nDecision\n--------\n\nContext\n-------\n\n## Compliance\n\n```\n## Status\n```\n',
    ['Decision', 'Context', 'More Information'],
    'Move it',
  ],
  [
    'MADR',
    '# Queue\n\n## Context and Problem Statement\n\n## Decision Drivers\n\n## Considered Options\n\n## Decision Outcome\n\n### Consequences\n',
    ['Context and Problem Statement', 'Considered Options', 'Decision Outcome', 'More Information'],
    'Move it',
  ],
])('a record takes headings and title from %s', (_, sample, headings, title) => {
  expect(wordsOf(sample)).toEqual(headings);
  expect(`${styleOf(sample).beforeTitle('0012')}Move it`).toBe(title);
});

test.each([
  [null],
  ['# Notes\n\nNothing.\n'],
  ['# Notes\n\n## Decision\n'],
  ['# Notes\n\n## Status\n\n## Context\n'],
])('a sample that shows no style leaves the usual one: %j', (sample) =>
  expect(styleOf(sample)).toBe(USUAL_STYLE),
);

test('the sample is the template, else the latest record', () => {
  const records = ['adr/0009-a.md', 'adr/0010-b.md', 'adr/README.md', 'adr/sub.txt', 'src/0011-c.md'];
  expect(findSamplePath(records, 'adr')).toBe('adr/0010-b.md');
  expect(findSamplePath([...records, 'adr/adr-template.md'], 'adr')).toBe('adr/adr-template.md');
  expect(findSamplePath([...records, 'adr/templates/template.md'], 'adr')).toBe('adr/templates/template.md');
  expect(findSamplePath(['adr/9-a.md', 'adr/10-b.md'], 'adr')).toBe('adr/10-b.md');
  expect(findSamplePath(['adr/README.md'], 'adr')).toBeNull();
});
