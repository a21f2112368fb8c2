import { availableParallelism } from 'node:os'
import { packageTests } from '../../vitest.shared.ts'

const config = packageTests()

// `import` among the conditions is passed on to Node.js, whose `require` then gets pg's ECMAScript modules.
const conditions = ['@cap/source', 'node']

export default {
  ...config,
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  // PGlite takes seconds to start, and more when the machine is busy.
  test: {
    ...config.test,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // They wait for leases and for statements more than they compute. The slow part starts processes of its own.
    ...(process.env.CAP_FAST === '1' ? { maxWorkers: Math.max(2, availableParallelism() - 1) } : {}),
    // What is concurrent here starts processes, which keep each other from meeting their time limits.
    maxConcurrency: 5,
    globalSetup: ['src/__fixtures__/global-setup.ts'],
  },
}
