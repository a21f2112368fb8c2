import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { packages, providers } from '../workspace.ts'
import { compile, installAlone, installedPackages, installedSize, runFile } from './consumer.ts'
import { emulating, firstExample, withRequire } from './readme.ts'

const tarballs = inject('tarballs')
const megabyte = 1024 * 1024

describe.each(packages.map((one) => [one.manifest.name, one] as const))(
  'npm install %s',
  (name, { folder, path, manifest }) => {
    const entries = Object.keys(manifest.exports ?? {})
      .filter((entry) => entry !== './package.json')
      .map((entry) => name + entry.slice(1))
    let consumer: string

    beforeAll(async () => {
      consumer = await installAlone(name, tarballs)
    })

    afterAll(() => rmSync(consumer, { recursive: true, force: true }))

    test.each(['nodenext', 'bundler'] as const)(
      'is typed under %s: the first example of the README compiles',
      async (resolution) => {
        const { code, stdout } = await compile(consumer, 'example.ts', firstExample(folder), resolution)
        expect(code, stdout).toBe(0)
      },
    )

    test.each([
      ['import', 'example.ts', (example: string) => example],
      ['require()', 'example.cjs', withRequire],
    ])('works by %s: the first example of the README runs, and captures at the emulator', async (_, file, rewrite) => {
      const example = rewrite(firstExample(folder))
      const emulated = manifest.exports?.['./emulator'] !== undefined
      if (emulated) writeFileSync(join(consumer, 'emulated.mjs'), emulating(name, example))
      const options = emulated ? ['--import', './emulated.mjs'] : []
      const { code, stdout, stderr } = await runFile(consumer, file, example, options)
      expect(stderr).toBe('')
      expect(code).toBe(0)
      if (emulated) expect(stdout).toMatch(/\nmoved [1-9]\d*$/)
    })

    test('gives the same names to import and to require()', async () => {
      linkPeers(consumer, path, manifest.peerDependencies)
      const script = `
      const { createRequire } = await import('node:module')
      const require = createRequire(import.meta.url)
      for (const entry of ${JSON.stringify(entries)}) {
        const imported = Object.keys(await import(entry)).sort()
        const required = Object.keys(require(entry)).filter((key) => key !== '__esModule' && key !== 'module.exports').sort()
        if (imported.length === 0 || imported.join() !== required.join()) throw new Error(entry + ': ' + imported + ' | ' + required)
      }`
      const { code, stderr } = await runFile(consumer, 'entries.mjs', script)
      expect(stderr).toBe('')
      expect(code).toBe(0)
    })

    test('can be required before anything was imported', async () => {
      const script = `if (Object.keys(require(${JSON.stringify(name)})).length === 0) throw new Error('nothing is exported')`
      const { code, stderr } = await runFile(consumer, 'required.cjs', script)
      expect(stderr).toBe('')
      expect(code).toBe(0)
    })
  },
)

test.each(providers.map(({ manifest }) => manifest.name))(
  'npm install %s brings core, ky, valibot, noble, and nothing else',
  async (name) => {
    const consumer = await installAlone(name, tarballs)
    expect(installedPackages(consumer)).toEqual([name, '@cap/core', '@noble/hashes', 'ky', 'valibot'].sort())
    expect(installedSize(consumer)).toBeLessThanOrEqual(4 * megabyte)
    rmSync(consumer, { recursive: true, force: true })
  },
)

/** A peer is the user's to install: the one the workspace tests with stands in for it. */
function linkPeers(consumer: string, path: string, peers: Readonly<Record<string, string>> = {}): void {
  for (const peer of Object.keys(peers)) {
    const target = join(consumer, 'node_modules', peer)
    mkdirSync(dirname(target), { recursive: true })
    if (!existsSync(target)) symlinkSync(join(path, 'node_modules', peer), target, 'junction')
  }
}
