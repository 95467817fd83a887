import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import {
  ALONE,
  FULL,
  filesLeftOutOfReal,
  HOUSE,
  LARGE,
  NIGHT,
  QUICK,
  STORIES,
} from './test/support/runner/layers.ts';
import { TAKES_NIGHT } from './test/support/runner/whole.ts';

// Every process that a test starts keeps what it has compiled where the daemons do, and finds it
// there again.
process.env.NODE_COMPILE_CACHE = join(import.meta.dirname, 'node_modules/.cache/compiled');

// Packages are loaded as everywhere else, and not as they are built for those who work on them.
process.env.NODE_ENV = 'production';

// Temporary files of a run lie in one folder, which goes with it: workers are ended without a
// chance to tidy up. A Postgres that runs as another user has to get through it.
const temporary = mkdtempSync(join(tmpdir(), 'charrette-tests-'));
chmodSync(temporary, 0o755);
process.env.TMPDIR = temporary;
process.once('exit', () => rmSync(temporary, { recursive: true, force: true }));

const EVERY_FILE = {
  // Node loads what is written, here as everywhere else.
  experimental: { viteModuleRunner: false, nodeLoader: false },
  // By default a poll has one second, which a loaded machine needs now and then.
  expect: { poll: { timeout: 20_000 } },
};
/**
 * Files in one process share the modules that are loaded, which is a third of their time: one that
 * changes what all share fails. Those of `full` have a process each, in which packages may do so: a
 * browser's patches `fs`.
 */
const SHARED = { ...EVERY_FILE, isolate: false, setupFiles: ['test/support/runner/unchanged.ts'] };
/** These wait for nothing, so one of them runs on each processor. */
const BUSY = { maxWorkers: '100%' };
/** Files at once of those that wait for servers and processes most of their time, here as in CI. */
const WAITING = 3;
const WITH_ENGINE = {
  setupFiles: ['test/support/runner/unchanged.ts', 'test/support/runner/unchanged-engine.ts'],
};

/**
 * Milliseconds for a test, far beyond what one takes: its waits have bounds of their own below
 * that.
 */
const [IN_PROCESS_MS, REAL_MS, LARGE_MS] = [30_000, 90_000, 600_000];
const within = (ms: number) => ({ testTimeout: ms, hookTimeout: ms });

export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: 'node_modules/.cache/test-result.json' }]],
    globalSetup: ['test/support/runner/left-out.ts'],
    projects: [
      {
        test: {
          ...SHARED,
          ...BUSY,
          ...within(REAL_MS),
          name: 'house',
          include: HOUSE,
        },
      },
      {
        test: {
          ...SHARED,
          ...BUSY,
          ...within(IN_PROCESS_MS),
          name: 'quick',
          include: QUICK,
          exclude: [...ALONE, ...LARGE],
          sequence: { shuffle: true },
        },
      },
      {
        test: {
          ...SHARED,
          ...WITH_ENGINE,
          ...within(REAL_MS),
          name: 'real',
          include: ['test/**/*.test.ts'],
          exclude: [
            ...HOUSE,
            ...QUICK,
            ...ALONE,
            ...LARGE,
            ...filesLeftOutOfReal(process.env),
            '**/node_modules/**',
          ],
          maxWorkers: WAITING,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...SHARED,
          ...WITH_ENGINE,
          ...within(REAL_MS),
          name: 'stories',
          include: STORIES,
          maxWorkers: WAITING,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...EVERY_FILE,
          ...within(LARGE_MS),
          name: 'full',
          include: [...ALONE, ...FULL, ...(TAKES_NIGHT ? NIGHT : [])],
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
