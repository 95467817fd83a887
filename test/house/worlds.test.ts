import { globSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ALONE, HOUSE, LARGE, OUT_OF_PROCESS, STORIES } from '../support/runner/layers.ts';
import {
  isNode,
  lineOf,
  nodes,
  ROOT,
  type SourceFile,
  type SyntaxNode,
  sourceFiles,
  targetOf,
} from './source.ts';

const files = sourceFiles('test');
const tests = files.filter(({ path }) => path.endsWith('.test.ts'));

const PATCHING = 'test/support/runner/patched.ts';
const LEAVING_OUT = 'test/support/runner/needing.ts';
/** Programs that tests start: their process is their own. */
const PROGRAMS = files
  .filter(({ path, text }) => path.endsWith('.mjs') || text.startsWith('#!'))
  .map(({ path }) => path);
/** Parts of `vi` that change what others in the process see. */
const CHANGING =
  /^(?:useFakeTimers|useRealTimers|setSystemTime|spyOn|mock|doMock|stubEnv|stubGlobal|hoisted)$/;
/** What all code in a process shares; writing below these is a patch. */
const SHARED =
  /^(?:globalThis|global|process(?:\.env|\.stdout|\.stderr)?|console|Date|Math|JSON|AbortSignal|\w+(?:\.\w+)*\.prototype)$/;

test('every file of tests is where a project looks, and every story is a file', () => {
  const files = globSync('**/*.{test,spec}.{ts,mts,js,mjs,cjs}', {
    cwd: ROOT,
    exclude: ['**/node_modules/**', 'data/**'],
  });
  expect(files.filter((file) => !matchesGlob(file, 'test/**/*.test.ts'))).toEqual([]);
  expect(STORIES.filter((story) => globSync(story, { cwd: ROOT }).length === 0)).toEqual([]);
});

describe('a test owns its world', () => {
  test('nothing is patched but through the file that puts it back', () => {
    const found = files
      .filter(
        ({ path }) => path !== PATCHING && !PROGRAMS.includes(path) && !path.includes('.alone.'),
      )
      .flatMap((file) => patches(file))
      .filter((place) => !IN_ITS_OWN_PROCESS.test(place));
    expect(found).toEqual([]);
  });

  test.each([
    'Engine.prototype.start = function () {};',
    "process.env.CHARRETTE_TEST = 'yes';",
    'delete process.env.CHARRETTE_TEST;',
    "Object.defineProperty(globalThis, 'fetch', {});",
    'Object.assign(process.env, {});',
    'globalThis.setTimeout = later;',
    "process.chdir('/');",
    'process.umask(0o77);',
    'syncBuiltinESMExports();',
    "vi.spyOn(timers, 'setTimeout');",
    'vi.useFakeTimers();',
  ])('%s is found', (text) => {
    expect(patches(madeUp(text))).toHaveLength(1);
  });

  test('a file that patches anything shares its process with no other, and no other is given one', () => {
    const alone = (path: string) => path.includes('.alone.');
    const loading = loadingOf(PATCHING);
    const patching = tests.filter(({ path }) => loading.has(path));
    expect(patching.map(({ path }) => path).toSorted()).toEqual(
      tests
        .map(({ path }) => path)
        .filter((path) => alone(path) && !SEES_THE_PROCESS.includes(path))
        .toSorted(),
    );
  });

  test('only the listed files outside of the layers with processes can start one, themselves or through others', () => {
    const starting = startersOf(files);
    const elsewhere = [...HOUSE, ...OUT_OF_PROCESS, ...ALONE, ...LARGE];
    const found = tests
      .map(({ path }) => path)
      .filter((path) => starting.has(path) && !elsewhere.some((glob) => matchesGlob(path, glob)));
    expect(found.toSorted()).toEqual(Object.keys(MAY_START).toSorted());
  });

  test('a test is left out only for want of what is on the one list', () => {
    const found = files
      .filter(({ path }) => path !== LEAVING_OUT && !path.startsWith('test/house/'))
      .flatMap(({ path, lines }) =>
        lines.flatMap((line, at) =>
          /\b(?:skipIf|runIf)\b|\b(?:test|it|describe)\.skip\b/.test(line)
            ? [`${path}:${at + 1}`]
            : [],
        ),
      );
    expect(found).toEqual([]);
  });
});

/** `watchFiles` is called by `daemon-program.ts` alone. */
const IN_ITS_OWN_PROCESS = /^test\/support\/processes\/kill-point\.ts:/;

/** They patch nothing, and look at all that their process holds. */
const SEES_THE_PROCESS = ['test/engine/nothing-kept.alone.test.ts'];

/** Tests outside of the real layer that start a process, and why. */
const MAY_START: Readonly<Record<string, string>> = {
  'test/surfaces/http/console/since-the-end.test.ts':
    'git copies the example once; nothing is read by it',
  'test/surfaces/http/document.test.ts': 'the page says what to type, and that is curl',
  'test/hostile/database-file.test.ts': 'a pipe on disk is made only by mkfifo',
};
/** Support files that start processes for who takes one of these from them, and for nobody else. */
const STARTS: Readonly<Record<string, readonly string[]>> = {
  'test/entry/daemon.ts': ['Daemon', 'launch'],
  'test/entry/cli.ts': ['Command', 'charrette'],
  'test/adapters/store/on-postgres.ts': ['childDaemons'],
  // They look once whether a program is there.
  'test/support/runner/needs.ts': [],
};
const STARTER = 'node:child_process';

/** The files among these that load what starts processes, themselves or through others. */
function startersOf(among: readonly SourceFile[]): ReadonlySet<string> {
  const found = new Set([STARTER]);
  const imports = among.flatMap(({ path, text }) => takenBy(path, text));
  for (const each of found) {
    const starts = STARTS[each];
    for (const { by, names, from } of imports) {
      if (
        from === each &&
        (names === null || starts === undefined || names.some((name) => starts.includes(name)))
      )
        found.add(by);
    }
  }
  return found;
}

/** What a file takes from others as it runs; of a whole module, `null` in place of names. */
function takenBy(path: string, text: string) {
  const target = (to = '') => targetOf(path, to);
  const listed = [
    ...text.matchAll(/^(?:import|export) (?!type )([^;'\n]*|\{[^}']*\}) from '([^']*)'/gm),
  ].map(([, list = '', to]) => {
    const names = list
      .replace(/[{}]/g, '')
      .split(',')
      .map((name) => name.trim().replace(/ as .*/, ''));
    const values = names.filter((name) => name !== '' && !name.startsWith('type '));
    return { by: path, names: list.includes('*') ? null : values, from: target(to) };
  });
  const whole = [...text.matchAll(/\bimport(?:\(| )'([^']*)'/g)].map(([, to]) => ({
    by: path,
    names: null,
    from: target(to),
  }));
  return [...listed.filter(({ names }) => names === null || names.length > 0), ...whole];
}

function madeUp(text: string): SourceFile {
  return { path: `test/made-up/${text}.ts`, text, lines: [text] };
}

/** Every file of the tests that loads this one, itself or through others. */
function loadingOf(path: string): ReadonlySet<string> {
  const found = new Set([path]);
  const imported = files.map((file) => ({
    path: file.path,
    to: [...file.text.matchAll(/from '([^']*)'/g)].map(([, to = '']) => targetOf(file.path, to)),
  }));
  for (const each of found)
    for (const { path: from, to } of imported) if (to.includes(each)) found.add(from);
  return found;
}

/** Words without which a file patches nothing: to parse all files takes seconds. */
const SUSPECT =
  /\.prototype\b|\bglobalThis\b|\bprocess\.(?:env|chdir|umask|std)|\bvi\.[a-z]|\bObject\.[a-z]|\bsyncBuiltinESMExports\b/;

function patches(file: SourceFile): string[] {
  if (!SUSPECT.test(file.text)) return [];
  return nodes(file)
    .filter((node) => isPatch(node))
    .map(({ start }) => `${file.path}:${lineOf(file, start)}`);
}

function isPatch(node: SyntaxNode): boolean {
  if (node.type === 'AssignmentExpression') return isShared(node.left);
  if (node.type === 'UnaryExpression' && node.operator === 'delete') return isShared(node.argument);
  if (node.type !== 'CallExpression') return false;
  const called = pathOf(node.callee);
  const given = node.arguments as SyntaxNode[];
  if (/^Object\.(?:defineProperty|defineProperties|assign|setPrototypeOf)$/.test(called))
    return SHARED.test(pathOf(given[0]));
  if (
    called === 'process.chdir' ||
    called === 'syncBuiltinESMExports' ||
    (called === 'process.umask' && given.length > 0)
  )
    return true;
  return called.startsWith('vi.') && CHANGING.test(called.slice('vi.'.length));
}

/** True for `process.env.NAME` and `Engine.prototype.start`; an exit code is the way to set one. */
function isShared(target: unknown): boolean {
  if (!isNode(target) || target.type !== 'MemberExpression') return false;
  return SHARED.test(pathOf(target.object)) && pathOf(target) !== 'process.exitCode';
}

/** `a.b.c`, or what of it is written with names. */
function pathOf(node: unknown): string {
  if (!isNode(node)) return '';
  if (node.type === 'Identifier') return String(node.name);
  if (node.type !== 'MemberExpression') return '';
  const property =
    isNode(node.property) && node.property.type === 'Identifier'
      ? String(node.property.name)
      : '[]';
  return `${pathOf(node.object)}.${property}`;
}
