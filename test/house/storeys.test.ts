import { describe, expect, test } from 'vitest';
import { importsOf, sourceFiles } from './source.ts';

/** The folders of `src/core`, the lowest first: each may use those before it. */
const STOREYS = [
  'vocabulary',
  'round',
  'question',
  'policy',
  'proposal',
  'citation',
  'session',
  'divergence',
  'synthesis',
  'outcome',
  'afterwards',
  'course',
  'telling',
];

/** Imports from a lower storey to a higher one, with the reason for each. */
const UPWARD: Record<string, string> = {
  'src/core/question/matching.ts > src/core/course/advance.ts': 'opens the round that matches replies',
  'src/core/question/reader.ts > src/core/policy/reserve.ts': 'opens no round that there is no money for',
  'src/core/question/reading.ts > src/core/course/advance.ts': 'opens the round that reads late words',
  'src/core/question/reading.ts > src/core/synthesis/decided.ts': 'late words bear on a text of the decision',
  'src/core/question/reading.ts > src/core/synthesis/parts.ts': 'names the part on which late words bear',
  'src/core/question/correction.ts > src/core/course/gate.ts': 'a correction at a gate is a decision there',
  'src/core/divergence/settling.ts > src/core/course/gate.ts':
    'a settled point at a gate is a decision there',
  'src/core/divergence/arguing.ts > src/core/course/advance.ts': 'opens the rounds of arguments',
  'src/core/session/lifecycle.ts > src/core/outcome/ending.ts':
    'the last loss ends the design in the same step (C9)',
};

const imports = sourceFiles('src').flatMap(importsOf);

const storey = (path: string): number => STOREYS.indexOf(path.split('/')[2] ?? '');

describe('the storeys of the core', () => {
  test('a file imports from its own storey or a lower one, except where the reason is on the list', () => {
    const inner = imports.filter(
      ({ from, to }) => from.startsWith('src/core/') && to.startsWith('src/core/'),
    );
    const upward = inner.filter(({ from, to }) => storey(to) > storey(from));
    const found = new Set(upward.map(({ from, to }) => `${from} > ${to}`));
    expect([...found].toSorted()).toEqual(Object.keys(UPWARD).toSorted());
  });

  test('every file of the core lies in a storey', () => {
    const outside = sourceFiles('src/core').filter(({ path }) => storey(path) === -1);
    expect(outside.map(({ path }) => path)).toEqual([]);
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
