import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Package, packages, providers, readText } from '../workspace.ts'

const filesOfEveryProvider = (provider: string) => [
  'index.ts',
  `${provider}.ts`,
  'capture.ts',
  'capture-schema.ts',
  'outcome.ts',
  'error.ts',
  'emulator.ts',
]

describe.each(providers.map((provider) => [provider.folder, provider] as const))('%s', (folder, provider) => {
  test('has the files every provider has, under the same names', () => {
    const sources = readdirSync(join(provider.path, 'src'))
    expect(sources).toEqual(expect.arrayContaining([...filesOfEveryProvider(folder), 'emulator']))
  })

  test('keeps what verifies notifications in notification.ts', () => {
    const verifies = /\bverifyNotification\b/.test(entryText(provider, 'index.ts'))
    expect(existsSync(join(provider.path, 'src', 'notification.ts'))).toBe(verifies)
  })

  test('exports its client and its emulator', () => {
    expect(Object.keys(provider.manifest.exports ?? {})).toEqual(
      expect.arrayContaining(['.', './emulator', './package.json']),
    )
  })

  test('has a test beside the client, the capture, the mapping of answers and the emulator', () => {
    const tests = readdirSync(join(provider.path, 'src'), { recursive: true }).map(String)
    for (const subject of ['capture', 'outcome', 'emulator']) {
      expect(tests.filter((file) => file.includes(subject) && file.endsWith('.test.ts'))).not.toEqual([])
    }
  })
})

test('provider READMEs have one skeleton of headings', () => {
  const skeletons = providers.map(({ folder, path }) => [folder, headings(join(path, 'README.md'))] as const)
  const [first] = skeletons
  expect(first?.[1].length).toBeGreaterThan(3)
  for (const [, skeleton] of skeletons) expect(skeleton).toEqual(first?.[1])
})

test.each(packages.map((one) => [one.manifest.name, one] as const))('%s lists its exports by name', (_, one) => {
  for (const target of Object.values(one.manifest.exports ?? {})) {
    if (typeof target === 'string') continue
    const entry = target['@cap/source'] ?? ''
    expect(entryText(one, entry.replace('./src/', ''))).not.toMatch(/export\s+\*/)
  }
})

function entryText({ folder }: Package, entry: string): string {
  return readText(`packages/${folder}/src/${entry}`)
}

function headings(readme: string): string[] {
  const withoutCode = readText(readme.slice(readme.indexOf('packages'))).replace(/^```[\s\S]*?^```/gm, '')
  return [...withoutCode.matchAll(/^## +(.+?) *$/gm)].map(([, heading = '']) => heading)
}
