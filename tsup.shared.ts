import { readFileSync } from 'node:fs'
import { defineConfig } from 'tsup'

type Manifest = {
  readonly exports: Readonly<Record<string, string | { readonly '@cap/source'?: string }>>
  readonly bin?: Readonly<Record<string, string>>
}

/**
 * One build for every package: an entry is whatever the package exports or runs, so that no list is written twice.
 *
 * @param threads files that are started in a thread by their address, which no bundler follows: by the name they get in `dist`
 */
export function packageBuild(threads: Readonly<Record<string, string>> = {}) {
  return defineConfig({
    entry: { ...entries(), ...threads },
    format: 'esm',
    target: 'es2023',
    platform: 'node',
    splitting: true,
    clean: true,
    dts: false,
    minify: false,
    sourcemap: false,
    // What a package imports by name is installed beside it; `import('ky')` stays a dynamic import of ky.
    skipNodeModulesBundle: true,
    removeNodeProtocol: false,
    silent: true,
  })
}

function entries(): Record<string, string> {
  const manifest: Manifest = JSON.parse(readFileSync('package.json', 'utf8'))
  const found: Record<string, string> = {}
  for (const target of Object.values(manifest.exports)) {
    const source = typeof target === 'string' ? undefined : target['@cap/source']
    if (source === undefined) continue
    found[source.replace(/^\.\/src\//, '').replace(/\.ts$/, '')] = source
  }
  for (const target of Object.values(manifest.bin ?? {})) {
    const entry = target.replace(/^\.\/dist\//, '').replace(/\.js$/, '')
    found[entry] = `./src/${entry}.ts`
  }
  return found
}
