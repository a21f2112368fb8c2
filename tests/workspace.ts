import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'

export const root = join(import.meta.dirname, '..')

export type Manifest = {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly description?: string
  readonly keywords?: readonly string[]
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
  readonly [field: string]: unknown
}

export type Package = { readonly folder: string; readonly path: string; readonly manifest: Manifest }

/** The packages that are published: every folder of `packages/`. */
export const packages: readonly Package[] = foldersOf('packages').map((folder) => {
  const path = join(root, 'packages', folder)
  return { folder, path, manifest: readManifest(path) }
})

/** A provider is a package that speaks to a payment service: all of them but the two that every provider may be used with. */
export const providers = packages.filter(({ folder }) => folder !== 'core' && folder !== 'ledger')

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

const unversioned = new Set(['node_modules', 'dist', 'coverage', '.git', '.turbo', '.reports'])
/** What those who use the demo leave behind, their credentials among it. */
const ofUse = /^\.env$|^\.env\.(?!example$)|^\.(?:ledger|history)|\.tgz$|\.log$/

/** The files of a folder of the repository, as paths from the root with forward slashes; build results left out. */
export function filesUnder(folder: string): string[] {
  const found: string[] = []
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (unversioned.has(entry.name) || ofUse.test(entry.name)) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) found.push(...filesUnder(path))
    else found.push(relative('.', path).replaceAll('\\', '/'))
  }
  return found
}

export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

export type Result = { readonly code: number; readonly stdout: string; readonly stderr: string }

const execute = promisify(execFile)

/** Runs a command to its end; a failing one is a result too. */
export async function command(
  file: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Result> {
  const { cwd = root, env = process.env } = options
  try {
    const { stdout, stderr } = await execute(file, [...args], { cwd, env, maxBuffer: 64 * 1024 * 1024 })
    return { code: 0, stdout, stderr }
  } catch (error) {
    const { code, stdout = '', stderr = String(error) } = error as { code?: unknown; stdout?: string; stderr?: string }
    return { code: typeof code === 'number' ? code : 1, stdout, stderr }
  }
}

/** Runs a tool of the workspace by its JavaScript file, with the Node.js that runs the tests. */
export function tool(
  script: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Result> {
  return command(process.execPath, [join(root, 'node_modules', script), ...args], options)
}

function foldersOf(group: string): string[] {
  return readdirSync(join(root, group), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}
