import { mergeConfig } from 'vitest/config'
import { packageTests } from '../../vitest.shared.ts'

// `import` among the conditions is passed on to Node.js, whose `require` then gets pg's ECMAScript modules.
const conditions = ['@cap/source', 'node']

export default {
  ...mergeConfig(packageTests(['src/**/*.test.ts', 'page/src/**/*.test.ts']), {
    // What is concurrent here starts processes, which keep each other from meeting their time limits.
    test: { globalSetup: ['src/__fixtures__/prepare-browser.ts'], maxConcurrency: 5 },
  }),
  resolve: { conditions },
  ssr: { resolve: { conditions } },
}
