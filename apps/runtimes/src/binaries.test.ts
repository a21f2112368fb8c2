import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { binaryOf, runtimes } from './binaries.ts'
import { compatibilityDate } from './workerd.ts'

const require = createRequire(import.meta.url)
const documentOf = (name: string, file: string) =>
  readFileSync(join(dirname(require.resolve(`${name}/package.json`)), file), 'utf8')

test.each(runtimes)('finds %s, or says what is missing', (runtime) => {
  const binary = binaryOf(runtime)
  if ('missing' in binary) expect(binary.missing).toMatch(/\d+\.\d+\.\d+.* is (not made for|.*not installed)/)
  else expect(binary.path).toContain(runtime)
})

test('the documents name the versions that are tested', () => {
  for (const document of [documentOf('@cap/core', 'README.md'), documentOf('@cap/vtex', 'CONNECTOR.md')]) {
    for (const runtime of runtimes) {
      const { version } = require(`${runtime}/package.json`) as { version: string }
      expect(document).toMatch(new RegExp(`${runtime}\\b[^\\n]*? ${version.replaceAll('.', '\\.')}`, 'i'))
    }
  }
  expect(documentOf('@cap/core', 'README.md')).toContain(`compatibility date ${compatibilityDate}`)
})
