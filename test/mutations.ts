import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyTree } from './mutation/copy.ts';
import { MUTATIONS, type Mutation } from './mutation-list.ts';
import { IN_PROCESS_ONLY } from './support/runner/layers.ts';

/**
 * `node test/mutations.ts [words of a mistake …]`: makes one mistake at a time in a copy of the
 * tree and runs the tests that must see it. Exit code 1 where a mistake is seen by none, or by more
 * than a handful: whoever makes it has to find it in what fails. For the night, and by hand; the
 * explorer has smaller mistakes of its own (`test/sim/mutants.ts`).
 */
const MOST_FAILING = 25;
/**
 * In the place of a title: what a file makes while it is loaded takes its tests with it, so that
 * nobody learns which see the mistake.
 */
const OUTSIDE = 'fails outside of its tests';
/** As Vitest's reporter `json` writes it. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

const words = process.argv.slice(2).join(' ');
const chosen = MUTATIONS.filter(({ mistake }) => mistake.includes(words));
if (chosen.length === 0) throw new Error(`no mistake is called so: ${words}`);

const folder = mkdtempSync(join(tmpdir(), 'charrette-mutations-'));
let wrong = 0;
try {
  copyTree(folder);
  // A test that fails without a mistake would count as one that sees it.
  const red = failingTests([...new Set(chosen.flatMap(({ layer }) => layer))]);
  if (red.length > 0)
    throw new Error(
      `these fail without a mistake:\n${red.map(({ file, title }) => `${file}: ${title}`).join('\n')}`,
    );
  for (const mutation of chosen) if (!isSeen(mutation)) wrong += 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${chosen.length - wrong} of ${chosen.length} mistakes are seen by a handful of tests`);
process.exitCode = wrong === 0 ? 0 : 1;

/**
 * Makes the mistake, prints how many tests see it, and takes it back. Returns `true` if these are a
 * handful.
 */
function isSeen({ mistake, layer, file, search, replace }: Mutation): boolean {
  const path = join(folder, file);
  const source = readFileSync(path, 'utf8');
  const times = source.split(search).length - 1;
  if (times !== 1) throw new Error(`${file} has ${times} times, not once: ${search}`);
  writeFileSync(
    path,
    source.replace(search, () => replace),
  );
  const failed = failingTests(layer);
  writeFileSync(path, source);
  const files = new Set(failed.map((each) => each.file));
  const isWhole = failed.every(({ title }) => title !== OUTSIDE);
  const isHandful = failed.length > 0 && failed.length <= MOST_FAILING && isWhole;
  const counted = `${failed.length} failing tests in ${files.size} files (${layer.join(' + ')})`;
  console.log(`${isHandful ? 'seen' : 'WRONG'}  ${mistake}: ${counted}`);
  for (const each of failed) console.log(`       ${each.file}: ${each.title}`);
  return isHandful;
}

function failingTests(
  layer: readonly string[],
): { readonly file: string; readonly title: string }[] {
  const output = join(folder, 'node_modules/.cache/test-result.json');
  rmSync(output, { force: true });
  const isInProcess = layer.includes('in process') && !layer.includes('real');
  const projects = layer.flatMap((name) => ['--project', name === 'in process' ? 'real' : name]);
  const vitest = join(folder, 'node_modules/vitest/vitest.mjs');
  const run = spawnSync(process.execPath, [vitest, 'run', ...projects, '--reporter=json'], {
    cwd: folder,
    env: { ...process.env, ...(isInProcess ? IN_PROCESS_ONLY : {}) },
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  let report: Report;
  try {
    report = JSON.parse(readFileSync(output, 'utf8'));
  } catch (cause) {
    throw new Error(`no tests were run:\n${run.stdout}\n${run.stderr}`, { cause });
  }
  return report.testResults.flatMap(({ name, status, assertionResults }) => {
    const file = name.slice(folder.length + 1);
    const titles = assertionResults
      .filter((each) => each.status === 'failed')
      .map((each) => each.fullName);
    if (status === 'failed' && titles.length === 0) titles.push(OUTSIDE);
    return titles.map((title) => ({ file, title }));
  });
}
