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
      // The files of a package share a process and its modules: starting and loading took a third of the processor's time.
      // What a file is to find untouched it loads in a process of its own, or puts back.
      isolate: false,
      // What is concurrent waits for time limits on sockets of its own.
      maxConcurrency: 16,
      testTimeout: 30_000,
      reporters: ['default', 'json'],
      outputFile: { json: '.reports/vitest.json' },
    },
  })
}
