import { defineConfig } from 'vitest/config';

// Node loads what is written, here as everywhere else.
const asWritten = { experimental: { viteModuleRunner: false, nodeLoader: false } };

export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: 'node_modules/.cache/test-result.json' }]],
    projects: [
      {
        test: {
          ...asWritten,
          name: 'quick',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.real.test.ts', '**/node_modules/**'],
          testTimeout: 30_000,
        },
      },
      {
        // Real processes, servers and databases, which wait most of their time.
        test: {
          ...asWritten,
          name: 'real',
          include: ['test/**/*.real.test.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
