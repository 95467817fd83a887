import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  commentsOf,
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
const everything = [...source, ...sourceFiles('test', 'bench', 'eval')];

/** It takes seconds, in which the other tests go on. */
const linting = Promise.allSettled([
  promisify(execFile)(
    process.execPath,
    ['.ci/upkeep.cjs', 'biome', 'lint', '--only=nursery/noFloatingPromises', 'src'],
    { cwd: ROOT },
  ),
]);
/** The linter is installed first where it is not yet, which is told above. */
const CHECKED = expect.stringMatching(/^Checked \d{3,} files/m);

describe('the source', () => {
  test('A11: no error is swallowed by an empty or silent catch', () => {
    expect(everything.flatMap(swallowing)).toEqual([]);
  });

  test.each([
    ['is empty', 'try { act(); } catch {}'],
    ['answers as if nothing had been', 'try { act(); } catch (error) { return null; }'],
    ['names the error and drops it', 'try { act(); } catch (error) { error; }'],
    ['voids the error', 'try { act(); } catch (error) { void error; }'],
    [
      'compares the error and drops the answer',
      'try { act(); } catch (error) { error instanceof Fault; }',
    ],
    ['reads a field of the error and drops it', 'try { act(); } catch (error) { error?.message; }'],
    ['puts the error into words for nobody', 'try { act(); } catch (error) { String(error); }'],
    ['puts the error into a list for nobody', 'try { act(); } catch (error) { [error]; }'],
    ['drops the rejection of a promise', 'await act().catch((error) => { error; });'],
    ['is deaf to the rejection of a promise', 'await act().catch(() => undefined);'],
    ['voids the second argument of then', 'await act().then(done, (error) => { void error; });'],
  ])('A11: a catch that %s is found', (about, text) => {
    expect(swallowing(madeUp(about, text))).toHaveLength(1);
  });

  test('A11: no promise is left to itself', async () => {
    const [{ status, ...told }] = await linting;
    expect({ status, told }).toMatchObject({
      status: 'fulfilled',
      told: { value: { stderr: CHECKED } },
    });
  });

  test('A11: no value of a call is thrown away with void, unless it is listed why no rejection is lost', () => {
    expect(source.flatMap(thrownAway).toSorted()).toEqual(Object.keys(VOIDED).toSorted());
  });

  test.each([
    ['void failing();', 'failing'],
    ['if (late) void this.store.ping();', 'ping'],
    ['const ring = () => void bell.ring();', 'ring'],
    ['void (async () => { await act(); })();', 'void'],
    ['void work.catch(report).then(act);', 'then'],
  ])('A11: %s is found', (text, name) => {
    expect(thrownAway(madeUp(text, text))).toEqual([`src/made-up/${text}.ts ${name}`]);
  });

  test('the name of a file says what it holds', () => {
    const vague = source.filter(({ path }) =>
      /(^|\/)(utils?|helpers?|manager|data|info|misc|common)\b/.test(path),
    );
    expect(vague.map(({ path }) => path)).toEqual([]);
  });

  test('a comment has no more columns than the formatter gives code, unless a word is longer', () => {
    const { lineWidth } = JSON.parse(readFileSync(join(ROOT, 'biome.json'), 'utf8')).formatter;
    const isWide = (line: string) =>
      line.length > lineWidth && /^\s*(?:\*|\/[*/]) *\S+ \S/.test(line);
    const found = everything
      .filter(({ lines }) => lines.some(isWide))
      .flatMap((file) =>
        commentsOf(file).flatMap(({ path, line, text }) =>
          file.lines
            .slice(line - 1, line + text.split('\n').length - 1)
            .flatMap((each, at) => (isWide(each) ? [`${path}:${line + at}`] : [])),
        ),
      );
    expect(found).toEqual([]);
  });

  test('nothing is unfinished or switched off', () => {
    const marks = /\b(TODO|FIXME|XXX)\b|\b(test|it|describe)\.(only|todo|skip|fails)\(/;
    const found = everything.filter(
      ({ path, text }) => !path.startsWith('test/house/') && marks.test(text),
    );
    expect(found.map(({ path }) => path)).toEqual([]);
  });
});

/** Files that catch an error for which it is enough to know that there was one. */
const HEARD: Record<string, string> = {
  'src/surfaces/http/routes/event-stream.ts':
    'a stream that cannot be written to has nobody at its other end',
  'src/entry/crash.ts': 'what fails while a failure is said may hold what the failure holds',
};

/**
 * Calls whose value is thrown away with `void`, by file and last name of what is called, and why no
 * rejection is lost.
 */
const VOIDED: Record<string, string> = {
  'src/surfaces/discord/connection/gateway-socket.ts close': 'it logs what fails',
  'src/surfaces/discord/incoming/dispatch.ts catchUp': 'it logs what fails',
  'src/surfaces/discord/outgoing/ephemeral.ts logFailure': 'it logs what fails',
  'src/surfaces/discord/outgoing/ephemeral.ts markPrivate': 'it logs what fails',
  'src/sessions/persona-process.ts then':
    'an exit is awaited without failing, and what settles it must not throw',
  'src/surfaces/slack/connection/connection.ts then': 'it logs what fails',
  'src/surfaces/slack/outgoing/ephemeral.ts markPrivate': 'it logs what fails',
  'src/entry/persona-child.mjs load': 'ends the process, which counts as a crash',
  'src/entry/serve.ts sayUnreadable': 'it logs what fails',
  'src/engine/ownership/set-aside.ts tellStarter': 'it logs what fails',
  'src/engine/thread/thread-poster.ts takeBackCopies': 'it logs what fails',
  'src/engine/ownership/owned-designs.ts then':
    'it is never rejected, and what follows logs what fails',
  'src/engine/design/under-way.ts track': 'what it is given has its catch',
  'src/engine/parts/waits.ts delete': 'it is no promise',
  'src/acts/gateway/incoming/tell-author.ts tellOnce': 'it logs what fails',
  'src/acts/gateway/incoming/incoming-messages.ts sayInThread': 'it logs what fails',
  'src/acts/gateway/incoming/mentions.ts tellOrLog': 'it logs what fails',
  'src/turns/model-calls.ts submit': 'it hands on what fails',
};

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

/**
 * In the source, what catches an error throws, or does something with it; in tests it may not be
 * empty.
 */
function swallowing(file: SourceFile): string[] {
  if (file.path in HEARD) return [];
  const isWrong = file.path.startsWith('src/') ? isSilent : isEmpty;
  return catchers(file)
    .filter(isWrong)
    .map(({ start }) => `${file.path}:${lineOf(file, start)}`);
}

/**
 * Every `catch` block, and every function that is given to `catch` or as the second one to `then`.
 */
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
  const names = [...nodesBelow(given)]
    .filter(({ type }) => type === 'Identifier')
    .map(({ name }) => name);
  const below = [...nodesBelow(catcher.body)];
  const dropped = below.filter(isWithoutEffect);
  return !below
    .filter((node) => !dropped.some(({ start, end }) => start <= node.start && node.end <= end))
    .some(
      ({ type, name }) =>
        type === 'ThrowStatement' || (type === 'Identifier' && names.includes(name)),
    );
}

/** Expressions that do something besides having a value. */
const DOING = [
  'CallExpression',
  'NewExpression',
  'AssignmentExpression',
  'UpdateExpression',
  'AwaitExpression',
  'YieldExpression',
  'ImportExpression',
  'TaggedTemplateExpression',
];
/** Functions that only have a value. */
const ONLY_VALUES = ['String', 'Boolean', 'Number', 'errorMessageOf', 'errorCodeOf'];

/** A statement whose value nobody gets and that does nothing else. */
function isWithoutEffect({ type, expression }: SyntaxNode): boolean {
  if (type !== 'ExpressionStatement') return false;
  return ![...nodesBelow(expression)].some(
    (node) => DOING.includes(node.type) && !ONLY_VALUES.includes(lastName(node.callee)),
  );
}

/** Each `void` of something that is called, by its file and the last name of what is called. */
function thrownAway(file: SourceFile): string[] {
  if (!/\bvoid\b/.test(file.text)) return [];
  return nodes(file).flatMap(({ type, operator, argument }) => {
    const isVoid = type === 'UnaryExpression' && operator === 'void';
    if (!isVoid || !isNode(argument) || argument.type !== 'CallExpression') return [];
    return [`${file.path} ${lastName(argument.callee) || 'void'}`];
  });
}

/** `c` of `a.b.c` and of `a.b.#c`; empty for what has no name. */
function lastName(callee: unknown): string {
  if (!isNode(callee)) return '';
  if (callee.type === 'MemberExpression') return lastName(callee.property);
  const { name, id } = callee;
  if (typeof name === 'string') return name;
  return lastName(id);
}

/** A file of the source that is nowhere. */
function madeUp(about: string, text: string): SourceFile {
  return {
    path: `src/made-up/${about}.ts`,
    text: `async function made() { ${text} }`,
    lines: [text],
  };
}

function isEmpty({ body }: SyntaxNode): boolean {
  return isEmptyBlock(body);
}

function isEmptyBlock(body: unknown): boolean {
  return isNode(body) && body.type === 'BlockStatement' && (body.body as unknown[]).length === 0;
}
