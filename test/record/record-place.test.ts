import { expect, test } from 'vitest';
import { findRecordPlace } from '../../src/record/record-place.ts';

const WORDS = ['keep', 'redis'];
const DAY = '2026-01-05';

/** Paths of a repository, the folder in its `.adr-dir`, and where its next record goes. */
const PLACES: readonly (readonly [string, readonly string[], string | null, string])[] = [
  [
    'a repository without records',
    ['README.md', 'src/a.ts'],
    null,
    'docs/decisions/0001-keep-redis.md',
  ],
  [
    'four digits',
    ['docs/decisions/0001-a.md', 'docs/decisions/0012-b.md'],
    null,
    'docs/decisions/0013-keep-redis.md',
  ],
  [
    'a dated file beside numbers',
    ['docs/decisions/0012-a.md', 'docs/decisions/2026-01-05-review.md'],
    null,
    'docs/decisions/0013-keep-redis.md',
  ],
  [
    'a date without signs',
    ['docs/adr/0012-a.md', 'docs/adr/20260105-review.md', 'docs/adr/202601-b.md'],
    null,
    'docs/adr/0013-keep-redis.md',
  ],
  [
    'a year beside numbers',
    ['docs/adr/0012-a.md', 'docs/adr/2026-strategy.md'],
    null,
    'docs/adr/0013-keep-redis.md',
  ],
  [
    'numbers that have come to the years',
    ['docs/adr/1899-a.md', 'docs/adr/1900-b.md', 'docs/adr/20260105-c.md'],
    null,
    'docs/adr/1901-keep-redis.md',
  ],
  [
    'dates alone',
    ['documentation/decisions/2023-06-26-a.md'],
    null,
    'documentation/decisions/2026-01-05-keep-redis.md',
  ],
  [
    'dates without signs',
    ['docs/adr/20230626_a.md', 'docs/adr/README.md'],
    null,
    'docs/adr/20260105_keep_redis.md',
  ],
  [
    'dates in two forms, of which the later counts',
    ['docs/adr/20230626-a.md', 'docs/adr/adr-2024.06.26 b.md'],
    null,
    'docs/adr/adr-2026.01.05 keep-redis.md',
  ],
  [
    'dates, of which one is today and has this title',
    ['adr/2026-01-05-keep-redis.md', 'adr/2026-01-05-keep-redis-2.md'],
    null,
    'adr/2026-01-05-keep-redis-3.md',
  ],
  ['a number behind no date', ['docs/adr/2026-13-05-a.md'], null, 'docs/adr/0001-keep-redis.md'],
  [
    'a small prefix and three digits',
    ['docs/adr/adr-011-a.md', 'docs/adr/adr-012-b.md'],
    null,
    'docs/adr/adr-013-keep-redis.md',
  ],
  ['a prefix in capitals', ['doc/adr/ADR-0012-a.md'], null, 'doc/adr/ADR-0013-keep-redis.md'],
  ['a prefix without a title', ['ADR/ADR-0012.md'], null, 'ADR/ADR-0013-keep-redis.md'],
  ['underscores', ['doc/adr/0012_use_x.md'], null, 'doc/adr/0013_keep_redis.md'],
  [
    'a prefix with an underscore',
    ['docs/adr/adr_0012_use_x.md'],
    null,
    'docs/adr/adr_0013_keep_redis.md',
  ],
  ['a point and a space', ['docs/adr/12. Use X.md'], null, 'docs/adr/13. keep-redis.md'],
  ['numbers without zeros', ['adr/9-a.md', 'adr/10-b.md'], null, 'adr/11-keep-redis.md'],
  ['zeros that have run out', ['adr/998-a.md', 'adr/999-b.md'], null, 'adr/1000-keep-redis.md'],
  [
    'two styles, of which the commoner counts',
    ['adr/0001-a.md', 'adr/0002-b.md', 'adr/adr-012-c.md'],
    null,
    'adr/0013-keep-redis.md',
  ],
  [
    'a letter behind the number',
    ['docs/adr/ADR-040-a.md', 'docs/adr/ADR-040b-c.md'],
    null,
    'docs/adr/ADR-041-keep-redis.md',
  ],
  [
    'files that are no records',
    [
      'docs/adr/0003-a.md',
      'docs/adr/sha256-sums.md',
      'docs/adr/v20-notes.md',
      'docs/adr/README.md',
    ],
    null,
    'docs/adr/0004-keep-redis.md',
  ],
  [
    'a folder for each record',
    ['docs/adr/0003-a/README.md', 'docs/adr/0003-a/0009-picture.png'],
    null,
    'docs/adr/0004-keep-redis.md',
  ],
  [
    'a folder with nothing but a template',
    ['doc/adr/template.md'],
    null,
    'doc/adr/0001-keep-redis.md',
  ],
  [
    'a folder named by .adr-dir',
    ['.adr-dir', 'docs/adr/0007-a.md', 'notes/why/0002-b.md'],
    'notes/why\n',
    'notes/why/0003-keep-redis.md',
  ],
  [
    'a folder named by .adr-dir that is not there yet',
    ['.adr-dir'],
    './doc/arch/',
    'doc/arch/0001-keep-redis.md',
  ],
  [
    'an .adr-dir that leads out',
    ['.adr-dir', 'doc/adr/0002-a.md'],
    '../../etc',
    'doc/adr/0003-keep-redis.md',
  ],
  ['an absolute .adr-dir', ['.adr-dir'], '/etc', 'docs/decisions/0001-keep-redis.md'],
  [
    'two folders, of which one has records',
    ['docs/decisions/README.md', 'doc/adr/0002-a.md'],
    null,
    'doc/adr/0003-keep-redis.md',
  ],
  [
    'records of a package beside those of the whole',
    [
      'packages/x/docs/adr/0001-a.md',
      'packages/x/docs/adr/0002-b.md',
      'docs/architecture/decisions/0001-c.md',
    ],
    null,
    'docs/architecture/decisions/0002-keep-redis.md',
  ],
  [
    'records of others',
    ['node_modules/x/docs/adr/0031-a.md', 'test/fixtures/adr/0004-b.md'],
    null,
    'docs/decisions/0001-keep-redis.md',
  ],
  [
    'records of others, and code that is about decisions',
    ['src/decisions/1-sort.ts', 'src/core/decision/README.md', 'src/adr/0001-a.ts'],
    null,
    'docs/decisions/0001-keep-redis.md',
  ],
  [
    'a number taken by a file that is no document',
    ['docs/adr/0003-a.md', 'docs/adr/0004-b.pdf'],
    null,
    'docs/adr/0005-keep-redis.md',
  ],
  [
    'records deep in the documentation',
    ['docs/knowledge/decisions/0104-a.md'],
    null,
    'docs/knowledge/decisions/0105-keep-redis.md',
  ],
];

test.each(PLACES)('the next record follows %s', (_, paths, named, path) => {
  const place = findRecordPlace(paths, named, { day: DAY, taken: [] });
  expect(place.pathOf(place.number, WORDS)).toBe(path);
});

test('a number that an open proposal has taken is not given again', () => {
  expect(
    findRecordPlace(['docs/adr/adr-012-a.md'], null, { day: DAY, taken: ['013', '0014'] }).number,
  ).toBe('015');
});

test('A15: long names cost time in proportion to their length', () => {
  const names = [`${'a'.repeat(200_000)}1`, '0'.repeat(200_000), `${'-'.repeat(200_000)}`];
  const paths = names.map((name) => `docs/adr/${name}`);
  expect(findRecordPlace(paths, 'a/'.repeat(100_000), { day: DAY, taken: [] }).number).toBe('0001');
});
