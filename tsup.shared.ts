import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { defineConfig, type Options } from 'tsup'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

type Manifest = {
  readonly exports: Readonly<Record<string, string | { readonly '@cap/source'?: string }>>
  readonly bin?: Readonly<Record<string, string>>
}

interface BuildOptions {
  /** Files that are started in a thread by their address, which no bundler follows: by the name they get in `dist`. */
  readonly threads?: Readonly<Record<string, string>>
  /**
   * An entry whose modules go into one file, together with what other entries share with it: Node reads a file that is
   * larger sooner than it finds several. All entries but those of `apart` load it.
   */
  readonly together?: { readonly entry: string; readonly apart: readonly string[] }
}

/** One build for every package: an entry is whatever the package exports or runs, so that no list is written twice. */
export function packageBuild({ threads = {}, together }: BuildOptions = {}) {
  return defineConfig({
    entry: { ...entries(), ...threads },
    esbuildPlugins: together === undefined ? [] : [loadTogether(together)],
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

/** Modules that the same entries load share a file: so every entry is made to load the one that is to be whole. */
function loadTogether({ entry, apart }: NonNullable<BuildOptions['together']>): Plugin {
  const others = Object.entries(entries()).filter(([name]) => name !== entry && !apart.includes(name))
  const paths = new Set(others.map(([, source]) => resolve(source)))
  return {
    name: 'load-together',
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (!paths.has(path)) return undefined
        return { contents: `${readFileSync(path, 'utf8')}\nimport './${entry}.ts'\n`, loader: 'ts' }
      })
      build.onResolve({ filter: new RegExp(`^\\./${entry}\\.ts$`) }, ({ resolveDir, path }) => ({
        path: resolve(resolveDir, path),
        sideEffects: true,
      }))
    },
  }
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
