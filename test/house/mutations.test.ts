import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MUTATIONS } from '../mutation-list.ts';

test('the text that a mutation replaces stands once in its file, so that the night can make the mistake', () => {
  const root = join(import.meta.dirname, '../..');
  const times = MUTATIONS.map(
    ({ file, search }) => readFileSync(join(root, file), 'utf8').split(search).length - 1,
  );
  expect(MUTATIONS.filter((_, at) => times[at] !== 1).map(({ mistake }) => mistake)).toEqual([]);
});
