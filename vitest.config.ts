import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Every process that a test starts keeps what it has compiled where the daemons do, and finds it there again.
process.env.NODE_COMPILE_CACHE = join(import.meta.dirname, 'node_modules/.cache/compiled');

// Packages are loaded as everywhere else, and not as they are built for those who work on them.
process.env.NODE_ENV = 'production';

// Temporary files of a run lie in one folder, which goes with it: workers are ended without a chance to tidy up. A Postgres
// that runs as another user has to get through it.
const temporary = mkdtempSync(join(tmpdir(), 'charrette-tests-'));
chmodSync(temporary, 0o755);
process.env.TMPDIR = temporary;
process.once('exit', () => rmSync(temporary, { recursive: true, force: true }));

/** Tests that wait for something carry their own bound below this one. */
const bounds = { testTimeout: 90_000, hookTimeout: 90_000 };

/** Needs no process, no database and no server: `npm run test:quick`, with the house. */
const QUICK = [
  'test/{core,golden}/**/*.test.ts',
  'test/adapters/*/drawing/**/*.test.ts',
  'test/adapters/{rehearsal,terminal}/**/*.test.ts',
  'test/runtime/*.test.ts',
  'test/runtime/{bundle,session,turn}/**/*.test.ts',
];
/** Five hundred made-up inputs for each parser, ten thousand in `.ci/run`: processor time and nothing else, which would starve what waits. */
const FUZZED = ['test/hostile/{parsers,fuzzed-*}.test.ts'];
/**
 * These start git thousands of times. To start a process takes as long as the system needs to copy the page tables of this
 * one: a millisecond here, four in a worker that all other files have loaded their modules into.
 */
const GIT = [
  'test/adapters/git/**/*.test.ts',
  'test/hostile/{committed-secrets,repository-leads-out}.test.ts',
];
/** Real kills at every point, and storms of chaos: `npm run test:full`. */
const FULL = ['test/**/*.full.test.ts'];
/** Sees what the process holds, which all that other files have loaded makes slow. */
const ALONE = ['test/runtime/engine/nothing-kept.test.ts'];
/** What takes longest begins first, in this order: a long file that begins last leaves the processors idle at the end. */
const FIRST = [
  'entry/gateways/terminal',
  'recovery/kill-points-postgres',
  'entry/chat/disturbances',
  'entry/gateways',
  'recovery/kill-points',
  'recovery/two-daemons',
  'adapters/store/postgres-leadership',
  'entry/chat',
  'recovery',
  'adapters/store/postgres-fleet',
  'entry/transfer',
  'entry/serve',
  'entry/slack',
  'entry',
  'adapters/slack/messages',
  'adapters/git/hurtful-repository',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const path = relative(join(import.meta.dirname, 'test'), moduleId);
      const at = FIRST.findIndex((start) => path.startsWith(start));
      return at === -1 ? FIRST.length : at;
    };
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}

/** Node loads what is written, here as everywhere else. */
const NATIVE = { experimental: { viteModuleRunner: false, nodeLoader: false } };
/** Files share the modules that are loaded, which is a third of their time: no helper keeps anything for one file. */
const SHARING = { ...bounds, ...NATIVE, isolate: false };
/** These wait for nothing, so one of them runs on each processor. */
const BUSY = { ...SHARING, maxWorkers: '100%' };
/** Most of these wait for processes, databases and connections, so more of them run than there are processors. */
const WAITING = {
  ...SHARING,
  // What they wait for has a bound of its own, far below; some stories are many processes long.
  testTimeout: 480_000,
  hookTimeout: 360_000,
  // In CI every test of these runs, on machines of which nothing is known: fewer at once, so that their bounds hold there.
  maxWorkers: process.env.CI === undefined ? 5 : 3,
  sequence: { groupOrder: 1 },
};

export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: 'node_modules/.cache/test-result.json' }]],
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { ...BUSY, name: 'house', include: ['test/house/**/*.test.ts'] } },
      { test: { ...BUSY, name: 'quick', include: QUICK } },
      { test: { ...BUSY, name: 'fuzzed', include: FUZZED, testTimeout: 1_200_000 } },
      { test: { ...BUSY, name: 'git', include: GIT } },
      {
        test: {
          ...WAITING,
          name: 'rest',
          include: ['test/**/*.test.ts'],
          exclude: ['test/house/**', ...QUICK, ...FUZZED, ...GIT, ...FULL, ...ALONE],
        },
      },
      { test: { ...WAITING, name: 'alone', include: ALONE, isolate: true } },
      { test: { ...bounds, ...NATIVE, name: 'full', include: FULL } },
    ],
  },
});
