import { mergeConfig } from 'vitest/config'
import { packageTests } from '../../vitest.shared.ts'

// `import` among the conditions is passed on to Node.js, whose `require` then gets pg's ECMAScript modules.
const conditions = ['@cap/source', 'node']

export default {
  ...mergeConfig(packageTests(['src/**/*.test.ts', 'page/src/**/*.test.ts']), {
    test: { globalSetup: ['src/__fixtures__/prepare-browser.ts'] },
  }),
  resolve: { conditions },
  ssr: { resolve: { conditions } },
}
