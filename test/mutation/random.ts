import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { importsOf, sourceFiles } from '../house/source.ts';
import { copyTree } from './copy.ts';
import { drawnFrom, type Place, placesOf, randomOf, textWith } from './places.ts';

/**
 * `npm run mutate -- [--count 200] [--seed …] [--under src/core …] [--project quick …]`: draws
 * small mistakes in core, turns and engine, makes one at a time in a copy of the tree, and runs the
 * quick tests that import the file: those next to it first, then the others, up to the first that
 * fails. Prints each mistake that none sees, and the score by folder. A measure to read: its exit
 * code is 0.
 */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    project: { type: 'string', multiple: true, default: ['quick'] },
    under: { type: 'string', multiple: true, default: ['src/core', 'src/turns', 'src/engine'] },
  },
});
const projects = values.project.flatMap((project) => ['--project', project]);
/**
 * Milliseconds for the tests of one mistake, on a busy machine: a loop without an end counts as
 * seen.
 */
const AT_MOST_MS = 10 * 60_000;
const RESULTS = ['seen', 'missed', 'untested'] as const;
type Result = (typeof RESULTS)[number];

const drawn = drawnFrom(
  sourceFiles(...values.under).flatMap(placesOf),
  Number(values.count),
  randomOf(Number(values.seed)),
);
console.log(`seed ${values.seed}, ${drawn.length} mistakes`);

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'charrette-mutate-'));
const vitest = join(folder, 'node_modules/vitest/vitest.mjs');
const results: { readonly place: Place; readonly result: Result }[] = [];
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143));
copyTree(folder);
const importers = importersOf();
const tests = listedTests();
// A test that fails without a mistake would count as one that sees each.
if (!(await isPassing([]))) throw new Error('the tests fail without a mistake');
for (const place of drawn) {
  const result = await resultOf(place);
  results.push({ place, result });
  const before = readFileSync(join(folder, place.path), 'utf8').slice(place.start, place.end);
  const change = `${before.split('\n').join(' ')} → ${place.replacement.split('\n').join(' ')}`;
  console.log(`${result.padEnd(8)}  ${place.path}:${place.line}  ${place.kind}: ${change}`);
}
for (const line of scoreLines()) console.log(line);

async function resultOf(place: Place): Promise<Result> {
  const [near, far] = testsOf(place.path);
  if (near.length + far.length === 0) return 'untested';
  const path = join(folder, place.path);
  const source = readFileSync(path, 'utf8');
  writeFileSync(path, textWith(source, place));
  try {
    for (const files of [near, far])
      if (files.length > 0 && !(await isPassing(files))) return 'seen';
    return 'missed';
  } finally {
    writeFileSync(path, source);
  }
}

/** Whether these files pass, or all of the projects if none is named. */
async function isPassing(files: readonly string[]): Promise<boolean> {
  // In a group of its own, so that a worker in a loop ends with it.
  const run = spawn(
    process.execPath,
    [vitest, 'run', ...projects, '--bail', '1', '--reporter', 'dot', ...files],
    { cwd: folder, detached: true, stdio: 'ignore' },
  );
  const isOver = setTimeout(() => endGroup(run.pid), AT_MOST_MS);
  const onExit = () => endGroup(run.pid);
  process.once('exit', onExit);
  const [code] = await once(run, 'exit');
  clearTimeout(isOver);
  process.off('exit', onExit);
  return code === 0;
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** The tests that load a file, those next to it apart. */
function testsOf(path: string): readonly [near: string[], far: string[]] {
  const near = new Set([...(importers.get(path) ?? [])].filter((each) => tests.has(each)));
  const reached = new Set([path]);
  for (const each of reached)
    for (const importer of importers.get(each) ?? []) reached.add(importer);
  const far = [...reached].filter((each) => tests.has(each) && !near.has(each));
  return [[...near], far];
}

function importersOf(): Map<string, Set<string>> {
  const known = new Map<string, Set<string>>();
  for (const { from, to, isLoaded, isDeferred } of sourceFiles('src', 'test').flatMap(importsOf)) {
    if (!isLoaded && !isDeferred) continue;
    const those = known.get(to) ?? new Set();
    known.set(to, those.add(from));
  }
  return known;
}

function listedTests(): Set<string> {
  const listed = spawnSync(
    process.execPath,
    [vitest, 'list', ...projects, '--filesOnly', '--json'],
    {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  if (listed.status !== 0)
    throw new Error(`no tests are listed:\n${listed.stdout}\n${listed.stderr}`);
  const files: readonly { readonly file: string }[] = JSON.parse(listed.stdout);
  return new Set(files.map(({ file }) => relative(folder, file)));
}

function scoreLines(): string[] {
  const folders = new Map<string, Record<Result, number>>();
  for (const { place, result } of results) {
    const [top, first, second] = place.path.split('/');
    const within = second?.endsWith('.ts') === true ? '' : `/${second}`;
    for (const name of [`${top}/${first}${within}`, `${top}/${first}, all`]) {
      const counts = folders.get(name) ?? { seen: 0, missed: 0, untested: 0 };
      counts[result] += 1;
      folders.set(name, counts);
    }
  }
  return [...folders]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(
      ([name, counts]) => `${name}: ${RESULTS.map((each) => `${counts[each]} ${each}`).join(', ')}`,
    );
}
