import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  isNode,
  lineOf,
  nodes,
  nodesBelow,
  ROOT,
  type SourceFile,
  type SyntaxNode,
  sourceFiles,
} from './source.ts';

const source = sourceFiles('src');
const everything = [...source, ...sourceFiles('test', 'bench')];

const MAX_FUNCTION_LINES = 60;
/** Functions that are one `switch` over a closed vocabulary, or one table. */
const LONG_FUNCTIONS: Record<string, string> = {
  'src/core/course/evolve.ts changes': 'one case for each event',
};

/** It takes seconds, in which the other tests go on. */
const linting = Promise.allSettled([
  promisify(execFile)(
    process.execPath,
    ['node_modules/@biomejs/biome/bin/biome', 'lint', '--only=nursery/noFloatingPromises', 'src'],
    { cwd: ROOT },
  ),
]);
const CHECKED = expect.stringMatching(/^Checked \d{3,} files/);

describe('the source', () => {
  test('functions fit on a screen', () => {
    expect(source.flatMap(longFunctions)).toEqual([]);
  });

  test('A11: no error is swallowed by an empty or silent catch', () => {
    expect(everything.flatMap(swallowing)).toEqual([]);
  });

  test('A11: no promise is left to itself', async () => {
    const [{ status, ...told }] = await linting;
    expect({ status, told }).toMatchObject({ status: 'fulfilled', told: { value: { stdout: CHECKED } } });
  });

  test('names say what a file holds', () => {
    const vague = source.filter(({ path }) =>
      /(^|\/)(utils?|helpers?|manager|data|info|misc|common)\b/.test(path),
    );
    expect(vague.map(({ path }) => path)).toEqual([]);
  });

  test('nothing is unfinished or switched off', () => {
    const marks = /\b(TODO|FIXME|XXX)\b|\b(test|it|describe)\.(only|todo|skip|fails)\(/;
    const found = everything.filter(({ path, text }) => !path.startsWith('test/house/') && marks.test(text));
    expect(found.map(({ path }) => path)).toEqual([]);
  });
});

/** Files that catch an error for which it is enough to know that there was one. */
const HEARD: Record<string, string> = {
  'src/adapters/http/event-stream.ts': 'a stream that cannot be written to has nobody at its other end',
  'src/entry/crash.ts': 'what fails while a failure is said may hold what the failure holds',
};

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

/** In the source, what catches an error throws, or does something with it; in tests it may not be empty. */
function swallowing(file: SourceFile): string[] {
  if (file.path in HEARD) return [];
  const isWrong = file.path.startsWith('src/') ? isSilent : isEmpty;
  return catchers(file)
    .filter(isWrong)
    .map(({ start }) => `${file.path}:${lineOf(file, start)}`);
}

/** Every `catch` block, and every function that is given to `catch` or as the second one to `then`. */
function catchers(file: SourceFile): SyntaxNode[] {
  if (!/\b(?:catch|then)\b/.test(file.text)) return [];
  const found: SyntaxNode[] = [];
  for (const node of nodes(file)) {
    if (node.type === 'CatchClause') found.push(node);
    const callee = node.callee as { property?: { name?: string } } | undefined;
    if (node.type !== 'CallExpression') continue;
    const [first, second] = node.arguments as SyntaxNode[];
    const name = callee?.property?.name;
    const handler = name === 'catch' ? first : name === 'then' ? second : undefined;
    if (handler !== undefined && FUNCTIONS.includes(handler.type)) found.push(handler);
  }
  return found;
}

function isSilent(catcher: SyntaxNode): boolean {
  const given = catcher.type === 'CatchClause' ? catcher.param : catcher.params;
  const names = [...nodesBelow(given)].filter(({ type }) => type === 'Identifier').map(({ name }) => name);
  return ![...nodesBelow(catcher.body)].some(
    ({ type, name }) => type === 'ThrowStatement' || (type === 'Identifier' && names.includes(name)),
  );
}

function isEmpty({ body }: SyntaxNode): boolean {
  return isEmptyBlock(body);
}

function isEmptyBlock(body: unknown): boolean {
  return isNode(body) && body.type === 'BlockStatement' && (body.body as unknown[]).length === 0;
}
