import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The packages that hold a runtime's binary for this machine, by the runtime, and where in them it lies. */
const { platform, arch } = process
const arm = arch === 'arm64'
const places = {
  bun: [
    { darwin: 'darwin', linux: 'linux', win32: 'windows' }[platform as string],
    (system: string) => [`@oven/bun-${system}-${arm ? 'aarch64' : 'x64'}`, 'bin/bun'],
  ],
  deno: [
    { darwin: 'darwin', linux: 'linux', win32: 'win32' }[platform as string],
    (system: string) => [`@deno/${system}-${arch}${platform === 'linux' ? '-glibc' : ''}`, 'deno'],
  ],
  workerd: [
    { darwin: 'darwin', linux: 'linux', win32: 'windows' }[platform as string],
    (system: string) => [`@cloudflare/workerd-${system}-${arm ? 'arm64' : '64'}`, 'bin/workerd'],
  ],
} as const

export type Runtime = keyof typeof places

export const runtimes = Object.keys(places) as readonly Runtime[]

/** A runtime's binary; or why there is none, in words for whoever reads the list of tests. */
export type Binary = { readonly path: string; readonly version: string } | { readonly missing: string }

/** Called by its path: the script that would link it into the main package need not run. */
export function binaryOf(runtime: Runtime): Binary {
  const [system, place] = places[runtime]
  const here = `${platform} ${arch}`
  const require = createRequire(import.meta.url)
  const manifest = require.resolve(`${runtime}/package.json`)
  const { version } = require(manifest) as { version: string }
  if (system === undefined) return { missing: `${runtime} ${version} is not made for ${here}` }
  const [name = '', file = ''] = place(system)
  try {
    const folder = dirname(createRequire(manifest).resolve(`${name}/package.json`))
    const path = join(folder, platform === 'win32' ? `${file}.exe` : file)
    if (existsSync(path)) return { path, version }
  } catch {
    // An optional package: left out where the system, or its C library, is another one.
  }
  return { missing: `${name} ${version}, the binary for ${here}, is not installed` }
}
