import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VARIABLES } from '../../src/entry/variables.ts';
import { importsOf, loadedWith, ROOT, sourceFiles } from './source.ts';

test('every file in the folder of verbs is one that the list of verbs loads', () => {
  const files = sourceFiles('src/entry/commands');
  const list = files.filter(({ path }) => path.endsWith('/verbs.ts'));
  const loaded = list.flatMap(importsOf).map(({ to }) => to);
  const others = files.filter((file) => !list.includes(file));
  expect(others.length).toBeGreaterThan(0);
  expect(others.map(({ path }) => path).filter((path) => !loaded.includes(path))).toEqual([]);
});

test('every setting is read where the configuration is made of them', () => {
  // The keys of models are read by the names that the file of models gives, which are those of `entry.ts` if it gives none.
  const models = ['src/entry/models.ts', 'src/adapters/model-list/entry.ts'];
  const files = ['src/entry/config.ts', 'src/entry/proxy-settings.ts', ...models];
  const words = files
    .map((file) => readFileSync(join(ROOT, file), 'utf8'))
    .join('\n')
    .match(/\w+/g);
  expect(Object.keys(VARIABLES).filter((name) => words?.includes(name) !== true)).toEqual([]);
});

test('a list of designs is shown without the shapes of events, which take a quarter of its time to load', () => {
  const sources = new Map(sourceFiles('src').map((file) => [file.path, file]));
  const loaded = loadedWith(sources, 'src/entry/commands/list.ts');
  expect(loaded.size).toBeGreaterThan(30);
  expect([...loaded]).not.toContain('src/core/vocabulary/events.ts');
});
