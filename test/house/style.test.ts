import { describe, expect, test } from 'vitest';
import {
  isNode,
  lineOf,
  nodes,
  nodesBelow,
  type SourceFile,
  type SyntaxNode,
  sourceFiles,
} from './source.ts';

const source = sourceFiles('src');
const everything = [...source, ...sourceFiles('test', 'bench')];

const MAX_FILE_LINES = 300;
/** Tables that read best in one piece. */
const LONG_FILES: Record<string, string> = {
  'src/core/events.ts': 'the vocabulary of events, one entry after the other',
  'src/core/evolve.ts': 'one case for each event, and what each needs',
};
const MAX_FUNCTION_LINES = 60;
/** Functions that are one `switch` over a closed vocabulary, or one table. */
const LONG_FUNCTIONS: Record<string, string> = {
  'src/core/evolve.ts changes': 'one case for each event',
};

describe('the source', () => {
  test('files stay readable in one sitting', () => {
    const long = source.filter((file) => file.lines.length > MAX_FILE_LINES && !(file.path in LONG_FILES));
    expect(long.map((file) => `${file.path}: ${file.lines.length}`)).toEqual([]);
  });

  test('functions fit on a screen', () => {
    expect(source.flatMap(longFunctions)).toEqual([]);
  });

  test('A11: no error is swallowed by an empty or silent catch', () => {
    expect(everything.flatMap(silentCatches)).toEqual([]);
  });

  test('names say what a file holds', () => {
    const vague = source.filter(({ path }) =>
      /(^|\/)(utils?|helpers?|manager|data|info|misc|common)\b/.test(path),
    );
    expect(vague.map(({ path }) => path)).toEqual([]);
  });

  test('nothing is unfinished or switched off', () => {
    const marks = /\b(TODO|FIXME|XXX)\b|\b(test|it|describe)\.(only|todo)\(/;
    const found = everything.filter(({ path, text }) => !path.startsWith('test/house/') && marks.test(text));
    expect(found.map(({ path }) => path)).toEqual([]);
  });
});

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

function longFunctions(file: SourceFile): string[] {
  const found: string[] = [];
  for (const node of nodes(file)) {
    const owner = named(node);
    if (owner === null) continue;
    const count = ownLines(file, node);
    const name = `${file.path} ${owner}`;
    if (count > MAX_FUNCTION_LINES && !(name in LONG_FUNCTIONS)) found.push(`${name}: ${count} lines`);
  }
  return found;
}

/** Lines of a function without those of the functions inside it, so that a factory counts by what it makes. */
function ownLines(file: SourceFile, node: SyntaxNode): number {
  const span = ({ start, end }: SyntaxNode) => lineOf(file, end) - lineOf(file, start) + 1;
  const value = isNode(node.value) ? node.value : node;
  const inner = [...nodesBelow(value.body)].filter((each) => FUNCTIONS.includes(each.type));
  const outermost = inner.filter(
    (one) => !inner.some((two) => two !== one && two.start <= one.start && two.end >= one.end),
  );
  return span(node) - outermost.reduce((sum, each) => sum + span(each) - 1, 0);
}

/** The name of a named function or method; factories that return an object of functions count by those. */
function named(node: SyntaxNode): string | null {
  const key = node.key as { name?: string } | undefined;
  const id = node.id as { name?: string } | null | undefined;
  const value = node.type === 'MethodDefinition' || node.type === 'Property' ? node.value : node;
  if (!isNode(value) || !FUNCTIONS.includes(value.type)) return null;
  return key?.name ?? id?.name ?? null;
}

/** A catch must throw, return something made of the error, or hand the error on; `.catch(() => {})` likewise. */
function silentCatches(file: SourceFile): string[] {
  const found: string[] = [];
  for (const node of nodes(file)) {
    if (node.type === 'CatchClause' && isEmptyBlock(node.body))
      found.push(`${file.path}:${lineOf(file, node.start)}`);
    const callee = node.callee as { property?: { name?: string } } | undefined;
    if (node.type !== 'CallExpression' || callee?.property?.name !== 'catch') continue;
    const [handler] = node.arguments as SyntaxNode[];
    if (handler !== undefined && FUNCTIONS.includes(handler.type) && isEmptyBlock(handler.body)) {
      found.push(`${file.path}:${lineOf(file, node.start)}`);
    }
  }
  return found;
}

function isEmptyBlock(body: unknown): boolean {
  return isNode(body) && body.type === 'BlockStatement' && (body.body as unknown[]).length === 0;
}
