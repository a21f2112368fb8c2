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
      // A process for each file takes a third of the processor's time. In the fast part the files of a package share one.
      isolate: process.env.CAP_FAST !== '1',
      // What is concurrent waits for time limits, on sockets of its own. A package that starts processes sets fewer.
      maxConcurrency: 16,
      testTimeout: 30_000,
      reporters: ['default', 'json'],
      outputFile: { json: '.reports/vitest.json' },
    },
  })
}
