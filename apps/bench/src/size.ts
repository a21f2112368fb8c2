import { readdirSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Metafile } from 'esbuild'
import { folderOf, installation, readManifest } from './installation.ts'

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
  for (const label of Object.keys(captures) as BundleLabel[]) rows.push(await measureBundle(label))
  return rows
}

async function measureBundle(label: BundleLabel): Promise<BundleRow> {
  const files = await bundle(label, installation())
  const injected = withoutKy(files)
  const parts = new Map<string, number>()
  for (const { inputs } of files) {
    for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
      const from = originOf(input)
      parts.set(from, (parts.get(from) ?? 0) + bytesInOutput)
    }
  }
  return {
    label,
    minifiedBytes: sum(files, 'bytes'),
    gzipBytes: sum(files, 'gzip'),
    injectedMinifiedBytes: sum(injected, 'bytes'),
    injectedGzipBytes: sum(injected, 'gzip'),
    parts: [...parts].map(([from, bytes]) => ({ from, bytes })).sort((a, b) => b.bytes - a.bytes),
  }
}

/** One file of a bundle. */
export interface BundledFile {
  /** By path: what is left of each module. */
  readonly inputs: Metafile['outputs'][string]['inputs']
  readonly bytes: number
  readonly gzip: number
}

/**
 * Bundles one capture, with what it loads later.
 *
 * @param folder where the packages are found
 * @param conditions `@cap/source`: from the sources, without a build
 */
export async function bundle(
  label: BundleLabel,
  folder: string,
  conditions: readonly string[] = [],
): Promise<readonly BundledFile[]> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: folder,
    stdin: { contents: captures[label], resolveDir: folder, sourcefile: 'capture.js' },
    outdir: 'bundle',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'es2023',
    write: false,
    metafile: true,
    logLevel: 'error',
    ...(conditions.length === 0 ? {} : { conditions: [...conditions] }),
  })
  return [...filesLoadedBy(metafile)].map((path) => {
    const { contents } = outputFiles.find((file) => file.path === join(folder, path))!
    const { inputs } = metafile.outputs[path]!
    return { inputs, bytes: contents.length, gzip: gzipSync(contents, { level: 9 }).length }
  })
}

/** What is loaded with a transport of the caller's. */
export function withoutKy(files: readonly BundledFile[]): readonly BundledFile[] {
  return files.filter(({ inputs }) => !Object.keys(inputs).some((input) => originOf(input) === 'ky'))
}

export function sum(files: readonly BundledFile[], field: 'bytes' | 'gzip'): number {
  return files.reduce((total, one) => total + one[field], 0)
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
  return /(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? 'the entry'
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
    collect(label, join(installation(), 'program.js'), found)
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
  const sizes = sizesIn(folder)
  found.set(name, { files: sizes.length, bytes: sizes.reduce((total, size) => total + size, 0) })
  for (const dependency of Object.keys(readManifest(folder).dependencies ?? {})) {
    collect(dependency, join(folder, 'package.json'), found)
  }
}

function sizesIn(path: string): number[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.slice(path.length).includes(`${sep}node_modules`))
    .map((entry) => statSync(join(entry.parentPath, entry.name)).size)
}
