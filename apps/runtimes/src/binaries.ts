import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const { platform, arch } = process
const arm = arch === 'arm64'

/** What a runtime calls this system; undefined: it knows nothing of it. */
function systemIn(names: Readonly<Record<string, string>>): string | undefined {
  return names[platform]
}

/** The packages that hold the binary of a runtime for this machine, and where in them it lies. */
const places = {
  bun: {
    system: systemIn({ darwin: 'darwin', linux: 'linux', win32: 'windows' }),
    name: (system: string) => `@oven/bun-${system}-${arm ? 'aarch64' : 'x64'}`,
    file: join('bin', 'bun'),
  },
  deno: {
    system: systemIn({ darwin: 'darwin', linux: 'linux', win32: 'win32' }),
    name: (system: string) => `@deno/${system}-${arch}${platform === 'linux' ? '-glibc' : ''}`,
    file: 'deno',
  },
  workerd: {
    system: systemIn({ darwin: 'darwin', linux: 'linux', win32: 'windows' }),
    name: (system: string) => `@cloudflare/workerd-${system}-${arm ? 'arm64' : '64'}`,
    file: join('bin', 'workerd'),
  },
}

export type Runtime = keyof typeof places

export const runtimes = Object.keys(places) as readonly Runtime[]

/** A runtime's binary; or why there is none, in words for whoever reads the list of tests. */
export type Binary = { readonly path: string; readonly version: string } | { readonly missing: string }

/** Called by its path: the script that would link it into the main package need not run. */
export function binaryOf(runtime: Runtime): Binary {
  const { system, name: nameIn, file } = places[runtime]
  const here = `${platform} ${arch}`
  const require = createRequire(import.meta.url)
  const manifest = require.resolve(`${runtime}/package.json`)
  const { version } = require(manifest) as { version: string }
  if (system === undefined) return { missing: `${runtime} ${version} is not made for ${here}` }
  const name = nameIn(system)
  try {
    const folder = dirname(createRequire(manifest).resolve(`${name}/package.json`))
    const path = join(folder, platform === 'win32' ? `${file}.exe` : file)
    if (existsSync(path)) return { path, version }
  } catch {
    // An optional package: left out where the system, or its C library, is another one.
  }
  return { missing: `${name} ${version}, the binary for ${here}, is not installed` }
}

/** The runtimes and their binaries, for a file of tests. Those that will be left out are told of: a skipped test says no reason. */
export function findRuntimes(): readonly {
  readonly runtime: Runtime
  readonly binary: Binary
  readonly title: string
}[] {
  return runtimes.map((runtime) => {
    const binary = binaryOf(runtime)
    if (!('missing' in binary)) return { runtime, binary, title: `${runtime} ${binary.version}` }
    console.warn(`The tests with ${runtime} are left out: ${binary.missing}.`)
    return { runtime, binary, title: `${runtime} (left out: ${binary.missing})` }
  })
}
