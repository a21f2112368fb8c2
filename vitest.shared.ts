import { defineConfig } from 'vitest/config'

/** One configuration for every package: tests run from source, through the `@cap/source` export condition. */
export function packageTests(include = ['src/**/*.test.ts']) {
  return defineConfig({
    resolve: { conditions: ['@cap/source', 'module', 'node', 'import', 'default'] },
    ssr: { resolve: { conditions: ['@cap/source', 'module', 'node', 'import', 'default'] } },
    test: {
      include,
      // Whole journeys through child processes and sockets: left out of the fast part.
      exclude: process.env.CAP_FAST === '1' ? ['**/*.slow.test.ts', '**/node_modules/**'] : ['**/node_modules/**'],
      environment: 'node',
      testTimeout: 30_000,
      reporters: ['default', 'json'],
      outputFile: { json: '.reports/vitest.json' },
    },
  })
}
