import { expect, test } from 'vitest';
import {
  isNode,
  type SourceFile,
  type SyntaxNode,
  sourceFiles,
  statementsOf,
  targetOf,
} from './source.ts';

const source = sourceFiles('src');

/**
 * What others load without naming it: `drizzle-kit` the tables, the command line what each verb
 * exports.
 */
const LOADED_BY_NAME = [
  /^src\/adapters\/store\/(?:sqlite|postgres)\/schema\.ts /,
  /^src\/entry\/commands\/[\w-]+\.ts configure$/,
];

test('every export of the source is imported by another file, a test or bench or eval at least', () => {
  const everything = [...source, ...sourceFiles('test', 'bench', 'eval')];
  const uses = Map.groupBy(everything.flatMap(usesOf), ({ path }) => path);
  const unused = source.flatMap((file) => {
    const used = new Set(uses.get(file.path)?.flatMap(({ names }) => names));
    return exportsOf(file)
      .filter((name) => !used.has(name))
      .map((name) => `${file.path} ${name}`);
  });
  expect(unused.filter((each) => !LOADED_BY_NAME.some((name) => name.test(each)))).toEqual([]);
});

/** Names that a file declares with `export`, or lists in an `export { … }`. */
function exportsOf(file: SourceFile): string[] {
  return statementsOf(file).flatMap(({ type, declaration, specifiers }) => {
    if (type !== 'ExportNamedDeclaration') return [];
    if (!isNode(declaration))
      return (specifiers as SyntaxNode[]).map(({ exported }) => nameOf(exported));
    if (declaration.type !== 'VariableDeclaration') return [nameOf(declaration.id)];
    return (declaration.declarations as SyntaxNode[]).flatMap(({ id }) => boundBy(id));
  });
}

/** `a` and `b` of `a`, `[a, b]` and `{ a, c: b }`. */
function boundBy(pattern: unknown): string[] {
  const { type, elements, properties } = pattern as SyntaxNode;
  if (type === 'ArrayPattern') return (elements as SyntaxNode[]).flatMap(boundBy);
  if (type === 'ObjectPattern')
    return (properties as SyntaxNode[]).flatMap(({ value }) => boundBy(value));
  return [nameOf(pattern)];
}

/**
 * Names that a file takes from each other file: those in its lists, and every word it has where it
 * takes the whole of it.
 */
function usesOf(file: SourceFile): { readonly path: string; readonly names: string[] }[] {
  const at = (target: string) => targetOf(file.path, target);
  const listed = statementsOf(file).flatMap(({ source: from, specifiers = [] }) => {
    if (!isNode(from) || typeof from.value !== 'string' || !/^[.#]/.test(from.value)) return [];
    const names = (specifiers as SyntaxNode[]).map(({ imported, local }) =>
      nameOf(imported ?? local),
    );
    return [{ path: at(from.value), names }];
  });
  const whole = file.text.matchAll(/(?:import\(|\* as \w+ from |export \* from )'([.#][^']+)'/g);
  return [
    ...listed,
    ...[...whole].map(([, target = '']) => ({ path: at(target), names: wordsOf(file) })),
  ];
}

const wordsOf = ({ text }: SourceFile): string[] => text.match(/[\w$]+/g) ?? [];

function nameOf(node: unknown): string {
  return isNode(node) ? String(node.name) : '';
}
