import { packageTests } from '../../vitest.shared.ts'

const config = packageTests()

// `import` among the conditions is passed on to Node.js, whose `require` then gets pg's ECMAScript modules.
const conditions = ['@cap/source', 'node']

export default {
  ...config,
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { ...config.test, globalSetup: ['src/__fixtures__/global-setup.ts'] },
}
