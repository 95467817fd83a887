import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './source.ts';

interface Entry {
  readonly test: string;
  readonly since: string;
  readonly mendBy: string;
}

const {
  judged,
  listed,
}: {
  judged(
    unsteady: string[],
    list: Entry[],
    today: string,
  ): { excused: string[]; unlisted: string[]; problems: string[] };
  listed(): Entry[];
} = createRequire(import.meta.url)('../../.ci/second-try.cjs');

const STALLS = 'test/a.test.ts: stalls';
const LISTED = [{ test: STALLS, since: '2026-11-01', mendBy: '2026-12-01' }];

test('a test that passes only at its second try is excused until its date, and named where the list lacks it', () => {
  expect(judged([STALLS], LISTED, '2026-11-30')).toEqual({ excused: [STALLS], unlisted: [], problems: [] });
  expect(judged([STALLS], [], '2026-11-30')).toEqual({ excused: [STALLS], unlisted: [STALLS], problems: [] });
});

test('a test that stays on the list of second tries beyond its date fails the run, however it went', () => {
  const problems = [`to be mended by 2026-12-01, and still on the list of second tries: ${STALLS}`];
  expect(judged([STALLS], LISTED, '2026-12-02')).toEqual({ excused: [], unlisted: [], problems });
  expect(judged([], LISTED, '2026-12-02')).toEqual({ excused: [], unlisted: [], problems });
  expect(judged([], LISTED, '2026-12-01')).toEqual({ excused: [], unlisted: [], problems: [] });
});

test('each entry of the list of second tries names a test file that is there, and both of its dates', () => {
  const files = listed().map((entry) => entry.test.split(': ')[0] ?? '');
  expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  expect(judged([], [{ test: STALLS, since: 'today', mendBy: '2026-12-01' }], '2026-11-30').problems).toEqual(
    [`on the list of second tries without its dates: ${STALLS}`],
  );
  expect(judged([], listed(), '0000-01-01').problems).toEqual([]);
});
