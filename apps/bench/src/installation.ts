import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

interface Manifest {
  readonly version: string
  readonly files?: readonly string[]
  readonly dependencies?: Readonly<Record<string, string>>
}

const manifestOfApp = join(import.meta.dirname, '..', 'package.json')

let folder: string | undefined

/** A folder like that of a user's program: what is measured runs here, with the packages under `node_modules`. */
export function installation(): string {
  folder ??= realpathSync(mkdtempSync(join(tmpdir(), 'cap-bench-')))
  return folder
}

/**
 * Installs what this app depends on, the packages of this repository as their tarballs would be. A build that runs meanwhile
 * changes nothing of what is measured.
 *
 * @throws Error when a package was not built
 */
export function install(): void {
  for (const name of Object.keys(readManifest(dirname(manifestOfApp)).dependencies ?? {}))
    installOne(name, manifestOfApp)
}

export function uninstall(): void {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  folder = undefined
}

function installOne(name: string, from: string): void {
  const target = join(installation(), 'node_modules', name)
  if (existsSync(target)) return
  const source = folderOf(name, from)
  mkdirSync(dirname(target), { recursive: true })
  if (!name.startsWith('@cap/')) {
    symlinkSync(source, target, 'junction')
    return
  }
  const { files = [], dependencies = {} } = readManifest(source)
  for (const part of ['package.json', 'README.md', 'LICENSE', ...files]) {
    if (existsSync(join(source, part))) cpSync(join(source, part), join(target, part), { recursive: true })
  }
  if (!existsSync(join(target, 'dist', 'index.js'))) throw new Error(`${name} was not built: run \`pnpm build\` first`)
  for (const dependency of Object.keys(dependencies)) installOne(dependency, join(source, 'package.json'))
}

export function readManifest(of: string): Manifest {
  return JSON.parse(readFileSync(join(of, 'package.json'), 'utf8'))
}

/** Where Node finds a package from a file: its manifest need not be among its exports. */
export function folderOf(name: string, from: string): string {
  const found = (createRequire(from).resolve.paths(name) ?? [])
    .map((path) => join(path, name))
    .find((path) => existsSync(join(path, 'package.json')))
  if (found === undefined) throw new Error(`${name} is not installed beside ${dirname(from)}`)
  return realpathSync(found)
}
