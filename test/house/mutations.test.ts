import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { drawnFrom, placesOf, randomOf, textWith } from '../mutation/places.ts';
import { MUTATIONS } from '../mutation-list.ts';

test('the text that a mutation replaces stands once in its file, so that the night can make the mistake', () => {
  const root = join(import.meta.dirname, '../..');
  const times = MUTATIONS.map(
    ({ file, search }) => readFileSync(join(root, file), 'utf8').split(search).length - 1,
  );
  expect(MUTATIONS.filter((_, at) => times[at] !== 1).map(({ mistake }) => mistake)).toEqual([]);
});

test.each([
  ['if (old) act();', ['if (!(old)) act();', 'if (old) {}']],
  ['const is = (a) < b;', ['const is = (a) <= b;']],
  ['const all = one.every(two);', ['const all = one.some(two);']],
  ['const sum = a + 1;', ['const sum = a - 1;', 'const sum = a + 2;']],
  ['const both = a && b === true;', ['a || b === true', 'a && b !== true', 'a && b === false']],
  ["throw new Error('no');", ['{}']],
  ['interface Old { readonly age: 1 | 2; readonly isOld: true }', []],
])('the mistakes in "%s" are found by the mutator', (text, made) => {
  const file = { path: `made-up/${text.length}-mutations.ts`, text, lines: text.split('\n') };
  const texts = placesOf(file).map((place) => textWith(text, place));
  expect(texts).toEqual(made.map((each) => expect.stringContaining(each)));
});

test('the mutator draws the same mistakes for the same seed, and none of them twice', () => {
  const items = [...Array(50).keys()];
  const drawn = drawnFrom(items, 20, randomOf(69));
  expect(drawnFrom(items, 20, randomOf(69))).toEqual(drawn);
  expect(drawnFrom(items, 20, randomOf(70))).not.toEqual(drawn);
  expect(new Set(drawn).size).toBe(20);
});
