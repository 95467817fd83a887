import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Every process that a test starts keeps what it has compiled where the daemons do, and finds it there again.
process.env.NODE_COMPILE_CACHE = join(import.meta.dirname, 'node_modules/.cache/compiled');

/** Tests that wait for something carry their own bound below this one. */
const bounds = { testTimeout: 90_000, hookTimeout: 90_000 };

/** Needs no process, no database and no server: `npm run test:quick`, with the house. */
const QUICK = [
  'test/core/**/*.test.ts',
  'test/adapters/*/drawing/**/*.test.ts',
  'test/adapters/{rehearsal,terminal}/**/*.test.ts',
  'test/runtime/*.test.ts',
  'test/runtime/{bundle,session,turn}/**/*.test.ts',
];
/** Real kills at every point, and storms of chaos: `npm run test:full`. */
const FULL = ['test/**/*.full.test.ts'];
/**
 * Tests whose helpers register hooks or keep something for the file that imports them: each file gets modules of its
 * own. All others share what is loaded, which is a third of their time.
 */
const APART = [
  'test/adapters/personas/*.test.ts',
  'test/adapters/http/readiness.test.ts',
  'test/recovery/**/*.test.ts',
  'test/sim/chaos/*.test.ts',
];
/** These wait for nothing, so one of them runs on each processor. */
const BUSY = { ...bounds, maxWorkers: '100%', isolate: false };
/** Most of these wait for processes, databases and connections, so more of them run than there are processors. */
const WAITING = { ...bounds, maxWorkers: 5, sequence: { groupOrder: 1 } };

export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: 'node_modules/.cache/test-result.json' }]],
    projects: [
      { test: { ...BUSY, name: 'house', include: ['test/house/**/*.test.ts'] } },
      { test: { ...BUSY, name: 'quick', include: QUICK } },
      {
        test: {
          ...WAITING,
          name: 'shared',
          include: ['test/**/*.test.ts'],
          exclude: ['test/house/**', ...QUICK, ...APART, ...FULL],
          isolate: false,
        },
      },
      { test: { ...WAITING, name: 'apart', include: APART, exclude: [...QUICK, ...FULL] } },
      { test: { ...bounds, name: 'full', include: FULL } },
    ],
  },
});
