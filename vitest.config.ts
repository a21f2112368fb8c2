import { defineConfig } from 'vitest/config'

/** Tests of the repository as a whole. The tests of a package are run in its own folder, by its own configuration. */
export default defineConfig({
  test: {
    reporters: ['default', 'json'],
    outputFile: { json: '.reports/vitest.json' },
    projects: [
      { test: { name: 'repository', include: ['tests/repository/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          name: 'packages',
          include: ['tests/packages/**/*.test.ts'],
          globalSetup: ['tests/packages/pack.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
