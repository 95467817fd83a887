import { expect, test } from 'vitest';
import { folderOf, readSource } from './source-files.ts';

/** Top down, as in docs/architecture.md: a folder imports from those above it. */
const LAYERS = [
  'support',
  'design',
  'words',
  'record',
  'models',
  'repository',
  'sessions',
  'turns',
  'store',
  'engine',
  'chat',
  'web',
  'cli',
  'settings',
  'main',
];
const files = readSource();

test('every file stands in one of the layers', () => {
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter(({ path }) => !LAYERS.includes(folderOf(path)))).toEqual([]);
});

test('imports go up the layers, and never down', () => {
  // The terminal is given its settings and its house by name.
  const wrong = files.flatMap(({ path, imports }) =>
    imports
      .filter((to) => LAYERS.indexOf(folderOf(to)) > LAYERS.indexOf(folderOf(path)))
      .map((to) => `${path} → ${to}`),
  );
  expect(wrong).toEqual([]);
});

test('no file imports itself by a circle', () => {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(' → '));
    if (done.has(path) || way.includes(path)) return;
    for (const to of byPath.get(path)?.imports ?? []) visit(to, [...way, path]);
    done.add(path);
  };
  for (const { path } of files) visit(path, []);
  expect(circles).toEqual([]);
});

test('the core and the words know neither environment nor clock nor chance', () => {
  const outside = /\bprocess\.|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomUUID\(/;
  const wrong = files.filter(
    ({ path, text }) => ['design', 'words'].includes(folderOf(path)) && outside.test(text),
  );
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

test('the core needs no package but zod', () => {
  const packages = files
    .filter(({ path }) => folderOf(path) === 'design')
    .flatMap(({ text }) => [...text.matchAll(/from '([^#.'][^']*)'/g)].map(([, name]) => name));
  expect([...new Set(packages)].filter((name) => name !== 'zod')).toEqual([]);
});

test('A11: no error is swallowed', () => {
  const comments = /\/\*[\s\S]*?\*\/|\/\/.*/g;
  const block = /catch\s*(?:\([^)]*\))?\s*\{\s*\}/;
  // As the handler of a rejection, a function that does nothing.
  const handler =
    /(?:\.catch\(|\.then\([^;]*?,)\s*(?:\([^()]*\)|\w+)\s*=>\s*(?:\{\s*\}|undefined|null)\s*,?\s*\)/;
  const silent = files.filter(({ text }) => {
    const code = text.replaceAll(comments, '');
    return block.test(code) || handler.test(code);
  });
  expect(silent.map(({ path }) => path)).toEqual([]);
});
