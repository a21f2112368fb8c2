import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { packages, providers } from '../workspace.ts'

describe.each(packages.map((one) => [one.manifest.name, one] as const))('%s', (name, { folder, path, manifest }) => {
  test('is published, on its own, under the licence of the repository', () => {
    expect(name).toBe(`@cap/${folder}`)
    expect(manifest).toMatchObject({
      license: 'MIT',
      type: 'module',
      sideEffects: false,
      engines: { node: '>=22.12' },
      files: ['dist'],
      publishConfig: { access: 'public', provenance: true },
    })
    expect(manifest.private).toBeUndefined()
    expect(manifest.description?.length).toBeGreaterThan(40)
    expect(manifest.keywords?.length).toBeGreaterThan(2)
  })

  test('names a source, a declaration and a module for each entry, in this order', () => {
    for (const [entry, target] of Object.entries(manifest.exports ?? {})) {
      if (entry === './package.json') continue
      const file = entry === '.' ? 'index' : entry.slice(2)
      expect(Object.entries(target)).toEqual([
        ['@cap/source', `./src/${file}.ts`],
        ['types', `./dist/${file}.d.ts`],
        ['default', `./dist/${file}.js`],
      ])
      expect(existsSync(join(path, 'src', `${file}.ts`)), `src/${file}.ts`).toBe(true)
    }
  })

  test('takes versions from the catalog and packages of ours from the workspace', () => {
    for (const [dependency, range] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      expect(range, dependency).toBe(dependency.startsWith('@cap/') ? 'workspace:^' : 'catalog:')
    }
  })
})

test('a provider depends on @cap/core and valibot, and on nothing else that is not optional', () => {
  for (const { manifest } of providers) {
    expect(Object.keys(manifest.dependencies ?? {}).sort(), manifest.name).toEqual(['@cap/core', 'valibot'])
    for (const peer of Object.keys(manifest.peerDependencies ?? {})) {
      expect(manifest.peerDependenciesMeta?.[peer], `${manifest.name}: ${peer}`).toEqual({ optional: true })
    }
  }
})

test('every package is built, checked and tested by the same commands', () => {
  const [first] = packages
  for (const { manifest } of packages) expect(manifest.scripts, manifest.name).toEqual(first?.manifest.scripts)
})
