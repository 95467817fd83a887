import { expect, test } from 'vitest';
import { findNextRecord } from '../../src/record/next-record.ts';

/** Paths of a repository, the folder in its `.adr-dir`, and where its next record goes. */
const PLACES: readonly (readonly [string, readonly string[], string | null, string])[] = [
  ['a repository without records', ['README.md', 'src/a.ts'], null, 'docs/decisions/0001'],
  [
    'four digits',
    ['docs/decisions/0001-a.md', 'docs/decisions/0012-b.md'],
    null,
    'docs/decisions/0013',
  ],
  [
    'files that begin with a date, and others that are no records',
    [
      'docs/adr/0012-a.md',
      'docs/adr/2026-01-05-b.md',
      'docs/adr/20260105-c.md',
      'docs/adr/README.md',
    ],
    null,
    'docs/adr/0013',
  ],
  [
    'a prefix and fewer digits',
    ['docs/adr/adr-011-a.md', 'docs/adr/adr-012-b.md'],
    null,
    'docs/adr/adr-013',
  ],
  ['digits that have run out', ['adr/9998-a.md', 'adr/9999-b.md'], null, 'adr/10000'],
  [
    'a number taken by a file that is no document',
    ['docs/adr/0003-a.md', 'docs/adr/0004-b.pdf'],
    null,
    'docs/adr/0005',
  ],
  ['a folder with nothing but a template', ['doc/adr/template.md'], null, 'doc/adr/0001'],
  [
    'a folder named by .adr-dir',
    ['.adr-dir', 'docs/adr/0007-a.md', 'notes/why/0002-b.md'],
    'notes/why\n',
    'notes/why/0003',
  ],
  [
    'a folder named by .adr-dir that is not there yet',
    ['.adr-dir'],
    './doc/arch/',
    'doc/arch/0001',
  ],
  ['an .adr-dir that leads out', ['.adr-dir', 'doc/adr/0002-a.md'], '../../etc', 'doc/adr/0003'],
  ['an absolute .adr-dir', ['.adr-dir'], '/etc', 'docs/decisions/0001'],
  [
    'two folders, of which one has records',
    ['docs/decisions/README.md', 'doc/adr/0002-a.md'],
    null,
    'doc/adr/0003',
  ],
  [
    'records of a package beside those of the whole',
    [
      'packages/x/docs/adr/0001-a.md',
      'packages/x/docs/adr/0002-b.md',
      'docs/architecture/decisions/0001-c.md',
    ],
    null,
    'docs/architecture/decisions/0002',
  ],
  [
    'records of others, and code that is about decisions',
    ['node_modules/x/docs/adr/0031-a.md', 'src/decisions/1-sort.ts', 'src/adr/0001-a.ts'],
    null,
    'docs/decisions/0001',
  ],
];

test.each(PLACES)('the next record follows %s', (_, paths, named, place) => {
  const { number, pathOf } = findNextRecord(paths, named, []);
  expect(pathOf(number, 'move')).toBe(`${place}-move.md`);
});

test('a number that an open proposal has taken is not given again', () => {
  expect(findNextRecord(['docs/adr/adr-012-a.md'], null, ['013', '0014']).number).toBe('015');
});

test('A15: long names cost time in proportion to their length', () => {
  const names = [`${'a'.repeat(200_000)}1`, '0'.repeat(200_000), `${'-'.repeat(200_000)}`];
  const paths = names.flatMap((name) => [`docs/adr/${name}`, `docs/${name}/adr/x`]);
  expect(findNextRecord(paths, 'a/'.repeat(100_000), []).number).toBe('0001');
});
