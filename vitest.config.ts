import { defineConfig } from 'vitest/config';

/** Process tests wait for real children; every wait in them carries its own bound below this one. */
const common = { testTimeout: 90_000, hookTimeout: 90_000 };

export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: 'node_modules/.cache/test-result.json' }]],
    projects: [
      { test: { ...common, name: 'house', include: ['test/house/**/*.test.ts'] } },
      {
        test: { ...common, name: 'charrette', include: ['test/**/*.test.ts'], exclude: ['test/house/**'] },
      },
    ],
  },
});
