/**
 * `node bench/citations.ts [rounds]`: the cost of checking one citation, in a repository of 50,000
 * files, against starting git once in that repository (`git rev-parse HEAD`), which every reading
 * does at least once.
 *
 * All kinds are measured in turn within one run, since only their ratios carry over to another
 * machine.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRepositories } from '../src/adapters/repository/repositories.ts';
import { systemClock as clock } from '../src/adapters/system/clock.ts';
import { listCitations } from '../src/core/proposals/cited.ts';
import type { Submission } from '../src/core/vocabulary/submission.ts';
import { createRedactor } from '../src/foundation/redaction.ts';
import { checkCitations } from '../src/turns/checks/check-citations.ts';
import { TURN_BOUNDS } from '../src/turns/prompt/bounds.ts';
import { silentLog as log } from '../test/support/runner/silent-log.ts';
import { describeMachine, judgeAim, medianOf, sizeOf, words } from './machine.ts';

const rounds = sizeOf(Math.max(5, Number.parseInt(words[0] ?? '15', 10)), 1);
const FOLDERS = sizeOf(250, 5);
const FILES_PER_FOLDER = 200;
const HUGE_BYTES = sizeOf(100, 1) * 1024 * 1024;
/** The claims of a proposal of the wanted size. */
const CLAIMS = 8;

const folder = mkdtempSync(join(tmpdir(), 'charrette-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

function git(command: readonly string[], input: string | Buffer = ''): void {
  const { status, stderr } = spawnSync('git', command, { cwd: folder, input });
  if (status !== 0) throw new Error(`git ${command[0]}: ${stderr}`);
}

/**
 * One commit of 50,000 small files, three folders deep, and one of 100 MB, written without a work
 * tree.
 */
function makeRepository(): void {
  git(['init', '--quiet']);
  const parts: (string | Buffer)[] = [
    'commit refs/heads/main\ncommitter Ada <ada@example.com> 1700000000 +0000\ndata 5\nFirst\n',
  ];
  for (let index = 0; index < FOLDERS * FILES_PER_FOLDER; index += 1) {
    const content = `// file ${index}\nexport const retry = "once";\n`;
    const path = `src/part-${Math.floor(index / FILES_PER_FOLDER)}/lib/file-${index}.ts`;
    parts.push(`M 100644 inline ${path}\ndata ${content.length}\n${content}\n`);
  }
  const line = `${'0123456789'.repeat(10)}\n`;
  const huge = Buffer.from(line.repeat(Math.ceil(HUGE_BYTES / line.length)));
  parts.push(`M 100644 inline huge.log\ndata ${huge.length}\n`, huge, '\n');
  git(['fast-import', '--quiet'], Buffer.concat(parts.map((part) => Buffer.from(part))));
  git(['symbolic-ref', 'HEAD', 'refs/heads/main']);
}

function citing(count: number, place: (index: number) => string, quote: string): Submission {
  const claims = Array.from({ length: count }, (_, index) => ({
    kind: 'reason' as const,
    text: 'So it is.',
    citation: { place: place(index), quote },
  }));
  const words = {
    headline: 'h',
    summary: 's',
    steps: [],
    against: 'a',
    nextBest: 'n',
    changesMind: 'c',
    rationale: 'r',
    notes: '',
  };
  return { tool: 'submit_proposal', input: { ...words, claims, confidence: 0.5 } };
}

makeRepository();
const repository = await createRepositories({
  log,
  redact: createRedactor([]),
  searchPath: process.env.PATH ?? '',
}).pin(folder, 'bench');
const parts = { repository, bounds: TURN_BOUNDS, clock, log, redact: (text: string) => text };
const unbounded = new AbortController().signal;

const spread = (index: number) =>
  `src/part-${index * 31}/lib/file-${index * 31 * FILES_PER_FOLDER}.ts:2`;
const RIGHT = 'right, three folders deep';
const KINDS = {
  [RIGHT]: citing(CLAIMS, spread, 'retry = "once"'),
  'a quotation that is not there': citing(CLAIMS, spread, 'retry = "twice"'),
  'a path that is not there': citing(CLAIMS, (index) => `src/none/file-${index}.ts:2`, 'retry'),
  'the first line of 100 MB': citing(1, () => 'huge.log:1', '0123456789'),
  'the last line of 100 MB': citing(
    1,
    () => `huge.log:${Math.ceil(HUGE_BYTES / 101)}`,
    '0123456789',
  ),
};

const tookMs = new Map<string, number[]>();
async function measure(kind: string, perClaim: number, run: () => unknown): Promise<void> {
  const began = performance.now();
  await run();
  tookMs.set(kind, [...(tookMs.get(kind) ?? []), (performance.now() - began) / perClaim]);
}

const BARE = 'git, started once';
let mostBytes = 0;
for (let round = -1; round < rounds; round += 1) {
  if (round === 0) tookMs.clear();
  await measure(BARE, 1, () => spawnSync('git', ['rev-parse', 'HEAD'], { cwd: folder }));
  for (const [kind, submission] of Object.entries(KINDS)) {
    const before = process.memoryUsage().rss;
    await measure(kind, listCitations(submission).length, () =>
      checkCitations(submission, parts, unbounded),
    );
    mostBytes = Math.max(mostBytes, process.memoryUsage().rss - before);
  }
}

const bareMs = medianOf(tookMs.get(BARE) ?? []);
console.log(
  `${describeMachine()}; ${FOLDERS * FILES_PER_FOLDER} files, ${rounds} rounds of ${CLAIMS} claims\n`,
);
console.table(
  [...tookMs].map(([kind, values]) => ({
    'per claim': kind,
    median: `${medianOf(values).toFixed(1)} ms`,
    ratio: `${(medianOf(values) / bareMs).toFixed(1)}×`,
    aim: kind === RIGHT ? judgeAim(medianOf(values) / bareMs, '≤', 10, '×') : '',
  })),
);
console.log(`memory: at most ${(mostBytes / 1024 ** 2).toFixed(0)} MiB more after any of them`);
