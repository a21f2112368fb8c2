import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Metafile } from 'esbuild'

const app = join(import.meta.dirname, '..')

/** One capture, as an application would bundle it. */
const captures = {
  '@cap/mercadopago': `
    import { createMercadoPago } from '@cap/mercadopago'
    export const capture = (options, request) => createMercadoPago(options).capture(request)`,
  '@cap/pipwave': `
    import { createPipwave } from '@cap/pipwave'
    export const capture = (options, request) => createPipwave(options).capture(request)`,
  '@cap/vtex': `
    import { createVtexGateway } from '@cap/vtex'
    export const capture = (options, request) => createVtexGateway(options).capture(request)`,
  ky: `
    import ky from 'ky'
    export const capture = (url, options) => ky.post(url, options).json()`,
  mercadopago: `
    import { AdvancedPayment, MercadoPagoConfig } from 'mercadopago'
    export const capture = (options, request) => new AdvancedPayment(new MercadoPagoConfig(options)).create(request)`,
  stripe: `
    import Stripe from 'stripe'
    export const capture = (key, id) => new Stripe(key).paymentIntents.capture(id)`,
} as const

export type BundleLabel = keyof typeof captures

/** Minified by esbuild; gzip at level 9, of each file on its own, as servers send them. */
export interface BundleRow {
  readonly label: BundleLabel
  readonly minifiedBytes: number
  readonly gzipBytes: number
  /** Without the files that only `import('ky')` loads: with a transport of the caller's, they are never asked for. */
  readonly injectedMinifiedBytes: number
  readonly injectedGzipBytes: number
  /** Minified bytes by where they come from, largest first. */
  readonly parts: readonly { readonly from: string; readonly bytes: number }[]
}

export async function measureBundles(): Promise<BundleRow[]> {
  const rows: BundleRow[] = []
  for (const label of Object.keys(captures) as BundleLabel[]) rows.push(await bundle(label))
  return rows
}

async function bundle(label: BundleLabel): Promise<BundleRow> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: app,
    stdin: { contents: captures[label], resolveDir: app, sourcefile: 'capture.js' },
    outdir: 'dist/bundle',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'es2023',
    write: false,
    metafile: true,
    logLevel: 'error',
  })
  const files = [...filesLoadedBy(metafile)].map((path) => {
    const { contents } = outputFiles.find((file) => file.path === join(app, path))!
    const { inputs } = metafile.outputs[path]!
    return { inputs, bytes: contents.length, gzip: gzipSync(contents, { level: 9 }).length }
  })
  const injected = files.filter(({ inputs }) => !Object.keys(inputs).some((input) => originOf(input) === 'ky'))
  const parts = new Map<string, number>()
  for (const { inputs } of files) {
    for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
      const from = originOf(input)
      parts.set(from, (parts.get(from) ?? 0) + bytesInOutput)
    }
  }
  const sum = (list: typeof files, field: 'bytes' | 'gzip') => list.reduce((total, one) => total + one[field], 0)
  return {
    label,
    minifiedBytes: sum(files, 'bytes'),
    gzipBytes: sum(files, 'gzip'),
    injectedMinifiedBytes: sum(injected, 'bytes'),
    injectedGzipBytes: sum(injected, 'gzip'),
    parts: [...parts].map(([from, bytes]) => ({ from, bytes })).sort((a, b) => b.bytes - a.bytes),
  }
}

/** esbuild writes a file for every `import()`, also where nothing is left that would run it. */
function filesLoadedBy({ outputs }: Metafile): ReadonlySet<string> {
  const entry = Object.keys(outputs).find((path) => outputs[path]!.entryPoint === 'capture.js')!
  const loaded = new Set([entry])
  // A set that grows while it is gone through is gone through to its end.
  for (const path of loaded) {
    for (const { path: next, external } of outputs[path]!.imports) if (external !== true) loaded.add(next)
  }
  return loaded
}

function originOf(input: string): string {
  const installed = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]
  const ours = /(?:^|\/)packages\/([^/]+)\/dist\//.exec(input)?.[1]
  return installed ?? (ours === undefined ? 'the entry' : `@cap/${ours}`)
}

export interface InstalledRow {
  readonly label: string
  readonly packages: number
  readonly files: number
  readonly bytes: number
  readonly names: readonly string[]
}

/** What `npm i` brings: the package and its dependencies, without optional peers. */
export function measureInstalled(): InstalledRow[] {
  return ['@cap/mercadopago', '@cap/pipwave', '@cap/vtex', 'mercadopago', 'stripe', 'ky'].map((label) => {
    const found = new Map<string, { files: number; bytes: number }>()
    collect(label, join(app, 'package.json'), found)
    const sizes = [...found.values()]
    return {
      label,
      packages: found.size,
      files: sizes.reduce((total, { files }) => total + files, 0),
      bytes: sizes.reduce((total, { bytes }) => total + bytes, 0),
      names: [...found.keys()],
    }
  })
}

function collect(name: string, from: string, found: Map<string, { files: number; bytes: number }>): void {
  if (found.has(name)) return
  const folder = folderOf(name, from)
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly files?: readonly string[]
    readonly dependencies?: Readonly<Record<string, string>>
  }
  // A package of the workspace holds its sources too: only what it publishes counts.
  const isOurs = name.startsWith('@cap/')
  const roots = isOurs ? [...(manifest.files ?? []), 'package.json', 'README.md', 'LICENSE'] : ['.']
  const sizes = roots.flatMap((root) => sizesIn(join(folder, root)))
  found.set(name, { files: sizes.length, bytes: sizes.reduce((total, size) => total + size, 0) })
  for (const dependency of Object.keys(manifest.dependencies ?? {})) {
    collect(dependency, join(folder, 'package.json'), found)
  }
}

/** Where Node finds the package: its manifest need not be among its exports. */
function folderOf(name: string, from: string): string {
  const folder = (createRequire(from).resolve.paths(name) ?? [])
    .map((path) => join(path, name))
    .find((path) => existsSync(join(path, 'package.json')))
  if (folder === undefined) throw new Error(`${name} is not installed beside ${dirname(from)}`)
  return realpathSync(folder)
}

function sizesIn(path: string): number[] {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [statSync(path).size]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.slice(path.length).includes(`${sep}node_modules`))
    .map((entry) => statSync(join(entry.parentPath, entry.name)).size)
}
