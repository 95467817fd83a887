import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsOf, ROOT, sourceFiles, targetOf, writtenFrom } from './source.ts';

/**
 * Folders below a folder, the topmost first: each imports only from those before it. Files beside
 * them come last.
 */
const ORDERS: Record<string, readonly string[]> = {
  'src/core/': [
    'vocabulary',
    'policy',
    'questions',
    'proposals',
    'differences',
    'decision',
    'answering',
    'outcome',
    'follow-up',
    'thread',
    'workflow',
  ],
  'src/engine/': [
    'access',
    'parts',
    'limits',
    'commit',
    'starting',
    'asking',
    'design',
    'thread',
    'effects',
    'ownership',
  ],
  'src/turns/': ['prompt', 'models', 'checks', 'records'],
};

/** Folders whose rooms, a file or a folder with all that is in it, import one another one way. */
const ONE_WAY = ['src/acts/', 'src/acts/gateway/'];

const files = sourceFiles('src');
const imports = files.flatMap(importsOf);
const architecture = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');
/** The folders of `src` in the order of the page on architecture. */
const FOLDERS = [
  ...(/^## Layers$(.*?)^## /msu.exec(architecture)?.[1] ?? '').matchAll(/^\| `([a-z]+)` \|/gmu),
].map(([, folder]) => folder ?? '');

/** The place of a file in an order: that of the longest name which its path begins with. */
function placeOf(order: readonly string[], path: string): number {
  const fits = order.filter((folder) => path.startsWith(`${folder}/`));
  const [longest] = fits.toSorted((one, other) => other.length - one.length);
  return longest === undefined ? order.length : order.indexOf(longest);
}

function importsFromBelow(root: string, order: readonly string[]): string[] {
  return imports
    .filter(({ from, to }) => {
      if (!from.startsWith(root) || !to.startsWith(root)) return false;
      return placeOf(order, to.slice(root.length)) > placeOf(order, from.slice(root.length));
    })
    .map(({ from, to }) => `${from} > ${to}`);
}

describe('the order of folders', () => {
  test('the page on architecture lists every folder of the source', () => {
    const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(folders.map(({ name }) => name).toSorted()).toEqual(FOLDERS.toSorted());
  });

  test('a folder of the source imports only from those above it', () => {
    expect(importsFromBelow('src/', FOLDERS)).toEqual([]);
  });

  test('a lower folder follows the order too', () => {
    expect(
      Object.entries(ORDERS).flatMap(([root, order]) => importsFromBelow(root, order)),
    ).toEqual([]);
  });

  test.each(Object.entries(ORDERS))('every folder of %s has its place', (root, order) => {
    const outside = sourceFiles(root).filter(({ path }) => {
      const rest = path.slice(root.length);
      return rest.includes('/') && placeOf(order, rest) === order.length;
    });
    expect(outside.map(({ path }) => path)).toEqual([]);
  });

  test.each(ONE_WAY)('no rooms of %s import each other in a circle', (root) => {
    const roomOf = (path: string) => path.slice(root.length).split('/', 1)[0] ?? '';
    const between = imports
      .filter(({ from, to }) => from.startsWith(root) && to.startsWith(root))
      .map(({ from, to }) => ({ from: roomOf(from), to: roomOf(to) }))
      .filter(({ from, to }) => from !== to);
    expect(circles(Map.groupBy(between, ({ from }) => from))).toEqual([]);
  });

  test('an import that would climb three folders begins at the top, and any other beside its file', () => {
    const wrong = [...files, ...sourceFiles('test', 'bench', 'eval')].flatMap(({ path, text }) =>
      [...text.matchAll(/(?:\bfrom |^import |\bimport\()'([.#][^']+)'/gm)].flatMap(
        ([, written = '']) => {
          const right = writtenFrom(path, targetOf(path, written));
          return written === right ? [] : [`${path}: write '${right}' for '${written}'`];
        },
      ),
    );
    expect(wrong).toEqual([]);
  });

  test('a folder of the source has a page, or a file that begins with what it is for', () => {
    const withHead = files
      .filter(({ text }) => /^(?:#!.*\n)?\/[*/]/.test(text))
      .map(({ path }) => dirname(path));
    const folders = new Set(files.map(({ path }) => dirname(path)));
    const closed = [...folders].filter(
      (folder) => !withHead.includes(folder) && !existsSync(join(ROOT, folder, 'README.md')),
    );
    expect(closed).toEqual([]);
  });

  test('no files import each other in a circle, anywhere', () => {
    expect(circles(Map.groupBy(imports, ({ from }) => from))).toEqual([]);
  });
});
/** Groups of files of which each reaches every other (Tarjan's strongly connected components). */
function circles(graph: ReadonlyMap<string, readonly { readonly to: string }[]>): string[][] {
  const found: string[][] = [];
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const path: string[] = [];
  const visit = (file: string): void => {
    order.set(file, order.size);
    lowest.set(file, order.size - 1);
    path.push(file);
    for (const { to } of graph.get(file) ?? []) {
      if (!order.has(to)) visit(to);
      if (path.includes(to)) lowest.set(file, Math.min(lowest.get(file) ?? 0, lowest.get(to) ?? 0));
    }
    if (lowest.get(file) !== order.get(file)) return;
    const circle = path.splice(path.lastIndexOf(file));
    if (circle.length > 1) found.push(circle.toSorted());
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return found;
}
