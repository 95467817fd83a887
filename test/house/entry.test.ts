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
  // The keys of models are read by the names that the file of models gives, which are those of
  // `entry.ts` if it gives none.
  const models = ['src/entry/models.ts', 'src/adapters/model-list/entry.ts'];
  const files = ['src/entry/config.ts', 'src/entry/proxy-settings.ts', ...models];
  const words = files
    .map((file) => readFileSync(join(ROOT, file), 'utf8'))
    .join('\n')
    .match(/\w+/g);
  expect(Object.keys(VARIABLES).filter((name) => words?.includes(name) !== true)).toEqual([]);
});

/**
 * Half of what there is, and most of the time to load all: it comes with the first design, page or
 * model that needs it.
 */
const OF_A_DESIGN = [
  'core/workflow/decide',
  'engine/ownership/design-actor',
  'presentation/view/view',
];
const OF_A_LIST = [
  'core/vocabulary/events',
  'core/vocabulary/submission',
  'presentation/schema/view',
  'entry/models',
];

test.each([
  ['the command line', 'src/entry/cli/program.ts', [...OF_A_DESIGN, ...OF_A_LIST], 60],
  ['a list of designs', 'src/entry/commands/list.ts', [...OF_A_DESIGN, ...OF_A_LIST], 91],
  [
    'a daemon',
    'src/entry/commands/serve.ts',
    [...OF_A_DESIGN, 'adapters/repository/repositories'],
    420,
  ],
] as const)('%s starts without what only a design needs', (_, start, later, most) => {
  const sources = new Map(sourceFiles('src').map((file) => [file.path, file]));
  const loaded = loadedWith(sources, start);
  expect(loaded.size).toBeGreaterThan(30);
  expect(loaded.size).toBeLessThan(most);
  expect(
    later.map((file) => `src/${file}.ts`).filter((path) => !sources.has(path) || loaded.has(path)),
  ).toEqual([]);
});
