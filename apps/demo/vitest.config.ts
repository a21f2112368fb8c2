import { mergeConfig } from 'vitest/config'
import { packageTests } from '../../vitest.shared.ts'

export default mergeConfig(packageTests(['src/**/*.test.ts', 'page/src/**/*.test.ts']), {
  test: { globalSetup: ['src/__fixtures__/prepare-browser.ts'] },
})
